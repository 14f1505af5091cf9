"""A party lead's first page: what is red among the own parts, what waits to be released or signed, then the work."""

from functools import cached_property

from activities.models.status import TROUBLED
from activities.own import OwnWork
from agreements.signing import waiting_for
from lagesbild.models import ImportBatch

WAITING_AT_MOST = 5


class Leading(OwnWork):
    """What is red, and what waits for me?"""

    template = "activities/overview/leading.html"

    @property
    def red(self):
        """The party's parts that are stopped, off track or late."""
        return [own for own in self.going if own.commitment.status in TROUBLED or own.is_late]

    @cached_property
    def to_release(self):
        """Deliveries of the party that are imported and that the others do not see yet."""
        own = ImportBatch.objects.for_actor(self.actor, "release").unreleased()
        return list(own.filter(party=self.actor.party_id)[:WAITING_AT_MOST])

    @cached_property
    def to_sign(self):
        """Declarations and agreements that the party is to sign, for the first time or anew."""
        return waiting_for(self.actor)
