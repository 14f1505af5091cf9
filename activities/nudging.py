"""Where *Påminn* stands: who may press it, about what, and who pressed it last; asked for a whole list at once."""

from dataclasses import dataclass

from activities.models import Commitment, FollowUpRound, Nudge, Offer
from collab.clock import today
from collab.dates import day_near, relative_day

NEAR = 1
LATE_AT_MOST = 8


@dataclass(frozen=True)
class Nudging:
    """A commitment, whether the actor may remind its party now, and the latest nudge."""

    commitment: Commitment
    is_open: bool
    latest: Nudge | None

    @property
    def may(self):
        """Whether the button is there: something is owed, and nobody has pressed today."""
        return self.is_open and not (self.latest and self.latest.on == today())

    @property
    def when(self):
        """Yesterday, or the date; within a sentence."""
        day, now = self.latest.on, today()
        return relative_day(day, now) if (now - day).days <= NEAR else day_near(day, now)


def nudgings(commitments, actor):
    """{pk: Nudging} of commitments that the actor sees, in a bounded number of questions."""
    keys = [row.pk for row in commitments]
    allowed = Commitment.objects.for_actor(actor, "nudge").filter(pk__in=keys)
    allowed = allowed.exclude(contact__user=actor.user_id)
    rounds = list(FollowUpRound.objects.for_actor(actor).open())
    owed = set(allowed.missing_report(rounds).order_by().values_list("pk", flat=True)) if rounds else set()
    owed |= set(allowed.late().published().order_by().values_list("pk", flat=True))
    offered = Offer.objects.for_actor(actor).waiting().filter(commitment__in=allowed)
    owed |= set(offered.values_list("commitment", flat=True))
    seen = Nudge.objects.for_actor(actor).filter(commitment__in=keys)
    latest = {nudge.commitment_id: nudge for nudge in seen.latest()}
    return {row.pk: Nudging(row, row.pk in owed, latest.get(row.pk)) for row in commitments}


def late_parts(actor):
    """The late commitments of others that the actor may ask about, the latest first; and how many there are."""
    rows = Commitment.objects.for_actor(actor, "nudge").late().published().exclude(party=actor.party_id)
    first = list(rows.with_activity().order_by("due_on", "pk")[:LATE_AT_MOST])
    return list(nudgings(first, actor).values())
