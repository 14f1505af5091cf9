"""Tables as authorities and companies publish them: stacked, crossed, under titles that say where and when."""

from decimal import Decimal

import deliveries
import pytest

from lagesbild.sheets.inspection import inspect
from lagesbild.sheets.observations import observe
from lagesbild.sheets.reading import open_workbook
from lagesbild.sheets.tables import find_tables


@pytest.fixture
def read(tmp_path):
    """The tables of a sheet and what is observed in each, as (indicator, area, period, value or flag)."""

    def read_sheet(*rows, name="Blad1"):
        path = deliveries.workbook(tmp_path / "fil.xlsx", (name, [list(row) for row in rows]))
        with open_workbook(path) as book:
            tables = find_tables(book.sheets[0])
            return tables, [list(map(plain, observe(table))) for table in tables]

    return read_sheet


def plain(one):
    if hasattr(one, "code"):
        return one.code, one.cell
    value = one.value if one.value is not None else one.flag
    return one.indicator, one.area, one.period and one.period.code, value


def test_a_title_right_under_a_table_begins_the_next(read):
    tables, (robberies, burglaries) = read(
        ["Tabell 1. Rån"],
        ["Område", 2021, 2022],
        ["Norra", 1, 2],
        ["Södra", 3, 4],
        ["Tabell 2. Inbrott"],
        ["Område", 2021, 2022],
        ["Norra", 11, 12],
        ["Södra", 13, 14],
    )
    assert [(t.header_rows, t.first_row, t.last_row) for t in tables] == [([2], 3, 4), ([6], 7, 8)]
    assert {indicator for indicator, *_ in robberies} == {"Tabell 1. Rån"}
    assert burglaries[0] == ("Tabell 2. Inbrott", "Norra", "2021", Decimal(11))
    assert len(burglaries) == 4


def test_what_stands_above_the_first_table_is_said_of_those_under_it(read):
    _, (_, second) = read(
        ["Bostäder i Ekby kommun 2023"],
        [],
        ["Störningar"],
        ["Typ", "Jan", "Feb"],
        ["Buller", 3, 4],
        ["Hot", 1, 2],
        [],
        ["Skadegörelse"],
        ["Typ", "Jan", "Feb"],
        ["Klotter", 5, 6],
        ["Glaskross", 7, 8],
    )
    assert second[0] == ("Skadegörelse", "Ekby kommun", "2023-01", Decimal(5))


def test_a_table_beside_another_has_the_same_title(read):
    _, (_, right) = read(
        ["Anmälda rån 2022"],
        [],
        ["Område", "Antal", None, "Område", "Antal"],
        ["Norra", 1, None, "Västra", 3],
        ["Södra", 2, None, "Östra", 4],
        ["Ekudden", 2, None, "Ekbacken", 4],
    )
    assert right[0] == ("Antal", "Västra", "2022", Decimal(3))


def test_months_under_a_year_are_months_of_it(read):
    _, (found,) = read(
        ["Rån per månad"],
        ["Område", 2021, None, 2022, None],
        [None, "jan", "feb", "jan", "feb"],
        ["Norra", 1, 2, 3, 4],
        ["Södra", 5, 6, 7, 8],
    )
    assert [period for _, _, period, _ in found[:4]] == ["2021-01", "2021-02", "2022-01", "2022-02"]


def test_months_down_and_years_across_meet_in_a_month_of_the_year(read):
    _, (found,) = read(
        ["Anlagda bränder i Ekby kommun"],
        ["Månad", 2021, 2022],
        ["Januari", 1, 2],
        ["Februari", 3, 4],
        ["Totalt", 4, 6],
    )
    assert [(period, value) for _, _, period, value in found] == [
        ("2021-01", 1),
        ("2022-01", 2),
        ("2021-02", 3),
        ("2022-02", 4),
        ("2021", 4),
        ("2022", 6),
    ]
    assert {area for _, area, *_ in found} == {"Ekby kommun"}


def test_months_down_take_the_year_of_the_title(read):
    _, (found,) = read(["Klotter 2023"], ["Månad", "Antal"], ["Januari", 3], ["Mars", 4], ["Okänd", 1])
    assert found == [
        ("Antal", "", "2023-01", Decimal(3)),
        ("Antal", "", "2023-03", Decimal(4)),
        ("bad_period", "A5"),
    ]


def test_years_in_the_first_column_are_no_figures(read):
    (table,), (found,) = read(
        ["Trygghet i Ekby kommun"],
        [None, "Trygga", "Otrygga"],
        ["2020", 60, 40],
        ["2021", 61, 39],
        ["2022 (prel.)", 62, 38],
    )
    assert [c.role for c in table.mapping.columns] == ["period", "value", "value"]
    assert found[-1] == ("Otrygga", "Ekby kommun", "2022", Decimal(38))


def test_a_heading_of_time_in_the_corner_is_of_what_stands_across(read):
    (table,), (found,) = read(
        ["Offences by region"],
        ["TIME", "2020", "2021"],
        ["Stockholms län", 1200, "1300 p"],
        ["Uppsala län", ":", "320 b"],
        ["Örebro län", 200, 210],
        [],
        ["Special value"],
        [":", "not available"],
        ["Observation flags:"],
        ["p", "provisional"],
        ["b", "break in time series"],
    )
    assert (table.first_row, table.last_row, table.mapping.columns[0].role) == (3, 5, "area")
    assert [value for *_, value in found] == [1200, 1300, "not_available", 320, 200, 210]


def test_a_place_and_a_year_beside_their_names_hold_for_the_table_under_them(read):
    (table,), (found,) = read(
        ["Kommun:", "Ekby"],
        ["År:", 2022],
        ["Uttagsdatum:", "2023-02-03"],
        [],
        ["Brottstyp", "Antal anmälda", "Antal uppklarade"],
        ["Rån", 10, 2],
        ["Inbrott", 20, 3],
    )
    assert table.header_rows == [5]
    assert found[0] == ("Rån, Antal anmälda", "Ekby", "2022", Decimal(10))


def test_places_across_may_be_called_kommun_or_riket(read):
    (table,), (found,) = read(
        ["Våldsbrott per 1 000 invånare"],
        ["År", "Ekby kommun", "Stockholms län", "Riket"],
        [2021, "12,1", "10,1", "9,9"],
        [2022, "12,2", "..", "9,8"],
    )
    assert table.mapping.layout == "crossed"
    assert found[0] == ("Våldsbrott per 1 000 invånare", "Ekby kommun", "2021", Decimal("12.1"))


def test_a_list_of_the_tables_holds_no_figures(read):
    _, found = read(["Tabellförteckning"], ["Tabell", "Rubrik"], [1, "Brott"], [2, "Bränder"], [3, "Klotter"])
    assert found in ([], [[]])


def test_a_source_in_two_cells_is_no_row_of_data(read):
    (table,), _ = read(["Område", 2021, 2022], ["Norra", 1, 2], ["Södra", 3, 4], ["Källa:", "SCB"])
    assert table.last_row == 3


def test_figures_that_could_be_years_are_figures_under_years(read):
    (table,), (found,) = read(
        ["Område", 2021, 2022, 2023], ["Norra", 1990, 2001, 2012], ["Södra", 2010, 2015, 2020]
    )
    assert (table.header_rows, table.first_row, table.last_row) == ([1], 2, 3)
    assert found[0] == ("", "Norra", "2021", Decimal(1990))


def test_two_places_across_beside_their_sum_are_places(read):
    (table,), (found,) = read(
        ["Brott", "Ekby kommun", "Storby kommun", "Totalt"], ["Rån", 1, 2, 3], ["Våld", 4, 5, 9], name="2022"
    )
    assert table.mapping.layout == "crossed"
    assert [area for _, area, *_ in found[:3]] == ["Ekby kommun", "Storby kommun", "Totalt"]


def test_places_may_stand_over_the_years(read):
    (table,), (found,) = read(
        ["Anmälda brott"],
        [None, "Ekby kommun", None, "Storby", None],
        ["Brottstyp", 2021, 2022, 2021, 2022],
        ["Rån", 1, 2, 3, 4],
        ["Våld", 5, 6, 7, 8],
    )
    assert table.mapping.layout == "crossed"
    assert [found[n] for n in (0, 3)] == [
        ("Rån", "Ekby kommun", "2021", Decimal(1)),
        ("Rån", "Storby", "2022", Decimal(4)),
    ]


def test_the_day_a_file_was_taken_out_is_not_when_it_is_about(read):
    _, (found,) = read(
        ["Datum för uttag: 2024-02-01"], ["Period: 2023"], [], ["Område", "Rån"], ["Norra", 1], ["Södra", 4]
    )
    assert found[0] == ("Rån", "Norra", "2023", Decimal(1))


def test_a_sheet_that_is_named_after_a_place_is_about_it(read):
    _, (found,) = read(["År", "Antal brott"], [2021, 4], [2022, 5], name="Ekby kommun")
    assert found[0] == ("Antal brott", "Ekby kommun", "2021", Decimal(4))


def test_units_in_a_row_under_the_headings_are_units(read, tmp_path):
    rows = [
        ["Kommun", "Bränder", "Responstid", "Andel i tid"],
        [None, "antal", "minuter", "%"],
        ["Ekby", 12, 8, 71],
        ["Storby", 45, 7, 80],
    ]
    path = deliveries.workbook(tmp_path / "fil.xlsx", ("2022", rows))
    (table,) = inspect(path)["sheets"][0]["tables"]
    assert [(i["name"], i["unit"]) for i in table["indicators"]] == [
        ("Andel i tid", "%"),
        ("Bränder", "antal"),
        ("Responstid", "minuter"),
    ]


def test_the_finest_places_tell_the_rows_apart(read):
    (table,), (found,) = read(
        ["DeSO", "RegSO", "0-15 år", "16-64 år", "Totalt"],
        ["0126A0010", "Ekby centrum", 1, 2, 3],
        ["0126A0020", "Ekby centrum", 4, 5, 9],
        ["0126A0030", "Norrby", 7, 8, 15],
    )
    assert [(c.role, c.part) for c in table.mapping.columns[:2]] == [("area", "code"), ("area", "wider")]
    assert table.mapping.columns[-1].breakdown == {"ålder": "Totalt"}
    assert len(found) == 9


def test_what_the_notes_say_in_a_sentence_of_a_dash_is_heard(read):
    (table,), _ = read(["Område", "2021"], ["Norra", 5], ["Södra", "-"], [], ["- betyder att uppgift saknas"])
    assert table.mapping.dash == "missing"


@pytest.mark.parametrize("mark", ["e.u.", ":", "[x]", "[c]", "[z]", "…", "ingen uppgift"])
def test_the_marks_of_other_authorities_are_no_faults(read, mark):
    _, (found,) = read(["Område", "2021"], ["Norra", 5], ["Södra", mark], ["Västra", 7])
    assert found[1][3] in ("suppressed", "not_applicable", "not_available")


def test_a_heading_of_other_columns_begins_a_table_without_a_gap(read):
    tables, (_, crimes) = read(
        ["Rapport 2022"],
        ["Ålder", "Kvinnor", "Män"],
        ["0-17 år", 10, 11],
        ["18-64 år", 20, 21],
        ["Brottstyp", "Antal", "Uppklarade"],
        ["Rån", 3, 1],
        ["Klotter", 9, 0],
    )
    assert [(t.header_rows, t.last_row) for t in tables] == [([2], 4), ([5], 7)]
    assert crimes[1] == ("Rån, Uppklarade", "", "2022", Decimal(1))


def test_another_table_of_the_same_years_is_not_crossed_with_the_one_beside_it(read):
    _, (places, crimes) = read(
        ["Område", "2021", "2022", None, "Brottstyp", "2021", "2022"],
        ["Norra", 1, 2, None, "Rån", 5, 6],
        ["Södra", 3, 4, None, "Våld", 7, 8],
        ["Västra", 3, 4, None, "Klotter", 7, 8],
    )
    assert {indicator for indicator, *_ in places} == {""}
    assert {area for _, area, *_ in crimes} == {""}


def test_a_year_that_stands_once_over_its_months_is_the_year_of_them_all(read):
    _, (found,) = read(
        ["År", "Tertial", "Antal"],
        [2021, "T1", 1],
        [None, "T2", 2],
        [None, "T3", 3],
        [None, "Totalt", 6],
        [2022, "T1", 4],
        [None, "T2", 5],
        [None, "T3", 6],
    )
    assert [period for _, _, period, _ in found] == [
        *("2021T1", "2021T2", "2021T3", "2021"),
        *("2022T1", "2022T2", "2022T3"),
    ]


def test_a_sum_is_of_the_wider_place_it_names(read):
    _, (found,) = read(
        ["Kommundel", "Område", "2021", "2022"],
        ["Ekby", "Norra", 1, 2],
        ["Ekby", "Södra", 3, 4],
        ["Ekby totalt", None, 4, 6],
        ["Totalsumma", None, 4, 6],
    )
    assert [area for _, area, *_ in found[::2]] == ["Norra", "Södra", "Ekby totalt", "Totalsumma"]


def test_a_provisional_figure_is_a_figure(read):
    _, (found,) = read(["Område", "2021"], ["Norra", "12 400 (p)"], ["Södra", 5])
    assert found[0][3] == 12400


def test_municipalities_over_the_figures_are_places(read):
    (table,), (found,) = read(["År", "Salem", "Botkyrka", "Mark"], [2021, 1, 2, 3], [2022, 4, 5, 6])
    assert [column.area for column in table.mapping.columns] == ["", "Salem", "Botkyrka", "Mark"]
    assert {area for _, area, *_ in found} == {"Salem", "Botkyrka", "Mark"}


def test_a_column_of_municipalities_needs_no_heading(read):
    (table,), _found = read(
        [None, "Antal 2021", "Antal 2022"], ["Salem", 1, 2], ["Boden", 3, 4], ["Arboga", 5, 6], ["Åre", 7, 8]
    )
    assert table.mapping.columns[0].role == "area"
