"""PC-Axis files as rows of one table (PX file format 2013)."""

import re
from itertools import product

from no_table import NoTable

ENCODINGS = {"utf-8", "iso-8859-1", "iso-8859-15", "windows-1252", "cp850", "ibm850"}
STATEMENT = re.compile(r'\s*([A-Z0-9-]+)(\[[a-z-]+\])?(?:\(((?:"[^"]*"|[^")])*)\))?=((?:"[^"]*"|[^";])*);')
QUOTED = re.compile(r'"([^"]*)"')
DATUM = re.compile(r'"([^"]*)"|([^\s";]+)')


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
    if not found or not variables or not all(values) or any(key == "KEYS" for key, _ in said):
        # With keys only some rows are written, and what the others hold is not told alike by all programs.
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
        yield [*combination, number(figure[2] or figure[1]), unit.strip().strip('"')]
    if next(figures, None) is not None:
        raise NoTable


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
