"""The page *Mina åtaganden*: what the acting party owes now, what it has going, and what is new beside it."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import PriorityArea
from collab.clock import today
from collab.dates import day_long

from . import happenings
from .models import Activity, Commitment, FollowUpReport, FollowUpRound
from .progress import word
from .rows import badges, due

NEWS_AT_MOST = 8


@dataclass(frozen=True)
class Own:
    """A commitment of the acting party with what its card or row shows."""

    commitment: Commitment
    round: FollowUpRound
    report: FollowUpReport
    is_late: bool
    parties: str
    due: str

    @property
    def is_missing(self):
        return self.round is not None and self.report is None

    @property
    def needs_report(self):
        return self.is_missing or self.is_late


class OwnWork:
    """Everything about the acting party's own commitments; each question is asked once."""

    def __init__(self, actor):
        self.actor = actor

    @cached_property
    def rounds(self):
        return list(FollowUpRound.objects.for_actor(self.actor).open().for_page())

    @cached_property
    def going(self):
        """Every open, published commitment of the party, the earliest due first."""
        rows = (
            Commitment.objects.for_actor(self.actor).of(self.actor.party).open().published().with_activity()
        )
        rows = rows.prefetch_related("activity__commitments__party").order_by("due_on", "pk")
        mine = FollowUpReport.objects.for_actor(self.actor).filter(
            commitment__party=self.actor.party, round__in=self.rounds
        )
        reports = {(report.commitment_id, report.round_id): report for report in mine}
        return [self.own(row, reports) for row in rows]

    def own(self, row, reports):
        """The commitment with the round that asks about it: the first that lacks its report, else the last."""
        rounds = [one for one in self.rounds if one.agreement_id == row.activity.priority_area.agreement_id]
        asking = next(
            (one for one in rounds if (row.pk, one.pk) not in reports), rounds[-1] if rounds else None
        )
        return Own(
            commitment=row,
            round=asking,
            report=reports.get((row.pk, asking.pk)) if asking else None,
            is_late=row.is_late(),
            parties=badges(row.activity.commitments.all()),
            due=due(row),
        )

    @cached_property
    def to_report(self):
        """What wants a report now: late first, then by date."""
        return sorted((own for own in self.going if own.needs_report), key=lambda own: not own.is_late)

    @cached_property
    def reported(self):
        return [own for own in self.going if not own.needs_report]

    @cached_property
    def missing(self):
        return [own for own in self.going if own.is_missing]

    @property
    def activities(self):
        return Activity.objects.for_actor(self.actor).owned_by(self.actor.party)

    @cached_property
    def news(self):
        """What the other parties did in the activities the party has a part in."""
        return happenings.latest(
            self.actor, among=self.activities, but_by=self.actor.party, limit=NEWS_AT_MOST
        )

    @property
    def lede(self):
        """The party takes part in five activities. Two need a report by Friday 20 September."""
        n = len(self.going)
        first = ngettext(
            "%(party)s has a part in %(n)s activity.", "%(party)s has a part in %(n)s activities.", n
        ) % {"party": self.actor.party.title, "n": word(n) if n else _("no")}
        if not self.missing:
            return first
        owed = len(self.missing)
        last = min(own.round.due_on for own in self.missing)
        second = ngettext("%(n)s needs a report by %(date)s.", "%(n)s need a report by %(date)s.", owed)
        if last < today():
            second = ngettext(
                "%(n)s should have been reported by %(date)s.",
                "%(n)s should have been reported by %(date)s.",
                owed,
            )
        return f"{first} {second % {'n': capfirst(word(owed)), 'date': day_long(last)}}"

    @property
    def may_plan(self):
        return PriorityArea.objects.for_actor(self.actor, "plan").exists()


def queue(actor):
    """The commitments of the party that lack a report, in the order they are asked for."""
    return [own.commitment for own in OwnWork(actor).to_report if own.is_missing]
