"""Answering an offer, and deciding about a wanted change."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from collab.clock import today
from collab.dates import day_full
from collab.forms import ScopedForm


class OfferForm(ScopedForm):
    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row


class DeclineForm(OfferForm):
    """No, and why."""

    reason = forms.CharField(
        label=_("Why does your party decline?"),
        help_text=_("One sentence. Everybody who sees the activity reads it. Do not write personal data."),
        max_length=300,
        error_messages={"required": _("Write why, in one sentence.")},
    )

    def perform(self):
        """Decline."""
        self.row.decline(self.cleaned_data["reason"], by=self.actor)


class AskForm(OfferForm):
    """The part as the party would take it."""

    text = forms.CharField(
        label=_("What your party would do"),
        max_length=200,
        error_messages={"required": _("Write what your party would do.")},
    )
    due_on = forms.DateField(
        label=_("Due"), error_messages={"required": _("Choose the date by which it would be done.")}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        part = self.row.commitment
        if part:
            self.initial = {"text": part.text, "due_on": part.due_on, **self.initial}

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day < today():
            raise ValidationError(
                _("Choose a date from today, %(date)s."), params={"date": day_full(today())}
            )
        return day

    def perform(self):
        """Ask."""
        self.row.ask(text=self.cleaned_data["text"], due_on=self.cleaned_data["due_on"], by=self.actor)


class KeepForm(OfferForm):
    """Why the part stays as it was offered."""

    reply = forms.CharField(
        label=_("Why does the part stay as it is?"),
        help_text=_("One sentence to the party."),
        max_length=300,
        error_messages={"required": _("Write why, in one sentence.")},
    )

    def perform(self):
        """Keep the offer as it was."""
        self.row.refuse(self.cleaned_data["reply"], by=self.actor)
