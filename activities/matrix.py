"""The matrix of a round, party by activity: what each cell says, and what each line and party amounts to."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from collab.models import Party

from .models import Commitment, FollowUpReport, joint_status


class State(models.TextChoices):
    """What a cell of the matrix says about a party's report."""

    FILLED = "filled", _("Reported")
    MISSING = "missing", _("Missing")
    LATE = "late", _("Late")
    NOT_ASKED = "not_asked", _("Not asked")
    OFFERED = "offered", _("Offered, not taken")
    NO_PART = "no_part", _("No part")


UNANSWERED = (State.MISSING, State.LATE)


class Tally:
    """How many reports a party has sent of those it owes."""

    def __init__(self, party):
        self.party, self.done, self.total = party, 0, 0

    @property
    def is_complete(self):
        return self.done == self.total > 0

    @property
    def missing(self):
        return self.total - self.done


@dataclass(frozen=True)
class Cell:
    """A party's part in an activity, its report in the round, and where one goes from there."""

    party: Party
    part: Commitment | None
    report: FollowUpReport | None
    state: str
    url: str = ""

    @property
    def is_unanswered(self):
        return self.state in UNANSWERED


class Line:
    """One activity in the matrix: its status in the round, and a cell per party."""

    def __init__(self, activity, cells, judgement, is_closed):
        self.activity, self.cells = activity, cells
        self.reports = [cell.report for cell in cells if cell.report]
        told = [report.status for report in self.reports]
        self.status = joint_status(told) if is_closed and told else activity.status
        # What was judged is about now; a closed round shows what was said then.
        self.judgement = None if is_closed else judgement

    @property
    def note(self):
        """The latest sentence anybody wrote in the round."""
        written = sorted((r for r in self.reports if r.text), key=lambda r: r.reported_at)
        return written[-1].text if written else ""

    def lacks(self, party=None):
        """Whether a report is missing, of a party when one is given."""
        return any(cell.is_unanswered and party in (None, cell.party) for cell in self.cells)
