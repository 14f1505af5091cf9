"""A file is read by its content, whatever it is called and however its text is written."""

import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from lagesbild.sheets.raw import ErrorValue, Percent, Uncached, address
from lagesbild.sheets.reading import open_workbook

TABLE = [["Område", "År", "Värde"], ["Vårby å", "2023", "12,5"], ["Ängen", "2024", "7"]]


def rows_of(path, sheet=0, **options):
    with open_workbook(path, **options) as book:
        return [(row.number, row.cells) for row in book.sheets[sheet].rows]


def written(tmp_path, encoding, separator=";", line_end="\n", name="fil.csv"):
    text = "".join(separator.join(f'"{c}"' if separator in c else c for c in row) + line_end for row in TABLE)
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_text_is_read_in_every_usual_encoding_with_every_separator(tmp_path, encoding, separator):
    assert rows_of(written(tmp_path, encoding, separator)) == list(enumerate(TABLE, 1))


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_a_line_ends_however_it_ends(tmp_path, line_end):
    assert rows_of(written(tmp_path, "cp1252", line_end=line_end)) == list(enumerate(TABLE, 1))


@pytest.mark.parametrize("line_end", ["\r\n", "\r\r\n"])
def test_a_line_end_across_two_blocks_is_one_line_end(tmp_path, line_end):
    path = tmp_path / "long.csv"
    rows = [f"område {n};{n}" for n in range(60_000)]
    path.write_bytes("".join(row + line_end for row in rows).encode())
    assert [row for row, _ in rows_of(path)] == list(range(1, 60_001))


def test_quotes_enclose_separators_line_breaks_and_quotes(tmp_path):
    path = tmp_path / "quoted.csv"
    path.write_text('a;b;c\n"x;y";"två\nrader";"säg ""hej"""\n;;\nz;1;2\n')
    assert rows_of(path) == [
        (1, ["a", "b", "c"]),
        (2, ["x;y", "två\nrader", 'säg "hej"']),
        (4, ["z", "1", "2"]),
    ]


def test_quotes_that_enclose_nothing_are_letters(tmp_path):
    path = tmp_path / "stray.csv"
    path.write_text('objekt;antal\n"Eken" norra;3\n"Boken" södra;4\n')
    assert rows_of(path) == [
        (1, ["objekt", "antal"]),
        (2, ['"Eken" norra', "3"]),
        (3, ['"Boken" södra', "4"]),
    ]


def test_decimal_commas_do_not_make_a_comma_file(tmp_path):
    path = tmp_path / "decimals.csv"
    path.write_text("a;b;c\n1;2,5;3,5\n2;4,5;5,5\n")
    assert rows_of(path)[1] == (2, ["1", "2,5", "3,5"])


def test_a_declared_separator_is_followed_and_rows_keep_their_numbers(tmp_path):
    path = tmp_path / "declared.csv"
    path.write_text("sep=|\na|b\n1|2,0\n")
    assert rows_of(path) == [(2, ["a", "b"]), (3, ["1", "2,0"])]


def test_what_a_person_chooses_overrules_the_guess(tmp_path):
    path = tmp_path / "chosen.csv"
    path.write_bytes("a,b;c\n1,2;3\n".encode("cp1252"))
    assert rows_of(path, separator=",")[0] == (1, ["a", "b;c"])
    with open_workbook(path, encoding="utf-8", separator=";") as book:
        assert (book.encoding, book.separator) == ("utf-8", ";")


def test_the_apostrophe_that_our_exports_put_before_a_formula_is_taken_away(tmp_path):
    path = tmp_path / "escaped.csv"
    path.write_text("a;b\n'=1+1;'tis\n'-5;'@x\n")
    assert [cells for _, cells in rows_of(path)][1:] == [["=1+1", "'tis"], ["-5", "@x"]]


def test_letters_spoilt_before_the_file_came_are_told(tmp_path):
    path = tmp_path / "spoilt.csv"
    path.write_text("område;antal\nVårby;1\n".encode().decode("cp1252"))
    with open_workbook(path) as book:
        assert book.notes == ["mojibake"]


@pytest.fixture
def rich(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    sheet.append(["kod", "andel", "dag", "fel", "formel", "text", "hel", "lång"])
    sheet.append(["0126", 0.234, datetime(2023, 1, 2), None, "=1+1", " 12 ", 5.0, 0.1 + 0.2])  # noqa: DTZ001
    sheet["B2"].number_format = "0.0%"
    sheet["D2"] = "#DIV/0!"
    sheet["D2"].data_type = "e"
    sheet["C5"] = 7
    sheet.merge_cells("A7:B8")
    sheet["A7"] = "block"
    sheet.column_dimensions["G"].hidden = True
    sheet.row_dimensions[5].hidden = True
    secret = book.create_sheet("Gömd")
    secret["A1"] = "hemligt"
    secret.sheet_state = "hidden"
    book.create_sheet("Djupt").sheet_state = "veryHidden"
    path = tmp_path / "rich.bin"
    book.save(path)
    return path


def test_a_workbook_gives_what_its_cells_mean(rich):
    with open_workbook(rich) as book:
        sheet = book.sheet("Data")
        rows = {row.number: row.cells for row in sheet.rows}
        assert book.format == "xlsx"
        assert rows[2] == [
            *(
                "0126",
                Percent(Decimal("0.234")),
                date(2023, 1, 2),
                ErrorValue("#DIV/0!"),
                Uncached(),
                " 12 ",
                5,
            ),
            Decimal("0.3"),
        ]
        assert rows[5] == [None, None, 7]
        assert [tuple(block) for block in sheet.merged] == [(7, 0, 8, 1)]
        assert (sheet.hidden_columns, sheet.hidden_rows, sheet.formulas) == (frozenset({6}), 1, 1)


def test_a_sheet_can_be_read_again_and_two_at_once(rich):
    with open_workbook(rich) as book:
        sheet = book.sheet("Data")
        assert [a == b for a, b in zip(sheet.rows, sheet.rows, strict=True)] == [True] * 4


def test_a_hidden_sheet_is_listed_and_read_only_when_asked_for(rich):
    with open_workbook(rich) as book:
        assert [(s.name, s.state, s.is_read) for s in book.sheets] == [
            ("Data", "visible", True),
            ("Gömd", "hidden", False),
            ("Djupt", "very_hidden", False),
        ]
        assert list(book.sheet("Gömd").rows) == []
    assert rows_of(rich, sheet=1, hidden=["Gömd"]) == [(1, ["hemligt"])]


def test_dates_of_the_1904_system_are_the_days_they_show(tmp_path):
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active["A1"] = date(2023, 5, 6)
    path = tmp_path / "mac.xlsx"
    book.save(path)
    assert rows_of(path) == [(1, [date(2023, 5, 6)])]


def test_a_table_far_from_the_corner_keeps_its_addresses(tmp_path):
    book = openpyxl.Workbook()
    book.active["D6"] = "sent"
    book.active["E7"] = 0.5
    book.active["E7"].number_format = "0%"
    path = tmp_path / "far.xlsx"
    book.save(path)
    assert rows_of(path) == [
        (6, [None, None, None, "sent"]),
        (7, [None, None, None, None, Percent(Decimal("0.5"))]),
    ]


def test_macros_are_left_alone_and_the_sheet_is_read(rich, tmp_path):
    path = tmp_path / "macro.xlsm"
    with zipfile.ZipFile(rich) as source, zipfile.ZipFile(path, "w") as target:
        for entry in source.infolist():
            target.writestr(entry, source.read(entry))
        target.writestr("xl/vbaProject.bin", b"\0" * 100)
    with open_workbook(path) as book:
        assert (book.format, book.sheet("Data").row_count) == ("xlsm", 4)


NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
    for short in ("office", "table", "text")
)


def open_document(path, *rows):
    """A minimal .ods; a cell is (value type, its value, the text shown), or an error when the type is "error"."""
    cells = ""
    for row in rows:
        cells += "<table:table-row>"
        for kind, value, shown in row:
            told = {
                "date": f'office:date-value="{value}"',
                "string": "",
                "error": 'calcext:value-type="error"',
            }
            kept = told.get(kind, f'office:value="{value}"')
            kind = "string" if kind == "error" else kind
            cells += f'<table:table-cell office:value-type="{kind}" {kept}><text:p>{shown}</text:p></table:table-cell>'
        cells += "</table:table-row>"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES} xmlns:calcext="urn:x" '
        'office:version="1.2"><office:body><office:spreadsheet><table:table table:name="Blad">'
        f"{cells}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    urn = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{urn}"/>'
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", manifest)
    return path


def test_an_open_document_is_read_too(tmp_path):
    path = open_document(
        tmp_path / "fil.bin",
        [("string", "", "0126"), ("float", "12.5", "12,5"), ("date", "2023-01-02", "2/1")],
        [("percentage", "0.234", "23,4 %"), ("error", "", "#DIV/0!"), ("float", "3", "3")],
    )
    with open_workbook(path) as book:
        assert book.format == "ods"
    assert rows_of(path) == [
        (1, ["0126", Decimal("12.5"), date(2023, 1, 2)]),
        (2, [Percent(Decimal("0.234")), ErrorValue("#DIV/0!"), 3]),
    ]


@pytest.mark.parametrize(
    ("row", "column", "cell"),
    [(17, 2, "C17"), (1, 0, "A1"), (9, 25, "Z9"), (9, 26, "AA9"), (1, 16383, "XFD1")],
)
def test_an_address_is_the_one_people_see(row, column, cell):
    assert address(row, column) == cell


def test_the_name_of_the_file_does_not_matter(rich):
    odd = rich.rename(rich.with_name("-åäö ; $(x) \u202e.pdf"))
    assert len(rows_of(odd)) == 4
