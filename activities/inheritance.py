"""The page *My inheritance*: what a new contact takes over, from whom, what comes next, and whom to call."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from agreements.models import Decision
from collab.access import Role
from collab.clock import today
from collab.models import Membership

from .models import Commitment, FollowUpReport, FollowUpRound, Handover
from .rows import badges, due

# How long somebody is new.
NEW_DAYS = 42
DECISIONS_AT_MOST = 5
SHOWN_AT_MOST = 60


@dataclass(frozen=True)
class Heirloom:
    """A commitment one answers for: from whom it came, and what was last said about it."""

    commitment: Commitment
    giver: str
    report: FollowUpReport
    due: str
    parties: str


class Inheritance:
    """What the acting membership answers for and needs to know at the start; through the gate."""

    def __init__(self, actor):
        self.actor = actor

    @cached_property
    def handovers(self):
        return list(Handover.objects.for_actor(self.actor).filter(receiver=self.actor).for_page())

    @property
    def is_new(self):
        """True in the first weeks of a membership or after a handover, until the person has said it is read."""
        since = today() - timedelta(days=NEW_DAYS)
        if self.handovers and self.handovers[0].at.date() >= since:
            settled = self.actor.settled_at
            return settled is None or settled < self.handovers[0].at
        return self.actor.settled_at is None and self.actor.starts_on >= since

    @cached_property
    def rows(self):
        """The open commitments one answers for, the earliest due first."""
        mine = Commitment.objects.for_actor(self.actor).filter(contact=self.actor).open()
        mine = mine.with_activity().prefetch_related("activity__commitments__party").order_by("due_on", "pk")
        return list(mine[:SHOWN_AT_MOST])

    @cached_property
    def heirlooms(self):
        reports = FollowUpReport.objects.for_actor(self.actor).filter(commitment__in=self.rows).latest()
        said = {report.commitment_id: report for report in reports.select_related("reported_by__user")}
        return [
            Heirloom(
                commitment=row,
                giver=self.givers.get(row.pk, ""),
                report=said.get(row.pk),
                due=due(row),
                parties=badges(row.activity.commitments.all()),
            )
            for row in self.rows
        ]

    @cached_property
    def givers(self):
        """Who answered before, by commitment; the latest handover speaks."""
        found = {}
        for handover in reversed(self.handovers):
            for pk in handover.items.values_list("commitment", flat=True):
                found[pk] = handover.giver.user.name
        return found

    @cached_property
    def rounds(self):
        """The open rounds, the one that ends first at the head."""
        return list(FollowUpRound.objects.for_actor(self.actor).open().for_page())

    @cached_property
    def decisions(self):
        seen = Decision.objects.for_actor(self.actor).exclude(decided_on=None)
        return list(seen.order_by("-decided_on", "-pk")[:DECISIONS_AT_MOST])

    @cached_property
    def people(self):
        """Whom to call: the coordinators, then those of the parties one has activities with."""
        parties = {part.party_id for row in self.rows for part in row.activity.commitments.all()}
        seen = Membership.objects.for_actor(self.actor).in_force().exclude(user=self.actor.user_id)
        coordinators = list(seen.coordinating().for_list())
        others = seen.keeping_contact().filter(party__in=parties).exclude(role=Role.COORDINATOR).for_list()
        return [*coordinators, *others]
