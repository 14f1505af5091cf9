"""Whose money there is: add a funding, change one."""

from activities.models import Funding
from collab.forms import RowForm


class FundingForm(RowForm):
    """The name of a funding and the days on which the funder wants something."""

    class Meta:
        model = Funding
        fields = ["name", "applied_by", "interim_by", "final_by", "url"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.instance.collaboration = self.actor.party.collaboration
