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


def told(found):
    return [(o.area_code or o.area, o.period.code, o.value, o.flag) for o in found]


def write(path, content):
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_figures_in_a_list_of_each_record_are_read_one_by_one(tmp_path):
    figures = [{"count": 1, "gender": "K", "value": 1.5}, {"count": 1, "gender": "M", "value": None}]
    content = {
        "count": 1,
        "values": [{"kpi": "N1", "municipality": "0126", "period": 2022, "values": figures}],
    }
    _, mapping, found = read(write(tmp_path / "kpi.json", content))
    assert [(c.header, c.role) for c in mapping.columns][3:] == [
        ("count", "ignored"),
        ("gender", "group"),
        ("value", "value"),
    ]
    assert {o.indicator for o in found} == {"N1"}
    assert told(found) == [("0126", "2022", Decimal("1.5"), ""), ("0126", "2022", None, "blank")]


def test_an_event_comes_once_however_many_took_part(tmp_path):
    part = [{"roll": "a"}, {"roll": "b"}]
    content = [{"datum": f"2024-01-0{n}", "kommun": "Ekby", "inblandade": part} for n in (1, 2, 3)]
    _, mapping, found = read(write(tmp_path / "events.json", content))
    assert (mapping.layout, len(found)) == ("events", 3)


ROWS = [{"kommun": "Ekby", "år": 2022, "antal": 5}, {"kommun": "Alby", "år": 2023, "antal": 6}]


@pytest.mark.parametrize(
    "content",
    [
        "\n".join(map(json.dumps, ROWS)) + "\n",
        {"meta": {"source": "x"}, "data": {"rows": ROWS}},
        [{"kommun": row["kommun"], "antal": {str(row["år"]): row["antal"]}} for row in ROWS],
        {"features": [{"properties": row, "geometry": {"coordinates": [17.98, 59.23]}} for row in ROWS]},
        {
            "columns": [{"text": "kommun"}, {"text": "år"}, {"text": "antal"}],
            "data": [{"key": [row["kommun"], str(row["år"])], "values": [str(row["antal"])]} for row in ROWS],
        },
        {
            "class": "dataset",
            "id": ["plats", "tid"],
            "size": [2, 2],
            "dimension": {
                "plats": {
                    "label": "kommun",
                    "category": {"index": ["1", "2"], "label": {"1": "Ekby", "2": "Alby"}},
                },
                "tid": {"label": "år", "category": {"index": {"2023": 1, "2022": 0}}},
            },
            "value": {"0": 5, "3": 6},
        },
    ],
    ids=["lines", "wrapped", "by year", "features", "keyed", "json-stat"],
)
def test_the_same_figures_are_read_however_they_are_wrapped(tmp_path, content):
    _, _, found = read(write(tmp_path / "rows.json", content))
    assert [one for one in told(found) if one[2] is not None] == [
        ("Ekby", "2022", Decimal(5), ""),
        ("Alby", "2023", Decimal(6), ""),
    ]
    assert not any("17.98" in str(one) for one in found)


def test_a_json_stat_data_set_with_a_figure_too_few_is_refused(tmp_path):
    category = {"category": {"index": ["2022", "2023"]}}
    content = {"id": ["år"], "size": [2], "dimension": {"år": category}, "value": [1]}
    with pytest.raises(Refused):
        read(write(tmp_path / "short.json", content))


OLD_PX = """{start}TITLE="Arbetslösa";
CONTENTS="Antal arbetslösa";
STUB="kommun";
HEADING="år";
VALUES("kommun")="Åmål","Örebro";
VALUES("år")="2022","2023";
DATA=
5 "-"
"..." 8
;
"""


@pytest.mark.parametrize(
    ("start", "encoding"),
    [
        ('CHARSET="DOS";\n', "cp850"),
        ("", "cp850"),
        ('MATRIX="AM0101";\nCHARSET="ANSI";\n', "cp1252"),
        ('CHARSET="ANSI";\n', "utf-8"),
    ],
    ids=["dos", "nothing said", "matrix first", "utf-8 unsaid"],
)
def test_a_px_file_says_its_letters_in_many_ways_and_a_dash_is_none_at_all(tmp_path, start, encoding):
    path = tmp_path / "am.px"
    path.write_bytes(OLD_PX.format(start=start).encode(encoding))
    kind, _, found = read(path)
    assert kind == "px"
    assert told(found) == [
        ("Åmål", "2022", Decimal(5), ""),
        ("Åmål", "2023", Decimal(0), ""),
        ("Örebro", "2022", None, "not_available"),
        ("Örebro", "2023", Decimal(8), ""),
    ]


KEYED_PX = """CHARSET="ANSI";
TITLE="Larm";
CONTENTS="Antal larm";
STUB="kommun","typ";
HEADING="år";
VALUES("kommun")="Ekby","Alby","Norrby";
VALUES("typ")="Brand","Annat";
VALUES("år")="2022","2023";
CODES("kommun")="1","2","3";
KEYS("kommun")=CODES;
KEYS("typ")=VALUES;
DATA=
"1","Brand",5 6
"3","Annat",7 8
;
"""


def test_a_px_file_with_keys_holds_the_rows_that_are_written(tmp_path):
    _, _, found = read(write(tmp_path / "keys.px", KEYED_PX))
    assert [(o.area, o.breakdown["typ"], o.period.code, o.value) for o in found] == [
        ("Ekby", "Brand", "2022", 5),
        ("Ekby", "Brand", "2023", 6),
        ("Norrby", "Annat", "2022", 7),
        ("Norrby", "Annat", "2023", 8),
    ]


def test_a_px_file_with_an_unknown_key_is_refused(tmp_path):
    with pytest.raises(Refused):
        read(write(tmp_path / "keys.px", KEYED_PX.replace('"3","Annat"', '"4","Annat"')))
