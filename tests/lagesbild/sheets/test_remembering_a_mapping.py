"""The second delivery of a source needs no clicks, and says what has changed."""

import json

import deliveries

from lagesbild.sheets.mapping import Mapping
from lagesbild.sheets.observations import observe
from lagesbild.sheets.profiles import fit, signature
from lagesbild.sheets.reading import open_workbook
from lagesbild.sheets.tables import find_tables

FIRST = [
    ["Rapport"],
    ["Plats", "Slag", "Antal 2022", "Antal 2023"],
    ["Norra", "Klotter", "-", 3],
    ["Södra", "Rån", 4, 5],
]


def table_of(tmp_path, rows):
    with open_workbook(deliveries.workbook(tmp_path / "fil.xlsx", ("Blad1", rows))) as book:
        (table,) = find_tables(book.sheets[0])
        return table, list(observe(table))


def remembered(tmp_path):
    table, _ = table_of(tmp_path, FIRST)
    mapping = table.mapping
    mapping.columns[1].role, mapping.dash = "indicator", "zero"
    return Mapping.from_json(json.loads(json.dumps(mapping.to_json())))


def test_a_mapping_survives_being_stored(tmp_path):
    mapping = remembered(tmp_path)
    assert Mapping.from_json(mapping.to_json()) == mapping


def test_the_same_headings_elsewhere_need_no_look(tmp_path):
    mapping = remembered(tmp_path)
    rows = [
        ["Rapport"],
        ["ny rad"],
        [],
        ["Slag", "plats ", "Antal 2023", "Antal 2024"],
        ["Klotter", "Norra", "-", 7],
    ]
    path = deliveries.workbook(tmp_path / "next.xlsx", ("Blad1", rows))
    with open_workbook(path) as book:
        (table,) = find_tables(book.sheets[0])
        fitted, changes = fit(mapping, table)
        found = list(observe(table, fitted))
    assert not changes.need_a_look()
    assert (changes.moved, changes.new_periods) == (["Slag", "plats", "Antal 2023"], ["Antal 2024"])
    assert [(o.indicator, o.area, o.period.code, o.value) for o in found] == [
        ("Klotter", "Norra", "2023", 0),
        ("Klotter", "Norra", "2024", 7),
    ]
    assert signature(fitted) == signature(mapping)


def test_a_new_column_is_not_read_and_a_renamed_or_missing_one_is_told(tmp_path):
    mapping = remembered(tmp_path)
    table, _ = table_of(tmp_path, [["Ort", "Antal 2022", "Antal 2023", "Väntande"], ["Norra", 1, 2, 9]])
    fitted, changes = fit(mapping, table)
    assert changes.need_a_look()
    assert changes.renamed == [("Plats", "Ort")]
    assert (changes.new, changes.missing) == (["Väntande"], ["Slag"])
    assert [c.role for c in fitted.columns] == ["area", "value", "value", "ignored"]
    assert signature(fitted) != signature(mapping)


def months(year):
    head = [[f"Anmälda brott {year}"], [], ["Plats", "Januari", "Februari"]]
    return head + [[place, n, n + 1] for n, place in enumerate(("Norra", "Södra", "Västra"))]


def test_the_period_of_the_last_delivery_is_never_carried_over(tmp_path):
    first, _ = table_of(tmp_path, months(2022))
    path = deliveries.workbook(tmp_path / "next.xlsx", ("Blad1", months(2023)))
    with open_workbook(path) as book:
        (table,) = find_tables(book.sheets[0])
        fitted, _changes = fit(first.mapping, table)
        found = list(observe(table, fitted))
    assert {o.period.code for o in found} == {"2023-01", "2023-02"}


def test_a_column_that_points_out_persons_now_is_not_read_whatever_it_was(tmp_path):
    mapping = remembered(tmp_path)
    rows = [["Rapport"], ["Plats", "Slag", "Antal 2022"]]
    rows += [[place, f"80010{n}-123{n}", n] for n, place in enumerate(("Norra", "Södra", "Västra"))]
    rows[2][1] = "19800101-1231"
    path = deliveries.workbook(tmp_path / "next.xlsx", ("Blad1", rows))
    with open_workbook(path) as book:
        (table,) = find_tables(book.sheets[0])
        fitted, changes = fit(mapping, table)
    assert [column.role for column in fitted.columns] == ["area", "personal", "value"]
    assert changes.need_a_look()
