"""What a party holds: its commitments with the values that the workbook shows and takes back."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from activities.models import Activity, Commitment, FollowUpReport, FollowUpRound

from .columns import plain


@dataclass
class Held:
    """A commitment of the party, the round that asks about it, and its report there."""

    commitment: Commitment
    round: FollowUpRound = None
    report: FollowUpReport = None
    values: dict = field(init=False)

    def __post_init__(self):
        row, report = self.commitment, self.report
        self.values = {
            "text": plain(row.text),
            "contact": plain(row.contact.user.name) if row.contact else "",
            "due_on": row.due_on.isoformat(),
            "status": row.status,
            "report": plain(report.text) if report else "",
            "needs": plain(report.needs) if report else "",
        }


class Holdings:
    """The commitments that the acting membership may report for its party, each question asked once."""

    def __init__(self, actor, *, lock=False):
        self.actor, self.lock = actor, lock

    @cached_property
    def rows(self):
        """{public id: Held} of everything the party has taken on in published activities."""
        mine = Commitment.objects.for_actor(self.actor, "report").of(self.actor.party).published()
        if self.lock:
            list(mine.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
        mine = mine.with_activity().order_by("due_on", "pk")
        return {row.public_id: self.held(row) for row in mine}

    def to_take_out(self):
        """Those that can still change: open ones, and what was reported in a round that is open."""
        return [held for held in self.rows.values() if not held.commitment.is_closed or held.report]

    @cached_property
    def rounds(self):
        return list(FollowUpRound.objects.for_actor(self.actor).open().for_page())

    @cached_property
    def reports(self):
        seen = FollowUpReport.objects.for_actor(self.actor)
        seen = seen.filter(Q(round__in=self.rounds), commitment__party=self.actor.party)
        return {(report.commitment_id, report.round_id): report for report in seen}

    def held(self, row):
        """With the round that asks about it: the first that lacks its report, else the last."""
        agreement = row.activity.priority_area.agreement_id
        rounds = [one for one in self.rounds if one.agreement_id == agreement]
        lacking = (one for one in rounds if (row.pk, one.pk) not in self.reports)
        asking = next(lacking, rounds[-1] if rounds else None)
        report = self.reports.get((row.pk, asking.pk)) if asking else None
        return Held(row, asking, report)

    @cached_property
    def by_code(self):
        """{code: the party's commitments in activities of that code}; two agreements may use the same."""
        found = {}
        for held in self.rows.values():
            found.setdefault(held.commitment.activity.code.casefold(), []).append(held)
        return found

    def others(self, keys):
        """{public id: party} of other parties' commitments that the actor sees, to be refused by name."""
        seen = Commitment.objects.for_actor(self.actor).filter(public_id__in=keys)
        rows = seen.exclude(party=self.actor.party).exclude(activity__visibility=Activity.Visibility.DRAFT)
        return {row.public_id: row.party for row in rows.select_related("party")}
