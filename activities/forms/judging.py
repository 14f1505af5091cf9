"""Setting another joint status than follows from the parties' own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import Status
from collab.forms import ScopedForm

from .reporting import ANSWERS


class JudgeForm(ScopedForm):
    """Another joint status, and why."""

    status = forms.ChoiceField(
        label=_("Joint status"),
        choices=[(status.value, status.label) for status in ANSWERS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a status.")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Everybody who sees the activity reads it. Do not write personal data."),
        max_length=300,
        error_messages={"required": _("Write why, in one sentence.")},
    )

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row, self.judgement, self.follows = row, row.judgement(), Status(row.following_status())
        if self.judgement:
            self.initial = {
                "status": self.judgement.status,
                "reason": self.judgement.reason,
                **self.initial,
            }

    def perform(self):
        """Set it."""
        self.row.judge(self.cleaned_data["status"], reason=self.cleaned_data["reason"], by=self.actor)
