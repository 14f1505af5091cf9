"""Every way a cell is written, with what it means, after the table of cell meanings that the parties follow."""

from datetime import date

from grids import Cell, Fault, Formula, Share, value

NBSP, NARROW, THIN, FIGURE = "\u00a0", "\u202f", "\u2009", "\u2007"


def is_(number, **more):
    return {**value(number), **more}


def lacks(flag):
    return {"flag": flag}


def bad(code):
    return {"issue": code}


# What any file can hold, written as text.
WRITTEN = [
    ("..", lacks("suppressed")),
    (" .. ", lacks("suppressed")),
    (".", lacks("not_applicable")),
    ("x", lacks("suppressed")),
    ("X", lacks("suppressed")),
    ("*", lacks("suppressed")),
    ("<5", lacks("suppressed")),
    ("< 5", lacks("suppressed")),
    ("1–4", lacks("suppressed")),
    ("1-4", lacks("suppressed")),
    ("0", is_(0)),
    ("12,5", is_(12.5)),
    ("1 234,5", is_(1234.5)),
    (f"1{NBSP}234,5", is_(1234.5)),
    (f"2{NBSP}454{NBSP}821", is_(2454821)),
    ("1.234,5", is_(1234.5)),
    ("1.234", bad("ambiguous_number")),
    ("1,234", is_(1.234, warns="comma_is_decimal")),
    ("23,4 %", is_(23.4, unit="%")),
    ("23,4%", is_(23.4, unit="%")),
    (f"23,4{NBSP}%", is_(23.4, unit="%")),
    ("-48", is_(-48)),
    ("–48", is_(-48)),
    (f"12{NBSP}500 kr", is_(12500, unit="kr")),
    ("12 500 kr", is_(12500, unit="kr")),
    ("12 500:-", is_(12500, unit="kr")),
    ("40 st", is_(40, unit="st")),
    ("ca 40", is_(40, estimated=True)),
    ("cirka 1 200", is_(1200, estimated=True)),
    ("57*", is_(57, preliminary=True)),
    ("57 prel", is_(57, preliminary=True)),
    ("57 (prel.)", is_(57, preliminary=True)),
    ("251)", bad("footnote_unclear")),
    ("25 1)", is_(25, note="1")),
    ("25¹", is_(25, note="¹")),
    ("#DIV/0!", bad("error_value")),
    ("#REF!", bad("error_value")),
    ("#VÄRDEFEL!", bad("error_value")),
    ("#SAKNAS!", bad("error_value")),
    ("05-okt", bad("auto_date")),
    ("okt-05", bad("auto_date")),
    ("2023-10-05", bad("auto_date")),
    ("5-10", lacks("suppressed")),
    ("11-15", bad("range")),
    ("007", bad("code_not_number")),
    ("fem", bad("not_a_number")),
    ("12 34", bad("bad_grouping")),
    ("1,2E+05", bad("rounded_notation")),
    ("40 lådor", bad("unknown_unit")),
    ("uppgift saknas", lacks("not_available")),
]
# Letters that only Unicode has.
UNICODE = [
    (f"1{NARROW}234,5", is_(1234.5)),
    (f"1{THIN}234", is_(1234)),
    (f"1{FIGURE}234", is_(1234)),
    ("\u201148", is_(-48)),
    ("\u221248", is_(-48)),
    ("≤4", lacks("suppressed")),
]
# What only a workbook can hold.
TYPED = [
    (12, is_(12)),
    (12.5, is_(12.5)),
    (-48, is_(-48)),
    (Share(0.234), is_(23.4, unit="%")),
    (Fault("#DIV/0!"), bad("error_value")),
    (Fault("#REF!"), bad("error_value")),
    (Formula("=1+1"), bad("formula_without_value")),
    (date(2023, 10, 5), bad("auto_date")),
    (True, bad("boolean")),
]
# An old workbook has no formats that the reader is told of, and no formula is left uncalculated in it.
OLD = [pair for pair in TYPED if isinstance(pair[0], int | float) and not isinstance(pair[0], bool)]
DASHES = ["-", "–", "—"]
DASH_NOTES = {"- = Noll": is_(0), "- = uppgift saknas": lacks("not_available"), "": bad("dash_unclear")}


def meanings(kind, note):
    """The cells that a format can hold, dashes as the note under the table explains them."""
    cells = list(WRITTEN)
    if kind != "cp1252":
        cells += UNICODE
    cells += {"workbook": TYPED, "old": OLD}.get(kind, [])
    return [Cell(*pair) for pair in [*cells, *((dash, DASH_NOTES[note]) for dash in DASHES)]]
