"""The rows of a decision's minutes: whom one row is about and what it says."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agreements.registry_numbers import check_registry_number
from collab.formsets import LineForm, lines_of
from collab.models import Party

SHORT = forms.Textarea(attrs={"rows": 2})


class SpeakerLine(LineForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    political_group = forms.CharField(
        label=_("Political group"), max_length=60, required=False, help_text=_("Such as KD or S.")
    )


class MotionLine(SpeakerLine):
    text = forms.CharField(label=_("What was moved"), widget=SHORT)


class ReservationLine(SpeakerLine):
    text = forms.CharField(label=_("Against what, and why"), widget=SHORT, required=False)


class PropositionLine(LineForm):
    text = forms.CharField(label=_("How the question was put, and what came of it"), widget=SHORT)


class AppendixLine(LineForm):
    number = forms.IntegerField(label=_("Appendix number"), min_value=1, max_value=999)
    title = forms.CharField(label=_("Title"), max_length=200)


class NumberLine(LineForm):
    """A registry number in the register of a party, in the form that the party writes it."""

    party = forms.ModelChoiceField(
        Party.objects,
        label=_("Whose register"),
        to_field_name="public_id",
        empty_label=_("Choose…"),
        error_messages={"required": _("Choose whose register it stands in.")},
    )
    number = forms.CharField(
        label=_("Registry number"),
        max_length=60,
        error_messages={"required": _("Write the registry number.")},
    )

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, actor=actor, **kwargs)
        # A row that names only its register says nothing, so that most need to be written is the number.
        self.fields["party"].initial = actor.party.public_id

    def clean(self):
        cleaned = super().clean()
        party, number = cleaned.get("party"), cleaned.get("number")
        if party and number:
            try:
                check_registry_number(number, party)
            except ValidationError as error:
                self.add_error("number", error)
        return cleaned

    def is_free_text(self, name):
        """A registry number is no free text: its digits may look like anything."""
        return False

    @property
    def line(self):
        return {"party_id": self.cleaned_data["party"].pk, "number": self.cleaned_data["number"]}


# The kinds of rows, in the order of a page of minutes.
ROWS = {
    "numbers": lines_of(
        NumberLine, title=_("Registry numbers"), add=_("Add a registry number"), alone=("party", "number")
    ),
    "speakers": lines_of(SpeakerLine, title=_("Speakers"), add=_("Add a speaker")),
    "motions": lines_of(MotionLine, title=_("Motions"), add=_("Add a motion")),
    "propositions": lines_of(PropositionLine, title=_("Putting the question"), add=_("Add a proposition")),
    "reservations": lines_of(ReservationLine, title=_("Reservations"), add=_("Add a reservation")),
    "appendices": lines_of(AppendixLine, title=_("Appendices"), add=_("Add an appendix"), alone=("number",)),
}


def stored_rows(decision):
    """What a form of minutes begins with: {name of the rows: [the values of each]}."""
    rows = {
        name: list(getattr(decision, name).values(*getattr(decision, name).model.told))
        for name in ROWS
        if name != "numbers"
    }
    numbers = decision.numbers.select_related("party")
    rows["numbers"] = [{"party": one.party.public_id, "number": one.number} for one in numbers]
    return rows
