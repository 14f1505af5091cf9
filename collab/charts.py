"""Numbers to the geometry of charts; the SVG itself is in templates/components/.

Pure functions. Every coordinate is a ready string, so no locale puts a comma in it. Colours come from classes on
screen; the attributes beside them are for paper, where a renderer does not apply the page's style to an SVG.
A value is a number, None (missing) or SUPPRESSED (a small count, or telling of one); the last two are never plotted.
"""

import math
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from .numbers import number

SUPPRESSED = "suppressed"

# What the classes of a map may be wide, times a power of ten.
STEPS = (1, 2, 5, 10)

# Light theme, as paper shows it.
PAPER_STATUS = {
    "done": "#0F5B6E",
    "on_track": "#2A7D4C",
    "not_started": "#CBC9C0",
    "off_track": "#B96B00",
    "stopped": "#C2302F",
    "cancelled": "#69747C",
}
PAPER_CLASSES = ("#FAF9F6", "#DCEAEC", "#A9CDD3", "#4F8E9B", "#0F4C5C")


def xy(value: float) -> str:
    """A coordinate as SVG wants it: a point, at most two decimals."""
    return f"{round(value, 2):g}"


def is_plotted(value) -> bool:
    return value is not None and value != SUPPRESSED


def round_up(peak: float, steps=(1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)) -> float:
    """The nearest of `steps`, times a power of ten, that is not below `peak`."""
    if peak <= 0:
        return 1
    power = 10 ** math.floor(math.log10(peak))
    return next(tidy(step * power) for step in steps if step * power >= peak * (1 - 1e-9))


def shared_scale(series):
    """(bottom, top) that holds every plotted value of every series; from zero, unless something is negative."""
    values = [float(v) for values in series for v in values if is_plotted(v)]
    top, low = max(values, default=0), min(values, default=0)
    return (-round_up(-low) if low < 0 else 0), round_up(top)


def runs(values):
    """The plotted values as (position, value), in runs that a missing value breaks."""
    found = [[]]
    for i, value in enumerate(values):
        if is_plotted(value):
            found[-1].append((i, value))
        elif found[-1]:
            found.append([])
    return [run for run in found if run]


def points(values, scale):
    """For each run, its points in a square of 100 × 100."""
    bottom, top = scale
    step = 100 / max(len(values) - 1, 1)
    return [
        [(xy(i * step), xy(100 * (top - float(v)) / (top - bottom))) for i, v in run] for run in runs(values)
    ]


def line(values, scale):
    """An SVG path, broken where a value is missing."""
    return "".join(
        "M" + "L".join(f"{x} {y}" for x, y in run) for run in points(values, scale) if len(run) > 1
    )


def dots(values, scale):
    """The path of values with no neighbour, drawn by their round line caps."""
    return "".join(f"M{run[0][0]} {run[0][1]}h.01" for run in points(values, scale) if len(run) == 1)


def trends(series, periods, *, references=(), goal=None, back=None, event=None, unit=""):
    """Small multiples on one scale from zero: a panel per (label, values); `back` periods give the change.

    `references` are the dashed lines, one per panel or one for all; `goal` is a level drawn through every panel.
    """
    lines = list(references) * (1 if len(references) == len(series) else len(series))
    scale = shared_scale([values for _label, values in series] + lines + [[goal]])
    return [
        {
            **trend(label, values, periods, scale, reference, back, event),
            "goal": level(goal, scale),
            "unit": unit,
        }
        for (label, values), reference in zip(series, lines or [()] * len(series), strict=True)
    ]


def level(value, scale):
    """The path of a level through a whole panel; empty when there is none."""
    bottom, top = scale
    return "" if value is None else f"M0 {xy(100 * (top - float(value)) / (top - bottom))}H100"


def trend(label, values, periods, scale, reference=(), back=None, event=None):
    """One panel: the paths, the latest plotted value with its period, and the change since `back` periods."""
    bottom, top = scale
    known = [i for i, value in enumerate(values) if is_plotted(value)]
    first, last = (known[0], known[-1]) if known else (None, None)
    path, zero = line(values, scale), xy(100 * top / (top - bottom))
    is_whole = len(known) == len(values) > 1
    return {
        "label": label,
        "path": path,
        "area": f"{path}L100 {zero}L0 {zero}Z" if is_whole else "",
        "lone": dots(values, scale),
        "reference": line(reference, scale),
        "dot": dots([*[None] * last, values[last], *[None] * (len(values) - last - 1)], scale)
        if known
        else "",
        "event": f"M{xy(100 * event / max(len(values) - 1, 1))} 0V100" if event is not None else "",
        "zero": zero,
        "top": top,
        "bottom": bottom,
        "first": values[first] if known else None,
        "first_period": periods[first] if known else "",
        "latest": values[last] if known else None,
        "latest_period": periods[last] if known else "",
        "change": change(values, last, back),
        "periods": periods,
        "values": values,
    }


def change(values, last, back):
    """The latest value less the one `back` periods before, when both are known."""
    if last is None or not back or last < back or not is_plotted(values[last - back]):
        return None
    return values[last] - values[last - back]


def ranking(rows):
    """Rows (dicts with label and value) with the length of their bar in percent, longest first, unplotted last."""
    rows = list(rows)
    peak = max((float(row["value"]) for row in rows if is_plotted(row["value"])), default=0) or 1
    ranked = [
        {
            **row,
            "width": xy(100 * float(row["value"]) / peak) if is_plotted(row["value"]) else "",
            "is_suppressed": row["value"] == SUPPRESSED,
        }
        for row in rows
    ]
    return sorted(ranked, key=lambda row: -float(row["width"] or -1))


def stack(counts):
    """Statuses with counts as parts of one bar, 1000 wide; the words and counts stand in the table beside."""
    total, x, parts = sum(n for _status, n in counts) or 1, 0.0, []
    for status, n in counts:
        width = 1000 * n / total
        if n:
            parts.append(
                {
                    "status": status,
                    "count": n,
                    "x": xy(x),
                    "width": xy(max(width - 3, 1)),
                    "fill": PAPER_STATUS[status],
                }
            )
        x += width
    return parts


@dataclass(frozen=True)
class Columns:
    """Series of columns on one scale, in a square of 100 × 100."""

    top: int
    series: list


def columns(series):
    """A column per (counts, silent): parts by status from the ground up, and an open one for what did not come."""
    top = (
        max((sum(n for _s, n in counts) + silent for row in series for counts, silent in row), default=0) or 1
    )
    return Columns(top, [column_parts(row, top) for row in series])


def column_parts(row, top):
    slot = 100 / max(len(row), 1)
    parts = []
    for i, (counts, silent) in enumerate(row):
        ground = 100.0
        for status, n in [*counts, ("silent", silent)]:
            height = 100 * n / top
            if n:
                ground -= height
                parts.append(
                    {
                        "status": status,
                        "x": xy(i * slot + slot * 0.14),
                        "y": xy(ground + min(height / 2, 1)),
                        "width": xy(slot * 0.72),
                        "height": xy(max(height - 2, height / 2)),
                        "fill": PAPER_STATUS.get(status, "none"),
                    }
                )
    return parts


def cuts(values, classes=4):
    """The lower ends of the second to last class: equal steps between round numbers, for the map and its legend."""
    plotted = [float(v) for v in values if is_plotted(v)]
    if not plotted:
        return ()
    low, high = min(plotted), max(plotted)
    step = round_up((high - low or abs(high) or 1) / classes, STEPS)
    start = math.floor(low / step) * step
    return tuple(tidy(start + step * i) for i in range(1, classes))


def tidy(value):
    """An integer where it is one, else free of the noise of binary fractions."""
    value = round(value, 6)
    return int(value) if value == int(value) else value


def bucket(value, limits) -> int:
    """0 for what is not plotted, else 1 up to the number of classes."""
    return 1 + sum(float(value) >= limit for limit in limits) if is_plotted(value) else 0


def legend(limits, *, is_whole=True):
    """(class, words) of each class that the limits make; of numbers that are whole, 20–29 and not 20 to below 30."""
    if not limits:
        return []
    middle = [(i + 2, between(low, high, is_whole)) for i, (low, high) in enumerate(pairwise(limits))]
    below = _("Below %(n)s") % {"n": number(limits[0])}
    above = _("%(n)s and above") % {"n": number(limits[-1])}
    return [(1, below), *middle, (len(limits) + 1, above)]


def between(low, high, is_whole=True):
    """20–29 for whole numbers, else from and up to."""
    if is_whole and isinstance(low, int) and isinstance(high, int):
        return f"{number(low)}–{number(high - 1)}" if high - low > 1 else number(low)
    return _("%(low)s to below %(high)s") % {"low": number(low), "high": number(high)}
