"""Whose money there is: add a funding, change one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import Funding
from collab.forms import RowForm


class FundingForm(RowForm):
    """The name of a funding and the days on which the funder wants something."""

    url = forms.URLField(label=_("Where the terms stand"), required=False, assume_scheme="https")

    class Meta:
        model = Funding
        fields = ["name", "applied_by", "interim_by", "final_by", "url"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.instance.collaboration = self.actor.party.collaboration

    def save(self, commit=True):
        # Its names are one collaboration's, which the form does not ask for.
        self.instance.validate_constraints()
        return super().save(commit)
