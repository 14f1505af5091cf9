"""Forms about who answers for what: handing over, ending a role with what hangs on it, naming a contact."""

from django.utils.translation import gettext_lazy as _

from activities.models import Commitment, Handover
from collab.forms import RowForm, ScopedForm
from collab.people_forms import EndForm

from .planning import PersonField, contacts


class PassesOn(ScopedForm):
    """Who takes over what a person answers for: one for all, and for single commitments somebody else."""

    receiver = PersonField(
        label=_("Who takes over the commitments?"),
        empty_label=_("Choose a person"),
        help_text=_("All at once."),
    )

    def carry(self, row):
        """Ask for each open commitment of `row` that the actor sees."""
        self.row = row
        seen = Commitment.objects.for_actor(self.actor).filter(contact=row).open()
        self.carried = list(seen.with_activity().order_by("due_on", "pk"))
        colleagues = contacts(self.actor, row.party).exclude(user=row.user_id)
        self.fields["receiver"].queryset = colleagues
        for part in self.carried:
            field = PersonField(
                label=f"{part.activity.code} {part.activity.title}", empty_label=_("The same as above")
            )
            field.queryset = colleagues
            field.help_text = part.text
            self.fields[part.public_id] = field

    @property
    def singles(self):
        """The fields of the single commitments, in their order."""
        return [self[part.public_id] for part in self.carried]

    def pass_on(self, receiver):
        chosen = {part: self.cleaned_data.get(part.public_id) for part in self.carried}
        exceptions = {part: person for part, person in chosen.items() if person}
        Handover.objects.for_actor(self.actor).make(
            giver=self.row, receiver=receiver, exceptions=exceptions, by=self.actor
        )


class HandOverForm(PassesOn):
    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.carry(row)

    def perform(self):
        self.pass_on(self.cleaned_data["receiver"])


class FarewellForm(PassesOn, EndForm):
    """The last day of a role, who takes over the role, and who takes over what hangs on it."""

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, row=row, **kwargs)
        self.carry(row)
        if self.fields["successor"].queryset:
            self.fields["receiver"].empty_label = _("Whoever takes over the role")
        if not self.row.commitments.open().exists():
            del self.fields["receiver"]

    def perform(self):
        super().perform()
        receiver = self.cleaned_data.get("receiver") or self.cleaned_data.get("successor")
        self.pass_on(receiver)


class ContactForm(RowForm):
    """Who answers for a commitment that nobody answers for."""

    contact = PersonField(label=_("Contact"), empty_label=_("Choose a person"))

    class Meta:
        model = Commitment
        fields = ["contact"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = contacts(self.actor, self.instance.party)
        self.fields["contact"].required = True

    def save(self, commit=True):
        self.instance.change(by=self.actor, contact=self.cleaned_data["contact"])
        return self.instance
