"""The look of a cell, one letter each, by which tables are told from the text around them."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from .cells import CellRules, Missing, Value, read_text
from .period_text import read_period_text
from .raw import ErrorValue, Percent, Raw, Row, Uncached

BLANK, NUMBER, DATE, PERIOD, MARK, TEXT, BOOLEAN, CODE, ERROR, CLOCK = (
    "-",
    "n",
    "d",
    "p",
    "m",
    "t",
    "b",
    "c",
    "e",
    "k",
)
# Which of the two is the month is asked about, yet a day is meant.
UNCLEAR_DAY = re.compile(r"[0-3]?[0-9][/.][0-3]?[0-9][/.](?:19|20)[0-9]{2}")
LENIENT = CellRules(dash="zero", decimal="comma")
LETTERS = {
    str: TEXT,
    bool: BOOLEAN,
    int: NUMBER,
    Decimal: NUMBER,
    Percent: NUMBER,
    dt.date: DATE,
    dt.datetime: DATE,
    dt.time: CLOCK,
    dt.timedelta: CLOCK,
    ErrorValue: ERROR,
    Uncached: ERROR,
}


def kind_of(raw: Raw) -> str:
    if raw is None:
        return BLANK
    letter = LETTERS[type(raw)]
    return kind_of_text(raw) if letter == TEXT else letter


@lru_cache(maxsize=50_000)
def kind_of_text(text: str) -> str:
    said = read_text(text, LENIENT)
    if isinstance(said, Value):
        return NUMBER
    if isinstance(said, Missing):
        return BLANK if said.flag == "blank" else MARK
    if said.code == "rounded_notation":
        # No value, but figures stand here: 1,2E+03 was shortened when saved, and each such cell is told.
        return NUMBER
    if said.code in ("code_not_number", "error_value"):
        return CODE if said.code == "code_not_number" else ERROR
    if UNCLEAR_DAY.fullmatch(text.strip()):
        return DATE
    period = read_period_text(text)
    if period is None:
        return PERIOD if read_period_text(text, 2001) else TEXT
    return DATE if period.kind == "day" else PERIOD


def filled(row: Row) -> list[int]:
    return [column for column, raw in enumerate(row.cells) if kind_of(raw) != BLANK]


def wide_rows(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows with more than a single cell, which is a title, a note or a section; all where there are no others."""
    return [row for row in rows if len(filled(row)) > 1] or rows


def counts_by_column(rows: Iterable[Row]) -> dict[int, Counter[str]]:
    """How often each kind stands in each column; a row with a single cell is a title or a note and does not count."""
    counts: dict[int, Counter[str]] = {}
    for row in wide_rows(list(rows)):
        for column, raw in enumerate(row.cells):
            letter = kind_of(raw)
            if letter != BLANK:
                counts.setdefault(column, Counter())[letter] += 1
    return counts


def main_kind(counts: Counter[str]) -> str:
    """The kind a column holds when three in five of its cells agree; marks go with any kind; else text."""
    told = Counter({letter: count for letter, count in counts.items() if letter not in (MARK, ERROR)})
    if not told:
        return NUMBER
    letter, count = told.most_common(1)[0]
    return letter if count >= 0.6 * told.total() else TEXT
