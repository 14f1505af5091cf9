"""What a person has said of cells that cannot be used as they stand: once per cause, done to every row that has it.

The choices of a batch lie in its mapping under `mends`: by code, and there for one text or for all the others. A
choice is SKIP, the name of a reason why there is no value, or IS and what should have stood in the cell.
"""

from decimal import Decimal

from lagesbild.sheets.issues import Issue
from lagesbild.sheets.observations import observe
from lagesbild.sheets.period_text import read_period
from lagesbild.sheets.raw import Row, shown
from lagesbild.sheets.row_reader import RowReader

SKIP, IS = "skip", "="
# How a cell says that it holds no value, by the reason.
MARKS = {"suppressed": "..", "not_available": "saknas", "not_applicable": "."}
ALL, TEXTS = "all", "texts"
REASON = "reason"
PERIODS = frozenset({"bad_period", "no_period"})
LABELS = PERIODS | {"no_area"}
TEXT_MAX = 200
# A row can have a wrong period and a wrong place, and then a wrong figure.
ROUNDS = 3
# Codes of cells that were left out or given a value because a person said so.
LEFT_OUT, MENDED = "left_out", "mended"


def cause_of(code):
    """What choices are kept by: a sign that stands for no value keeps its choice whatever reason it is given."""
    return REASON if code in MARKS else code


def plain_text(found):
    """The text by which cells of one cause are told apart."""
    return found.strip()[:TEXT_MAX]


def choice_of(mends, code, found):
    """What was chosen for a text under a cause; "" when nothing was."""
    said = mends.get(cause_of(code)) or {}
    return said.get(TEXTS, {}).get(plain_text(found)) or said.get(ALL, "")


def remembered_mends(mends):
    """What holds for the next file of the same make: what a text means, not which number a cell should have had."""
    kept = {
        code: {
            text: choice
            for text, choice in said.get(TEXTS, {}).items()
            if text and (code == "bad_period" or not choice.startswith(IS))
        }
        for code, said in mends.items()
    }
    return {code: {TEXTS: texts} for code, texts in kept.items() if texts}


def mended(table, mapping, mends):
    """The answers of `observe`, with the choices of a batch done to every cell they are about."""
    return MendedRows(table, mapping, mends) if mends else observe(table, mapping)


class MendedRows:
    """Each row as its reader reads it; a row with a cell that something was said of is read again with that done."""

    def __init__(self, table, mapping, mends):
        self.table, self.mends = table, mends
        self.reader = RowReader(table.sheet.name, mapping, table.notes)
        self.values = {column.index for column in mapping.with_role("value")}

    def __iter__(self):
        for row in self.table.rows():
            yield from self.read(row)

    def read(self, row):
        found, before = self.reader.read(row), {}
        for _round in range(ROUNDS):
            changes = self.changes(found)
            if not changes:
                break
            before = {**{n: row.cells[n] if n < len(row.cells) else None for n in changes}, **before}
            row = with_cells(row, changes)
            found = self.reader.read(row)
        return [self.told(said, before) for said in found]

    def changes(self, found):
        """{column: what is to stand there} for the answers that something else than to skip them was said of."""
        changes = {}
        for said in found:
            for code, text in remarks_on(said):
                choice = choice_of(self.mends, code, text)
                if choice and choice != SKIP and choice != code:
                    changes |= self.cells_for(code, said.column, choice)
        return changes

    def cells_for(self, code, column, choice):
        if choice in MARKS:
            return {column: MARKS[choice]}
        text = choice.removeprefix(IS)
        if code not in LABELS:
            return {column: Decimal(text)}
        period = read_period(text) if code in PERIODS and len(self.reader.contexts.periods) > 1 else None
        if period is None:
            return {column: text}
        year, part = self.reader.contexts.periods[:2]
        return {year.index: period.start.year, part.index: part_number(period, part.part or "month")}

    def told(self, said, before):
        """The answer with the text as it was delivered, and a word about what was done to it."""
        if any(choice_of(self.mends, code, text) == SKIP for code, text in remarks_on(said)):
            found = said.found if isinstance(said, Issue) else said.original
            values = said.values if isinstance(said, Issue) else 1
            return Issue(LEFT_OUT, found, said.sheet, said.row, said.column, said.cell, values)
        if isinstance(said, Issue) or not (said.column in before or before.keys() - self.values):
            return said
        was = shown(before[said.column]) if said.column in before else said.original
        return said._replace(original=was, warnings=(*said.warnings, MENDED))


def remarks_on(said):
    """(code, text) of all that may be said of an answer."""
    if isinstance(said, Issue):
        return [(said.code, said.found)]
    if said.value is None:
        return [(said.flag, said.original)]
    return [(code, said.original) for code in said.warnings]


def with_cells(row, changes):
    cells = list(row.cells) + [None] * (max(changes) + 1 - len(row.cells))
    for column, raw in changes.items():
        cells[column] = raw
    return Row(row.number, cells)


PARTS = {"quarter": 3, "tertial": 4, "half": 6}


def part_number(period, part):
    """Which month, quarter or week of its year a period is."""
    if part == "week":
        return period.start.isocalendar().week
    return (period.start.month - 1) // PARTS.get(part, 1) + 1
