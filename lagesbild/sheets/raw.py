"""The raw values a cell can hold before anyone has said what they mean.

None is blank; text, bool, int, Decimal, date, datetime, time and timedelta stand for themselves.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple, Protocol


class Percent(NamedTuple):
    """A number shown with a percent format: 0.234 that the sheet shows as 23.4 %."""

    fraction: int | Decimal


class ErrorValue(NamedTuple):
    """An error such as #DIV/0! in place of a value."""

    text: str


class Uncached(NamedTuple):
    """A formula whose result was never stored in the file."""


Raw = (
    None
    | str
    | bool
    | int
    | Decimal
    | dt.date
    | dt.datetime
    | dt.time
    | dt.timedelta
    | Percent
    | ErrorValue
    | Uncached
)


class Row(NamedTuple):
    """One row that is not empty: its number in the sheet from 1, its cells from column A."""

    number: int
    cells: list[Raw]


class Rows(Protocol):
    """The rows of a sheet, as often as they are asked for; `rough` is quicker where few of them are `decoded`."""

    def __iter__(self) -> Iterator[Row]: ...

    def rough(self) -> Iterator[Any]: ...

    def decoded(self, rough: Any) -> Row: ...


class MergedRange(NamedTuple):
    """A merged block of cells, rows from 1 and columns from 0, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


def revive(tagged: dict) -> Raw:
    """The raw value that the child process wrote as a tagged object."""
    ((kind, value),) = tagged.items()
    return REVIVERS[kind](value)


REVIVERS = {
    "percent": Percent,
    "error": ErrorValue,
    "uncached": lambda _: Uncached(),
    "moment": dt.datetime.fromisoformat,
    "day": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
    "seconds": lambda seconds: dt.timedelta(seconds=float(seconds)),
}


def shown(raw: Raw) -> str:
    """What a person would recognise the cell by, for messages; text is kept as it stood."""
    if raw is None:
        return ""
    if isinstance(raw, Percent):
        return (
            f"{(raw.fraction * 100):f} %" if isinstance(raw.fraction, Decimal) else f"{raw.fraction * 100} %"
        )
    if isinstance(raw, ErrorValue):
        return raw.text
    if isinstance(raw, Uncached):
        return "="
    if isinstance(raw, dt.datetime):
        return raw.isoformat(" ")
    return str(raw)


def address(row: int, column: int) -> str:
    """The cell address people use, row from 1 and column from 0: (17, 2) is C17."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
