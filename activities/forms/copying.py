"""Copying activities to a coming year: where to, how many years, and a look at every date before anything is made."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from activities.models.copying import YEARS_AT_MOST, Copy, years_ahead
from collab.clock import today
from collab.dates import day_full
from collab.forms import ScopedForm

from .filtering import PriorityAreaField

AT_ONCE = 100


class SourcesField(forms.ModelMultipleChoiceField):
    def __init__(self, **options):
        super().__init__(
            Activity.objects, to_field_name="public_id", widget=forms.CheckboxSelectMultiple, **options
        )

    def label_from_instance(self, activity):
        return f"{activity.code} {activity.title}, {day_full(activity.due_on)}"


class CopyForm(ScopedForm):
    """Which activities, to which priority area and how many years on; confirmed when all of it has been seen."""

    offers = {"priority_area": "plan"}

    a = SourcesField(
        label=_("Which activities?"), error_messages={"required": _("Choose at least one activity.")}
    )
    priority_area = PriorityAreaField(
        label=_("Priority area"), empty_label=_("The same as before"), required=False
    )
    years = forms.IntegerField(
        label=_("How many years on?"),
        min_value=1,
        max_value=YEARS_AT_MOST,
        help_text=_("A date that falls on a weekend or a public holiday goes to the next working day."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.copies = []
        sources = self.fields["a"].queryset.filter(public_id__in=offered)
        self.fields["a"].queryset = sources.select_related("priority_area__agreement").order_by(
            "due_on", "pk"
        )
        areas = self.fields["priority_area"].queryset.filter(agreement__ends_on__gte=today())
        self.fields["priority_area"].queryset = areas.select_related("agreement")
        sources = list(self.fields["a"].queryset)
        self.initial.setdefault("a", [row.public_id for row in sources])
        self.initial.setdefault("years", years_ahead([row.due_on for row in sources]))

    def is_free_text(self, name):
        return False

    def clean(self):
        """Work out each copy; say which activity has no place to go to, and which would end in the past."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        homes = self.homes()
        for source in cleaned["a"]:
            area = cleaned["priority_area"] or homes.get(source.priority_area.letter)
            if area is None:
                self.add_error("priority_area", self.homeless(source))
                continue
            self.copies.append(Copy(source, area, cleaned["years"]))
        for copy in self.copies:
            if copy.due_on <= today():
                self.add_error("years", self.past(copy))
        return cleaned

    def homes(self):
        """The priority areas by letter, of the agreement that applies first."""
        areas = self.fields["priority_area"].queryset.order_by("-agreement__starts_on")
        return {area.letter: area for area in areas}

    def homeless(self, source):
        words = gettext("Choose a priority area: the one of %(code)s is in no agreement that applies.")
        return ValidationError(words % {"code": source.code})

    def past(self, copy):
        words = gettext("%(code)s would end on %(day)s, which has passed. Choose more years.")
        return ValidationError(words % {"code": copy.source.code, "day": day_full(copy.due_on)})

    @property
    def stamp(self):
        return " ".join(copy.stamp for copy in self.copies)

    @property
    def is_confirmed(self):
        """Whether the button was pressed under exactly what would be made now."""
        return "copy" in self.data and self.cleaned_data["seen"] == self.stamp

    def look(self):
        """Let what was worked out be what is confirmed next."""
        self.data = self.data.copy()
        self.data["seen"] = self.stamp

    def perform(self):
        self.made = [copy.make(by=self.actor) for copy in self.copies]
