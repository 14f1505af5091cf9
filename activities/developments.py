"""How it has gone round by round: the statuses told in each round, per party or per priority area."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from collab import charts, marks

from .models import Commitment, FollowUpReport, FollowUpRound, joint_status
from .models.rounds import Unanswered
from .progress import BAR

ROUNDS_AT_MOST = 6


@dataclass
class Line:
    """One party or priority area: in each round how many of each status, and how many reports did not come."""

    subject: object
    told: dict = field(default_factory=lambda: defaultdict(Counter))
    silent: Counter = field(default_factory=Counter)

    def cell(self, one_round):
        """(status, how many) in the order of the bar, and how many did not answer."""
        counts = self.told[one_round.pk]
        return [(status, counts[status]) for status in BAR if counts[status]], self.silent[one_round.pk]

    def total(self, one_round):
        return sum(self.told[one_round.pk].values()) + self.silent[one_round.pk]


class Development:
    """Lines over the same rounds, drawn on one scale, with a table of the same numbers."""

    def __init__(self, rounds, lines, head):
        self.head = head
        self.lines = [line for line in lines if any(line.total(one) for one in rounds)]
        # A round that nobody here was asked in says nothing.
        self.rounds = [one for one in rounds if any(line.total(one) for line in self.lines)]

    def __bool__(self):
        return bool(self.lines)

    @property
    def names(self):
        """The rounds as the foot of a chart has room for them: T2 2026."""
        return [
            f"{one.short_name} {one.starts_on.year}" if one.short_name else one.name for one in self.rounds
        ]

    @cached_property
    def panels(self):
        """A chart per line: columns of statuses, on one scale."""
        cells = [[line.cell(one) for one in self.rounds] for line in self.lines]
        drawn = charts.columns(cells)
        return [
            {"subject": line.subject, "columns": columns, "said": self.said(row), "top": drawn.top}
            for line, row, columns in zip(self.lines, cells, drawn.series, strict=True)
        ]

    def said(self, row):
        """The last column in words, for whoever does not see the chart."""
        return f"{self.rounds[-1].name}: {in_words(*row[-1])}"

    @property
    def statuses(self):
        """The statuses that are drawn, and whether something did not come: the key to the colours."""
        told = [counts for line in self.lines for counts in line.told.values()]
        return [status for status in BAR if any(counts[status] for counts in told)]

    @property
    def has_silent(self):
        return any(line.silent.total() for line in self.lines)

    @cached_property
    def table(self):
        """(subject, [words of each round])."""
        return [(line.subject, [line.cell(one) for one in self.rounds]) for line in self.lines]


def in_words(counts, silent):
    """4 on track, 1 off track, 2 did not answer."""
    said = [f"{n} {str(marks.STATUSES[status][1]).lower()}" for status, n in counts]
    if silent:
        said.append(_("%(n)s did not come") % {"n": silent})
    return ", ".join(said) or "–"


def rounds_of(actor, **narrow):
    """The latest rounds the actor sees, oldest first."""
    seen = FollowUpRound.objects.for_actor(actor).filter(**narrow)
    return list(seen.order_by("-starts_on", "-pk")[:ROUNDS_AT_MOST])[::-1]


def by_party(parties, actor):
    """How each party's own parts have gone, as the actor sees them; what did not come is counted, too."""
    rounds = rounds_of(actor)
    lines = {party.pk: Line(party) for party in parties}
    seen = Commitment.objects.for_actor(actor).of_any(lines).order_by().values("pk")
    reports = FollowUpReport.objects.for_actor(actor).filter(
        round__in=rounds, commitment__party__in=list(lines)
    )
    for party, one, status in reports.values_list("commitment__party", "round", "status"):
        lines[party].told[one][status] += 1
    silent = Unanswered.objects.filter(round__in=rounds, commitment__in=seen)
    for party, one in silent.values_list("commitment__party", "round"):
        lines[party].silent[one] += 1
    return Development(rounds, lines.values(), _("Party"))


def by_priority_area(areas, actor):
    """The joint status that the reports of each round gave the activities of each priority area."""
    rounds = rounds_of(actor, agreement__in={area.agreement_id for area in areas})
    lines = {area.pk: Line(area) for area in areas}
    reports = FollowUpReport.objects.for_actor(actor).filter(
        round__in=rounds, commitment__activity__priority_area__in=areas
    )
    told = defaultdict(list)
    fields = ("commitment__activity__priority_area", "round", "commitment__activity", "status")
    for area, one, activity, status in reports.values_list(*fields):
        told[area, one, activity].append(status)
    for (area, one, _activity), statuses in told.items():
        lines[area].told[one][joint_status(statuses)] += 1
    return Development(rounds, lines.values(), _("Priority area"))
