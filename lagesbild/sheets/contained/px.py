"""PC-Axis files as rows of one table (PX file format 2013)."""

import re
from itertools import product

from no_table import NoTable

ENCODINGS = {"utf-8", "iso-8859-1", "iso-8859-15", "windows-1252", "cp850", "ibm850"}
STATEMENT = re.compile(r'\s*([A-Z0-9-]+)(\[[a-z-]+\])?(?:\(((?:"[^"]*"|[^")])*)\))?=((?:"[^"]*"|[^";])*);')
QUOTED = re.compile(r'"([^"]*)"')
DATUM = re.compile(r'"([^"]*)"|([^\s",;]+)')


def px_rows(path):
    """Headings, then one row for each figure: the value of every variable, the figure, its unit."""
    with open(path, "rb") as file:
        content = file.read()
    head, found, data = text_of(content).partition("DATA=")
    said = {
        (key, sub.strip('"')): value for key, language, sub, value in STATEMENT.findall(head) if not language
    }
    variables = [*QUOTED.findall(said.get(("STUB", ""), "")), *QUOTED.findall(said.get(("HEADING", ""), ""))]
    values = [QUOTED.findall(said.get(("VALUES", name), "")) for name in variables]
    if not found or not variables or not all(values):
        raise NoTable
    contents = next(
        (QUOTED.findall(value) for (key, _), value in said.items() if key == "CONTVARIABLE"), [""]
    )[0]
    # What is measured stands among the variables, or holds for the whole file.
    measured = "" if contents in variables else " ".join(QUOTED.findall(said.get(("CONTENTS", ""), "")))
    yield [*variables, measured or "Value", "Unit"]
    at = variables.index(contents) if contents in variables else None
    for combination, figure in figures_in(said, variables, values, data):
        unit = said.get(("UNITS", combination[at] if at is not None else ""), said.get(("UNITS", ""), ""))
        yield [*combination, figure, unit.strip().strip('"')]


def figures_in(said, variables, values, data):
    """Each combination of values with its figure; with keys only the rows that are written."""
    told = (match[2] or match[1] for match in DATUM.finditer(data))
    keyed = [place for place, name in enumerate(variables) if ("KEYS", name) in said]
    if keyed != list(range(len(keyed))):
        raise NoTable
    rows = keyed_rows(said, variables, values, told, len(keyed)) if keyed else [()]
    for row in rows:
        for rest in product(*values[len(keyed) :]):
            figure = next(told, None)
            if figure is None:
                raise NoTable
            yield (*row, *rest), number(figure)
    if next(told, None) is not None:
        raise NoTable


def keyed_rows(said, variables, values, told, count):
    """The values of the keyed variables at the beginning of each row, which are written themselves or as codes."""
    known = []
    for name, own in zip(variables[:count], values, strict=False):
        codes = QUOTED.findall(said.get(("CODES", name), "")) if "CODES" in said["KEYS", name] else own
        known.append(dict(zip(codes, own, strict=True)))
    while (first := next(told, None)) is not None:
        keys = [first, *(next(told, None) for _ in known[1:])]
        if not all(key in texts for key, texts in zip(keys, known, strict=True)):
            raise NoTable
        yield tuple(texts[key] for key, texts in zip(keys, known, strict=True))


def text_of(content):
    """The text in the encoding that is declared; else UTF-8 if it can be, else that of Windows or of DOS."""
    declared = re.search(rb'CODEPAGE="([^"]*)"', content[:5000])
    encoding = declared[1].decode("ascii").lower() if declared else ""
    if encoding in ENCODINGS - {"utf-8"}:
        return content.decode(encoding)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # The format is from DOS, and a file for Windows says so.
        return content.decode("cp1252" if declared or b'CHARSET="ANSI"' in content[:5000] else "cp850")


def number(text):
    """A figure with a decimal point as the number it is; a lone dash is how the format writes none at all."""
    if text == "-":
        return 0
    return float(text) if re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?", text) else text
