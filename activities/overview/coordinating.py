"""The coordinator's overview: what is late and with whom, what needs a hand, what ends, what came in."""

from activities.contactless import Contactless
from activities.models import Commitment
from collab.access import Role

from .sight import Sight
from .troubles import Troubled


class Coordinating(Troubled, Contactless, Sight):
    """What is late, and with whom?"""

    template = "activities/overview.html"

    @property
    def answered_for(self):
        """Every commitment for whoever looks after all; else nobody's."""
        rows = Commitment.objects.for_actor(self.actor)
        return rows if self.actor.role == Role.COORDINATOR else rows.none()
