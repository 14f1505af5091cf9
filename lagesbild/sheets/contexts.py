"""What the label cells of a row say, worked out once for all rows that have the same."""

from functools import lru_cache
from typing import NamedTuple

from collab.personal_data import find_personal_data

from .issues import Issue
from .labels import is_total, label, without_footnote
from .lexicon import unit_of
from .mapping import ColumnMapping, Mapping
from .period_columns import PARTS
from .period_text import read_part, read_period
from .periods import Period, from_serial, widened
from .personal import is_street_address
from .raw import Raw, shown

# What stands in an issue instead of the personal data it is about.
HIDDEN = "•••"
# So many different rows of labels are remembered, the last ones met.
REMEMBERED = 20_000


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
    breakdown: dict[str, str]
    unit: str
    totals: frozenset[str]


NO_LABEL = Label("", False, False)


class Contexts:
    """The contexts of a table's rows: `of` the cells of the label `columns`, and `period` of those of `periods`."""

    def __init__(self, mapping: Mapping, marks: frozenset[str]) -> None:
        self.mapping, self.marks = mapping, marks
        groups = mapping.with_role("group")
        self.dimensions = [column.header or f"kolumn {column.index + 1}" for column in groups]
        wider = mapping.with_role("area", "wider")
        indicator, name = first(mapping.with_role("indicator")), first(mapping.with_role("area", "name"))
        code, unit = first(mapping.with_role("area", "code")), first(mapping.with_role("unit"))
        self.columns, self.name = [indicator, name, *groups, *wider, code, unit], name
        self.periods = sorted(mapping.with_role("period"), key=lambda c: c.part != "year")
        # Januari in the row, and the year over the column or in the title.
        self.needs_year = len(self.periods) == 1 and self.periods[0].part in PARTS
        # Typed, for 1 and yes are equal and do not read alike.
        self.of = lru_cache(REMEMBERED, typed=True)(self.read)
        self.period = lru_cache(REMEMBERED, typed=True)(self.read_period)

    def read(self, *cells: Raw) -> Context | Issue:
        indicator, area, *more, code, unit = map(self.label, cells)
        groups, wider = more[: len(self.dimensions)], more[len(self.dimensions) :]
        for column, said in zip(self.columns, (indicator, area, *more), strict=False):
            if said.is_personal:
                return Issue("personal_data", HIDDEN, column=column.index)
        place, number = split_code(area.text, code.text)
        place = place or self.mapping.area
        divided = list(zip(self.dimensions, groups, strict=True))
        named = [("area", area), ("indicator", indicator), *divided]
        if self.name and not place and not number:
            # A sum without a place is of all places above it, by the name it has.
            labels = [*(said for _, said in named), *wider]
            place = next((said.text for said in labels if said.is_total), "")
            if not place:
                return Issue("no_area", "", column=self.name.index)
            named.append(("area", Label(place, True, False)))
        totals = frozenset([name for name, said in named if said.is_total])
        measured = unit.text or unit_of(indicator.text) or self.mapping.unit
        breakdown = {name: said.text for name, said in divided}
        return Context(indicator.text, place, number, breakdown, measured, totals)

    def label(self, raw: Raw) -> Label:
        if raw is None:
            return NO_LABEL
        return read_label(raw if type(raw) is str else label(raw), self.marks)

    def read_period(self, year: Period | None, *cells: Raw) -> Period | Issue | None:
        """The period of the row's own cells; None when the headings or the whole table say it.

        `year` is that of the column or the table, for a row that names only a part of it.
        """
        if not cells:
            return None
        column, *more = self.periods
        raw = cells[0]
        if raw is None:
            return Issue("no_period", "", column=column.index)
        if more:
            found, said = part_of(cells[1], more[0].part or "month", raw), f"{shown(raw)} {shown(cells[1])}"
        else:
            found, said = whole_period(raw, column.part), shown(raw)
            if not found and self.needs_year:
                found = part_of(raw, column.part, year.start.year if is_of_year(year) else None)
        return found or Issue("bad_period", said.strip(), column=column.index)


def first(columns: list[ColumnMapping]) -> ColumnMapping | None:
    return columns[0] if columns else None


@lru_cache(maxsize=50_000)
def read_label(text: str, marks: frozenset[str]) -> Label:
    bare, _ = without_footnote(label(text), marks)
    return Label(bare, is_total(bare), bool(find_personal_data(text) or is_street_address(bare)))


def split_code(area: str, code: str) -> tuple[str, str]:
    """The place "17 Värmlands län" is Värmlands län with code 17; the code of a column of its own stays."""
    head, _, rest = area.partition(" ")
    is_code = (
        head.isascii()
        and head[:2].isdigit()
        and (len(head) in (8, 9) or (head.isdigit() and len(head) in (2, 4)))
    )
    return (rest, code or head) if is_code and rest[:1].isalpha() else (area, code)


def is_of_year(period: Period | None) -> bool:
    """Whether months beside the period are months of its year; those of a school year are of two."""
    return period is not None and period.kind in ("year", "cumulative")


def part_of(raw: Raw, kind: str, year: Raw) -> Period | None:
    """The part of the year that a cell names; the sum of the parts is of the year itself."""
    return read_period(year) if is_total(label(raw)) else read_part(raw, kind, year)


def whole_period(raw: Raw, part: str) -> Period | None:
    """A cell that holds the whole period; a bare figure too large for a year is a date's serial number."""
    period = read_period(raw)
    if period is None and isinstance(raw, int) and 20_000 <= raw <= 80_000:
        period = from_serial(raw)
    return period and widened(period, part)
