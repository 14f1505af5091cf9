"""Asks for a calendar address."""

from activities.models import CalendarFeed
from collab.forms import ScopedForm


class CalendarForm(ScopedForm):
    """Makes a new address for the acting membership; `token` is known here and nowhere else."""

    token = ""

    def perform(self):
        _feed, self.token = CalendarFeed.make(by=self.actor)
