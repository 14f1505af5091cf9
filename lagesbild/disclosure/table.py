"""One indicator's figures as a table of cells, and the sums that tie them: by place, by time and by group.

A sum holds when the figures say so: statistics overlap, leave a rest out, or count the same person every month, and
no label tells which. Terms as in Hundepool et al., Statistical Disclosure Control (Wiley 2012), chapter 4.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

# A whole may differ this much from its parts and still be taken for their sum: rounding, late corrections.
TOLERANCE = 0.02


class Stretch(NamedTuple):
    """A period as the sums see it."""

    kind: str
    first: object
    last: object


@dataclass
class Cell:
    """One version of a figure. `number` is None when there is none; `is_unknown` then says it was delivered suppressed.

    `version` grows with every import; `is_open` says whether the figure may be hidden to protect another, `was_shown`
    whether readers have met it already; `row` and `breakdown` are its keys in the database.
    """

    area: int
    period: int
    group: tuple
    number: float | None
    version: int = 0
    is_small: bool = False
    is_unknown: bool = False
    is_masked: bool = False
    is_open: bool = True
    was_shown: bool = False
    row: int | None = None
    breakdown: int | None = None

    @property
    def figure(self):
        return self.area, self.period, self.group

    @property
    def is_sensitive(self):
        return self.is_small or self.is_unknown

    @property
    def is_told(self):
        return self.is_unknown or self.number is not None


class Sum(NamedTuple):
    """cells[whole] = the sum of cells[parts], plus a rest that nobody is told when `has_rest`."""

    whole: int
    parts: tuple
    has_rest: bool


def versions(cells):
    """{figure: the numbers of its cells, oldest first}."""
    found = defaultdict(list)
    for n, cell in enumerate(cells):
        found[cell.figure].append(n)
    return {figure: sorted(numbers, key=lambda n: cells[n].version) for figure, numbers in found.items()}


def sums(cells, ancestors, kinds, stretches):
    """Every sum that the numbers of `cells` allow a reader to assume, at any moment since the first version.

    `ancestors` gives the places above a place, `kinds` a place's kind, `stretches` the Stretch of a period.
    """
    history = versions(cells)
    figures = [cells[numbers[0]] for numbers in history.values()]
    by_key = {cell.figure: n for n, cell in enumerate(figures)}
    timelines = list(history.values())
    found = {}
    families = (
        by_place(figures, by_key, ancestors, kinds),
        by_time(figures, by_key, stretches),
        by_group(figures, by_key),
    )
    for family in families:
        for whole, parts in family:
            for one in at_every_moment(cells, timelines[whole], [timelines[n] for n in parts]):
                found[one.whole, one.parts] = one
    return list(found.values())


def at_every_moment(cells, whole, parts):
    """The sum as it stood after each import that changed a member of it."""
    if len(whole) == 1 and all(len(one) == 1 for one in parts):
        moments = [max(cells[n].version for [n] in (whole, *parts))]
    else:
        moments = sorted({cells[n].version for one in (whole, *parts) for n in one})
    for moment in moments:
        then = [[n for n in one if cells[n].version <= moment][-1:] for one in (whole, *parts)]
        if then[0] and (one := relation(cells, then[0][0], [n for part in then[1:] for n in part])):
            yield one


def relation(cells, whole, parts):
    """The parts as a sum that makes the whole, or None when the numbers contradict that."""
    told = [n for n in parts if cells[n].is_told]
    if not told or not cells[whole].is_told:
        return None
    rest = len(told) < len(parts)
    members = tuple(sorted(told))
    if cells[whole].number is None:
        return Sum(whole, members, rest)
    left = cells[whole].number - sum(cells[n].number or 0 for n in told)
    slight = max(1.0, TOLERANCE * cells[whole].number)
    if left < -slight:
        return None
    has_unknown = any(cells[n].number is None for n in told)
    return Sum(whole, members, rest or (left > slight and not has_unknown))


def by_place(cells, by_key, ancestors, kinds):
    """A place and all places of one kind within it."""
    within = defaultdict(list)
    for n, cell in enumerate(cells):
        for above in ancestors.get(cell.area, ()):
            within[above, kinds[cell.area], cell.period, cell.group].append(n)
    for (area, _kind, period, group), parts in within.items():
        if (whole := by_key.get((area, period, group))) is not None:
            yield whole, parts


def by_time(cells, by_key, stretches):
    """A period and all shorter ones of one kind within it; a count since the new year and the one before it."""
    series = defaultdict(list)
    for n, cell in enumerate(cells):
        series[cell.area, cell.group].append((stretches[cell.period], n))
    inside = contained(stretches)
    for members in series.values():
        place = {cells[n].period: n for _stretch, n in members}
        for stretch, whole in members:
            for shorter in inside.get(stretch, ()):
                parts = [place[period] for period in shorter if period in place]
                if parts:
                    yield whole, parts
        yield from steps_of_a_year(members)


def contained(stretches):
    """{stretch: [periods of one kind within it, …]}; a stretch is no part of one of its own kind."""
    found = {}
    for outer in set(stretches.values()):
        by_kind = defaultdict(list)
        for period, inner in stretches.items():
            if inner.kind != outer.kind and outer.first <= inner.first and inner.last <= outer.last:
                by_kind[inner.kind].append(period)
        found[outer] = [sorted(periods) for periods in by_kind.values()]
    return found


def steps_of_a_year(members):
    """A count since the new year is the one before it and what came between."""
    running = sorted((s.first, s.last, n) for s, n in members if s.kind == "cumulative")
    for (first, until, earlier), (same, last, later) in pairwise(running):
        between = [n for s, n in members if s.kind == "month" and until < s.first and s.last <= last]
        if first == same and between:
            yield later, [earlier, *between]


def by_group(cells, by_key):
    """A group, or everybody, and its division by one more dimension."""
    divided = defaultdict(list)
    for n, cell in enumerate(cells):
        for part in cell.group:
            rest = tuple(p for p in cell.group if p != part)
            divided[cell.area, cell.period, rest, part[0]].append(n)
    for (area, period, group, _dimension), parts in divided.items():
        if (whole := by_key.get((area, period, group))) is not None:
            yield whole, parts
