"""Changing what was planned: the activity, who sees it, and the parties' parts."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from activities.models import Activity, Commitment
from agreements.models import PriorityArea
from collab.clock import today
from collab.dates import day_full
from collab.forms import RowForm, ScopedForm
from collab.models import Party
from collab.places import PlacesField

from .aims import AIMS, HELP, LABELS, LOCALIZED, WIDGETS, AimsFields
from .planning import PersonField, contacts


class PartyField(forms.ModelChoiceField):
    def __init__(self, **options):
        super().__init__(Party.objects, to_field_name="public_id", **options)


def refuse_earlier(day, stored):
    """A date may stay where it is, but not be moved to a day that has passed."""
    if day and day != stored and day < today():
        raise ValidationError(_("Choose a date from today, %(date)s."), params={"date": day_full(today())})
    return day


class ActivityForm(AimsFields, RowForm):
    """The text, the end date, the places and the coordinating party of an activity."""

    areas = PlacesField(label=_("Where?"))
    lead = PartyField(label=_("Coordinating party"), empty_label=None)

    class Meta:
        model = Activity
        fields = ["title", "priority_area", "areas", "goal", "due_on", *AIMS]
        labels = {
            **LABELS,
            "title": _("Title"),
            "priority_area": _("Priority area"),
            "due_on": _("End date of the whole activity"),
        }
        help_texts = HELP
        widgets = WIDGETS
        localized_fields = LOCALIZED

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.begin_aims()
        self.stored_due_on = self.instance.due_on
        commitments = list(self.instance.commitments.select_related("party"))
        self.fields["lead"].queryset = self.fields["lead"].queryset.filter(
            pk__in=[commitment.party_id for commitment in commitments]
        )
        self.initial["lead"] = next((c.party.public_id for c in commitments if c.is_lead), None)
        self.initial["areas"] = [area.public_id for area in self.instance.areas.all()]
        if self.instance.is_draft:
            areas = PriorityArea.objects.for_actor(self.actor, "plan").select_related("agreement")
            self.fields["priority_area"].queryset = areas
        else:
            # The code tells the priority area, and people know the activity by it.
            del self.fields["priority_area"]

    def clean_due_on(self):
        return refuse_earlier(self.cleaned_data["due_on"], self.stored_due_on)

    def save(self, commit=True):
        values = {name: self.cleaned_data[name] for name in self._meta.fields if name in self.cleaned_data}
        self.instance.change(by=self.actor, **values)
        self.instance.hand_over(self.cleaned_data["lead"], by=self.actor)
        self.save_causes()
        return self.instance


class CommitmentForm(RowForm):
    """A party's own part."""

    contact = PersonField(label=_("Contact"), empty_label=_("Not chosen yet"))

    class Meta:
        model = Commitment
        fields = ["text", "contact", "due_on", "target_number", "target_unit"]
        labels = {
            "text": _("What the party will do"),
            "due_on": _("Due"),
            "target_number": _("How many, if it can be counted"),
            "target_unit": _("Of what"),
        }
        help_texts = {
            "target_number": _("The reports then ask how far it has come: 5 of 8."),
            "target_unit": _("Such as inspections or schools."),
        }
        localized_fields = ["target_number"]
        widgets = {"target_number": forms.TextInput(attrs={"inputmode": "decimal"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stored_due_on = self.instance.due_on
        if self.instance.pk:
            self.fields["contact"].queryset = contacts(self.actor, self.instance.party)
            self.initial["contact"] = self.instance.contact and self.instance.contact.public_id

    @property
    def activity(self):
        return self.parent or self.instance.activity

    def clean_due_on(self):
        day = refuse_earlier(self.cleaned_data["due_on"], self.stored_due_on)
        last = self.activity.due_on
        if day and day != self.stored_due_on and day > last:
            raise ValidationError(
                _("The activity ends on %(date)s. Choose that day or an earlier one."),
                params={"date": day_full(last)},
            )
        return day

    def save(self, commit=True):
        values = {name: self.cleaned_data[name] for name in self._meta.fields}
        self.instance.change(by=self.actor, **values)
        return self.instance


class NewCommitmentForm(CommitmentForm):
    """A part for one more party, which chooses its contact itself unless somebody is known."""

    party = PartyField(label=_("Party"), empty_label=_("Choose…"))

    class Meta(CommitmentForm.Meta):
        fields = ["text", "due_on", "target_number", "target_unit"]

    field_order = ["party"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["contact"]
        taken = self.parent.commitments.values("party")
        owners = self.parent.possible_owners().exclude(pk__in=taken)
        self.fields["party"].queryset = self.fields["party"].queryset.filter(pk__in=owners.values("pk"))
        self.fields["due_on"].initial = self.parent.due_on

    def save(self, commit=True):
        values = {name: self.cleaned_data[name] for name in self._meta.fields}
        self.instance = self.parent.take_in(self.cleaned_data["party"], by=self.actor, **values)
        return self.instance


class ShareForm(ScopedForm):
    """Who sees the activity."""

    visibility = forms.ChoiceField(
        label=_("Who sees it?"), choices=Activity.Visibility.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row
        self.initial = {"visibility": row.visibility, **self.initial}
        if not row.is_draft:
            self.fields["visibility"].choices = [c for c in Activity.Visibility.choices if c[0] != "draft"]

    def clean(self):
        """The model refuses what is not ready; its reasons stand in the form."""
        cleaned = super().clean()
        if "visibility" in cleaned:
            held, self.row.visibility = self.row.visibility, cleaned["visibility"]
            try:
                if cleaned["visibility"] != Activity.Visibility.DRAFT:
                    self.row.check_ready(self.actor)
            finally:
                self.row.visibility = held
        return cleaned

    def perform(self):
        self.row.share(self.cleaned_data["visibility"], by=self.actor)


class RemoveForm(ScopedForm):
    """Takes a party out of an activity; the model says why it cannot."""

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row

    def clean(self):
        self.row.check_removable()
        return super().clean()

    def perform(self):
        self.row.withdraw(by=self.actor)
