"""Read a table with its mapping: one observation for each value cell, one issue for each cell that cannot be used."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from collab.personal_data import find_personal_data

from .cells import Missing, Value, read_cell
from .issues import Issue
from .labels import is_total, label, notes_marks, without_footnote
from .lexicon import GENERIC_MEASURES, unit_of
from .mapping import ColumnMapping, Mapping
from .period_text import read_part, read_period
from .periods import Period, from_serial, widened
from .raw import Raw, Row, address, shown
from .tables import Table

HIDDEN = "•••"


class Observation(NamedTuple):
    """One value cell: what, where, when, for whom, how much; `value` is None when `flag` says why there is none.

    `totals` names the dimensions ("area", or a breakdown) in which this is a whole and must not be added to parts.
    """

    indicator: str
    area: str
    area_code: str
    period: Period | None
    breakdown: dict[str, str]
    value: Decimal | dt.date | None
    flag: str
    unit: str
    original: str
    sheet: str
    row: int
    column: int
    totals: frozenset[str] = frozenset()
    section: str = ""
    is_preliminary: bool = False
    is_estimated: bool = False
    note: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def cell(self) -> str:
        return address(self.row, self.column)


class Context(NamedTuple):
    """What the label cells of one row say, shared by all its values."""

    indicator: str
    area: str
    area_code: str
    period: Period | None
    breakdown: dict[str, str]
    unit: str
    totals: frozenset[str]


@dataclass
class Observations:
    """The observations and issues of a table in reading order, streamed; the counts are whole after the last one."""

    table: Table
    mapping: Mapping
    rows: int = 0
    values: int = 0
    rejected: int = 0
    missing: Counter[str] = field(default_factory=Counter)

    def __iter__(self) -> Iterator[Observation | Issue]:
        self.rows = self.values = self.rejected = 0
        self.missing = Counter()
        reader = RowReader(self.table, self.mapping)
        for row in self.table.rows():
            for found in reader.read(row):
                self.count(found)
                yield found
            self.rows = reader.rows

    def count(self, found: Observation | Issue) -> None:
        if isinstance(found, Issue):
            self.rejected += 1
        elif found.value is None:
            self.missing[found.flag] += 1
        else:
            self.values += 1


def observe(table: Table, mapping: Mapping | None = None) -> Observations:
    """Read a table with the given mapping, or with the one that was guessed."""
    return Observations(table, mapping or table.mapping)


class RowReader:
    """Reads rows in order, remembering what stands only in the first row of a block and over a section."""

    def __init__(self, table: Table, mapping: Mapping) -> None:
        self.sheet, self.mapping = table.sheet.name, mapping
        self.marks = notes_marks(table.notes)
        self.value_columns = [
            (c, mapping.rules(c), read_code(c.period), c.indicator) for c in mapping.with_role("value")
        ]
        self.indicators = mapping.with_role("indicator")
        self.names, self.codes = mapping.with_role("area", "name"), mapping.with_role("area", "code")
        self.periods = sorted(mapping.with_role("period"), key=lambda c: c.part != "year")
        self.groups, self.units = mapping.with_role("group"), mapping.with_role("unit")
        self.labels = [*self.indicators, *self.names, *self.codes, *self.groups]
        self.remembered: dict[int, Raw] = {}
        self.default_period = read_code(mapping.period)
        self.section, self.broken_label, self.rows = "", "", 0

    def read(self, row: Row) -> Iterator[Observation | Issue]:
        cells = row.cells
        if self.mapping.layout == "events":
            yield from self.read_event(row)
            return
        values = [
            (column, rules, period, measure, cells[column.index] if column.index < len(cells) else None)
            for column, rules, period, measure in self.value_columns
        ]
        if all(raw is None for *_, raw in values) and self.is_label_only(row):
            self.remember_label(row)
            return
        self.rows += 1
        context = self.context_of(row)
        if isinstance(context, Issue):
            yield from (
                context._replace(**self.place(row, column.index))
                for column, *_, raw in values
                if raw is not None
            )
            return
        for column, rules, period, measure, raw in values:
            yield self.observation(row, context, column, read_cell(raw, rules), period, measure, raw)

    def place(self, row: Row, column: int) -> dict[str, object]:
        return {"sheet": self.sheet, "row": row.number, "column": column, "cell": address(row.number, column)}

    def observation(
        self, row: Row, context: Context, column: ColumnMapping, said: Value | Missing | Issue,
        period: Period | None, measure: str, raw: Raw,
    ) -> Observation | Issue:  # fmt: skip
        if isinstance(said, Issue):
            is_person = isinstance(raw, str) and find_personal_data(raw)
            issue = Issue("personal_data", HIDDEN) if is_person else said
            return issue._replace(**self.place(row, column.index))
        indicator, area, code, _, breakdown, unit, totals = context
        if not indicator:
            indicator = measure or self.mapping.indicator
        elif measure and measure.casefold() not in GENERIC_MEASURES:
            indicator = f"{indicator}, {measure}"
        if column.breakdown:
            breakdown = {**breakdown, **column.breakdown}
            totals = totals | {k for k, text in column.breakdown.items() if is_total(text)}
        when = period or context.period or self.default_period
        if isinstance(said, Missing):
            return Observation(
                indicator, area, code, when, breakdown, None, said.flag, column.unit or unit, said.original,
                self.sheet, row.number, column.index, totals, self.section,
            )  # fmt: skip
        number, own_unit, note, is_preliminary, is_estimated, warnings = said
        return Observation(
            indicator, area, code, when, breakdown, number, "", own_unit or unit or column.unit,
            raw if type(raw) is str else shown(raw), self.sheet, row.number, column.index, totals, self.section,
            is_preliminary or bool(when and when.is_preliminary), is_estimated, note, warnings,
        )  # fmt: skip

    def read_event(self, row: Row) -> Iterator[Observation | Issue]:
        """An event counts as one; counting them by place and period is for whoever sums."""
        context, at = self.context_of(row), self.periods[0].index if self.periods else 0
        self.rows += 1
        if isinstance(context, Issue):
            yield context._replace(**self.place(row, max(context.column, 0)))
            return
        indicator = context.indicator or self.mapping.indicator
        yield Observation(
            indicator, context.area, context.area_code, context.period or self.default_period, context.breakdown,
            Decimal(1), "", context.unit, "", self.sheet, row.number, at, context.totals,
        )  # fmt: skip

    def is_label_only(self, row: Row) -> bool:
        """A row with a single label and no value: a section, or the first line of a label broken over two rows."""
        standing = [column for column, raw in enumerate(row.cells) if raw is not None]
        return len(standing) == 1 and any(c.index == standing[0] for c in self.labels)

    def remember_label(self, row: Row) -> None:
        text = next(label(raw) for raw in row.cells if raw is not None)
        self.broken_label = text
        self.section, _ = without_footnote(text, self.marks)

    def cell(self, row: Row, column: ColumnMapping) -> Raw:
        """The cell, or what stood above it in its block."""
        raw = row.cells[column.index] if column.index < len(row.cells) else None
        if column.fills_down:
            if raw is None or raw == "":
                return self.remembered.get(column.index)
            self.remembered[column.index] = raw
        return raw

    def text(self, row: Row, columns: list[ColumnMapping]) -> str:
        return label(self.cell(row, columns[0])) if columns else ""

    def context_of(self, row: Row) -> Context | Issue:
        """What the labels of the row say, or the issue that makes the whole row unusable."""
        indicator, area, code = (
            self.text(row, self.indicators),
            self.text(row, self.names),
            self.text(row, self.codes),
        )
        indicator, area = self.whole_label(indicator, area)
        groups = {c.header or f"kolumn {c.index + 1}": label(self.cell(row, c)) for c in self.groups}
        for text in (indicator, area, *groups.values()):
            if has_person(text):
                return Issue("personal_data", HIDDEN)
        period = self.period_of(row)
        if isinstance(period, Issue):
            return period
        area, code = split_code(area, code)
        area = area or self.mapping.area
        if self.names and not area and not code:
            return Issue("no_area", "", column=self.names[0].index)
        totals = frozenset(
            k for k, text in (("area", area), ("indicator", indicator), *groups.items()) if is_total(text)
        )
        unit = self.text(row, self.units) or unit_of(indicator) or self.mapping.unit
        return Context(indicator, area, code, period, groups, unit, totals)

    def whole_label(self, indicator: str, area: str) -> tuple[str, str]:
        """The labels without footnote marks; a line that goes on in lower case is joined to the one above it."""
        first = indicator if self.indicators else area
        if self.broken_label:
            if first[:1].islower():
                first, self.section = f"{self.broken_label} {first}", ""
            self.broken_label = ""
        first, _ = without_footnote(first, self.marks)
        return (first, without_footnote(area, self.marks)[0]) if self.indicators else ("", first)

    def period_of(self, row: Row) -> Period | Issue | None:
        """The period of the row's own cells; None when the headings or the whole table say it."""
        if not self.periods:
            return None
        column = self.periods[0]
        raw = self.cell(row, column)
        if raw is None:
            return Issue("no_period", "", column=column.index)
        found = (
            period_of_cells(raw, self.cell(row, self.periods[1]), self.periods)
            if len(self.periods) > 1
            else whole_period(raw, column.part)
        )
        return found or Issue("bad_period", shown(raw), column=column.index)


def period_of_cells(year: Raw, part: Raw, columns: list[ColumnMapping]) -> Period | None:
    return read_part(part, columns[1].part or "month", year)


def whole_period(raw: Raw, part: str) -> Period | None:
    """A cell that holds the whole period; a bare figure too large for a year is a date's serial number."""
    period = read_period(raw)
    if period is None and isinstance(raw, int) and 20_000 <= raw <= 80_000:
        period = from_serial(raw)
    return period and widened(period, part)


def read_code(code: str) -> Period | None:
    """The period that a mapping keeps as a code, with * when preliminary."""
    return read_period(code) if code else None


@lru_cache(maxsize=50_000)
def has_person(text: str) -> bool:
    return bool(text) and bool(find_personal_data(text))


@lru_cache(maxsize=50_000)
def split_code(area: str, code: str) -> tuple[str, str]:
    """ "17 Värmlands län" is the place Värmlands län with code 17; a code of its own column stays."""
    head, _, rest = area.partition(" ")
    is_code = (
        head.isascii()
        and head[:2].isdigit()
        and ((head.isdigit() and len(head) in (2, 4)) or len(head) in (8, 9))
    )
    if is_code and rest and rest[0].isalpha():
        return rest, code or head
    return area, code
