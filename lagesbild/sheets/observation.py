"""One value of one indicator, in one place and period, with the cell it came from."""

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from .periods import Period
from .raw import address


class Observation(NamedTuple):
    """One value cell: what, where, when, for whom, how much; `value` is None when `flag` says why there is none.

    `value` is a date in columns that report dates. `totals` names the dimensions ("area", "indicator" or one of
    the breakdown) in which this is a whole and must not be added to its parts. `period` is None when nothing in
    the sheet says when. Rows count from 1, columns from 0.
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
        """The address a person finds it by, such as C17."""
        return address(self.row, self.column)
