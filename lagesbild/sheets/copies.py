"""Name the sheets that are copies of an earlier one, also when rows and columns changed places."""

from collections.abc import Sequence
from itertools import islice

from .kinds import BLANK, MARK, kind_of
from .labels import label
from .reading import Sheet

# Enough of a sheet to know it by, and how much of it must agree.
SIDE = 400
AGREES = 0.95
Cells = dict[tuple[int, int], str]


def copies(sheets: Sequence[Sheet]) -> dict[str, str]:
    """{name: name of the earlier sheet it copies}; marks for missing values may differ between the two."""
    told: dict[str, str] = {}
    known: list[tuple[str, Cells]] = []
    for sheet in sheets:
        if sheet.is_read and (cells := cells_of(sheet)):
            turned = {(column, row): text for (row, column), text in cells.items()}
            original = next((n for n, other in known if same(cells, other) or same(turned, other)), None)
            if original is None:
                known.append((sheet.name, cells))
            else:
                told[sheet.name] = original
    return told


def cells_of(sheet: Sheet) -> Cells:
    """The first cells that say something, by their place from the first of them."""
    found = {
        (row.number, column): label(raw)
        for row in islice(sheet.rows, SIDE)
        for column, raw in enumerate(row.cells[:SIDE])
        if kind_of(raw) not in (BLANK, MARK)
    }
    if not found:
        return {}
    top, left = (min(place[i] for place in found) for i in (0, 1))
    return {(row - top, column - left): text for (row, column), text in found.items()}


def same(one: Cells, other: Cells) -> bool:
    """Whether nearly all cells of the two stand in the same places and say the same."""
    if min(len(one), len(other)) < AGREES * max(len(one), len(other)):
        return False
    agreeing = sum(other.get(place) == text for place, text in one.items())
    return agreeing >= AGREES * max(len(one), len(other))
