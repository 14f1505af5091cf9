"""Inspecting a file: what `inspect_sheet` tells of it, and that it tells no more than it may."""

import json

import openpyxl
import pytest
from deliveries import text, workbook
from django.core.management import CommandError, call_command

from lagesbild.models import ImportProfile
from lagesbild.sheets.inspection import inspect

ROWS = [
    ["Område", "2021", "2022"],
    ["Norra", 12, 14],
    ["Södra", "..", 9],
    ["Västra", 7, "abc"],
    ["Östra", 30, 31],
]


def turned(rows):
    return [list(column) for column in zip(*rows, strict=True)]


@pytest.fixture
def path(tmp_path):
    return workbook(tmp_path / "brott.xlsx", ("Anmälda brott", ROWS))


def test_every_cell_is_a_value_a_reason_or_an_issue(path):
    [sheet] = inspect(path)["sheets"]
    [table] = sheet["tables"]

    assert (table["first_row"], table["last_row"], table["header_rows"]) == (2, 5, [1])
    assert (table["layout"], table["rows"], table["areas"]) == ("wide_time", 4, 4)
    assert table["observations"] == {"value": 6, "missing": 1, "rejected": 1}
    assert table["period"] == {"from": "2021", "to": "2022"}
    assert [(i["cell"], i["code"], i["found"]) for i in table["issues"]] == [
        ("B3", "suppressed", ".."),
        ("C4", "not_a_number", "abc"),
    ]
    assert sum(i["sum"] for i in table["indicators"]) == 12 + 14 + 9 + 7 + 30 + 31


def test_a_copy_and_a_copy_on_its_side_are_named(tmp_path):
    near = [[("NA" if cell == ".." else cell) for cell in row] for row in ROWS]
    path = workbook(
        tmp_path / "kopior.xlsx",
        ("Data", ROWS),
        ("Data (2)", near),
        ("Sidled", turned(ROWS)),
        ("Annat", [[*ROWS[0]], *[[row[0], 1000 + i, 2000 + i] for i, row in enumerate(ROWS[1:])]]),
    )

    assert {s["name"]: s["duplicate_of"] for s in inspect(path)["sheets"]} == {
        "Data": None,
        "Data (2)": "Data",
        "Sidled": "Data",
        "Annat": None,
    }


def test_a_hidden_sheet_is_listed_and_not_read(path):
    book = openpyxl.load_workbook(path)
    book.create_sheet("Hemligt").append(["Område", 2021])
    book["Hemligt"].sheet_state = "veryHidden"
    book.save(path)

    hidden = inspect(path)["sheets"][1]
    assert (hidden["name"], hidden["state"], hidden["read"], hidden["tables"]) == (
        "Hemligt",
        "very_hidden",
        False,
        [],
    )


def test_a_file_that_cannot_be_read_is_told_with_its_sentence(tmp_path):
    path = tmp_path / "bild.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")

    found = inspect(path)
    assert "kalkylblad" in found["refused"]
    assert found["sheets"] == []


def test_what_points_out_a_person_is_not_repeated(tmp_path):
    path = text(tmp_path / "rader.csv", "Område;2021\nNorra;4\nSödra;ring 070-123 45 67\n")

    assert "070" not in json.dumps(inspect(path)["sheets"][0]["tables"][0]["issues"])


def test_the_command_prints_the_same_as_json_and_in_few_lines(path, capsys):
    call_command("inspect_sheet", str(path), "--json")
    assert json.loads(capsys.readouterr().out) == inspect(path)

    call_command("inspect_sheet", str(path))
    assert "6 values, 1 missing, 1 rejected" in capsys.readouterr().out


def test_a_remembered_profile_decides_what_columns_mean(cast, path, capsys):
    mapping = {"columns": {"Område": {"role": "ignored", "part": "", "fills_down": False, "takes": "number"}}}
    ImportProfile.objects.create(
        collaboration=cast.p.collaboration, party=cast.p, name="Brott", headers=[], mapping=mapping
    )

    call_command("inspect_sheet", str(path), "--profile", "Brott", "--json")

    [table] = json.loads(capsys.readouterr().out)["sheets"][0]["tables"]
    assert table["columns"][0]["role"] == "ignored"
    assert table["areas"] == 0


def test_an_unknown_profile_or_file_is_said_so(path, db):
    with pytest.raises(CommandError, match="no profile named"):
        call_command("inspect_sheet", str(path), "--profile", "Okänd")
    with pytest.raises(CommandError, match="no file"):
        call_command("inspect_sheet", str(path) + "x")
