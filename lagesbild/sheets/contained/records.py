"""JSON records and PC-Axis files as rows of one table, the first row being the headings."""

import json

from json_stat import data_set_in, data_set_rows
from no_table import NoTable
from px import px_rows


def json_rows(path):
    """Headings, then one row for each object; what lies inside an object is named parent.child."""
    content = content_of(path)
    if data_set := data_set_in(content):
        yield from data_set_rows(data_set)
        return
    if is_keyed(content):
        yield [column["text"] for column in content["columns"]]
        yield from ([*row["key"], *row["values"]] for row in content["data"])
        return
    records = [flat(one) for record in array_in(content) for one in unfolded(record)]
    headings = list(dict.fromkeys(key for record in records for key in record))
    yield headings
    for record in records:
        yield [record.get(key) for key in headings]


def is_keyed(content):
    """Whether it is the answer of a PxWeb: columns told apart from the data, which are keys and values."""
    return (
        isinstance(content, dict)
        and all(is_array_of_objects(content.get(part)) for part in ("columns", "data"))
        and all({"key", "values"} <= row.keys() for row in content["data"])
        and all(len(row["key"]) + len(row["values"]) == len(content["columns"]) for row in content["data"])
    )


def content_of(path):
    """The one value of a JSON file, or the list of those that stand on a line each."""
    with open(path, "rb") as file:
        text = file.read().decode("utf-8-sig")
    try:
        return load(text)
    except json.JSONDecodeError:
        return [load(line) for line in text.split("\n") if line.strip()]


def load(text):
    return json.loads(text, parse_constant=lambda name: f"#{name}")


def array_in(content):
    """The array of objects: the whole file, or the only such array that is not inside another."""
    arrays = list(arrays_of_objects(content))
    if len(arrays) != 1:
        raise NoTable
    return arrays[0]


def arrays_of_objects(content):
    if is_array_of_objects(content):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from arrays_of_objects(value)


def is_array_of_objects(value):
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def holds_figures(objects):
    return any(type(value) in (int, float) for one in objects for value in flat(one).values())


def unfolded(record):
    """The record once for each object of the only list of figures that it holds; as it is when it holds none.

    A list of objects without figures tells of the record, and an event comes once however many took part in it.
    """
    inner = [key for key, value in record.items() if is_array_of_objects(value) and holds_figures(value)]
    if not inner:
        return [record]
    if len(inner) > 1:
        # Each figure of one list beside each of the other would be more than the file says.
        raise NoTable
    own = {key: value for key, value in record.items() if key not in inner}
    return [beside(own, inner[0], one) for outer in record[inner[0]] for one in unfolded(outer)]


def beside(own, name, one):
    """One object of the list with what its record says; under the name of the list where both use a name."""
    return {**own, name: one} if own.keys() & one.keys() else {**own, **one}


def flat(record, parent=""):
    found = {}
    for key, value in record.items():
        name = named(parent, key)
        if isinstance(value, dict):
            found |= flat(value, name)
        elif isinstance(value, list):
            found[name] = ", ".join(map(str, value))
        else:
            found[name] = value
    return found


def named(parent, key):
    """parent.child; and "antal 2022" for the figure of a year, as headings have it."""
    return f"{parent}{' ' if key[:1].isdigit() else '.'}{key}" if parent else key


READERS = {"json": json_rows, "px": px_rows}
