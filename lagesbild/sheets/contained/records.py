"""JSON arrays of objects and PC-Axis files as rows of one table, the first row being the headings."""

import json
import re
from itertools import product

ENCODINGS = {"utf-8", "iso-8859-1", "iso-8859-15", "windows-1252", "cp850", "ibm850"}
STATEMENT = re.compile(r'\s*([A-Z0-9-]+)(\[[a-z-]+\])?(?:\(((?:"[^"]*"|[^")])*)\))?=((?:"[^"]*"|[^";])*);')
QUOTED = re.compile(r'"([^"]*)"')
DATUM = re.compile(r'"([^"]*)"|([^\s";]+)')


class NoTable(Exception):
    """The file is well formed but holds no table of records."""


def json_rows(path):
    """Headings, then one row for each object; what lies inside an object is named parent.child."""
    with open(path, "rb") as file:
        content = json.loads(file.read().decode("utf-8-sig"), parse_constant=lambda name: f"#{name}")
    records = [flat(record) for record in array_in(content)]
    headings = list(dict.fromkeys(key for record in records for key in record))
    yield headings
    for record in records:
        yield [record.get(key) for key in headings]


def array_in(content):
    """The array of objects: the whole file, or the only such array in its one object."""
    arrays = [content] if isinstance(content, list) else []
    if isinstance(content, dict):
        arrays = [value for value in content.values() if isinstance(value, list)]
    arrays = [array for array in arrays if array and all(isinstance(one, dict) for one in array)]
    if len(arrays) != 1:
        raise NoTable
    return arrays[0]


def flat(record, prefix=""):
    found = {}
    for key, value in record.items():
        if isinstance(value, dict):
            found |= flat(value, f"{prefix}{key}.")
        elif isinstance(value, list):
            found[prefix + key] = ", ".join(map(str, value))
        else:
            found[prefix + key] = value
    return found


def px_rows(path):
    """Headings, then one row for each figure: the value of every variable, the figure, its unit (PX 2013)."""
    with open(path, "rb") as file:
        content = file.read()
    declared = re.search(rb'CODEPAGE="([^"]*)"', content[:5000])
    encoding = declared[1].decode("ascii").lower() if declared else "windows-1252"
    text = content.decode(
        "utf-8-sig" if content[:3] == b"\xef\xbb\xbf" else encoding if encoding in ENCODINGS else "cp1252"
    )
    head, found, data = text.partition("DATA=")
    said = {
        (key, sub.strip('"')): value for key, language, sub, value in STATEMENT.findall(head) if not language
    }
    variables = [*QUOTED.findall(said.get(("STUB", ""), "")), *QUOTED.findall(said.get(("HEADING", ""), ""))]
    values = [QUOTED.findall(said.get(("VALUES", name), "")) for name in variables]
    if not found or not variables or not all(values) or any(key == "KEYS" for key, _ in said):
        raise NoTable
    contents = next(
        (QUOTED.findall(value) for (key, _), value in said.items() if key == "CONTVARIABLE"), [""]
    )[0]
    # What is measured stands among the variables, or holds for the whole file.
    measured = "" if contents in variables else " ".join(QUOTED.findall(said.get(("CONTENTS", ""), "")))
    yield [*variables, measured or "Value", "Unit"]
    at = variables.index(contents) if contents in variables else None
    figures = DATUM.finditer(data)
    for combination in product(*values):
        figure = next(figures, None)
        if figure is None:
            raise NoTable
        unit = said.get(("UNITS", combination[at] if at is not None else ""), said.get(("UNITS", ""), ""))
        yield [*combination, number(figure[2]) if figure[2] else figure[1], unit.strip().strip('"')]
    if next(figures, None) is not None:
        raise NoTable


def number(text):
    """A figure with a decimal point as the number it is."""
    return float(text) if re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?", text) else text


READERS = {"json": json_rows, "px": px_rows}
