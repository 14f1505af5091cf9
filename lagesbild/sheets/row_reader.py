"""Reads the rows of a table in order, remembering what stands only at the head of a block or a section."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from collab.personal_data import find_personal_data

from .cells import CellRules, Missing, read_cell
from .issues import Issue
from .labels import is_total, label, notes_marks, without_footnote
from .lexicon import GENERIC_MEASURES, unit_of
from .mapping import ColumnMapping, Mapping
from .observation import Observation
from .period_text import read_part, read_period
from .periods import Period, from_serial, widened
from .raw import Raw, Row, address, shown

# What stands in an issue instead of the personal data it is about.
HIDDEN = "•••"


class Label(NamedTuple):
    """A label cell: without its footnote mark, whether it names a whole, whether it points out a person."""

    text: str
    is_total: bool
    is_personal: bool


class Context(NamedTuple):
    """What the label cells of one row say, shared by all its values."""

    indicator: str
    area: str
    area_code: str
    period: Period | None
    breakdown: dict[str, str]
    unit: str
    totals: frozenset[str]


class ValueColumn(NamedTuple):
    """A value column made ready: its mapping, its rules and the period its heading names."""

    index: int
    mapping: ColumnMapping
    rules: CellRules
    period: Period | None
    adds_measure: bool
    totals: frozenset[str]


class RowReader:
    """One table's rows; `rows` counts those that hold data."""

    def __init__(self, sheet: str, mapping: Mapping, notes: Sequence[str]) -> None:
        self.sheet, self.mapping, self.marks = sheet, mapping, notes_marks(list(notes))
        self.values = [value_column(column, mapping.rules(column)) for column in mapping.with_role("value")]
        self.indicators = mapping.with_role("indicator")
        self.names, self.codes = mapping.with_role("area", "name"), mapping.with_role("area", "code")
        self.periods = sorted(mapping.with_role("period"), key=lambda c: c.part != "year")
        self.groups = [(c.header or f"kolumn {c.index + 1}", c) for c in mapping.with_role("group")]
        self.units = mapping.with_role("unit")
        described = [*self.indicators, *self.names, *self.codes, *(column for _, column in self.groups)]
        self.described = frozenset(column.index for column in described)
        self.default_period = read_code(mapping.period)
        self.remembered: dict[int, Raw] = {}
        self.section, self.broken_label, self.rows = "", "", 0
        self.headings = {column.index: column.header.rpartition(" / ")[2] for column in mapping.columns}
        # Rows are many, so only those that begin as the heading does are looked at once more.
        self.first = next((index for index, heading in self.headings.items() if heading), 0)
        self.width = 1 + max((column.index for column in mapping.columns), default=-1)

    def read(self, row: Row) -> list[Observation | Issue]:
        """What the row's value cells hold, or its issues; nothing for a row that is only a label."""
        cells = row.cells
        width = len(cells)
        if (
            self.first < width
            and cells[self.first] == self.headings.get(self.first, "")
            and self.comes_again(cells)
        ):
            return []
        if self.mapping.layout == "events":
            return [self.read_event(row)]
        found = [(column, cells[column.index] if column.index < width else None) for column in self.values]
        if self.is_label_only(row, found):
            self.remember_label(row)
            return []
        self.rows += 1
        context = self.context_of(row)
        if type(context) is Issue:
            lost = sum(raw is not None for _, raw in found)
            return [self.at(context, row, context.column)._replace(values=lost)] if lost else []
        read = [self.observe(row, context, column, raw) for column, raw in found]
        return read if width <= self.width else [*read, *self.outside(row)]

    def comes_again(self, cells: list[Raw]) -> bool:
        """Whether the row is the heading once more, as at the top of each printed page."""
        said = [(self.headings.get(n, ""), label(raw)) for n, raw in enumerate(cells) if raw is not None]
        return len(said) > 1 and all(heading == text for heading, text in said)

    def outside(self, row: Row) -> list[Issue]:
        """The cells beside the table, under no heading; none is passed over in silence."""
        beside = [column for column in range(self.width, len(row.cells)) if row.cells[column] is not None]
        issues = [Issue("outside_table", shown(row.cells[column]), values=0) for column in beside]
        return [self.at(issue, row, column) for issue, column in zip(issues, beside, strict=True)]

    def at(self, issue: Issue, row: Row, column: int) -> Issue:
        return issue._replace(
            sheet=self.sheet, row=row.number, column=column, cell=address(row.number, column)
        )

    def observe(self, row: Row, context: Context, column: ValueColumn, raw: Raw) -> Observation | Issue:
        said = read_cell(raw, column.rules)
        if type(said) is Issue:
            is_personal = isinstance(raw, str) and find_personal_data(raw)
            return self.at(Issue("personal_data", HIDDEN) if is_personal else said, row, column.index)
        indicator, area, code, when, breakdown, unit, totals = context
        heading = column.mapping
        if not indicator:
            indicator = heading.indicator or self.mapping.indicator
        elif column.adds_measure:
            indicator = f"{indicator}, {heading.indicator}"
        if heading.area:
            area, code, totals = heading.area, "", totals | column.totals
        if heading.breakdown:
            breakdown, totals = {**breakdown, **heading.breakdown}, totals | column.totals
        when = when or self.default_period
        if heading.part and when and when.kind == "year":
            when = read_period(heading.part, when.start.year)
        when = column.period or when
        if type(said) is Missing:
            return Observation(
                indicator, area, code, when, breakdown, None, said.flag, heading.unit or unit, said.original,
                self.sheet, row.number, column.index, totals, self.section,
            )  # fmt: skip
        number, own_unit, note, is_preliminary, is_estimated, warnings = said
        return Observation(
            indicator, area, code, when, breakdown, number, "", own_unit or unit or heading.unit,
            raw if type(raw) is str else shown(raw), self.sheet, row.number, column.index, totals, self.section,
            is_preliminary or self.mapping.is_preliminary or (when is not None and when.is_preliminary),
            is_estimated, note, warnings,
        )  # fmt: skip

    def read_event(self, row: Row) -> Observation | Issue:
        """An event counts as one; adding them up by place and period is for whoever asked."""
        context, at = self.context_of(row), self.periods[0].index if self.periods else 0
        self.rows += 1
        if type(context) is Issue:
            return self.at(context, row, context.column)
        return Observation(
            context.indicator or self.mapping.indicator, context.area, context.area_code,
            context.period or self.default_period, context.breakdown, Decimal(1), "", context.unit, "",
            self.sheet, row.number, at, context.totals,
        )  # fmt: skip

    def is_label_only(self, row: Row, found: list[tuple[ValueColumn, Raw]]) -> bool:
        """A single label and no value: a section, or the first line of a label that goes on in the next row."""
        for _, raw in found:
            if raw is not None:
                return False
        standing = [column for column, raw in enumerate(row.cells) if raw is not None]
        return len(standing) == 1 and standing[0] in self.described

    def remember_label(self, row: Row) -> None:
        self.broken_label = next(label(raw) for raw in row.cells if raw is not None)
        self.section = read_label(self.broken_label, self.marks).text

    def cell(self, row: Row, column: ColumnMapping) -> Raw:
        """The cell, or what stood above it in its block."""
        raw = row.cells[column.index] if column.index < len(row.cells) else None
        if column.fills_down:
            if raw is None or raw == "":
                # A sum belongs to no block: what stands above it is only the last of its parts.
                return None if self.is_sum(row) else self.remembered.get(column.index)
            self.remembered[column.index] = raw
        return raw

    def is_sum(self, row: Row) -> bool:
        """Whether a label of the row names a whole."""
        labels = (row.cells[n] for n in self.described if n < len(row.cells))
        return any(isinstance(raw, str) and read_label(raw, self.marks).is_total for raw in labels)

    def label(self, row: Row, columns: list[ColumnMapping]) -> Label:
        """The label in the first of the columns; a line in lower case goes on from the row above."""
        raw = self.cell(row, columns[0]) if columns else None
        if raw is None:
            return NO_LABEL
        if self.broken_label:
            text, above = label(raw), self.broken_label
            self.broken_label = ""
            if text[:1].islower():
                raw, self.section = f"{above} {text}", ""
        return read_label(raw if type(raw) is str else label(raw), self.marks)

    def context_of(self, row: Row) -> Context | Issue:
        """What the labels of the row say, or the issue that makes the whole row unusable."""
        indicator, area = self.label(row, self.indicators), self.label(row, self.names)
        groups = [(name, self.label(row, [column])) for name, column in self.groups]
        if indicator.is_personal or area.is_personal or any(text.is_personal for _, text in groups):
            return Issue("personal_data", HIDDEN, column=self.personal_column(row))
        period = self.period_of(row)
        if type(period) is Issue:
            return period
        place, code = split_code(area.text, self.label(row, self.codes).text if self.codes else "")
        place = place or self.mapping.area
        named = [("area", area), ("indicator", indicator), *groups]
        if self.names and not place and not code:
            # A sum without a place is of all places above it, by the name it has.
            place = next((text.text for _, text in named if text.is_total), "")
            if not place:
                return Issue("no_area", "", column=self.names[0].index)
            named.append(("area", Label(place, True, False)))
        totals = frozenset([name for name, text in named if text.is_total])
        unit = self.label(row, self.units).text or unit_of(indicator.text) or self.mapping.unit
        return Context(
            indicator.text, place, code, period, {name: t.text for name, t in groups}, unit, totals
        )

    def personal_column(self, row: Row) -> int:
        """The first label cell that points out a person."""
        labels = [*self.indicators, *self.names, *(column for _, column in self.groups)]
        return next(column.index for column in labels if self.label(row, [column]).is_personal)

    def period_of(self, row: Row) -> Period | Issue | None:
        """The period of the row's own cells; None when the headings or the whole table say it."""
        if not self.periods:
            return None
        column, *more = self.periods
        raw = self.cell(row, column)
        if raw is None:
            return Issue("no_period", "", column=column.index)
        if more:
            rest = self.cell(row, more[0])
            found, text = read_part(rest, more[0].part or "month", raw), f"{shown(raw)} {shown(rest)}".strip()
        else:
            found, text = whole_period(raw, column.part), shown(raw)
        return found or Issue("bad_period", text, column=column.index)


NO_LABEL = Label("", False, False)


def value_column(column: ColumnMapping, rules: CellRules) -> ValueColumn:
    adds_measure = bool(column.indicator) and column.indicator.casefold() not in GENERIC_MEASURES
    named = {"area": column.area, **column.breakdown}
    totals = frozenset(name for name, text in named.items() if text and is_total(text))
    return ValueColumn(column.index, column, rules, read_code(column.period), adds_measure, totals)


@lru_cache(maxsize=50_000)
def read_label(text: str, marks: frozenset[str]) -> Label:
    bare, _ = without_footnote(label(text), marks)
    return Label(bare, is_total(bare), bool(find_personal_data(text)))


@lru_cache(maxsize=20_000)
def split_code(area: str, code: str) -> tuple[str, str]:
    """The place "17 Värmlands län" is Värmlands län with code 17; the code of a column of its own stays."""
    head, _, rest = area.partition(" ")
    is_code = (
        head.isascii()
        and head[:2].isdigit()
        and (len(head) in (8, 9) or (head.isdigit() and len(head) in (2, 4)))
    )
    return (rest, code or head) if is_code and rest[:1].isalpha() else (area, code)


def whole_period(raw: Raw, part: str) -> Period | None:
    """A cell that holds the whole period; a bare figure too large for a year is a date's serial number."""
    period = read_period(raw)
    if period is None and isinstance(raw, int) and 20_000 <= raw <= 80_000:
        period = from_serial(raw)
    return period and widened(period, part)


def read_code(code: str) -> Period | None:
    """The period that a mapping keeps as a code, with * when preliminary."""
    return read_period(code) if code else None
