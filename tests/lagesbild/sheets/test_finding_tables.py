"""What the parties deliver is understood without a word of help, and says how certain it is."""

from datetime import date
from decimal import Decimal

import deliveries
import openpyxl
import pytest

from lagesbild.sheets.issues import Issue
from lagesbild.sheets.observations import observe
from lagesbild.sheets.reading import open_workbook
from lagesbild.sheets.tables import find_tables, table_at


@pytest.fixture
def read(tmp_path):
    """Write a delivery and read it with the guessed mapping: its tables, observations and issues."""

    def read_delivery(make, *arguments, areas=()):
        path = make(tmp_path, *arguments)
        with open_workbook(path) as book:
            tables = [table for sheet in book.sheets for table in find_tables(sheet, areas)]
            found = [one for table in tables for one in observe(table)]
        return (
            tables,
            [o for o in found if not isinstance(o, Issue)],
            [i for i in found if isinstance(i, Issue)],
        )

    return read_delivery


def sheet_of(*rows, merged=()):
    return lambda folder: deliveries.workbook(folder / "fil.xlsx", ("Blad1", list(rows), list(merged)))


def roles(table):
    return [column.role for column in table.mapping.columns]


def shown(observations):
    """The figures as (indicator, area, period, breakdown, value or flag, cell)."""
    return [
        (
            o.indicator,
            o.area,
            o.period and o.period.code,
            o.breakdown,
            o.value if o.value is not None else o.flag,
            o.cell,
        )
        for o in observations
    ]


def test_a_police_table_months_across_under_titles(read):
    (table,), observations, issues = read(deliveries.police_monthly)
    assert (table.header_rows, table.first_row, table.last_row) == ([5, 6], 7, 10)
    assert table.notes == ["1) Se kvalitetsdeklaration.", "- = Noll"]
    assert (table.mapping.area, table.mapping.dash, issues) == ("Ekby kommun", "zero", [])
    broken = "Fullbordat mord och dråp samt misshandel med dödlig utgång (1, 2, 5, 6 §)"
    assert [(i, p, v, c) for i, _, p, _, v, c in shown(observations)] == [
        ("SAMTLIGA BROTT", "2023-01", Decimal(1012), "B7"),
        ("SAMTLIGA BROTT", "2023-02", Decimal(947), "C7"),
        ("SAMTLIGA BROTT", "2023-03", Decimal(951), "D7"),
        ("SAMTLIGA BROTT", "2023-01--2023-03", Decimal(2910), "E7"),
        ("Misshandel mot barn 0–6 år", "2023-01", Decimal(3), "B8"),
        ("Misshandel mot barn 0–6 år", "2023-02", Decimal(0), "C8"),
        ("Misshandel mot barn 0–6 år", "2023-03", Decimal(1), "D8"),
        ("Misshandel mot barn 0–6 år", "2023-01--2023-03", Decimal(4), "E8"),
        (broken, "2023-01", Decimal(0), "B10"),
        (broken, "2023-02", Decimal(1), "C10"),
        (broken, "2023-03", "not_applicable", "D10"),
        (broken, "2023-01--2023-03", Decimal(1), "E10"),
    ]
    assert [o.totals for o in observations][::4] == [frozenset({"indicator"}), frozenset(), frozenset()]


def test_a_police_table_years_across_leaves_changes_and_comments_behind(read):
    (table,), observations, issues = read(deliveries.police_yearly)
    assert roles(table) == ["area", "indicator", "value", "value", "value", "ignored", "personal"]
    assert len(observations) == 12
    assert issues == []
    assert shown(observations)[2:5] == [
        ("Skadegörelse", "Norra", "2021", {}, Decimal(44), "E2"),
        ("Rån", "Norra", "2019", {}, "suppressed", "C3"),
        ("Rån", "Norra", "2020", {}, "suppressed", "D3"),
    ]
    assert [o.is_preliminary for o in observations[:3]] == [False, False, True]
    assert {o.area for o in observations if "area" in o.totals} == {"Summa"}


def test_a_survey_reads_three_ways_of_writing_per_cent_as_one(read):
    (table,), observations, _ = read(deliveries.survey)
    assert (table.header_rows, table.mapping.layout) == ([2, 3], "crossed")
    shares = [o for o in observations if o.unit == "%"]
    assert [(o.breakdown["kön"], o.value, o.flag) for o in shares if o.area == "Norra"] == [
        ("Kvinnor", Decimal("23.4"), ""),
        ("Män", Decimal("11.2"), ""),
        ("Totalt", Decimal("17.3"), ""),
    ]
    assert {o.indicator for o in shares} == {"Andel otrygga ute ensam sent (%)"}
    assert {o.totals for o in shares if o.breakdown["kön"] == "Totalt"} == {frozenset({"kön"})}
    assert {o.period.code for o in observations} == {"2022"}


def test_events_are_counted_and_their_coordinates_blocked(read):
    (table,), observations, _ = read(deliveries.rescue_service)
    assert table.mapping.layout == "events"
    assert roles(table)[-2:] == ["personal", "personal"]
    assert [(o.area, o.period.code, o.value, o.breakdown["Objekt"]) for o in observations] == [
        ("Norra", "2023-03-18", 1, "Papperskorg"),
        ("Södra", "2023-03-18", 1, "Personbil"),
        ("Norra", "2023-04-02", 1, "Personbil"),
    ]


def test_blocks_are_filled_downwards_and_hidden_columns_never_read(read):
    (table,), observations, issues = read(deliveries.housing)
    assert table.mapping.columns[2].role == "ignored"
    assert [(o.area, o.breakdown["Fastighet"], o.value) for o in observations if o.unit == "kr"] == [
        ("Norra", "Almen 1", Decimal(12500)),
        ("Norra", "Boken 2", Decimal(1200)),
        ("Södra", "Cedern 3", Decimal(0)),
        ("Södra", "Eken 4", Decimal(900)),
        ("Totalt", "", Decimal(14600)),
    ]
    assert [(i.cell, i.code, i.found) for i in issues] == [("D3", "dash_unclear", "-")]
    assert table.mapping.lacks() == ["period"]
    assert not any("H-" in str(o) for o in observations)


def test_remarks_are_blocked_and_an_error_is_told_with_its_address(read):
    (table,), observations, issues = read(deliveries.properties)
    assert roles(table) == ["ignored", "period", "area", "group", "value", "personal"]
    assert [(i.cell, i.code, i.found) for i in issues] == [("E4", "error_value", "#N/A")]
    assert [o.value for o in observations] == [Decimal(4200), Decimal("1800.5")]


def test_three_heading_rows_are_measure_year_and_sex(read):
    (table,), observations, _ = read(deliveries.social_services)
    assert table.header_rows == [1, 2, 3]
    assert shown(observations)[3:6] == [
        ("Orosanmälningar", "Norra", "2022", {"kön": "Flickor"}, "suppressed", "E4"),
        ("Orosanmälningar", "Norra", "2022", {"kön": "Pojkar"}, Decimal(14), "F4"),
        ("Orosanmälningar", "Norra", "2022", {"kön": "Totalt"}, "suppressed", "G4"),
    ]
    assert observations[-1].totals == {"area", "kön"}


def test_what_a_program_made_into_dates_is_rejected(read):
    _, observations, issues = read(deliveries.schools)
    assert [(i.cell, i.code) for i in issues] == [("E3", "auto_date"), ("E4", "auto_date")]
    assert {(o.period.code, o.period.kind) for o in observations if o.period} == {
        ("2021/22", "school_year"),
        ("2022/23", "school_year"),
    }
    assert {o.breakdown["Skola"] for o in observations} == {"Ekskolan", "Björkskolan", "Alskolan"}


def test_two_merged_levels_over_years_take_the_measure_from_the_title(read):
    (table,), observations, _ = read(deliveries.pupils_survey)
    assert table.notes == ["Svarsfrekvens: 76 procent."]
    assert (observations[0].indicator, observations[0].unit) == (
        "Andel som någon gång använt narkotika (%)",
        "%",
    )
    assert [(o.breakdown, o.period.code, o.value) for o in observations if o.area == "Ekby"][4:6] == [
        ({"årskurs": "Gymnasiet år 2", "kön": "Flickor"}, "2022", Decimal(15)),
        ({"årskurs": "Gymnasiet år 2", "kön": "Flickor"}, "2024", Decimal(16)),
    ]


def test_a_pasted_table_takes_its_day_from_the_title(read):
    _, observations, _ = read(deliveries.probation)
    assert {o.period.code for o in observations} == {"2023-10-01"}
    assert [o.flag or o.value for o in observations] == [112, 31, "suppressed", 87, "suppressed", 12]


def test_codes_keep_their_zeros_and_headings_lose_their_hyphens(read):
    (table,), observations, _ = read(deliveries.population)
    assert [c.header for c in table.mapping.columns] == [
        "Kod",
        "Region",
        "Folkmängd",
        "Födelseöverskott",
        "Utflyttade",
    ]
    assert [(o.area_code, o.area, o.value if o.value is not None else o.flag) for o in observations] == [
        ("01", "Stockholms län", Decimal(2454821)),
        ("01", "Stockholms län", Decimal(7001)),
        ("01", "Stockholms län", "not_applicable"),
        ("0126", "Ekby", Decimal(113920)),
        ("0126", "Ekby", Decimal(-48)),
        ("0126", "Ekby", Decimal(5312)),
    ]


def test_a_long_table_with_year_and_month_apart(read):
    table = sheet_of(
        ["År", "Månad", "Län", "Kommun", "Kön", "Ohälsotalet"],
        ["2024", "09", "Riket", "Riket", "Kvinnor", 26.9],
        ["2024", "10", "17 Värmlands län", "17 Värmlands län", "Kvinnor och män", 27.9],
    )
    (table,), observations, _ = read(table)
    assert table.mapping.layout == "long"
    assert [(o.area, o.area_code, o.period.code, o.value, o.totals) for o in observations] == [
        ("Riket", "", "2024-09", Decimal("26.9"), {"area"}),
        ("Värmlands län", "17", "2024-10", Decimal("27.9"), {"Kön"}),
    ]


def test_years_in_headings_beside_a_measure_and_totals_in_breakdowns(read):
    def csv(folder):
        rows = (
            "region;födelseregion;kön;Antal 2020;Antal 2021\r\r\nEkby (Norra);Sverige;totalt;2638;2556\r\r\n"
        )
        return deliveries.text(
            folder / "regso.csv", rows + "Ekby (Norra);totalt;totalt;7512;7323\r\r\n", "utf-8-sig"
        )

    (table,), observations, _ = read(csv)
    assert table.mapping.layout == "wide_time"
    assert [(o.indicator, o.period.code, o.value, o.totals) for o in observations][1:3] == [
        ("Antal", "2021", Decimal(2556), {"kön"}),
        ("Antal", "2020", Decimal(7512), {"födelseregion", "kön"}),
    ]


def test_years_written_as_dates_are_years(read):
    make = sheet_of(
        ["Code", "Borough", "Year", "Value"],
        ["E1", "Barnet", "1999-12-31", 5],
        ["E1", "Barnet", "2000-12-31", "n/a"],
    )
    _, observations, _ = read(make)
    assert [(o.period.code, o.period.kind, o.flag) for o in observations] == [
        ("1999", "year", ""),
        ("2000", "year", "not_available"),
    ]


def test_unnamed_columns_are_told_apart_by_what_they_hold(read):
    make = sheet_of(
        ["Nyckeltal"],
        [None, None, "2012", "2013"],
        ["Bilväg, total, meter/inv.", "Ekby", 5.47, 5.36],
        ["Bilväg, total, meter/inv.", "Alby", None, 1.5],
        ["Nöjda, andel (%)", "Ekby", 22, None],
        ["Nöjda, andel (%)", "Alby", 29, 30],
    )
    (table,), observations, _ = read(make)
    assert table.header_rows == [2]
    assert roles(table) == ["indicator", "area", "value", "value"]
    assert {(o.indicator, o.unit) for o in observations} == {
        ("Bilväg, total, meter/inv.", "meter/inv."),
        ("Nöjda, andel (%)", "%"),
    }


def test_notes_in_several_columns_above_and_below_are_no_table(read):
    make = sheet_of(
        ["Många", None, None, None],
        ["kan inte låta bli att", "skriva", None, "anteckningar"],
        ["Område", "Datum", "Typ", "Antal"],
        ["Norra", "2023-01-01", "Brand", 3],
        ["Södra", "2023-01-02", "Brand", 4],
        ["Andra", None, None, None],
        [None, None, "skriver", "nederst"],
    )
    (table,), observations, _ = read(make)
    assert (table.header_rows, table.first_row, table.last_row) == ([3], 4, 5)
    assert len(observations) == 2


def test_two_tables_on_one_sheet_are_two_tables(read):
    make = sheet_of(
        ["Tabell 1 Klotter"],
        ["Område", 2022, 2023],
        ["Norra", 1, 2],
        ["Södra", 3, 4],
        [],
        ["Tabell 2 Rån"],
        ["Område", "Antal", "Andel (%)"],
        ["Norra", 5, 6.5],
    )
    tables, observations, _ = read(make)
    assert [(t.header_rows, t.first_row, t.last_row, t.titles) for t in tables] == [
        ([2], 3, 4, ["Tabell 1 Klotter"]),
        ([7], 8, 8, ["Tabell 2 Rån"]),
    ]
    assert sum(o.value for o in observations) == Decimal("21.5")


def test_a_table_without_headings_is_still_a_table(read):
    def csv(folder):
        return deliveries.text(
            folder / "utan.csv", "Ekby kommun;1 234\nAlby kommun;2 537\nHela landet;9 876\n"
        )

    (table,), observations, _ = read(csv)
    assert (table.header_rows, table.first_row) == ([], 1)
    assert [(o.area, o.value, o.totals) for o in observations][1:] == [
        ("Alby kommun", Decimal(2537), frozenset()),
        ("Hela landet", Decimal(9876), {"area"}),
    ]


def test_a_sheet_of_text_holds_no_table(read):
    assert read(sheet_of(["Innehåll"], [], [None, "Tabell 1", "Brott"], [None, "Tabell 2", "Bränder"])) == (
        [],
        [],
        [],
    )
    assert read(sheet_of()) == ([], [], [])


def test_known_places_tell_which_column_they_stand_in(read):
    make = sheet_of(["A", "B", "Antal"], ["gul", "Norra", 1], ["röd", "Södra", 2])
    (table,), *_ = read(make, areas=["norra", "Södra"])
    assert [(c.role, c.certainty) for c in table.mapping.columns[:2]] == [("group", 0.6), ("area", 0.95)]


def test_a_person_can_point_out_another_heading_row(tmp_path):
    rows = [["Område", "Antal"], ["place", "count"], ["Norra", 3]]
    with open_workbook(deliveries.workbook(tmp_path / "två.xlsx", ("B", rows))) as book:
        table = table_at(book.sheets[0], [2])
        assert (table.first_row, [c.header for c in table.mapping.columns]) == (3, ["place", "count"])
        assert table_at(book.sheets[0], [9]) is None


def test_every_guess_has_its_certainty_and_reason(read):
    for make in deliveries.ALL:
        for table in read(make)[0]:
            assert all(0 < c.certainty <= 1 and c.reason for c in table.mapping.columns), make.__name__


def test_months_across_take_the_year_of_their_row_and_their_sum_is_left_behind(read):
    make = sheet_of(
        ["Område", "År", "Jan", "Feb", "Totalt"], ["Norra", 2022, 1, 2, 3], ["Norra", 2023, 4, 5, 9]
    )
    (table,), observations, _ = read(make)
    assert [(o.period.code, o.value) for o in observations] == [
        ("2022-01", 1),
        ("2022-02", 2),
        ("2023-01", 4),
        ("2023-02", 5),
    ]
    assert (roles(table)[-1], table.mapping.layout, table.mapping.lacks()) == (
        "ignored",
        "wide_time",
        ["indicator"],
    )


def test_months_written_as_dates_in_the_heading_are_months(read):
    make = sheet_of(["Område", date(2023, 1, 1), date(2023, 2, 1)], ["Norra", 1, 2], ["Södra", 3, 4])
    _, observations, _ = read(make)
    assert [o.period.code for o in observations][:2] == ["2023-01", "2023-02"]


@pytest.mark.parametrize("make", [d for d in deliveries.ALL if d is not deliveries.rescue_service])
def test_the_same_table_saved_as_text_says_the_same(read, make):
    """Without merged cells, types or formats: only what the letters say."""

    def as_text(folder):
        rows = openpyxl.load_workbook(make(folder)).worksheets[0].iter_rows()
        lines = [";".join(as_saved(cell) for cell in row) for row in rows]
        return deliveries.text(
            folder / "Frånvaro.csv",
            "\n".join(lines) + "\n",
            "cp1252" if make == deliveries.schools else "utf-8",
        )

    _, observations, issues = read(make)
    _, text_observations, text_issues = read(as_text)
    assert [(o.cell, o.value, o.flag, *o[:5], o.totals) for o in text_observations] == [
        (o.cell, o.value, o.flag, *o[:5], o.totals) for o in observations
    ]
    assert [(i.cell, i.code) for i in text_issues] == [(i.cell, i.code) for i in issues]


def as_saved(cell):
    """A cell as a spreadsheet program with Swedish settings writes it to a text file."""
    if cell.value is None:
        return ""
    if "%" in cell.number_format:
        return f"{cell.value * 100:.1f}%".replace(".", ",")
    if isinstance(cell.value, float):
        return str(cell.value).replace(".", ",")
    return cell.value.strftime("%Y-%m-%d") if cell.is_date else str(cell.value).replace("\n", " ")


def test_two_tables_side_by_side_are_two_and_a_gap_between_columns_is_none(read):
    rows = [
        ["Skadegörelse 2022", None, None, None, "Bränder 2022"],
        [],
        ["Område", "Kv 1 2022", "Kv 2 2022", None, "Område", "Kv 1 2022", "Kv 2 2022"],
        ["Norr", 3, 4, None, "Norr", 1, 0],
        ["Söder", 5, 6, None, "Söder", 2, 7],
        ["Öster", 8, 9, None, None, None, None],
    ]
    (left, right), observations, issues = read(sheet_of(*rows))
    assert (left.first_row, left.last_row, right.first_row, right.last_row) == (4, 6, 4, 5)
    assert [(i, a, v, c) for i, a, _, _, v, c in shown(observations)][::3] == [
        ("Skadegörelse", "Norr", 3, "B4"),
        ("Skadegörelse", "Söder", 6, "C5"),
        ("Bränder", "Norr", 1, "F4"),
        ("Bränder", "Söder", 7, "G5"),
    ]
    assert issues == []
    rows = [
        ["Område", "2021", None, "2022"],
        ["Norr", 3, None, 4],
        ["Söder", 5, None, 6],
        ["Öster", 8, None, 9],
    ]
    (_one,), observations, _ = read(sheet_of(*rows))
    assert len(observations) == 6


def test_what_is_withheld_among_shares_is_a_share(read):
    rows = [
        ["Skola", "År", "Utsatt för mobbning"],
        ["Norra", "2023", "4 %"],
        ["Södra", "2023", "<5"],
        ["Östra", "2023", "7 %"],
    ]
    _tables, observations, _ = read(sheet_of(*rows))
    assert {o.unit for o in observations} == {"%"}


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("Vem", ["Kalle Karlsson", "Åsa-Lena Ek", "Polisen", "von Essen, Carl"]),
        ("Anmäld av", ["Område nord", "Fastighet 3", "Grannen", "Väktare"]),
    ],
)
def test_persons_named_in_a_column_are_blocked(read, heading, names):
    rows = [[name, "Norr", date(2023, 1, n + 1), 100 * n] for n, name in enumerate(names)]
    (table,), _observations, _ = read(sheet_of([heading, "Område", "Datum", "Kostnad"], *rows))
    assert roles(table)[0] == "personal"


def test_places_and_organisations_are_no_persons(read):
    for names in (
        ["Sofia Distrikt", "Norra Ekby", "Maria Gatans Skola nr 3", "Karin Boyes plats"],
        ["Polisen Syd", "Huge Bostäder", "Kommunen", "Räddningstjänsten"],
    ):
        rows = [[name, "2023", 5] for name in [*names, "Ekby", "Alby", "Visby Norra"]]
        (table,), _observations, _ = read(sheet_of(["Var", "År", "Antal"], *rows))
        assert roles(table)[0] != "personal", names


def test_places_across_and_measures_down(read):
    rows = [
        ["Trygghetsmätning 2023"],
        [],
        [None, "Norrby", "Söderås", "Österängen", "Totalt"],
        ["Otrygg utomhus", 30, 41, 18, 29],
        ["Utsatt för brott", 12, 14, 9, 12],
    ]
    (table,), observations, _ = read(sheet_of(*rows))
    assert (table.mapping.layout, roles(table)[0]) == ("crossed", "indicator")
    assert [(i, a, p, v) for i, a, p, _, v, _ in shown(observations)][:2] == [
        ("Otrygg utomhus", "Norrby", "2023", 30),
        ("Otrygg utomhus", "Söderås", "2023", 41),
    ]
    assert [o.area for o in observations if o.totals] == ["Totalt", "Totalt"]
    assert table.mapping.lacks() == []


def test_places_across_are_known_by_name_however_they_end(read):
    rows = [[None, "Alfa", "Beta", "Gamma"], ["Otrygg utomhus", 30, 41, 18], ["Utsatt för brott", 12, 14, 9]]
    (table,), _observations, _ = read(sheet_of(*rows), areas=["Alfa", "Beta", "Gamma"])
    assert [c.area for c in table.mapping.columns] == ["", "Alfa", "Beta", "Gamma"]
    (table,), _observations, _ = read(sheet_of(*rows))
    assert not any(c.area for c in table.mapping.columns)


def test_a_block_for_each_place_under_its_name(read):
    blocks = [
        row
        for place in ("Norrby", "Söderås")
        for row in (
            [place],
            ["Brottstyp", "2021", "2022"],
            ["Misshandel", 3, 4],
            ["Rån", 5, 6],
            ["Inbrott", 8, 9],
            [],
        )
    ]
    tables, observations, _ = read(sheet_of(*blocks))
    assert [table.mapping.area for table in tables] == ["Norrby", "Söderås"]
    assert {o.area for o in observations} == {"Norrby", "Söderås"}


def test_a_sum_belongs_to_no_place_above_it(read):
    rows = [
        ["Typ", "Område", "2021"],
        ["Klotter", "Norr", 3],
        [None, "Söder", 4],
        ["Delsumma klotter", None, 7],
        ["Brand", "Norr", 1],
        [None, "Söder", 2],
        ["Delsumma brand", None, 3],
        ["Totalt", None, 10],
    ]
    _tables, observations, issues = read(sheet_of(*rows))
    assert [(o.area, o.value) for o in observations if "area" in o.totals] == [
        ("Delsumma klotter", 7),
        ("Delsumma brand", 3),
        ("Totalt", 10),
    ]
    assert [(o.area, o.value) for o in observations if "area" not in o.totals] == [
        ("Norr", 3),
        ("Söder", 4),
        ("Norr", 1),
        ("Söder", 2),
    ]
    assert issues == []


def test_what_stands_after_the_figures_is_no_place(read):
    rows = [
        ["Nyckeltal", "Utfall 2022", "Uppfyllt"],
        ["Andel trygga, %", 61, "Ja"],
        ["Andel nöjda, %", 40, "Nej"],
    ]
    (table,), _observations, _ = read(sheet_of(*rows))
    assert "area" not in roles(table)


def test_names_beside_the_codes_of_places_are_places_and_alone_they_are_persons(read):
    coded = [["0126A0010", "Norra", 3], ["0126A0020", "Södra", 4], ["0126C1010", "Centrum", 5]]
    (table,), observations, _ = read(sheet_of(["kod", "namn", "2021"], *coded))
    assert next((o.area_code, o.area) for o in observations) == ("0126A0010", "Norra")
    (table,), _observations, _ = read(
        sheet_of(["nr", "namn", "2021"], *[[n, *row[1:]] for n, row in enumerate(coded)])
    )
    assert roles(table)[1] == "personal"


def test_headings_written_without_dots_and_rings(read):
    rows = [["omrade", "ar", "antal"], ["Norr", 2021, 5], ["Norr", 2022, 6], ["Syd", 2021, 7]]
    (table,), _observations, _ = read(sheet_of(*rows))
    assert roles(table) == ["area", "period", "value"]


def test_a_sheet_named_by_its_year_names_no_measure(read):
    def make(folder):
        rows = [["Område", "Flickor", "Pojkar"], ["Norr", 3, 4], ["Syd", 5, 6]]
        return deliveries.workbook(folder / "fil.xlsx", ("2021", rows, []))

    _tables, observations, _ = read(make)
    assert {(o.indicator, o.period.code) for o in observations} == {("", "2021")}
