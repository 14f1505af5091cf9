"""How far a round has come, as an actor sees it: what is in, what is missing, who owes it."""

from collections import defaultdict
from functools import cached_property

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from collab import charts
from collab.access import may
from collab.numbers import spelled

from .matrix import Cell, Line, State, Tally
from .models import Commitment, FollowUpReport, Judgement, Status
from .models.questions import BY_STATUS
from .models.status import TROUBLED

# From what is finished to what is stopped, as the bar of statuses shows it.
BAR = (Status.DONE, Status.ON_TRACK, Status.NOT_STARTED, Status.OFF_TRACK, Status.STOPPED, Status.CANCELLED)


class Progress:
    """A follow-up round seen by an actor; everything in it came through the gate."""

    def __init__(self, one_round, actor, *, only_missing=False, only_party=None):
        self.round, self.actor = one_round, actor
        self.only_missing, self.only_party = only_missing, only_party

    @cached_property
    def commitments(self):
        """The commitments that the round asks about."""
        owed = Commitment.objects.for_actor(self.actor).owed_in(self.round).with_activity()
        return list(owed.order_by("activity__priority_area__order", "activity__due_on", "activity__code"))

    @cached_property
    def reports(self):
        """The reports of the round by commitment."""
        rows = FollowUpReport.objects.for_actor(self.actor).filter(round=self.round)
        return {report.commitment_id: report for report in rows.select_related("reported_by__party")}

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

    @cached_property
    def may_change(self):
        """Whether the actor closes, opens and edits the round."""
        return may(self.actor, "change", self.round)

    @cached_property
    def reportable(self):
        """Where the actor reports each commitment that it may report now, its own or in a party's place."""
        if not self.round.is_open():
            return {}
        asked = Commitment.objects.filter(pk__in=[part.pk for part in self.commitments])
        own, others = (
            set(
                Commitment.objects.for_actor(self.actor, action)
                .filter(pk__in=asked)
                .values_list("pk", flat=True)
            )
            for action in ("report", "report_for")
        )
        where = f"?round={self.round.public_id}&back=round"
        found = {part.pk: part.get_report_for_url() + where for part in self.commitments if part.pk in others}
        return found | {part.pk: part.get_report_url() + where for part in self.commitments if part.pk in own}

    @cached_property
    def unasked(self):
        """{(activity, party): what a cell says} of the parts the round does not ask about: finished, or not taken."""
        activities = {part.activity_id for part in self.commitments}
        rows = Commitment.objects.for_actor(self.actor).filter(activity__in=activities)
        return {
            (activity, party): State.OFFERED if is_offered else State.NOT_ASKED
            for activity, party, is_offered in rows.values_list("activity", "party", "is_offered")
        }

    @cached_property
    def judgements(self):
        """The set joint status of each activity that has one."""
        activities = {part.activity_id for part in self.commitments if part.activity.is_judged}
        rows = Judgement.objects.for_actor(self.actor).filter(activity__in=activities, ended_at=None)
        return {row.activity_id: row for row in rows.select_related("made_by__party")}

    @cached_property
    def lines(self):
        parts = defaultdict(dict)
        for part in self.commitments:
            parts[part.activity][part.party_id] = part
        is_closed = self.round.closed_at is not None
        return [
            Line(
                activity,
                [self.cell(activity, party, rows.get(party.pk)) for party in self.parties],
                self.judgements.get(activity.pk),
                is_closed,
            )
            for activity, rows in parts.items()
        ]

    def cell(self, activity, party, part):
        """What the matrix says of a party in an activity."""
        if part is None:
            return Cell(party, None, None, self.unasked.get((activity.pk, party.pk), State.NO_PART))
        report = self.reports.get(part.pk)
        if report:
            return Cell(party, part, report, State.FILLED, f"{activity.get_absolute_url()}#{report.anchor}")
        state = State.LATE if self.round.is_overdue or self.round.closed_at else State.MISSING
        return Cell(party, part, None, state, self.reportable.get(part.pk, ""))

    @cached_property
    def priority_areas(self):
        """(priority area, its lines), in the agreement's order."""
        found = defaultdict(list)
        for line in self.lines:
            found[line.activity.priority_area].append(line)
        return sorted(found.items(), key=lambda pair: pair[0].order)

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
        """(priority area, bar of statuses, how many lines, those that are shown) for each that shows any."""
        found = [
            (
                area,
                charts.stack([(s, sum(line.status == s for line in lines)) for s in BAR]),
                len(lines),
                [line for line in lines if self.shows(line)],
            )
            for area, lines in self.priority_areas
        ]
        return [row for row in found if row[3]]

    def shows(self, line):
        """Whether the matrix shows a line: all of them, or those where a report is missing."""
        return not self.only_missing or line.lacks(self.only_party)

    @property
    def lacking(self):
        """How many activities lack a report."""
        return sum(line.lacks() for line in self.lines)

    def next_missing(self, after=None):
        """The address where the actor reports the next part that lacks a report; empty when there is none."""
        missing = [part for part in self.commitments if part.pk not in self.reports and part != after]
        return next((self.reportable[part.pk] for part in missing if part.pk in self.reportable), "")

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
