"""Reads the rows of a table in order, remembering what stands only at the head of a block or a section."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from collab.personal_data import find_personal_data

from .cells import CellRules, Missing, read_cell, read_text
from .contexts import HIDDEN, Context, Contexts, read_label
from .issues import Issue
from .labels import is_total, label, notes_marks
from .lexicon import GENERIC_MEASURES
from .mapping import ColumnMapping, Mapping
from .observation import Observation
from .period_text import read_period
from .periods import Period
from .raw import Raw, Row, address, shown


class ValueColumn(NamedTuple):
    """A value column made ready: its mapping, its rules, and what its heading says."""

    index: int
    mapping: ColumnMapping
    rules: CellRules
    period: Period | None
    indicator: str
    adds_measure: bool
    totals: frozenset[str]
    is_divided: bool


class RowReader:
    """One table's rows; `rows` counts those that hold data."""

    def __init__(self, sheet: str, mapping: Mapping, notes: Sequence[str]) -> None:
        self.sheet, self.mapping, self.marks = sheet, mapping, notes_marks(list(notes))
        self.values = [value_column(column, mapping) for column in mapping.with_role("value")]
        self.contexts = Contexts(mapping, self.marks)
        described = (
            ("indicator", None),
            ("area", "name"),
            ("area", "wider"),
            ("area", "code"),
            ("group", None),
        )
        self.described = frozenset(c.index for found in described for c in mapping.with_role(*found))
        self.fills_down = any(column.fills_down for column in mapping.columns)
        self.default_period = read_code(mapping.period)
        self.remembered: dict[int, Raw] = {}
        self.section, self.broken_label, self.rows = "", "", 0
        self.headings = {column.index: column.header.rpartition(" / ")[2] for column in mapping.columns}
        # Rows are many, so only those that begin as the heading does are looked at once more.
        self.first = next((index for index, heading in self.headings.items() if heading), 0)
        self.width = 1 + max((column.index for column in mapping.columns), default=-1)

    def read(self, row: Row) -> list[Observation | Issue]:
        """What the row's value cells hold, or its issues; nothing for a row that is only a label."""
        if len(row.cells) < self.width:
            row = Row(row.number, [*row.cells, *[None] * (self.width - len(row.cells))])
        cells = row.cells
        if cells[self.first] == self.headings.get(self.first, "") and self.comes_again(cells):
            return []
        if self.mapping.layout == "events":
            return [self.read_event(row)]
        if self.is_label_only(cells):
            self.remember_label(row)
            return []
        self.rows += 1
        context, period = self.context_of(row)
        if type(context) is Issue:
            lost = sum(cells[column.index] is not None for column in self.values)
            return [self.at(context, row, context.column)._replace(values=lost)] if lost else []
        observe = self.observe_part if self.contexts.needs_year else self.observe
        read = [observe(row, context, period, column) for column in self.values]
        return read if len(cells) == self.width else [*read, *self.outside(row)]

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

    def observe_part(
        self, row: Row, context: Context, when: Period | None, column: ValueColumn
    ) -> Observation | Issue:
        """The same where the row says only which part of the year that stands over the column."""
        if column.period:
            when = self.contexts.period(column.period, *self.cells_in(row, self.contexts.periods))
        if type(when) is Issue:
            is_lost = row.cells[column.index] is not None
            return self.at(when, row, when.column)._replace(values=int(is_lost))
        return self.observe(row, context, when, column._replace(period=None))

    def observe(
        self, row: Row, context: Context, when: Period | None, column: ValueColumn
    ) -> Observation | Issue:
        index, heading, rules, own_period, measure, adds_measure, own_totals, is_divided = column
        raw = row.cells[index]
        said = read_text(raw, rules) if type(raw) is str else read_cell(raw, rules)
        if type(said) is Issue:
            is_personal = isinstance(raw, str) and find_personal_data(raw)
            return self.at(Issue("personal_data", HIDDEN) if is_personal else said, row, index)
        indicator, area, code, breakdown, unit, totals = context
        if not indicator:
            indicator = measure
        elif adds_measure:
            indicator = f"{indicator}, {heading.indicator}"
        if is_divided:
            area, code = (heading.area, "") if heading.area else (area, code)
            breakdown, totals = {**breakdown, **heading.breakdown}, totals | own_totals
        when = when or self.default_period
        if heading.part and when and when.kind == "year":
            when = read_period(heading.part, when.start.year)
        when = own_period or when
        if type(said) is Missing:
            return Observation(
                indicator, area, code, when, breakdown, None, said.flag, heading.unit or unit, said.original,
                self.sheet, row.number, index, totals, self.section,
            )  # fmt: skip
        number, own_unit, note, is_preliminary, is_estimated, warnings = said
        return Observation(
            indicator, area, code, when, breakdown, number, "", own_unit or unit or heading.unit,
            raw if type(raw) is str else shown(raw), self.sheet, row.number, index, totals, self.section,
            is_preliminary or self.mapping.is_preliminary or (when is not None and when.is_preliminary),
            is_estimated, note, warnings,
        )  # fmt: skip

    def read_event(self, row: Row) -> Observation | Issue:
        """An event counts as one; adding them up by place and period is for whoever asked."""
        context, period = self.context_of(row)
        at = self.contexts.periods[0].index if self.contexts.periods else 0
        self.rows += 1
        if type(context) is Issue:
            return self.at(context, row, context.column)
        return Observation(
            context.indicator or self.mapping.indicator, context.area, context.area_code,
            period or self.default_period, context.breakdown, Decimal(1), "", context.unit, "",
            self.sheet, row.number, at, context.totals,
        )  # fmt: skip

    def is_label_only(self, cells: list[Raw]) -> bool:
        """A single label and no value: a section, or the first line of a label that goes on in the next row."""
        for column in self.values:
            if cells[column.index] is not None:
                return False
        standing = [column for column, raw in enumerate(cells) if raw is not None]
        return len(standing) == 1 and standing[0] in self.described

    def remember_label(self, row: Row) -> None:
        self.broken_label = next(label(raw) for raw in row.cells if raw is not None)
        self.section = read_label(self.broken_label, self.marks).text

    def cell(self, row: Row, column: ColumnMapping) -> Raw:
        """The cell, or what stood above it in its block."""
        raw = row.cells[column.index]
        if column.fills_down:
            if raw is None or raw == "":
                # A sum belongs to no block: what stands above it is only the last of its parts.
                return None if self.is_sum(row) else self.remembered.get(column.index)
            self.remembered[column.index] = raw
        return raw

    def is_sum(self, row: Row) -> bool:
        """Whether a label of the row names a whole."""
        labels = (row.cells[n] for n in self.described)
        return any(isinstance(raw, str) and read_label(raw, self.marks).is_total for raw in labels)

    def cells_in(self, row: Row, columns: Sequence[ColumnMapping | None]) -> list[Raw]:
        if self.fills_down:
            return [column and self.cell(row, column) for column in columns]
        cells = row.cells
        return [column and cells[column.index] for column in columns]

    def context_of(self, row: Row) -> tuple[Context | Issue, Period | None]:
        """What the labels of the row say, and its period; or the issue that makes the whole row unusable."""
        labels = self.cells_in(row, self.contexts.columns)
        if self.broken_label:
            self.go_on(labels)
        context = self.contexts.of(*labels)
        if type(context) is Issue and context.code == "personal_data":
            return context, None
        period = self.contexts.period(self.default_period, *self.cells_in(row, self.contexts.periods))
        is_lost = type(period) is Issue and not any(c.period for c in self.values if self.contexts.needs_year)
        return (period, None) if is_lost else (context, period)

    def go_on(self, labels: list[Raw]) -> None:
        """Put the label of the row above before the first one here, if that is in lower case."""
        for n, raw in enumerate(labels):
            if raw is not None:
                if label(raw)[:1].islower():
                    labels[n], self.section = f"{self.broken_label} {label(raw)}", ""
                self.broken_label = ""
                return


def value_column(column: ColumnMapping, mapping: Mapping) -> ValueColumn:
    adds_measure = bool(column.indicator) and column.indicator.casefold() not in GENERIC_MEASURES
    named = {"area": column.area, **column.breakdown}
    totals = frozenset(name for name, text in named.items() if text and is_total(text))
    measure = column.indicator or mapping.indicator
    is_divided = bool(column.area or column.breakdown)
    return ValueColumn(
        column.index, column, mapping.rules(column), read_code(column.period), measure, adds_measure, totals, is_divided
    )  # fmt: skip


def read_code(code: str) -> Period | None:
    """The period that a mapping keeps as a code, with * when preliminary."""
    return read_period(code) if code else None
