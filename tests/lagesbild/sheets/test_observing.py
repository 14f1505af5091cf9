"""Nothing is lost between the sheet and the observations, and nothing is read that should not be."""

import time
from dataclasses import replace
from decimal import Decimal

import deliveries
import pytest

from lagesbild.sheets.issues import Issue
from lagesbild.sheets.mapping import Mapping
from lagesbild.sheets.observations import observe
from lagesbild.sheets.reading import open_workbook
from lagesbild.sheets.tables import find_tables

HEADING = ["Område", "Period", "Antal"]


def read(tmp_path, *rows, change=None):
    path = deliveries.workbook(tmp_path / "fil.xlsx", ("Blad1", [HEADING, *rows]))
    with open_workbook(path) as book:
        (table,) = find_tables(book.sheets[0])
        found = observe(table, change(table.mapping) if change else None)
        return list(found), found


def test_every_value_cell_is_an_observation_or_an_issue_with_its_address(tmp_path):
    rows = [
        *(
            ["Norra", "2023-01", 5],
            ["Norra", "2023-02", ".."],
            ["Norra", "2023-03", None],
            ["Norra", "2023-04", "fem"],
        ),
        *(["Norra", "2023-13", 6], [None, "2023-05", 7], ["Norra", None, 8], ["Norra", "2023-06", "1.234"]),
    ]
    found, counted = read(tmp_path, *rows)
    assert len(found) == len(rows)
    assert [(i.cell, i.code, i.found) for i in found if isinstance(i, Issue)] == [
        ("C5", "not_a_number", "fem"),
        ("B6", "bad_period", "2023-13"),
        ("A7", "no_area", ""),
        ("B8", "no_period", ""),
        ("C9", "ambiguous_number", "1.234"),
    ]
    assert (counted.rows, counted.values, counted.rejected) == (8, 1, 5)
    assert counted.missing == {"suppressed": 1, "blank": 1}


def test_reading_twice_counts_once(tmp_path):
    path = deliveries.workbook(tmp_path / "fil.xlsx", ("Blad1", [HEADING, ["Norra", 2023, 5]]))
    with open_workbook(path) as book:
        found = observe(find_tables(book.sheets[0])[0])
        assert list(found) == list(found)
        assert (found.rows, found.values) == (1, 1)


def test_personal_data_in_a_label_or_a_value_is_blocked_and_never_repeated(tmp_path):
    found, _ = read(
        tmp_path,
        ["Norra", 2021, 5],
        ["Norra", 2022, "ring 070-123 45 67"],
        ["hos anna.ek@exempel.se", 2022, 3],
        ["Södra", 2023, 4],
    )
    issues = [one for one in found if isinstance(one, Issue)]
    assert [(i.cell, i.code) for i in issues] == [("C3", "personal_data"), ("A4", "personal_data")]
    assert not any("070" in str(one) or "anna" in str(one) for one in found)


def test_a_column_of_personal_numbers_is_blocked_whatever_it_is_called(tmp_path):
    rows = [["Område", "Nr A", "Antal"], ["Norra", "850101-1239", 1], ["Södra", "850101-1239", 2]]
    check = [nine + str(d) for nine in ["850101-123"] for d in range(10)]
    from collab.personal_data import find_personal_data

    valid = next(number for number in check if find_personal_data(number))
    rows = [[cell if cell != "850101-1239" else valid for cell in row] for row in rows]
    path = deliveries.workbook(tmp_path / "fil.xlsx", ("Blad1", rows))
    with open_workbook(path) as book:
        (table,) = find_tables(book.sheets[0])
    column = table.mapping.columns[1]
    assert (column.role, column.reason) == ("personal", "personal_number")


def test_what_a_person_decides_about_dash_and_decimals_holds(tmp_path):
    def decide(mapping):
        return replace(mapping, dash="zero", decimal="comma")

    found, _ = read(tmp_path, ["Norra", 2022, "-"], ["Norra", 2023, "1.234"], change=decide)
    assert [one.value for one in found] == [Decimal(0), Decimal(1234)]


def test_a_changed_role_is_obeyed(tmp_path):
    def ignore_area(mapping):
        mapping = Mapping.from_json(mapping.to_json())
        mapping.columns[0].role = "ignored"
        mapping.area = "Hela Ekby"
        return mapping

    found, _ = read(tmp_path, ["Norra", 2022, 3], change=ignore_area)
    assert [(one.area, one.value) for one in found] == [("Hela Ekby", Decimal(3))]


def test_the_program_s_own_serial_numbers_are_days(tmp_path):
    found, _ = read(tmp_path, ["Norra", 44927, 1], ["Norra", 44958, 2])
    assert [one.period.start.isoformat() for one in found] == ["2023-01-01", "2023-02-01"]


def test_a_section_heading_is_kept_beside_its_rows(tmp_path):
    found, _ = read(tmp_path, ["Norra länet"], ["Ekby", 2023, 1], ["Södra länet"], ["Alby", 2023, 2])
    assert [(one.section, one.area) for one in found] == [("Norra länet", "Ekby"), ("Södra länet", "Alby")]


def test_a_hundred_thousand_rows_are_read_in_seconds_and_in_little_memory(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("w") as file:
        file.write("Område;Månad;Kön;Antal;Andel (%)\n")
        for n in range(100_000):
            file.write(f"Område {n % 200};{2000 + n % 24}-{n % 12 + 1:02};Kvinnor;{n};{n % 100},5\n")
    began = time.process_time()
    with open_workbook(path) as book:
        (table,) = find_tables(book.sheets[0])
        found = observe(table)
        total = sum(one.value for one in found if one.unit != "%")
    assert total == sum(range(100_000))
    assert (found.rows, found.values, found.rejected) == (100_000, 200_000, 0)
    # Seconds of processor time on a slow and busy machine; it is about one.
    assert time.process_time() - began < 10


def test_a_cell_beside_the_table_is_told_and_not_passed_over(tmp_path):
    rows = [["Norra", 2000 + n % 20, n] for n in range(2_000)]
    rows[1_200] = [*rows[1_200], None, "glömd"]
    found, counted = read(tmp_path, *rows)
    assert [(i.cell, i.code, i.found) for i in found if isinstance(i, Issue)] == [
        ("E1202", "outside_table", "glömd")
    ]
    assert counted.values == 2_000


def test_a_title_that_says_preliminary_makes_every_value_so(tmp_path):
    rows = [["Preliminära uppgifter."], HEADING, ["Norra", 2023, 5]]
    path = deliveries.workbook(tmp_path / "fil.xlsx", ("Blad1", rows))
    with open_workbook(path) as book:
        (observation,) = observe(find_tables(book.sheets[0])[0])
    assert observation.is_preliminary


@pytest.mark.parametrize(
    "text",
    [
        "9" * 100_000,
        "över " + "1 " * 50_000,
        "1," * 50_000,
        "(" * 100_000,
        "a-" * 50_000,
        " \n" * 50_000,
        "/per " * 20_000,
    ],
    ids=lambda text: text[:6],
)
def test_no_text_makes_the_reader_slow(tmp_path, text):
    path = tmp_path / "slow.csv"
    path.write_text(f'Område;Period;Antal\n"{text}";2023;1\nNorra;"{text}";2\nNorra;2023;"{text}"\n' * 3)
    began = time.process_time()
    with open_workbook(path) as book:
        for table in find_tables(book.sheets[0]):
            list(observe(table))
    assert time.process_time() - began < 2


def test_a_wrong_label_is_one_issue_that_costs_every_figure_of_its_row(tmp_path):
    rows = [["Område", 2021, 2022, 2023], *([f"Del {n}", 1, 2, 3] for n in "ABCDEF")]
    rows[3] = ["tel 070-123 45 67", 4, None, 6]
    path = deliveries.workbook(tmp_path / "fil.xlsx", ("Blad1", rows))
    with open_workbook(path) as book:
        found = observe(find_tables(book.sheets[0])[0])
        issues = [one for one in found if isinstance(one, Issue)]
    assert [(i.cell, i.code, i.values) for i in issues] == [("A4", "personal_data", 2)]
    assert (found.values, found.rejected) == (15, 2)


def test_a_first_row_of_errors_is_data_and_no_heading(tmp_path):
    rows = [["Område", "Antal"], ["Norra", "#N/A"], ["Södra", 4], ["Östra", 5]]
    path = deliveries.workbook(tmp_path / "fil.xlsx", ("Blad1", rows))
    with open_workbook(path) as book:
        (table,) = find_tables(book.sheets[0])
        found = list(observe(table))
    assert (table.header_rows, table.first_row) == ([1], 2)
    assert [one.code if isinstance(one, Issue) else one.value for one in found] == ["error_value", 4, 5]


def test_a_last_row_whose_figure_is_wrong_is_data_and_no_note(tmp_path):
    rows = [
        ["Område", "Typ", "Antal"],
        ["Norra", "Brand", 3],
        ["Södra", "Brand", 4],
        ["Östra", "Rån", "vet ej"],
    ]
    path = deliveries.workbook(tmp_path / "fil.xlsx", ("Blad1", rows))
    with open_workbook(path) as book:
        found = list(observe(find_tables(book.sheets[0])[0]))
    assert [(one.cell, one.code) for one in found if isinstance(one, Issue)] == [("C4", "not_a_number")]


def test_the_period_of_a_heading_counts_before_the_day_of_the_row(tmp_path):
    rows = [["Område", "Mätdatum", 2022, 2023], ["Norra", "2024-01-15", 1, 2], ["Södra", "2024-01-16", 3, 4]]
    path = deliveries.workbook(tmp_path / "fil.xlsx", ("Blad1", rows))
    with open_workbook(path) as book:
        found = list(observe(find_tables(book.sheets[0])[0]))
    assert [one.period.code for one in found] == ["2022", "2023", "2022", "2023"]
