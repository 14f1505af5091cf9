"""The parties as circles: round a table, and along a scale; pure geometry, as in `charts`."""

import math

from .charts import xy

# Light theme, as paper shows it.
PAPER_PARTIES = ("", "#17507A", "#2C3A8F", "#8E3A16", "#5A3F7D", "#4A5A10", "#862C5C", "#0B5D57", "#6B4423")


def ring(seats, members):
    """A circle per party round the table, the first at twelve o'clock; taken when the party is a member."""
    count = max(len(seats), 1)
    gap = 2 * 15.5 * math.sin(math.pi / count) if count > 1 else 10
    radius = min(5.0, 0.42 * gap)
    circles = []
    for i, seat in enumerate(seats):
        angle, taken = 2 * math.pi * i / count, seat in members
        circles.append(
            {
                "x": xy(22 + 15.5 * math.sin(angle)),
                "y": xy(22 - 15.5 * math.cos(angle)),
                "r": xy(radius),
                "hue": seat.hue,
                "taken": taken,
                "fill": PAPER_PARTIES[seat.hue] if taken else "none",
                "stroke": "none" if taken else "#CBC9C0",
            }
        )
    return circles


def strip(marks, low, high):
    """(value, party) as dots along one scale, stacked where they meet; with the ticks and the mean."""
    step, radius, edge, length = 9, 4, 6, 120

    def place(value):
        return edge + (length - 2 * edge) * (float(value) - low) / (high - low)

    placed, circles = [], []
    for value, party in sorted(marks, key=lambda mark: mark[0]):
        x = place(value)
        level = sum(abs(x - other) < 2 * radius for other in placed)
        placed.append(x)
        circles.append({"x": xy(x), "level": level, "hue": party.hue, "fill": PAPER_PARTIES[party.hue]})
    height = step * (max((circle["level"] for circle in circles), default=0) + 1) + 4
    for circle in circles:
        circle["y"] = xy(height - 4 - radius - step * circle["level"])
    mean = sum(float(value) for value, _party in marks) / len(marks) if marks else None
    return {
        "width": length,
        "height": height,
        "ground": xy(height - 3),
        "ticks": [xy(place(n)) for n in range(low, high + 1)],
        "mean": xy(place(mean)) if marks else "",
        "dots": circles,
    }
