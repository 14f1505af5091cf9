"""Figures that measure nothing: codes, the numbers of things or of rows, years."""

from collections.abc import Sequence
from itertools import pairwise

from .kinds import CODE, NUMBER, kind_of
from .period_text import read_period
from .raw import Raw


def are_codes(texts: Sequence[str]) -> bool:
    """Whether figures of one length are codes, for some of them begin with a zero: 0114, 1280."""
    kinds = {kind_of(text) for text in texts}
    return CODE in kinds <= {CODE, NUMBER} and len({len(text) for text in texts}) == 1


def are_numbered(texts: Sequence[str]) -> bool:
    """Whether the figures are the numbers of things: long ones of one length, each another."""
    return (
        len(texts) == len(set(texts))
        and {len(text) > 3 for text in texts} == {True}
        and len({*map(len, texts)}) == 1
    )


def as_year(raw: Raw) -> int:
    """The year a cell names by itself, preliminary or not, or 0."""
    period = read_period(raw)
    return period.start.year if period and period.kind == "year" else 0


def are_years(texts: Sequence[str]) -> bool:
    """Whether all figures are years of our time, as no measure is row after row."""
    return len(texts) > 1 and all(1950 <= as_year(text) < 2050 for text in texts)


def count_up(texts: Sequence[str]) -> bool:
    """Whether the figures are 0, 1, 2 … or 1, 2, 3 …"""
    if len(texts) < 2 or not all(text.isascii() and text.isdecimal() for text in texts):
        return False
    numbers = list(map(int, texts))
    return numbers[0] in (0, 1) and all(b == a + 1 for a, b in pairwise(numbers))
