"""Sheets as plain data, with what each value cell means written down by whoever made it, never by the importer."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple


class Share(NamedTuple):
    """A fraction that the sheet shows as per cent."""

    fraction: float


class Fault(NamedTuple):
    text: str


class Formula(NamedTuple):
    """A formula that no program has calculated."""

    text: str


class Cell(NamedTuple):
    """A raw cell and what it says: {"value": …}, {"flag": …} or {"issue": …}, with the words of its place."""

    raw: Any
    says: dict[str, Any]


def address(row: int, column: int) -> str:
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


@dataclass
class Grid:
    """One sheet; `expected` is {address: what the cell says}."""

    name: str
    rows: list[list[Any]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    state: str = "visible"
    expected: dict[str, dict[str, Any]] = field(default_factory=dict)

    def row(self, *cells: Any) -> "Grid":
        self.rows.append([cell.raw if isinstance(cell, Cell) else cell for cell in cells])
        for column, cell in enumerate(cells):
            if isinstance(cell, Cell) and cell.says:
                self.expected[address(len(self.rows), column)] = cell.says
        return self

    def merge(self, first_row: int, first: int, last_row: int, last: int) -> None:
        self.merged.append(f"{address(first_row, first)}:{address(last_row, last)}")


def value(number: Any) -> dict[str, Any]:
    return {"value": str(Decimal(str(number)).normalize() + 0)}


def month(year: int, number: int) -> tuple[str, str]:
    days = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(number, 31) + (number == 2 and year % 4 == 0)
    return f"{year}-{number:02}-01", f"{year}-{number:02}-{days}"


def year(number: int) -> tuple[str, str]:
    return f"{number}-01-01", f"{number}-12-31"
