"""A reader's overview: how it goes per priority area and per place, in plain words; what was done and was not."""

from django.utils.functional import cached_property

from activities.models import FollowUpReport, Status

from .areas import TROUBLES_READ, PerPart
from .sight import Sight
from .troubles import Troubled

LATEST_AT_MOST = 5


class Reading(PerPart, Troubled, Sight):
    """How does it go, in what I care for?"""

    template = "activities/overview/reading.html"
    triage_at_most = TROUBLES_READ

    @cached_property
    def carried_out(self):
        """What was finished last."""
        rows = self.published.filter(priority_area__in=self.priority_areas, status=Status.DONE)
        return list(rows.select_related("priority_area").order_by("-due_on", "-pk")[:LATEST_AT_MOST])

    @cached_property
    def not_carried_out(self):
        """The reports that ended what did not come about, newest first."""
        seen = FollowUpReport.objects.for_actor(self.actor).not_carried_out()
        return list(seen.filter(commitment__activity__priority_area__in=self.priority_areas)[:LATEST_AT_MOST])
