"""What the heading of a value column already says: the measure, its period, its unit and its breakdown."""

import re
from collections.abc import Sequence
from typing import Protocol

from . import lexicon
from .labels import is_total, without_footnote
from .mapping import ColumnMapping
from .period_headings import split_heading
from .period_text import read_period_text
from .periods import Period

# A year to try a heading such as "v. 53" with; it has every part that a year can have.
ANY_YEAR = 2020
SO_FAR = re.compile(r"(?:hittills|ack(?:umulerat)?\.?|totalt under året|year to date|ytd)\b.*", re.I)
PER_CENT_CHANGE = re.compile(r"\b(?:förändring|differens|change)\b", re.I)


class Headings(Protocol):
    """The part of a sample that headings are read with."""

    paths: dict[int, tuple[str, ...]]
    marks: frozenset[str]
    period: Period | None
    body: Sequence[int]


def describe_value(sample: Headings, column: ColumnMapping) -> ColumnMapping:
    """Fill in what the labels over a value column say; each label is a period, a unit, a breakdown or a measure."""
    measure: list[str] = []
    if PER_CENT_CHANGE.search(column.header):
        column.role, column.certainty, column.reason = "ignored", 0.85, "a change, not a level"
        return column
    if sample.period and SO_FAR.fullmatch(" ".join(sample.paths.get(column.index, ()))):
        column.period = sample.period.code if sample.period.kind in ("cumulative", "rolling12") else ""
        return column
    path = sample.paths.get(column.index, ())
    year = year_over(path) or sample.period
    for part in path:
        text, _ = without_footnote(part, sample.marks)
        rest, period = period_in(part, text, year)
        # Januari under 2023 is narrower than the year that stands above it.
        if period and (not column.period or (column.period.rstrip("*").isdigit() and period.kind != "year")):
            column.period = period.code + "*" * period.is_preliminary
            text = rest
        elif not column.part and read_period_text(text, ANY_YEAR):
            # Januari, or kv 2: the year stands in the row.
            column.part, text = text, ""
        if text:
            place(text, column, measure, sample)
    column.indicator = ", ".join(measure) or column.indicator
    column.unit = column.unit or lexicon.unit_of(column.indicator)
    return column


def year_over(path: Sequence[str]) -> Period | None:
    """The year that one of the labels over a column names, for the months and quarters above or below it."""
    found = (split_heading(part)[1] for part in path)
    return next((period for period in found if period and period.kind == "year"), None)


def period_in(part: str, text: str, title: Period | None) -> tuple[str, Period | None]:
    """The label without its period; months and quarters alone take the year of the title."""
    rest, period = split_heading(part)
    if period:
        return without_footnote(rest)[0], period
    year = title.start.year if title else None
    return (text, None) if year is None else ("", read_period_text(text, year))


def place(text: str, column: ColumnMapping, measure: list[str], sample: Headings) -> None:
    """One label that is no period: a unit by itself, a value of a breakdown, or words of the measure."""
    if text.casefold() in lexicon.UNIT_WORDS and (measure or column.breakdown or column.period):
        column.unit = lexicon.UNIT_WORDS[text.casefold()]
        # "Antal 2020" measures nothing but the number; the word stays until something better names it.
        column.indicator = column.indicator or text
    elif dimension := dimension_in(text, sample):
        column.breakdown[dimension] = text
    else:
        measure.append(text)


def dimension_in(text: str, sample: Headings) -> str:
    """The breakdown a label is a value of; Totalt is one only where its parts stand beside it."""
    own = lexicon.dimension_of(text)
    others = [
        lexicon.dimension_of(other) for path in sample.paths.values() for other in path if other != text
    ]
    if own and own not in others and is_total(text):
        # The whole of whatever is divided here.
        return next(filter(None, others), "")
    return own if own in others else ""
