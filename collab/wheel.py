"""The geometry of a year as a wheel: twelve months round the clock, January at the top, and a hand on today.

Pure functions, as in charts.py; the SVG is in templates/components/chart_wheel.html.
"""

import math
from calendar import monthrange

from .charts import PAPER_CLASSES, xy

MIDDLE, INNER, OUTER, LABELS = 160, 70, 124, 142


def wheel(counts, today=None):
    """Twelve sectors for `counts` (January first), the fuller the darker; `today` is a date of the year, or None."""
    peak = max(counts, default=0) or 1
    return {
        "sectors": [sector(month, count, shade(count, peak)) for month, count in enumerate(counts)],
        "hand": hand(today) if today else None,
        "size": 2 * MIDDLE,
    }


def shade(count, peak):
    """0 for none, else 1 to 4 by how full the month is beside the fullest."""
    return math.ceil(4 * count / peak)


def sector(month, count, level):
    begin, end = (2 * math.pi * (month + edge) / 12 for edge in (0.02, 0.98))
    middle = 2 * math.pi * (month + 0.5) / 12
    (a, b), (c, d) = at(OUTER, begin), at(OUTER, end)
    (e, f), (g, h) = at(INNER, end), at(INNER, begin)
    (x, y), (lx, ly) = at((INNER + OUTER) / 2, middle), at(LABELS, middle)
    return {
        "path": f"M{a} {b}A{OUTER} {OUTER} 0 0 1 {c} {d}L{e} {f}A{INNER} {INNER} 0 0 0 {g} {h}Z",
        "level": level,
        "fill": PAPER_CLASSES[level],
        "x": x,
        "y": y,
        "label_x": lx,
        "label_y": ly,
        "count": count,
    }


def hand(day):
    """The line that points at a day."""
    turn = 2 * math.pi * (day.month - 1 + (day.day - 0.5) / monthrange(day.year, day.month)[1]) / 12
    (a, b), (c, d) = at(INNER - 12, turn), at(OUTER + 6, turn)
    return {"x1": a, "y1": b, "x2": c, "y2": d}


def at(radius, turn):
    return xy(MIDDLE + radius * math.sin(turn)), xy(MIDDLE - radius * math.cos(turn))
