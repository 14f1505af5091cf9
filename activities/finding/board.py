"""The list as a board: a column per joint status, each with the first of its activities.

The board is for reading: a joint status follows from what the parties report, so no card can be moved by hand.
"""

from dataclasses import dataclass
from functools import cached_property

from activities.listing import count_text
from activities.models import Status
from activities.models.questions import fetch_parts
from activities.rows import badges, due

SHOWN = 15
# As the work goes from left to right, what needs a hand in the middle of it.
COLUMNS = (
    Status.NOT_STARTED,
    Status.ON_TRACK,
    Status.OFF_TRACK,
    Status.STOPPED,
    Status.DONE,
    Status.CANCELLED,
)


@dataclass(frozen=True)
class Card:
    """An activity on the board."""

    activity: object
    parties: str
    due: str


@dataclass(frozen=True)
class Column:
    """A status, its first cards, how many there are, and where the rest stand."""

    status: str
    cards: list
    total: int
    url: str

    @property
    def count(self):
        return count_text(self.total)

    @property
    def has_more(self):
        return self.total > len(self.cards)


class Board:
    """The columns of what a listing leaves; a status that the filter shuts out has none."""

    def __init__(self, listing):
        self.listing = listing

    @cached_property
    def columns(self):
        chosen = self.listing.form.value("status") or COLUMNS
        narrowed = {s: self.listing.narrowed.filter(key_status=s) for s in COLUMNS if s in chosen}
        found = {status: rows.beginning(SHOWN) for status, rows in narrowed.items()}
        fetch_parts([activity for rows, _total in found.values() for activity in rows])
        return [self.column(status, *shown) for status, shown in found.items()]

    def column(self, status, rows, total):
        cards = [Card(activity, badges(activity.parts), due(activity)) for activity in rows]
        return Column(status, cards, total, self.listing.form.link(layout=None, status=[status]))
