"""Steps of a part: add one, change one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import Commitment, Step
from collab.access import STAFF
from collab.forms import RowForm
from collab.models import Membership

from .planning import PersonField, contacts


class PartField(forms.ModelChoiceField):
    """The parts one may add steps to, by the party's name."""

    def __init__(self, **options):
        super().__init__(Commitment.objects, to_field_name="public_id", empty_label=None, **options)

    def label_from_instance(self, commitment):
        return f"{commitment.party.short}: {commitment.text}" if commitment.text else commitment.party.short


class StepForm(RowForm):
    """What, until when, and who of the party does it."""

    contact = PersonField(label=_("Who does it"), empty_label=_("The contact of the part"))

    class Meta:
        model = Step
        fields = ["text", "due_on", "contact"]
        labels = {"text": _("What will be done"), "due_on": _("Due")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = self.people()
        self.initial["contact"] = self.instance.contact and self.instance.contact.public_id

    @property
    def activity(self):
        return self.parent or self.instance.commitment.activity

    def people(self):
        return contacts(self.actor, self.instance.commitment.party)

    def save(self, commit=True):
        self.instance.change(by=self.actor, **{name: self.cleaned_data[name] for name in self._meta.fields})
        return self.instance


class NewStepForm(StepForm):
    """A step of one of the parts that the actor may change; who does it is of that party."""

    offers = {"commitment": "change"}

    commitment = PartField(label=_("Whose part"))
    field_order = ["text", "commitment", "due_on", "contact"]

    class Meta(StepForm.Meta):
        fields = ["text", "commitment", "due_on", "contact"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        parts = self.fields["commitment"].queryset.open().filter(activity=self.parent).select_related("party")
        self.fields["commitment"].queryset = parts
        own = parts.filter(party=self.actor.party_id).first() or parts.first()
        self.initial["commitment"] = own and own.public_id

    def people(self):
        """Whoever the parties of the parts have; the model refuses one of another party."""
        return contacts_of(self.actor, self.parent.commitments.values("party"))

    def save(self, commit=True):
        self.instance.take_on(by=self.actor)
        return self.instance


def contacts_of(actor, parties):
    """Who may own a step in an activity: the staff of its parties, in force."""
    rows = Membership.objects.for_actor(actor).in_force().filter(party__in=parties, role__in=STAFF)
    return rows.select_related("user", "party").order_by("party__order", "user__name")
