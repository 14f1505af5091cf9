"""Councils and working groups, who sits in them, and their meetings with agenda and minutes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import Council, Meeting, Seat
from collab.forms import RowForm
from collab.formsets import LineForm, RowsForm, lines_of
from collab.models import Membership

SHORT = forms.Textarea(attrs={"rows": 2})


class CouncilForm(RowForm):
    class Meta:
        model = Council
        fields = ["kind", "name", "purpose", "closed_on"]
        widgets = {"purpose": SHORT, "kind": forms.RadioSelect}
        help_texts = {
            "name": _("Such as Strategic council, or Working group for safe places."),
            "closed_on": _("Left empty while the group works."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Council.Kind.choices
        if self.instance._state.adding:
            self.instance.collaboration = self.actor.party.collaboration
            del self.fields["closed_on"]

    def save(self, commit=True):
        if self.instance._state.adding:
            self.instance.begin(by=self.actor)
            return self.instance
        return super().save(commit)


class PersonOfParty(forms.ModelChoiceField):
    """A person, and the party that the person works for."""

    def __init__(self, **options):
        super().__init__(Membership.objects, to_field_name="public_id", **options)

    def label_from_instance(self, membership):
        title = f", {membership.user.title}" if membership.user.title else ""
        return f"{membership.party.short}: {membership.user.name}{title}"


class SeatForm(RowForm):
    """As what somebody sits in the council, and from when to when."""

    class Meta:
        model = Seat
        fields = ["function", "position", "is_leading", "starts_on", "ends_on"]
        help_texts = {
            "position": _("Such as head of the local police area. Left empty, it is the person's title."),
            "is_leading": _("The law asks each party for somebody in a leading position."),
        }

    def clean_position(self):
        person = self.instance.person if self.instance.person_id else self.cleaned_data.get("person")
        return self.cleaned_data["position"] or (person.user.title if person else "")

    def save(self, commit=True):
        values = {name: self.cleaned_data[name] for name in self._meta.fields}
        self.instance.change(by=self.actor, **values)
        return self.instance


class NewSeatForm(SeatForm):
    person = PersonOfParty(label=_("Who"), empty_label=_("Choose…"))
    field_order = ["person"]

    class Meta(SeatForm.Meta):
        fields = ["person", *SeatForm.Meta.fields]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.council = self.parent
        self.fields["person"].queryset = self.fields["person"].queryset.in_force().for_list()

    def save(self, commit=True):
        self.instance.take(by=self.actor)
        return self.instance


class PointLine(LineForm):
    """A point of the agenda, with what was noted and decided about it."""

    title = forms.CharField(label=_("Point"), max_length=160)
    notes = forms.CharField(label=_("What was said"), required=False, widget=SHORT)
    decision = forms.CharField(label=_("What was decided"), required=False, widget=SHORT)
    public_id = forms.CharField(required=False, widget=forms.HiddenInput)


class MeetingForm(RowsForm):
    """When and where, and the agenda; after the meeting also what was said and decided about each point."""

    kinds = {"points": lines_of(PointLine, title=_("Agenda"), add=_("Add a point"))}

    class Meta:
        model = Meeting
        fields = ["held_on", "starts_at", "place", "present"]
        widgets = {
            "starts_at": forms.TimeInput(attrs={"type": "time", "class": "input--date"}, format="%H:%M"),
            "present": SHORT,
        }
        help_texts = {"present": _("Names and parties of those who came.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.instance.council = self.parent
            del self.fields["present"]

    def stored_rows(self, row):
        return {"points": list(row.points.values("title", "notes", "decision", "public_id"))}

    def save(self, commit=True):
        if self.instance._state.adding:
            self.instance.call(by=self.actor, **self.lines)
        else:
            values = {name: self.cleaned_data[name] for name in self._meta.fields}
            self.instance.change(by=self.actor, **self.lines, **values)
        return self.instance
