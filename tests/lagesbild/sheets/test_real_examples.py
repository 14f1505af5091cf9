"""Published files that are not part of the project are read to the digit, where somebody has them at hand."""

import os
from collections import Counter
from pathlib import Path

import pytest

from lagesbild.sheets.issues import Issue
from lagesbild.sheets.observations import observe
from lagesbild.sheets.reading import open_workbook
from lagesbild.sheets.tables import find_tables

BESIDE = Path(__file__).resolve().parents[4] / "shared" / "data" / "examples"
FOLDER = Path(os.environ.get("SAMSYN_EXAMPLES", BESIDE))

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="no published example files: name their folder in SAMSYN_EXAMPLES"
)


def read(name, sheet=0):
    path = next(FOLDER.glob(f"{name}_*"))
    with open_workbook(path) as book:
        table = find_tables(book.sheets[sheet])[0]
        counted = observe(table)
        found = list(counted)
    assert not any(isinstance(one, Issue) for one in found)
    return table, counted, found


def facts(counted, found):
    """Rows, observations with and without a value, first and last period."""
    codes = sorted(o.period.code for o in found)
    return counted.rows, counted.values + counted.missing.total(), counted.values, codes[0], codes[-1]


def test_e01_events():
    table, counted, found = read("e01")
    assert (table.mapping.layout, *facts(counted, found)) == (
        "events",
        5080,
        5080,
        5080,
        "2019-01-01",
        "2019-12-31",
    )
    assert sum(o.area_code == "0126" for o in found) == 36


def test_e02_years_across():
    _, counted, found = read("e02")
    assert facts(counted, found) == (140, 1120, 770, "2012", "2019")
    assert round(float(sum(o.value for o in found if o.value is not None)), 6) == 135155.105473
    assert (len({o.area for o in found}), len({o.indicator for o in found})) == (27, 5)
    assert sum(o.area == "Huddinge" and o.value is not None for o in found) == 25


def test_e03_measure_and_year_in_the_heading():
    _, counted, found = read("e03")
    assert facts(counted, found) == (6726, 26904, 26904, "2020", "2023")
    sums = Counter()
    town = Counter()
    for o in found:
        sums[o.period.code] += o.value
        if o.area.startswith("Huddinge (") and o.breakdown["födelseregion"] == "totalt":
            town[o.period.code] += o.value
    assert (sums["2020"], sums["2023"]) == (18711859, 18932787)
    assert (town["2020"], town["2023"]) == (113234, 113920)


def test_e04_year_and_month_apart():
    _, counted, found = read("e04")
    assert facts(counted, found) == (108, 108, 108, "2024-01", "2024-09")
    assert sum(o.value for o in found) == 2812


def test_e05_years_as_dates():
    _, counted, found = read("e05")
    assert facts(counted, found) == (666, 666, 659, "1999", "2016")
    assert sum(o.value or 0 for o in found) == 101410789
    assert sum(o.value or 0 for o in found if o.period.code == "2016") == 1927102
    assert len({o.area for o in found}) == 37


def test_e06_three_heading_rows():
    table, counted, found = read("e06", sheet=1)
    assert (table.header_rows, table.first_row, table.last_row, counted.rows) == ([5, 6, 7], 8, 16, 9)
    yes = {o.area: o.value for o in found if (o.indicator, o.unit) == ("Response clear, Yes", "antal")}
    assert yes.pop("Australia") == sum(yes.values()) == 7817247
    assert {o.period.code for o in found} == {"2017-11-15"}


@pytest.mark.parametrize("sheet", [0, 1])
def test_e09_notes_above_and_below(sheet):
    path = next(FOLDER.glob("e09_*"))
    with open_workbook(path) as book:
        (table,) = find_tables(book.sheets[sheet])
        counted = observe(table)
        assert list(counted) == []
    assert (table.header_rows, table.first_row, table.last_row, counted.rows) == ([5], 6, 15, 10)
    assert table.mapping.columns[0].role == "personal"


def test_e10_dates_as_values():
    _, counted, found = read("e10")
    assert facts(counted, found) == (234, 2340, 2184, "2011", "2019")
    assert len({(o.area, o.row) for o in found if o.area == "Huddinge"}) == 9


def test_e07_events_in_json():
    table, counted, found = read("e07")
    assert (table.mapping.layout, *facts(counted, found)) == (
        "events",
        500,
        500,
        500,
        "2026-08-14",
        "2026-08-22",
    )
    assert len({o.area for o in found}) == 21


def test_e08_px():
    _, counted, found = read("e08")
    assert facts(counted, found) == (2448, 2448, 2430, "2010", "2016")
    assert sum(o.value or 0 for o in found) == 1162846580
    assert counted.missing == {"suppressed": 18}
