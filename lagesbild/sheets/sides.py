"""Tables that stand beside each other on a sheet, with an empty column between them."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from .headings import meaning_of
from .kinds import TEXT, filled, kind_of
from .labels import label
from .raw import Row


class Side(NamedTuple):
    """The columns of one of them, from 0; `end` is where the next begins, None for the last."""

    start: int
    end: int | None

    def of(self, row: Row) -> Row:
        """The row with only these cells, each in its column."""
        if self == WHOLE:
            return row
        return Row(row.number, [None] * min(self.start, len(row.cells)) + row.cells[self.start : self.end])


WHOLE = Side(0, None)


def side_by_side(rows: Sequence[Row]) -> list[Side]:
    """The whole rows; or, where a second table begins to the right of an empty column, the columns of each.

    A table begins with a column of labels under a heading: that is what tells it from a gap between columns.
    """
    starts = [0, *filter(lambda column: begins_table(rows, column), after_gaps(rows))]
    return [Side(start, end) for start, end in zip(starts, [*starts[1:], None], strict=True)]


def after_gaps(rows: Sequence[Row]) -> list[int]:
    """The columns that stand to the right of an empty one."""
    standing = sorted({column for row in rows if len(filled(row)) > 1 for column in filled(row)})
    return [right for left, right in pairwise(standing) if right > left + 1]


def begins_table(rows: Sequence[Row], first: int) -> bool:
    """Whether the column holds labels, and its headings begin anew what those to the left of it are."""
    cells = [
        (row, row.cells[first]) for row in rows if first < len(row.cells) and row.cells[first] is not None
    ]
    # A heading has another one to its right; a title stands alone in its part.
    heads = [
        n
        for n, (row, _raw) in enumerate(cells)
        if first + 1 < len(row.cells) and row.cells[first + 1] is not None
    ]
    if not heads or len(cells) - heads[0] < 3:
        return False
    row, heading = cells[heads[0]]
    texts = [kind_of(raw) == TEXT for _row, raw in cells[heads[0] + 1 :]]
    if kind_of(heading) != TEXT or sum(texts) < 0.8 * len(texts):
        return False
    others = {label(raw).casefold() for raw in row.cells[: first - 1] if raw is not None}
    meaning = meaning_of(label(heading))
    if label(heading).casefold() in others or bool(
        meaning and meaning.role in ("area", "indicator") and others
    ):
        return True
    after = [label(raw).casefold() for raw in row.cells[first + 1 :] if raw is not None]
    return bool(after) and others.issuperset(after)
