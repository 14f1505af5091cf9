"""Places to a schematic map: drawn outlines where the places have them, else tiles of equal size."""

import math
import re

from .charts import PAPER_CLASSES, bucket, cuts, is_plotted, legend, xy

TILE = 118
GAP = 8
COLUMNS = 4
SPOT = 12
# How many numbers each path command takes; the last two are where it ends.
NUMBERS = {"M": 2, "L": 2, "T": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7}


def area_map(places, *, limits=None, unit="", is_whole=None):
    """Places (dicts: label, value, is_priority, shape) as shapes with the class of their value and where it is printed.

    `shape` is {"path": SVG path, or "spot": [x, y] for a place inside another; "label": [x, y]; "leader": [x, y] when
    the label stands outside; "reach": how far right it then goes}, all in one coordinate system. If any lacks one,
    all become tiles, in their order.
    """
    places = list(places)
    drawn = bool(places) and all(is_drawn(place.get("shape") or {}) for place in places)
    if is_whole is None:
        is_whole = all(
            place["value"] == int(place["value"]) for place in places if is_plotted(place["value"])
        )
    limits = cuts([place["value"] for place in places]) if limits is None else limits
    shapes = [outlined(place["shape"]) for place in places] if drawn else tiles(len(places))
    areas = [area(place, shape, limits) for place, shape in zip(places, shapes, strict=True)]
    return {
        "areas": areas,
        "legend": legend(limits, is_whole=is_whole),
        "view_box": view_box(shapes),
        "is_tiles": not drawn,
        "unit": unit,
    }


def is_drawn(shape):
    return "label" in shape and ("path" in shape or "spot" in shape)


def outlined(shape):
    """The shape with a path: a spot becomes a circle."""
    if "spot" not in shape:
        return shape
    x, y = shape["spot"]
    circle = f"M{xy(x - SPOT)} {xy(y)}a{SPOT} {SPOT} 0 1 0 {2 * SPOT} 0a{SPOT} {SPOT} 0 1 0 -{2 * SPOT} 0Z"
    return {**shape, "path": circle}


def area(place, shape, limits):
    number = bucket(place["value"], limits)
    x, y = shape["label"]
    leader = shape.get("leader")
    return {
        **place,
        "path": shape["path"],
        "is_spot": "spot" in shape,
        "bucket": number,
        "fill": PAPER_CLASSES[number],
        "ink": "#FFFFFF" if number == len(PAPER_CLASSES) - 1 and not leader else "#16222B",
        "x": xy(x),
        "y": xy(y),
        "lines": [
            {"text": text, "y": xy(y + 16 + 14 * i)} for i, text in enumerate(two_lines(place["label"]))
        ],
        "anchor": "start" if leader else "middle",
        "leader": f"M{xy(leader[0])} {xy(leader[1])}L{xy(x - 5)} {xy(y - 4)}" if leader else "",
    }


def tiles(count):
    """Squares in as even a grid as the count allows."""
    columns = max(math.ceil(math.sqrt(count)), COLUMNS)
    made = []
    for i in range(count):
        x, y = (i % columns) * (TILE + GAP), (i // columns) * (TILE + GAP)
        made.append({"path": f"M{x} {y}h{TILE}v{TILE}h-{TILE}Z", "label": [x + TILE / 2, y + TILE / 2 - 4]})
    return made


def two_lines(text, width=14):
    """A name cut after a space or hyphen near its middle when it is too long for its area."""
    if len(text) <= width:
        return [text]
    breaks = [i + 1 for i, c in enumerate(text) if c in " -"]
    if not breaks:
        return [text]
    cut = min(breaks, key=lambda i: abs(i - len(text) / 2))
    return [text[:cut].strip(), text[cut:].strip()]


def view_box(shapes, margin=6):
    """The box round all outlines and labels; paths are read as absolute or relative M, L, H, V, Z."""
    xs, ys = [], []
    for shape in shapes:
        for x, y in corners(shape["path"]):
            xs.append(x)
            ys.append(y)
        xs += [shape["label"][0], shape.get("reach", shape["label"][0])]
        ys.append(shape["label"][1])
    if not xs:
        return "0 0 100 100"
    left, top = min(xs) - margin, min(ys) - margin
    return f"{xy(left)} {xy(top)} {xy(max(xs) + margin - left)} {xy(max(ys) + margin - top)}"


def corners(path):
    """The points that the commands of a path end in."""
    x = y = 0.0
    for command, numbers in commands(path):
        size = NUMBERS.get(command.upper(), 0)
        for i in range(0, len(numbers), size or 1):
            x, y = end_point(command, numbers[i : i + size], x, y)
            yield x, y


def end_point(command, numbers, x, y):
    origin = (x, y) if command.islower() else (0, 0)
    if command in "Hh":
        return origin[0] + numbers[0], y
    if command in "Vv":
        return x, origin[1] + numbers[0]
    return origin[0] + numbers[-2], origin[1] + numbers[-1]


def commands(path):
    """(letter, numbers) of each command of a path."""
    for letter, text in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        yield letter, [float(n) for n in re.findall(r"-?\d*\.?\d+", text)]
