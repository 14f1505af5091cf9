"""Periods: from the first day to the last, both included, and the words each kind is written with."""

import datetime as dt
from calendar import monthrange
from typing import NamedTuple

KINDS = (
    "year",
    "half",
    "tertial",
    "quarter",
    "month",
    "week",
    "school_year",
    "day",
    "rolling12",
    "cumulative",
)
MONTHS_IN = {"half": 6, "tertial": 4, "quarter": 3, "month": 1}
FIRST_YEAR, LAST_YEAR = 1900, 2100


class Period(NamedTuple):
    """Days from `start` to `end`, both included; `label` is the text as delivered."""

    start: dt.date
    end: dt.date
    kind: str
    is_preliminary: bool = False
    label: str = ""

    @property
    def is_cumulative(self) -> bool:
        return self.kind == "cumulative"

    @property
    def code(self) -> str:
        """The period as a short text that sorts within its kind: 2023, 2023-04, 2023K2, 2023T1, 2022/23, 2023-W05."""
        year, month = self.start.year, self.start.month
        number = (month - 1) // MONTHS_IN.get(self.kind, 1) + 1
        codes = {
            "year": f"{year}",
            "half": f"{year}H{number}",
            "tertial": f"{year}T{number}",
            "quarter": f"{year}K{number}",
            "month": f"{year}-{month:02}",
            "week": "{}-W{:02}".format(*self.start.isocalendar()[:2]),
            "school_year": f"{year}/{self.end.year % 100:02}",
            "day": self.start.isoformat(),
            "rolling12": f"R12 {self.end:%Y-%m}",
            "cumulative": f"{self.start:%Y-%m}--{self.end:%Y-%m}",
        }
        return codes[self.kind]


def is_year(number: int) -> bool:
    return FIRST_YEAR <= number <= LAST_YEAR


def last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, monthrange(year, month)[1])


def year_period(year: int) -> Period | None:
    """The calendar year, or None for a number that is no year."""
    return Period(dt.date(year, 1, 1), dt.date(year, 12, 31), "year") if is_year(year) else None


def part_of_year(year: int, kind: str, number: int) -> Period | None:
    """Half, tertial, quarter or month `number` of a year; None when the year has no such part."""
    months = MONTHS_IN[kind]
    if not is_year(year) or not 1 <= number <= 12 // months:
        return None
    last = number * months
    return Period(dt.date(year, last - months + 1, 1), last_day(year, last), kind)


def week(year: int, number: int) -> Period | None:
    """ISO week; None for a week the year does not have, such as 53 in most years."""
    try:
        monday = dt.date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
    return Period(monday, monday + dt.timedelta(days=6), "week") if is_year(year) else None


def school_year(first: int) -> Period | None:
    """The school year that begins in `first`: August to June (skolförordningen 3 kap. 3 §)."""
    return Period(dt.date(first, 8, 1), dt.date(first + 1, 6, 30), "school_year") if is_year(first) else None


def day(year: int, month: int, number: int) -> Period | None:
    """One day; None for a date that does not exist."""
    try:
        only = dt.date(year, month, number)
    except ValueError:
        return None
    return Period(only, only, "day") if is_year(year) else None


def through_month(year: int, month: int, first_month: int = 1) -> Period | None:
    """Everything so far: from the first month to the end of `month`."""
    if not is_year(year) or not 1 <= first_month <= month <= 12:
        return None
    return Period(dt.date(year, first_month, 1), last_day(year, month), "cumulative")


def rolling_year(year: int, month: int) -> Period | None:
    """The twelve months that end with `month`."""
    if not is_year(year) or not 1 <= month <= 12:
        return None
    start = dt.date(year, 1, 1) if month == 12 else dt.date(year - 1, month + 1, 1)
    return Period(start, last_day(year, month), "rolling12")


def widened(period: Period, kind: str) -> Period:
    """The year or month that a day stands for in a column that holds one day for each: 2016-12-31 is 2016."""
    if period.kind != "day" or kind not in ("year", "month"):
        return period
    year, month = period.start.year, period.start.month
    wide = year_period(year) if kind == "year" else part_of_year(year, "month", month)
    return wide._replace(label=period.label, is_preliminary=period.is_preliminary)


def from_serial(number: int) -> Period | None:
    """The day of an Excel serial number in the 1900 system: 44927 is 2023-01-01."""
    only = dt.date(1899, 12, 30) + dt.timedelta(days=number)
    return Period(only, only, "day", label=str(number))
