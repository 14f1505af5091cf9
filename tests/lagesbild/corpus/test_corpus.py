"""Made-up deliveries in every format and layout: every value is read, every bad cell is told with its address."""

from collections import Counter

import layouts
import parties
import pytest
import rough
import writers
from meanings import DASH_NOTES

from lagesbild.sheets.issues import Issue
from lagesbild.sheets.observations import observe
from lagesbild.sheets.reading import open_workbook
from lagesbild.sheets.tables import find_tables

# Name → (writer, what it can hold, the words it is told to write with).
BOOKS = {
    "xlsx": (writers.xlsx, "workbook", {}),
    "strict.xlsx": (writers.strict, "workbook", {}),
    "1904.xlsx": (writers.xlsx_1904, "workbook", {}),
    "xlsm": (writers.xlsm, "workbook", {}),
    "xls": (writers.xls, "old", {}),
    "ods": (writers.ods, "text", {}),
}
TEXTS = {
    "semicolon-cp1252-crlf.csv": {"encoding": "cp1252"},
    "semicolon-utf8bom-crlf.csv": {"encoding": "utf-8-sig"},
    "comma-utf8-lf.csv": {"separator": ",", "line_end": "\n"},
    "tab-utf16-crlf.txt": {"encoding": "utf-16", "separator": "\t"},
    "tab-utf16be-lf.txt": {"encoding": "utf-16-be", "separator": "\t", "line_end": "\n"},
    "bar-utf8-cr.txt": {"separator": "|", "line_end": "\r"},
    "semicolon-cp1252-crcrlf.csv": {"encoding": "cp1252", "line_end": "\r\r\n"},
}
for name, words in TEXTS.items():
    BOOKS[name] = (writers.delimited, "cp1252" if words.get("encoding") == "cp1252" else "text", words)


def by_party():
    """(name of the file, writer, its words, the function that makes the grids, its arguments)."""
    for seed, party in enumerate(parties.ALL):
        endings = ["xlsx", "strict.xlsx", "1904.xlsx", "xlsm", "xls"]
        # A text file has one sheet and no merged cells; every third way of writing it for each party.
        if party is not parties.housing:
            endings += [*list(TEXTS)[seed % 3 :: 3], "ods"]
        for turn, ending in enumerate(endings):
            write, _, words = BOOKS[ending]
            yield f"{party.__name__}.{ending}", write, words, party, (seed * 7 + turn,)


def by_layout():
    for turn, layout in enumerate(layouts.LAYOUTS):
        for number, (ending, (write, can_hold, words)) in enumerate(BOOKS.items()):
            note = list(DASH_NOTES)[(turn + number) % 3]
            yield f"{layout.__name__}.{ending}", write, words, layout, (can_hold, note)


def by_roughness():
    for number, table in enumerate(rough.ANYWHERE):
        for ending in ("xlsx", "xls", "ods", list(TEXTS)[number % len(TEXTS)]):
            write, _, words = BOOKS[ending]
            yield f"{table.__name__}.{ending}", write, words, table, (number,)
    for table, ending in (
        *((rough.day_cells, ending) for ending in ("xlsx", "1904.xlsx", "strict.xlsx", "xls")),
        *((table, e) for table in (rough.hidden_sheets, rough.beside_the_table) for e in ("xlsx", "xls")),
    ):
        yield f"{table.__name__}.{ending}", BOOKS[ending][0], {}, table, (1,)
    yield "records.json", rough.as_records, {}, rough.records, (1,)


def by_period():
    for number, name in enumerate(layouts.PERIODS):
        for ending in ("xlsx", list(TEXTS)[number % len(TEXTS)]):
            write, _, words = BOOKS[ending]
            yield f"{name}.{ending}", write, words, layouts.periods, (name,)


FILES = [*by_party(), *by_layout(), *by_roughness(), *by_period()]


def test_the_corpus_is_large():
    assert len(FILES) >= 60
    assert len({name for name, *_ in FILES}) == len(FILES)


@pytest.mark.parametrize(("name", "write", "words", "make", "arguments"), FILES, ids=[f[0] for f in FILES])
def test_a_delivery_is_read_to_the_last_cell(tmp_path, name, write, words, make, arguments):
    grids = can_be_written(make(*arguments), write)
    path = tmp_path / name
    write(path, grids, **words)
    found, read = {}, []
    with open_workbook(path) as book:
        for place, sheet in enumerate(book.sheets):
            for table in find_tables(sheet):
                read += [(place, one) for one in observe(table)]
    for place, one in read:
        if isinstance(one, Issue) or one.flag != "blank":
            assert (place, one.cell) not in found, f"{one.cell} is told twice"
            found[place, one.cell] = one
    expected = {
        (place, cell): says for place, grid in enumerate(grids) for cell, says in grid.expected.items()
    }
    wrong = [
        f"{place}!{cell}: {said}"
        for (place, cell), says in expected.items()
        if (said := difference(says, found.get((place, cell))))
    ]
    wrong += [
        f"{place}!{cell}: nobody wrote {one}"
        for (place, cell), one in found.items()
        if (place, cell) not in expected
    ]
    assert not wrong, "\n".join([f"{len(wrong)} of {len(expected)} cells", *wrong[:12]])
    keys = Counter(
        (
            place,
            one.indicator,
            one.area,
            one.area_code,
            one.period,
            *sorted(one.breakdown.items()),
            one.section,
        )
        for (place, _), one in found.items()
        if not isinstance(one, Issue)
    )
    if make not in (parties.rescue_service, parties.properties, parties.housing, layouts.stacked):
        assert max(keys.values()) == 1, "two cells of the table stand for the same thing"


def can_be_written(grids, write):
    """An old workbook and an .ods always hold a value for a formula."""
    if write in (writers.xls, writers.ods):
        for grid in grids:
            for row in grid.rows:
                row[:] = [raw.text if isinstance(raw, writers.Formula) else raw for raw in row]
    return grids


def difference(says, one):
    """What is not as it was written, in words; None when all is."""
    if one is None:
        return f"lost, it says {says}"
    if isinstance(one, Issue):
        return (
            None if says.get("issue") == one.code else f"issue {one.code} for {one.found!r}, it says {says}"
        )
    if "issue" in says:
        return f"coerced to {one.value} {one.flag} from {one.original!r}, it is {says['issue']}"
    told = {
        "value": str(one.value.normalize() + 0) if one.value is not None else None,
        "flag": one.flag,
        "estimated": one.is_estimated,
        "preliminary": one.is_preliminary,
    }
    wanted = {"value": None, "flag": "", "estimated": False, "preliminary": told["preliminary"], **says}
    wrong = [f"{key} {told[key]!r}, not {wanted[key]!r}" for key in told if told[key] != wanted[key]]
    wrong += context_difference(says, one)
    return ", ".join(wrong) or None


def context_difference(says, one):
    told = {
        "area": one.area,
        "code": one.area_code,
        "period": one.period and (one.period.start.isoformat(), one.period.end.isoformat()),
        "total": bool(one.totals),
        "unit": one.unit,
        "note": one.note,
    }
    for key, seen in told.items():
        if says.get(key) is not None and says[key] != seen:
            yield f"{key} {seen!r}, not {says[key]!r}"
    words = " | ".join([one.indicator, one.section, *one.breakdown.values(), *one.breakdown]).casefold()
    yield from (
        f"{what!r} is not in {words!r}" for what in says.get("what", ()) if what.casefold() not in words
    )
    if says.get("warns", "") not in ("", *one.warnings):
        yield f"no warning {says['warns']}"
