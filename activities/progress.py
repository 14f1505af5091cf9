"""How far a round has come, as an actor sees it: what is in, what is missing, who owes it."""

from collections import defaultdict
from functools import cached_property

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from collab import charts
from collab.numbers import spelled

from .models import Commitment, FollowUpReport, Status, joint_status
from .models.questions import BY_STATUS
from .models.status import TROUBLED

# From what is finished to what is stopped, as the bar of statuses shows it.
BAR = (Status.DONE, Status.ON_TRACK, Status.NOT_STARTED, Status.OFF_TRACK, Status.STOPPED, Status.CANCELLED)


class Tally:
    """How many reports a party has sent of those it owes."""

    def __init__(self, party):
        self.party, self.done, self.total = party, 0, 0

    @property
    def is_complete(self):
        return self.done == self.total > 0


class Line:
    """One activity in the matrix: its status in the round, and a cell per party."""

    def __init__(self, activity, parts, reports, parties, is_closed):
        self.activity, self.parts = activity, parts
        self.reports = [reports[part.pk] for part in parts if part.pk in reports]
        told = [report.status for report in self.reports]
        self.status = joint_status(told) if is_closed and told else activity.status
        by_party = {part.party_id: part for part in parts}
        self.cells = [
            (party, by_party.get(party.pk), reports.get(getattr(by_party.get(party.pk), "pk", None)))
            for party in parties
        ]

    @property
    def note(self):
        """The latest sentence anybody wrote in the round."""
        written = sorted((r for r in self.reports if r.text), key=lambda r: r.reported_at)
        return written[-1].text if written else ""

    @property
    def lead(self):
        return next((part.party for part in self.parts if part.is_lead), None)


class Progress:
    """A follow-up round seen by an actor; everything in it came through the gate."""

    def __init__(self, one_round, actor):
        self.round, self.actor = one_round, actor

    @cached_property
    def commitments(self):
        owed = Commitment.objects.for_actor(self.actor).owed_in(self.round).with_activity()
        return list(owed.order_by("activity__priority_area__order", "activity__due_on", "activity__code"))

    @cached_property
    def reports(self):
        """The reports of the round by commitment."""
        rows = FollowUpReport.objects.for_actor(self.actor).filter(round=self.round)
        return {report.commitment_id: report for report in rows}

    @cached_property
    def tallies(self):
        """One per party that may own, in the collaboration's order; also those that owe nothing."""
        found = {party.pk: Tally(party) for party in self.parties}
        for part in self.commitments:
            found[part.party_id].total += 1
            found[part.party_id].done += part.pk in self.reports
        return list(found.values())

    @cached_property
    def parties(self):
        """The parties of the agreement that may own parts, and those that do."""
        found = {party.pk: party for party in self.round.agreement.parties().owning()}
        found |= {part.party_id: part.party for part in self.commitments}
        return sorted(found.values(), key=lambda party: (party.order, party.pk))

    @property
    def total(self):
        return len(self.commitments)

    @property
    def done(self):
        return sum(part.pk in self.reports for part in self.commitments)

    @property
    def missing(self):
        return self.total - self.done

    @cached_property
    def lines(self):
        parts = defaultdict(list)
        for part in self.commitments:
            parts[part.activity].append(part)
        is_closed = self.round.closed_at is not None
        return [Line(a, rows, self.reports, self.parties, is_closed) for a, rows in parts.items()]

    @cached_property
    def priority_areas(self):
        """(priority area, its lines), in the agreement's order."""
        found = defaultdict(list)
        for line in self.lines:
            found[line.activity.priority_area].append(line)
        return sorted(found.items(), key=lambda pair: pair[0].order)

    @cached_property
    def statuses(self):
        """Rows for components/status_table.html: how many per status and priority area."""
        rows = []
        for status in BAR:
            counts = [sum(line.status == status for line in lines) for _area, lines in self.priority_areas]
            if any(counts):
                rows.append({"status": status, "counts": counts, "total": sum(counts)})
        return rows

    @property
    def columns(self):
        return [area.short for area, _lines in self.priority_areas]

    @property
    def bar(self):
        return charts.stack([(row["status"], row["total"]) for row in self.statuses])

    @property
    def bars(self):
        """(priority area, bar of statuses, lines) for each priority area."""
        return [
            (area, charts.stack([(s, sum(line.status == s for line in lines)) for s in BAR]), lines)
            for area, lines in self.priority_areas
        ]

    @property
    def troubled(self):
        """What needs a decision, the worst first, each with what the parties say is needed."""
        lines = [line for line in self.lines if line.status in TROUBLED]
        return sorted(lines, key=lambda line: (BY_STATUS.index(line.status), line.activity.due_on))

    @property
    def sentence(self):
        """Eight of sixteen activities are on track and two are done. Five need action, of which one is stopped."""
        count = {row["status"]: row["total"] for row in self.statuses}
        n, total = count.get(Status.ON_TRACK, 0), len(self.lines)
        first = ngettext(
            "%(n)s of %(all)s activity is on track.", "%(n)s of %(all)s activities are on track.", total
        ) % {"n": capfirst(word(n)) if n else _("None"), "all": word(total)}
        said = [first]
        if done := count.get(Status.DONE, 0):
            text = ngettext("%(n)s is done.", "%(n)s are done.", done)
            said.append(text % {"n": capfirst(word(done))})
        if need := sum(count.get(status, 0) for status in TROUBLED):
            text = ngettext("%(n)s needs a decision or a hand.", "%(n)s need a decision or a hand.", need)
            said.append(text % {"n": capfirst(word(need))})
        return " ".join(said)


def word(n):
    """A number in running text: one, two, … twelve, 13."""
    return pgettext("number", "one") if n == 1 else spelled(n)
