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
from .contactless import Contactless
from .inheritance import Inheritance
from .models import Activity, Commitment, FollowUpReport, FollowUpRound, Step
from .models.questions import COUNT_AT_MOST
from .progress import word
from .rows import badges, due
from .visiting import SinceVisit

NEWS_AT_MOST = 8
# A party with more than this has the list; the page shows those that are due first.
GOING_AT_MOST = 60
STEPS_AT_MOST = 30


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


class OwnWork(Contactless, SinceVisit):
    """Everything about the acting party's own commitments; each question is asked once."""

    template = "activities/own.html"

    def __init__(self, actor):
        self.actor = actor

    @cached_property
    def rounds(self):
        return list(FollowUpRound.objects.for_actor(self.actor).open().for_page())

    @cached_property
    def open(self):
        """The open, published commitments that the party has taken."""
        return Commitment.objects.for_actor(self.actor).of(self.actor.party).open().taken().published()

    @property
    def answered_for(self):
        return Commitment.objects.for_actor(self.actor).of(self.actor.party)

    @cached_property
    def inheritance(self):
        return Inheritance(self.actor)

    @cached_property
    def total(self):
        """How many commitments are open, counted to 1,001."""
        return self.open.order_by().values("pk")[:COUNT_AT_MOST].count()

    @property
    def has_more(self):
        return self.total > len(self.going)

    @cached_property
    def going(self):
        """The open commitments, the earliest due first; those that lack a report before the rest."""
        rows = self.open.with_activity().prefetch_related("activity__commitments__party")
        rows = rows.order_by("due_on", "pk")
        owed = rows.missing_report(self.rounds)[:GOING_AT_MOST] if self.rounds else []
        found = {row.pk: row for row in [*owed, *rows[:GOING_AT_MOST]]}
        mine = FollowUpReport.objects.for_actor(self.actor)
        mine = mine.filter(commitment__in=list(found), round__in=self.rounds)
        reports = {(report.commitment_id, report.round_id): report for report in mine}
        ordered = sorted(found.values(), key=lambda row: (row.due_on, row.pk))
        return [self.own(row, reports) for row in ordered]

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
    def steps(self):
        """What the person has to do on the way, the earliest first."""
        seen = Step.objects.for_actor(self.actor).of(self.actor.party).published().in_open_parts()
        return list(seen.undone().answered_by(self.actor).for_page()[:STEPS_AT_MOST])

    @cached_property
    def missing(self):
        return [own for own in self.going if own.is_missing]

    @property
    def activities(self):
        return Activity.objects.for_actor(self.actor).owned_by(self.actor.party)

    @property
    def news_among(self):
        return self.activities

    @cached_property
    def news(self):
        """What the other parties did in the activities the party has a part in."""
        return happenings.latest(
            self.actor, among=self.activities, but_by=self.actor.party, limit=NEWS_AT_MOST
        )

    @property
    def lede(self):
        """The party takes part in five activities. Two need a report by Friday 20 September."""
        n = self.total
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
