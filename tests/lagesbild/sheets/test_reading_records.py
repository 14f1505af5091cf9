"""JSON arrays of objects and PC-Axis files are tables too, read in the same contained way."""

import json
from decimal import Decimal

import pytest

from lagesbild.sheets.issues import Issue
from lagesbild.sheets.observations import observe
from lagesbild.sheets.reading import open_workbook
from lagesbild.sheets.refusals import Refused
from lagesbild.sheets.tables import find_tables

PX = """CHARSET="ANSI";
CODEPAGE="{encoding}";
TITLE="Avfall; efter slag, innehåll och år";
STUB="avfallskategori";
HEADING="contents","år";
CONTVARIABLE="contents";
VALUES("avfallskategori")="glas","metall, övrig";
VALUES[en]("avfallskategori")="glass","metal, other";
VALUES("contents")="Behandlat (ton)";
VALUES("år")="2020","2022";
UNITS("Behandlat (ton)")="ton";
NOTE="Ett semikolon; i en text.";
DATA=
1 2.5
".." -3
;
"""
EVENTS = [
    {
        "id": 1,
        "datetime": "2026-08-22 19:51:41 +02:00",
        "type": "Brand",
        "location": {"name": "Ekby", "gps": "59.21900,17.94200"},
    },
    {
        "id": 2,
        "datetime": "2026-08-21 07:00:00 +02:00",
        "type": "Rån",
        "location": {"name": "Alby", "gps": "59.26000,17.88200"},
    },
]


def read(path):
    with open_workbook(path) as book:
        (table,) = find_tables(book.sheets[0])
        found = list(observe(table))
    assert not any(isinstance(one, Issue) for one in found)
    return book.format, table.mapping, found


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-8", "windows-1252"])
def test_a_px_file_is_one_figure_for_each_combination(tmp_path, encoding):
    path = tmp_path / "avfall.bin"
    path.write_bytes(PX.format(encoding=encoding).encode(encoding))
    kind, mapping, found = read(path)
    assert (kind, [c.role for c in mapping.columns]) == (
        "px",
        ["group", "indicator", "period", "value", "unit"],
    )
    assert [
        (o.indicator, o.breakdown["avfallskategori"], o.period.code, o.value, o.flag, o.unit) for o in found
    ] == [
        ("Behandlat (ton)", "glas", "2020", Decimal(1), "", "ton"),
        ("Behandlat (ton)", "glas", "2022", Decimal("2.5"), "", "ton"),
        ("Behandlat (ton)", "metall, övrig", "2020", None, "suppressed", "ton"),
        ("Behandlat (ton)", "metall, övrig", "2022", Decimal(-3), "", "ton"),
    ]


@pytest.mark.parametrize("content", [EVENTS, {"value": EVENTS, "next": None}])
def test_a_json_array_is_a_table_with_nested_names(tmp_path, content):
    path = tmp_path / "events.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    kind, mapping, found = read(path)
    assert (kind, mapping.layout) == ("json", "events")
    assert [(c.header, c.role) for c in mapping.columns][3:] == [
        ("location.name", "area"),
        ("location.gps", "personal"),
    ]
    assert [(o.area, o.period.code, o.breakdown) for o in found] == [
        ("Ekby", "2026-08-22", {"type": "Brand"}),
        ("Alby", "2026-08-21", {"type": "Rån"}),
    ]


@pytest.mark.parametrize(
    "content",
    [
        '[{"a": 1}, {"a": ',
        '[{"a": ' * 100_000,
        '[{"a": "' + "x" * 100 + '"}, 5]',
        '{"a": {"b": 1}}',
        PX.format(encoding="utf-8").replace("-3\n", "\n"),
        PX.format(encoding="utf-8").replace('STUB="avfallskategori";', ""),
    ],
    ids=["cut", "deep", "mixed", "no array", "px cut", "px without stub"],
)
def test_broken_records_are_refused(tmp_path, content):
    path = tmp_path / "broken.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read(path)
    assert refused.value.code in {"unreadable", "encoding"}


def test_numbers_that_are_none_are_error_values(tmp_path):
    path = tmp_path / "nan.json"
    path.write_text(
        '[{"område": "A", "år": 2023, "antal": 1e999}, {"område": "B", "år": 2023, "antal": NaN}]',
        encoding="utf-8",
    )
    with open_workbook(path) as book:
        rows = [row.cells[2] for row in book.sheets[0].rows]
    assert [str(getattr(cell, "text", cell)) for cell in rows] == ["antal", "#NUM!", "#NaN"]
