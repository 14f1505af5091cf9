"""An elected representative's overview: what was promised, what was decided, and where the result is reported.

Reports under way are the parties' working material: the gate opens none of them to this role.
"""

from django.utils.functional import cached_property

from activities.models import Snapshot

from .sight import Sight

REPORTS_AT_MOST = 10


class Elected(Sight):
    """What was promised, what was done, and what did not happen?"""

    template = "activities/overview/elected.html"

    @cached_property
    def promised(self):
        """(agreement, its priority areas) of what holds, else of what held last."""
        return [
            (one, [area for area in self.priority_areas if area.agreement_id == one.pk])
            for one in self.agreements
        ]

    @cached_property
    def reports(self):
        """The follow-up reports that are published, the newest first."""
        return list(
            Snapshot.objects.for_actor(self.actor).published().for_page().newest_first()[:REPORTS_AT_MOST]
        )

    @cached_property
    def awaited(self):
        """(decision, the body whose decision is awaited)."""
        return [(one, one.awaits) for one in self.decisions if one.awaits]
