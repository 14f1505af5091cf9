"""Which columns say when: one whole period, or a year and a part of it; and dates that are themselves reported."""

from collections.abc import Sequence

from .kinds import DATE
from .labels import is_total
from .mapping import ColumnMapping
from .period_text import read_period
from .periods import Period, widened
from .raw import Raw
from .samples import Sample

# A year to try a cell such as januari with.
ANY_YEAR = 2020
PARTS = frozenset(("half", "tertial", "quarter", "month", "week"))


def settle_periods(columns: list[ColumnMapping], sample: Sample) -> None:
    """One whole period, or a year with its part; a column of single days that stand for years or months says so."""
    found = [c for c in columns if c.role == "period"]
    for column in found:
        days = [p for raw in sample.cells(column.index) if (p := read_period(raw)) and p.kind == "day"]
        if column.part in ("", "year") and len(days) >= 0.9 * len(sample.cells(column.index)) > 0:
            column.part = stands_for(days) or ("" if column.part == "" else "year")
        column.part = column.part or part_told(sample.cells(column.index))
    parts = {c.part for c in found}
    if "year" not in parts and parts - {""} and any(c.part == "" for c in found):
        found = [c for c in found if c.part == ""] + [c for c in found if c.part]
    for extra in found[1:]:
        if not (
            found[0].part == "year" and extra.part in ("month", "quarter", "week", "half", "tertial")
        ) and not (extra.part == "year" and found[0].part):
            extra.role, extra.reason = "ignored", "second period"


def part_told(cells: Sequence[Raw]) -> str:
    """The part of a year that every cell names, such as januari or kv 2, when none of them names the year."""
    kinds = {period.kind for raw in cells if (period := read_period(raw, ANY_YEAR))}
    alone = not any(read_period(raw) for raw in cells)
    return kinds.pop() if alone and len(kinds) == 1 and kinds <= PARTS else ""


def names_whole_periods(columns: Sequence[ColumnMapping]) -> bool:
    """Whether the columns say when, all by themselves; months alone wait for the year of a title."""
    return any(c.period or (c.role == "period" and c.part not in PARTS) for c in columns)


def stands_for(days: list[Period]) -> str:
    """ "year" when every day is the same day of its year, "month" when every day begins or ends its month."""
    of_year = {(day.start.month, day.start.day) for day in days}
    if of_year <= {(1, 1)} or of_year <= {(12, 31)} or of_year <= {(11, 1)}:
        return "year"
    months = {(day.start.year, day.start.month) for day in days}
    return "month" if len(months) > 1 and all(day.start.day == 1 for day in days) else ""


def settle_dates(columns: list[ColumnMapping], sample: Sample) -> None:
    """Dates beside a year column are what is reported; a lone date column is when it happened."""
    dates = [
        c
        for c in columns
        if sample.kinds.get(c.index) == DATE and c.role in ("ignored", "period") and not c.part
    ]
    has_period = any(c.role == "period" and c not in dates for c in columns)
    has_figures = any(c.role == "value" for c in columns)
    if has_period and not has_figures and len(dates) > 1:
        for column in dates:
            column.role, column.reason, column.takes, column.certainty = "value", "dates", "date", 0.6
            column.indicator, column.unit = column.header, "datum"


def settle_headings(columns: list[ColumnMapping]) -> None:
    """Headings that are days standing for months or years, and the sum at the end of a row of periods."""
    timed = [c for c in columns if c.role == "value" and (c.period or c.part)]
    days = [period for c in timed if (period := read_period(c.period)) and period.kind == "day"]
    kind = stands_for(days) if len(days) > 1 and len(days) == len(timed) else ""
    for column, day in zip(timed, days, strict=False) if kind else ():
        column.period = widened(day, kind).code
    for column in columns:
        is_untimed = column.role == "value" and not column.period and not column.part
        if len(timed) > 1 and is_untimed and is_total(column.header):
            column.role, column.certainty, column.reason = "ignored", 0.85, "the sum of the periods"
