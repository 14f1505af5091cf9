"""Drafting and correcting the texts of the mandate; its decisions and signatures have verbs of their own."""

import re

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.models import CollaborationAgreement, DeclarationOfIntent
from collab.forms import RowForm, ScopedForm, personal_data_error
from collab.models import Area, Collaboration, Party
from collab.personal_data import find_personal_data

PLACES = (Area.Kind.DISTRICT, Area.Kind.SUB_AREA, Area.Kind.PLACE)
LINE = re.compile(r"^(\S{1,2})[.:)]?\s+(\S.*)$")
LONGEST = 160


class LinesField(forms.CharField):
    """Priority areas, one per line: its letter, then its name; cleaned to [(letter, name), …]."""

    widget = forms.Textarea(attrs={"rows": 5})

    def prepare_value(self, value):
        return (
            value
            if isinstance(value, str | None)
            else "\n".join(f"{letter} {name}" for letter, name in value)
        )

    def clean(self, value):
        lines = [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]
        found = [self.pair(line) for line in lines]
        letters = [letter for letter, _name in found]
        if twice := next((one for one in letters if letters.count(one) > 1), None):
            raise forms.ValidationError(_("Two lines begin with %(letter)s."), params={"letter": twice})
        return found

    def pair(self, line):
        match = LINE.match(line)
        if match is None or len(match[2]) > LONGEST:
            words = _(
                "Begin each line with one or two letters, then the name: “T Safe places”. Mend “%(line)s”."
            )
            raise forms.ValidationError(words, params={"line": line[:60]})
        if found := find_personal_data(match[2]):
            raise personal_data_error(found)
        return match[1], match[2]


class PartiesField(forms.ModelMultipleChoiceField):
    """The parties it is made between, as boxes to tick."""

    def __init__(self):
        super().__init__(
            Party.objects,
            label=_("Parties"),
            to_field_name="public_id",
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose the parties it is made between.")},
        )


class PlacesField(forms.ModelMultipleChoiceField):
    """The places an agreement prioritises, as boxes to tick."""

    def __init__(self):
        super().__init__(
            Area.objects,
            limit_choices_to={"kind__in": PLACES},
            label=_("Prioritised places"),
            to_field_name="public_id",
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )


def purposes_field(**options):
    return forms.CharField(
        label=_("Purposes"),
        help_text=_("One purpose per line."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        **options,
    )


class PriorityFields(ScopedForm):
    """What an agreement is about: purposes, subjects and places."""

    purpose = purposes_field()
    priority_areas = LinesField(
        label=_("Priority areas"),
        required=False,
        help_text=_("One per line: its letter, then its name. Activities get codes by the letter."),
    )
    places = PlacesField()


class DeclarationForm(RowForm):
    """Corrects the text of a declaration."""

    purpose = purposes_field()

    class Meta:
        model = DeclarationOfIntent
        fields = ["name", "purpose", "starts_on", "ends_on", "predecessor_note"]

    def clean(self):
        """Keep the agreements under it inside its period."""
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last:
            for agreement in CollaborationAgreement.objects.for_actor(self.actor).filter(
                declaration=self.instance
            ):
                if agreement.starts_on < first or agreement.ends_on > last:
                    words = gettext("%(agreement)s lies under it and would be outside its period.")
                    self.add_error("ends_on", words % {"agreement": agreement})
        return cleaned


class AgreementForm(PriorityFields, RowForm):
    """Writes the text of an agreement: as a draft, or to correct it."""

    class Meta:
        model = CollaborationAgreement
        fields = ["name", "purpose", "starts_on", "ends_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            areas = self.instance.priority_areas.all()
            self.initial = {
                "priority_areas": [(area.letter, area.name) for area in areas],
                "places": [place.area.public_id for place in self.instance.places.all()],
                **self.initial,
            }

    def save(self, commit=True):
        names = ("name", "purpose", "starts_on", "ends_on", "priority_areas", "places")
        self.instance.rewrite(by=self.actor, **{name: self.cleaned_data[name] for name in names})
        return self.instance


class DraftDeclaration(ScopedForm):
    """A new declaration of intent."""

    name = forms.CharField(label=_("Name"), max_length=200)
    starts_on = forms.DateField(label=_("First day"))
    ends_on = forms.DateField(label=_("Last day"))
    purpose = purposes_field()
    predecessor = forms.ModelChoiceField(
        DeclarationOfIntent.objects,
        label=_("Predecessor"),
        to_field_name="public_id",
        required=False,
        empty_label=_("None"),
    )
    parties = PartiesField()

    def perform(self):
        """Draft it."""
        facts = dict(self.cleaned_data)
        facts.pop("submission")
        self.made = DeclarationOfIntent.objects.for_actor(self.actor).draft(
            by=self.actor, collaboration=self.actor.party.collaboration, **facts
        )


class DraftAgreement(PriorityFields):
    """A new agreement under a declaration."""

    offers = {"declaration": "change"}
    field_order = ["name", "declaration", "starts_on", "ends_on"]

    name = forms.CharField(label=_("Name"), max_length=200)
    declaration = forms.ModelChoiceField(
        DeclarationOfIntent.objects,
        label=_("Declaration of intent"),
        to_field_name="public_id",
        empty_label=None,
    )
    starts_on = forms.DateField(label=_("First day"))
    ends_on = forms.DateField(label=_("Last day"))
    parties = PartiesField()

    def facts(self):
        """What `draft` takes."""
        facts = {name: value for name, value in self.cleaned_data.items() if name in DRAFTED}
        return {**facts, "collaboration": facts["declaration"].collaboration}

    def perform(self):
        """Draft it."""
        self.made = CollaborationAgreement.objects.for_actor(self.actor).draft(by=self.actor, **self.facts())


DRAFTED = ("name", "declaration", "starts_on", "ends_on", "parties", "purpose", "priority_areas", "places")


class AdmitForm(ScopedForm):
    """Which party joins, and from which day."""

    party = forms.ModelChoiceField(
        Party.objects, label=_("Which party joins?"), to_field_name="public_id", empty_label=None
    )
    on = forms.DateField(
        label=_("From"),
        required=False,
        help_text=_("Left empty, it takes part from the beginning, and is one of those it is made between."),
    )

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row
        there = [part.party_id for part in row.parts.all() if part.left_on is None]
        self.fields["party"].queryset = self.fields["party"].queryset.exclude(pk__in=there).order_by("order")

    def perform(self):
        self.row.admit(self.cleaned_data["party"], by=self.actor, on=self.cleaned_data["on"])


def may_draft(actor):
    """Whether the actor keeps the mandate of its collaboration."""
    return Collaboration.objects.for_actor(actor, "change").exists()
