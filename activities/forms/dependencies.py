"""What a part waits for: another part of the same activity, or of one that is searched for."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activities.models import Activity, Commitment, Dependency
from collab.clock import today
from collab.dates import day_near
from collab.forms import RowForm

FOUND_AT_MOST = 10


class AwaitedField(forms.ModelChoiceField):
    """Parts of activities, each with its party, its text and its end date."""

    def __init__(self, **options):
        super().__init__(
            Commitment.objects,
            to_field_name="public_id",
            empty_label=None,
            widget=forms.RadioSelect,
            **options,
        )

    def label_from_instance(self, part):
        facts = {
            "code": part.activity.code,
            "party": part.party.short,
            "text": part.text or part.activity.title,
            "day": day_near(part.due_on, today()),
        }
        return gettext("%(code)s %(party)s: %(text)s, due %(day)s") % facts


class DependencyForm(RowForm):
    """Chooses the part that is awaited; `q` finds other activities whose parts are offered too."""

    awaited = AwaitedField(
        label=_("Which part has to be done first?"),
        error_messages={
            "required": _("Choose the part that is awaited."),
            "invalid_choice": _("That part cannot be chosen any more. Choose another."),
        },
    )

    class Meta:
        model = Dependency
        fields = ["awaited"]

    def __init__(self, *args, words="", **kwargs):
        super().__init__(*args, **kwargs)
        self.words = words.strip()[:100]
        seen = self.fields["awaited"].queryset.filter(pk__in=self.offered().values("pk"))
        self.fields["awaited"].queryset = seen.with_activity().order_by("activity__code", "party__order")

    def offered(self):
        """Open parts of the same activity and of those found, but for those it waits for already."""
        parts = Commitment.objects.for_actor(self.actor).open()
        held = Dependency.objects.for_actor(self.actor).filter(waiting=self.parent).values("awaited")
        parts = parts.exclude(pk=self.parent.pk).exclude(pk__in=held)
        if not self.words:
            return parts.filter(activity=self.parent.activity_id)
        found = Activity.objects.for_actor(self.actor).open().matching(self.words)
        keys = list(found.order_by("due_on", "pk").values_list("pk", flat=True)[:FOUND_AT_MOST])
        return parts.filter(activity__in=keys)

    @property
    def is_empty(self):
        return not self.fields["awaited"].queryset.exists()

    def _post_clean(self):
        """The verb checks the dependency: here is no row of it yet."""

    def save(self, commit=True):
        links = Dependency.objects.for_actor(self.actor)
        self.instance = links.make(self.parent, self.cleaned_data["awaited"], by=self.actor)
        return self.instance
