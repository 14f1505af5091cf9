"""Submitting a draft to the coordinator, and the coordinator's answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from collab.forms import ScopedForm

Visibility = Activity.Visibility


class ProposeForm(ScopedForm):
    """A word on the way, if one likes."""

    words = forms.CharField(
        label=_("A word to the coordinator"),
        help_text=_("Optional. Only the coordinator reads it."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row

    def perform(self):
        """Submit the draft."""
        self.row.propose(by=self.actor, words=self.cleaned_data["words"])


class AdoptForm(ScopedForm):
    """Who shall see the activity; the hidden text is what the coordinator has read."""

    visibility = forms.ChoiceField(
        label=_("Who shall see the activity?"), widget=forms.RadioSelect, initial=Visibility.PARTIES
    )
    text = forms.RegexField(r"^[\d.-]+$", widget=forms.HiddenInput)

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row
        self.fields["text"].initial = row.text
        offered = [Visibility.PARTIES]
        # Among its owners alone the coordinator's party would not see it, unless it is one of them.
        if any(part.party_id == self.actor.party_id for part in row.parts()):
            offered.append(Visibility.OWNERS)
        self.fields["visibility"].choices = [(one.value, one.label) for one in offered]

    def refuse(self, error):
        """The refusal, above a form that now carries the text as it is."""
        super().refuse(error)
        self.data = {**self.data.dict(), "text": self.row.text}

    def perform(self):
        """Adopt what was read."""
        facts = self.cleaned_data
        self.row.adopt(facts["visibility"], text=facts["text"], by=self.actor)


class ReplyForm(ScopedForm):
    """The words with which a proposal is sent back or declined."""

    reply = forms.CharField(
        label=_("What do you want to say to the party?"),
        help_text=_("One sentence. Only the party reads it. Do not write personal data."),
        max_length=300,
        error_messages={"required": _("Write a sentence to the party.")},
    )

    def __init__(self, *args, row, verb, **kwargs):
        super().__init__(*args, **kwargs)
        self.row, self.answer = row, getattr(row, verb)

    def perform(self):
        """Answer."""
        self.answer(self.cleaned_data["reply"], by=self.actor)
