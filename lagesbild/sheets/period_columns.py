"""Which columns say when: one whole period, or a year and a part of it; and dates that are themselves reported."""

from .kinds import DATE
from .mapping import ColumnMapping
from .period_text import read_period
from .periods import Period
from .samples import Sample


def settle_periods(columns: list[ColumnMapping], sample: Sample) -> None:
    """One whole period, or a year with its part; a column of single days that stand for years or months says so."""
    found = [c for c in columns if c.role == "period"]
    for column in found:
        days = [p for raw in sample.cells(column.index) if (p := read_period(raw)) and p.kind == "day"]
        if column.part in ("", "year") and len(days) >= 0.9 * len(sample.cells(column.index)) > 0:
            column.part = stands_for(days) or ("" if column.part == "" else "year")
    parts = {c.part for c in found}
    if "year" not in parts and parts - {""} and any(c.part == "" for c in found):
        found = [c for c in found if c.part == ""] + [c for c in found if c.part]
    for extra in found[1:]:
        if not (
            found[0].part == "year" and extra.part in ("month", "quarter", "week", "half", "tertial")
        ) and not (extra.part == "year" and found[0].part):
            extra.role, extra.reason = "ignored", "second period"


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
