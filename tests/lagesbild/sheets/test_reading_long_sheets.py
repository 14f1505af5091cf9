"""A long sheet is read in pieces, and says what it says when it is read whole."""

import re
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from lagesbild.sheets.containers import Limits
from lagesbild.sheets.raw import ErrorValue, Percent, Uncached
from lagesbild.sheets.reading import open_workbook
from lagesbild.sheets.refusals import Refused

IN_PIECES = Limits(piece=50_000)
ROWS = 7_000


@pytest.fixture(scope="module")
def long(tmp_path_factory):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([None, "Område", "Dag", "Antal", "Andel", "Summa"])
    for n in range(2, ROWS):
        # A gap now and then, and rows that begin in different columns.
        if n % 1_000 > 100:
            first = f"Område {n % 7}" if n % 2 else None
            sheet.cell(n, 2, first)
            sheet.cell(n, 3, date(2023, 1, 1 + n % 28))
            sheet.cell(n, 4, n / 4)
            sheet.cell(n, 5, 0.25).number_format = "0%"
            sheet.cell(n, 6, "=D2" if n % 3 else None)
    sheet["D6500"] = "#DIV/0!"
    sheet["D6500"].data_type = "e"
    sheet.merge_cells("B6990:B6992")
    sheet.row_dimensions[6_001].hidden = True
    book.create_sheet("Efter")["A1"] = "sist"
    path = tmp_path_factory.mktemp("long") / "long.xlsx"
    book.save(path)
    return path


def told(path, limits):
    with open_workbook(path, limits=limits) as book:
        return [
            (sheet.name, list(sheet.rows), sheet.merged, sheet.hidden_rows, sheet.formulas)
            for sheet in book.sheets
        ]


def changed(path, target, change):
    """The workbook with another text of its first sheet."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in source.infolist():
            content = source.read(entry)
            copy.writestr(entry, change(content) if entry.filename.endswith("sheet1.xml") else content)
    return target


def test_every_row_keeps_its_number_and_its_cells(long):
    [(_name, rows, merged, hidden, formulas), after] = told(long, IN_PIECES)
    numbers = [row.number for row in rows]
    assert numbers == [1, *(n for n in range(2, ROWS) if n % 1_000 > 100)]
    by_number = {row.number: row.cells for row in rows}
    assert by_number[5_555][1:] == [
        "Område 4", date(2023, 1, 12), Decimal("1388.75"), Percent(Decimal("0.25")), Uncached(),
    ]  # fmt: skip
    assert by_number[6_500][3] == ErrorValue("#DIV/0!")
    assert [tuple(block) for block in merged] == [(6_990, 1, 6_992, 1)]
    assert (hidden, formulas) == (1, sum(n % 3 > 0 for n in numbers[1:]))
    assert (after[0], after[1]) == ("Efter", [(1, ["sist"])])


def test_it_is_what_the_whole_sheet_says(long):
    assert told(long, IN_PIECES) == told(long, Limits())


def without_numbers(text):
    return re.sub(rb'<(row|c) r="[A-Z0-9]+"', rb"<\1", text)


def with_a_comment(text):
    return text.replace(b"</sheetData>", b"<!-- <row > --></sheetData>")


def with_prefixes(text):
    text = re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", text)
    return text.replace(b"xmlns=", b"xmlns:x=")


@pytest.mark.parametrize("change", [without_numbers, with_a_comment, with_prefixes])
def test_a_sheet_that_may_not_be_cut_is_read_whole(long, tmp_path, change):
    path = changed(long, tmp_path / "other.xlsx", change)
    assert told(path, IN_PIECES) == told(path, Limits())
    assert len(told(path, IN_PIECES)[0][1]) > ROWS // 2


def test_cells_are_counted_over_all_pieces(long):
    with pytest.raises(Refused) as refused:
        open_workbook(long, limits=Limits(piece=50_000, cells=20_000))
    assert refused.value.code == "too_many_cells"
