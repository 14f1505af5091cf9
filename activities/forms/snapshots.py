"""The report of an agreement: of which round and day it is asked for, freezing it, and opening it again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import FollowUpRound
from activities.snapshots.freezing import freeze
from activities.snapshots.rows import end_of
from collab.clock import today
from collab.forms import FilterForm, ScopedForm


class ReportFilter(FilterForm):
    """The round that a report is of (none: the whole period of the agreement), and the day that it is as of."""

    round = forms.ModelChoiceField(FollowUpRound.objects, to_field_name="public_id")
    per = forms.DateField()

    @property
    def day(self):
        """The day in the past that the report is asked for; None for today."""
        day = self.value("per")
        return day if day and day < today() else None

    @property
    def at(self):
        """The last instant of that day; None for now."""
        return self.day and end_of(self.day)

    def __init__(self, *args, agreement, **kwargs):
        super().__init__(*args, **kwargs)
        rounds = self.fields["round"].queryset.filter(agreement=agreement)
        self.fields["round"].queryset = rounds
        self.is_valid()

    @property
    def rounds(self):
        return self.fields["round"].queryset

    def is_wrong(self):
        """Whether the address names a round that the agreement does not have, or none that the reader sees."""
        return bool(self.data.get("round")) and self.value("round") is None


class FreezeForm(ScopedForm):
    """The registry number of the version that is frozen."""

    dnr = forms.CharField(
        label=_("Registry number"),
        help_text=_("As the registrar has given it, such as KS-2026/123. It can be left empty."),
        max_length=60,
        required=False,
    )

    def __init__(self, *args, row, one_round, **kwargs):
        super().__init__(*args, **kwargs)
        self.row, self.round = row, one_round

    def is_free_text(self, name):
        # A registry number has digits like a personal one.
        return False

    def perform(self):
        """Freeze it."""
        self.snapshot = freeze(
            self.row, one_round=self.round, dnr=self.cleaned_data["dnr"].strip(), by=self.actor
        )


class SnapshotReopenForm(ScopedForm):
    """Why a frozen report is written anew."""

    note = forms.CharField(
        label=_("Why is the report opened again?"),
        help_text=_("It stays beside the frozen version, which itself stays as it is."),
        max_length=300,
        error_messages={"required": _("Write why, in one sentence.")},
    )

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row

    def perform(self):
        """Open it again."""
        self.row.reopen(note=self.cleaned_data["note"], by=self.actor)
