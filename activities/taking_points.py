"""What the points of a meeting became, and what they can still become, as an actor sees it."""

from collections import defaultdict
from functools import cached_property

from collab.access import STAFF
from collab.models import Party

from .models import Commitment, TakenPoint

PARTS_AT_MOST = 300


class Offered:
    """Where the actor may take a point on: the activities with an open part to change, and the parties of the work."""

    def __init__(self, actor):
        self.actor = actor

    @cached_property
    def parts(self):
        """{activity: its open parts that the actor may change}."""
        rows = Commitment.objects.for_actor(self.actor, "change").open().published()
        found = defaultdict(list)
        for part in rows.select_related("activity", "party").order_by("activity__code", "pk")[:PARTS_AT_MOST]:
            found[part.activity].append(part)
        return dict(found)

    @cached_property
    def parties(self):
        return list(Party.objects.for_actor(self.actor).owning().order_by("order"))

    def part_of(self, activity, party):
        """The party's open part of the activity, when the actor may change it; else None."""
        return next((part for part in self.parts[activity] if part.party_id == party.pk), None)


class Taking:
    """The points of a meeting, each with what became of it."""

    def __init__(self, meeting, actor):
        self.meeting, self.actor = meeting, actor
        self.offered = Offered(actor)

    @cached_property
    def taken(self):
        rows = TakenPoint.objects.for_actor(self.actor).filter(point__meeting=self.meeting)
        found = defaultdict(list)
        for link in rows.select_related("commitment__activity", "commitment__party", "step"):
            found[link.point_id].append(link)
        return found

    @property
    def points(self):
        for point in self.meeting.points.all():
            yield point, self.taken[point.pk]

    @property
    def may_take(self):
        return self.actor.role in STAFF and bool(self.offered.parts)
