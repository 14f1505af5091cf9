"""Rings in metres to the shapes that collab/maps.py draws: fitted into one frame, simplified, each with its label."""

from itertools import pairwise

import numpy as np

from collab.charts import xy

WIDE, HIGH = 540, 520
# Closer than this, in units of the drawing, two points are one; a point this near a line is on it.
NEAR = 0.7
# A place with less room round its label than this has the label outside, at the right, with a line to it.
ROOM = 26
LABEL_GAP, LABEL_STEP, LABEL_WIDE = 26, 38, 120
GRID, ROUNDS = 12, 3


def shapes(places):
    """{key: shape} of {key: rings in metres}: a path, where the label stands, and its line when it stands outside."""
    every = np.concatenate([np.asarray(ring, float) for rings in places.values() for ring in rings])
    low, high = every.min(axis=0), every.max(axis=0)
    span = np.maximum(high - low, 1)
    scale = min(WIDE / span[0], HIGH / span[1])
    fitted = {
        key: [simplified((np.asarray(ring, float) - low) * scale) for ring in rings]
        for key, rings in places.items()
    }
    found, outside = {}, []
    for key, rings in fitted.items():
        # A ring smaller than a dot is no part of the drawing, unless it is all there is.
        kept = [ring for ring in rings if len(ring) > 3 and abs(area_of(ring)) > 4] or [max(rings, key=len)]
        point, room = centre(max(kept, key=lambda ring: abs(area_of(ring))))
        found[key] = {"path": "".join(map(path, kept)), "label": [round(float(c), 1) for c in point]}
        if room < ROOM:
            outside.append(key)
    return {**found, **stand_outside({key: found[key] for key in outside}, right=span[0] * scale)}


def stand_outside(small, right):
    """The labels of small places in a column at the right, in the order of the places from the top."""
    moved, last = {}, 0
    for key, shape in sorted(small.items(), key=lambda item: item[1]["label"][1]):
        last = max(shape["label"][1], last + LABEL_STEP)
        label = [round(right + LABEL_GAP), round(last)]
        moved[key] = {**shape, "leader": shape["label"], "label": label, "reach": label[0] + LABEL_WIDE}
    # A column that reaches below the map begins higher up, as far as there is room.
    lift = max(0, min(last - HIGH, min((shape["label"][1] for shape in moved.values()), default=0)))
    return {
        key: {**shape, "label": [shape["label"][0], round(shape["label"][1] - lift)]}
        for key, shape in moved.items()
    }


def simplified(ring):
    """The ring without points that nobody would see: one pass, so a hostile ring costs no more than its length."""
    kept = [ring[0]]
    for here, after in pairwise(ring[1:]):
        if np.abs(here - kept[-1]).max() < NEAR:
            continue
        along = after - kept[-1]
        length = np.hypot(*along)
        off = abs(along[0] * (here - kept[-1])[1] - along[1] * (here - kept[-1])[0])
        if not length or off / length >= NEAR / 2:
            kept.append(here)
    return np.array([*kept, ring[-1]])


def area_of(ring):
    x, y = ring[:, 0], ring[:, 1]
    return float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2


def path(ring):
    return "M" + "L".join(f"{xy(round(x, 1))} {xy(round(y, 1))}" for x, y in ring[:-1]) + "Z"


def centre(ring):
    """(point, room): the point inside that is farthest from the edge, sought in an ever finer grid."""
    low, high = ring.min(axis=0), ring.max(axis=0)
    best, room = (low + high) / 2, 0.0
    for _round in range(ROUNDS):
        xs, ys = np.linspace(low[0], high[0], GRID), np.linspace(low[1], high[1], GRID)
        points = np.array([(x, y) for x in xs for y in ys])
        distances = np.where(inside(points, ring), to_edges(points, ring), -1)
        if distances.max() > room:
            best, room = points[distances.argmax()], float(distances.max())
        step = (high - low) / GRID
        low, high = best - step, best + step
    return best, room


def inside(points, ring):
    """Whether each point lies within the ring."""
    crossings = np.zeros(len(points), int)
    for (x1, y1), (x2, y2) in pairwise(ring):
        between = (y1 > points[:, 1]) != (y2 > points[:, 1])
        if y1 != y2:
            crossings += between & (points[:, 0] < (x2 - x1) * (points[:, 1] - y1) / (y2 - y1) + x1)
    return crossings % 2 == 1


def to_edges(points, ring):
    """How far each point is from the nearest edge."""
    nearest = np.full(len(points), np.inf)
    for start, end in pairwise(ring):
        along = end - start
        length = max(float(along @ along), 1e-9)
        at = np.clip((points - start) @ along / length, 0, 1)[:, None]
        nearest = np.minimum(nearest, np.hypot(*(points - start - at * along).T))
    return nearest
