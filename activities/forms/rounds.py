"""Follow-up rounds: making, editing and opening them again; and what a page of one can be narrowed by."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import Cause, FollowUpRound
from activities.models.rounds import MONTH, TERTIAL, next_round
from agreements.models import CollaborationAgreement
from collab.clock import today
from collab.forms import FilterForm, RowForm, ScopedForm
from collab.models import Party

from .filtering import PriorityAreaField

KINDS = {"tertial": TERTIAL, "month": MONTH}
TO_MEND_IN = timedelta(days=7)


class RoundForm(RowForm):
    """The name and the dates of a round."""

    class Meta:
        model = FollowUpRound
        fields = ["name", "short_name", "starts_on", "ends_on", "opens_on", "due_on"]
        labels = {
            "name": _("Name"),
            "short_name": _("Short name"),
            "starts_on": _("The period begins"),
            "ends_on": _("The period ends"),
            "opens_on": _("The parties can report from"),
            "due_on": _("Last day to report"),
        }
        help_texts = {
            "short_name": _("Where there is little room, such as T2."),
            "opens_on": _(
                "Choose today to open it at once. On a later day, the parties are told that morning."
            ),
        }

    def save(self, commit=True):
        # The form has filled the row already: the verb asks the stored one what is new.
        row = FollowUpRound.objects.for_actor(self.actor).get(pk=self.instance.pk)
        row.change(by=self.actor, **{name: self.cleaned_data[name] for name in self._meta.fields})
        self.instance = row
        return row


class NewRoundForm(RoundForm):
    """A round of an agreement, filled with the one that comes next."""

    agreement = forms.ModelChoiceField(
        CollaborationAgreement.objects,
        label=_("Agreement"),
        to_field_name="public_id",
        empty_label=None,
    )
    offers = {"agreement": "change"}

    class Meta(RoundForm.Meta):
        fields = ["agreement", *RoundForm.Meta.fields]

    def __init__(self, *args, kind="tertial", **kwargs):
        super().__init__(*args, **kwargs)
        agreements = self.fields["agreement"].queryset.order_by("-ends_on")
        self.fields["agreement"].queryset = agreements
        current = next(iter(agreements.that_hold()), None)
        if agreements.count() == 1:
            self.fields["agreement"].widget = forms.HiddenInput()
        self.initial["agreement"] = current and current.public_id
        if current and kind in KINDS:
            self.initial = {**next_round(current, KINDS[kind]), **self.initial}

    def save(self, commit=True):
        self.instance.open(by=self.actor)
        return self.instance


class ReopenForm(ScopedForm):
    """Why a closed round takes reports again, and until when."""

    note = forms.CharField(
        label=_("Why is it opened again?"),
        help_text=_("The parties read it, and it stays beside the round."),
        max_length=300,
        error_messages={"required": _("Write why, in one sentence.")},
    )
    due_on = forms.DateField(label=_("Last day to report"))

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row
        self.fields["due_on"].initial = today() + TO_MEND_IN

    def perform(self):
        """Open the round again."""
        self.row.reopen(note=self.cleaned_data["note"], due_on=self.cleaned_data["due_on"], by=self.actor)


class RoundFilter(FilterForm):
    """Which round, and whether only what is missing, of a party when one is given."""

    round = forms.ModelChoiceField(FollowUpRound.objects, to_field_name="public_id")
    show = forms.ChoiceField(choices=[("", ""), ("missing", "")])
    party = forms.ModelChoiceField(Party.objects, to_field_name="public_id")


class NotDoneFilter(FilterForm):
    """By cause, by party, by priority area."""

    cause = forms.ChoiceField(label=_("Cause"), choices=[("", _("All")), *Cause.choices])
    party = forms.ModelChoiceField(
        Party.objects, label=_("Party"), to_field_name="public_id", empty_label=_("All")
    )
    priority = PriorityAreaField(label=_("Priority area"), empty_label=_("All"))

    def apply(self, reports):
        """The reports that every given value fits, except for the cause: its counts stand beside."""
        if party := self.value("party"):
            reports = reports.filter(commitment__party=party)
        if priority := self.value("priority"):
            reports = reports.filter(commitment__activity__priority_area=priority)
        return reports
