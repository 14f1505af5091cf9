"""Every hostile file gets one clear sentence within ten seconds, and the process that asked lives on."""

import resource
import time

import openpyxl
import pytest

from lagesbild.sheets.containers import Limits
from lagesbild.sheets.reading import open_workbook
from lagesbild.sheets.refusals import SENTENCES, Refused
from tests.lagesbild.sheets.hostile import HOSTILE, MB, deep_xml


def read_all(path):
    with open_workbook(path) as book:
        return [row for sheet in book.sheets for row in sheet.rows]


@pytest.mark.parametrize(("make", "codes"), HOSTILE, ids=lambda value: getattr(value, "__name__", ""))
def test_a_hostile_file_gets_a_sentence_in_time_and_harms_nobody(tmp_path, make, codes):
    path = make(tmp_path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    with pytest.raises(Refused) as refused:
        read_all(path)
    assert time.monotonic() - began < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024
    assert refused.value.code in codes
    assert len(str(refused.value)) > 10
    assert "%(" not in str(refused.value)


def test_what_follows_the_rows_cannot_exhaust_the_reader(tmp_path):
    assert read_all(deep_xml(tmp_path)) == [(1, [1])]


def test_a_file_over_the_size_limit_is_refused_unread(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(51 * MB)
    with pytest.raises(Refused) as refused:
        open_workbook(path)
    assert refused.value.code == "too_big"


def test_a_table_of_a_million_cells_is_no_bomb(tmp_path):
    import xlsxwriter

    path = tmp_path / "large.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Data")
        for row in range(20_000):
            sheet.write_row(row, 0, ["Norra", "2023-01", *range(row, row + 8)])
    with open_workbook(path) as book:
        assert sum(1 for _ in book.sheets[0].rows) == 20_000


def test_every_refusal_has_a_sentence_that_can_be_filled_in():
    numbers = {
        "limit": 1,
        "count": 2,
        "size": 3,
        "row": 4,
        "name": "x",
        "kind": "x",
        "sheet": "x",
        "separator": "x",
    }
    for code in SENTENCES:
        assert str(Refused(code, **numbers)).endswith(".")


@pytest.mark.parametrize(
    ("limits", "codes"),
    [
        (Limits(spool=1000), {"too_large"}),
        (Limits(cells=1000), {"too_many_cells"}),
        (Limits(memory=16 * MB), {"too_large", "unreadable"}),
        (Limits(wall=0.01), {"too_slow"}),
    ],
    ids=["spool", "cells", "memory", "wall"],
)
def test_each_limit_of_the_reading_process_is_a_sentence(tmp_path, limits, codes):
    book = openpyxl.Workbook()
    for row in range(500):
        book.active.append([row, "Norra", 3, 4])
    book.save(tmp_path / "plain.xlsx")
    with pytest.raises(Refused) as refused:
        open_workbook(tmp_path / "plain.xlsx", limits=limits)
    assert refused.value.code in codes
