"""Text files as authorities and statistical offices publish them: nothing is lost, and nothing made of it."""

from decimal import Decimal

import pytest
from deliveries import codes, meant, values


def test_a_first_row_with_something_wrong_in_it_is_no_heading(read_lines):
    table, observations, issues = read_lines("Område;2022;2023", "Norra;okänd;5", "Södra;3;4", "Västra;6;7")
    assert (table.header_rows, values(observations)) == ([1], [5, 3, 4, 6, 7])
    assert codes(issues) == [("B2", "not_a_number")]


@pytest.mark.parametrize("when", ["i våras", "01/02/2023", "1.2.2023"])
def test_a_first_row_whose_day_is_unclear_is_told_and_not_taken_for_a_heading(read_lines, when):
    table, observations, issues = read_lines(
        "Datum;Område;Antal", f"{when};Norra;3", "2023-02-02;Norra;3", "2023-02-13;Södra;4"
    )
    assert (table.header_rows, values(observations)) == ([1], [3, 4])
    assert codes(issues) == [("A2", "bad_period")]


def test_events_with_the_time_as_programs_write_it_are_events(read_lines):
    table, observations, _ = read_lines(
        "Larmtid;Händelsetyp;Kommun",
        "2024-01-01T00:05:00Z;Brand;Ekby",
        "2024-01-31T23:30:00+01:00;Brand;Ekby",
        "2024-02-01T10:00:00.123;Rån;Alby",
    )
    assert table.mapping.layout == "events"
    assert [o.period.code for o in observations] == ["2024-01-01", "2024-01-31", "2024-02-01"]


def test_two_commas_in_a_figure_say_what_one_comma_means_in_the_others(read_lines):
    _, observations, _ = read_lines(
        "Area,Year,Count", 'North,2023,"1,234"', 'South,2023,"12,345"', 'West,2023,"1,234,567"'
    )
    assert values(observations) == [1234, 12345, 1234567]


def test_a_column_of_shortened_figures_is_a_column_of_values(read_lines):
    table, _, issues = read_lines("Område;År;Index", "Norra;2023;1,2E+03", "Södra;2023;1e+05")
    assert meant(table)[2] == ("value", "")
    assert codes(issues) == [("C2", "rounded_notation"), ("C3", "rounded_notation")]


def test_a_single_column_is_a_table_and_its_commas_are_decimal(read_lines):
    table, observations, _ = read_lines("Andel otrygga (%)", "12,5", "9,1", "14,0")
    assert (len(table.mapping.columns), values(observations)) == (1, [Decimal("12.5"), Decimal("9.1"), 14])


def test_figures_of_one_length_with_zeros_before_some_are_codes(read_lines):
    _, observations, issues = read_lines(
        "Konto;År;Utfall", "0123;2023;1 000", "4010;2023;2 000", "5010;2023;-500"
    )
    assert (values(observations), issues) == ([1000, 2000, -500], [])


def test_the_day_a_file_was_made_is_no_period(read_lines):
    table, *_ = read_lines("Anmälda brott", "Uttagsdatum: 2024-03-01", "", "Kommun;Antal", "Ekby;5", "Alby;6")
    assert (table.mapping.period, table.mapping.lacks()) == ("", ["period"])


def test_names_and_codes_of_places_are_told_by_their_cells(read_lines):
    table, observations, _ = read_lines(
        "RegSO-kod;RegSO;År;Antal", "0126R001;Ekby norra;2023;5", "0126R004;Alby gård;2023;4"
    )
    assert meant(table)[:2] == [("area", "code"), ("area", "name")]
    assert [(o.area_code, o.area) for o in observations] == [
        ("0126R001", "Ekby norra"),
        ("0126R004", "Alby gård"),
    ]
    table, *_ = read_lines("region;period;värde", "0126A0010;2022;18", "0126B2010;2022;16")
    assert meant(table)[0] == ("area", "code")


def test_an_office_under_enhet_is_a_place_and_no_unit(read_lines):
    table, observations, _ = read_lines(
        "Enhet;År;Antal", "Norra distriktet;2023;5", "Södra distriktet;2023;7"
    )
    assert [(o.area, o.unit) for o in observations] == [
        ("Norra distriktet", "antal"),
        ("Södra distriktet", "antal"),
    ]
    table, *_ = read_lines(
        "Kommun;Enhet;År;Värde", "Ekby;kronor per invånare;2023;5", "Alby;kronor per invånare;2023;7"
    )
    assert meant(table)[1] == ("unit", "")


def test_of_two_columns_of_measures_neither_is_lost(read_lines):
    rows = ("Ekby;Våld;Misshandel;2023;5", "Ekby;Våld;Rån;2023;2", "Ekby;Stöld;Cykelstöld;2023;9")
    _, observations, _ = read_lines("Kommun;Brottskategori;Brottstyp;År;Antal", *rows)
    assert [(o.indicator, o.breakdown) for o in observations] == [
        ("Misshandel", {"Brottskategori": "Våld"}),
        ("Rån", {"Brottskategori": "Våld"}),
        ("Cykelstöld", {"Brottskategori": "Stöld"}),
    ]


def test_a_code_for_a_measure_stands_back_for_its_name(read_lines):
    _, observations, _ = read_lines(
        "REF_AREA,Reference area,MEASURE,Measure,TIME_PERIOD,OBS_VALUE",
        "SWE,Sweden,GWR,Unemployment rate,2021,8.9",
        "NOR,Norway,GWR,Unemployment rate,2021,4.4",
    )
    assert {(o.indicator, o.area_code, o.area) for o in observations} == {
        ("Unemployment rate", "SWE", "Sweden"),
        ("Unemployment rate", "NOR", "Norway"),
    }


def test_the_file_of_a_world_bank_names_its_measure_in_the_rows(read_lines):
    _, observations, _ = read_lines(
        '"Data Source","World Development Indicators",',
        "",
        '"Last Updated Date","2024-06-28",',
        "",
        '"Country Name","Country Code","Indicator Name","Indicator Code","2020","2021",',
        '"Sweden","SWE","Population, total","SP.POP.TOTL","10353442","10415811",',
        '"Norway","NOR","Population, total","SP.POP.TOTL","5379475","",',
    )
    assert {(o.indicator, o.area_code) for o in observations} == {
        ("Population, total", "SWE"),
        ("Population, total", "NOR"),
    }
    assert values(observations) == [10353442, 10415811, 5379475]


def test_flags_beside_figures_and_colons_for_none_are_read(read_lines):
    _, observations, issues = read_lines(
        "geo\\TIME_PERIOD\t2020 \t2021 \t2022 ",
        "SE11\t1234 \t1250 b\t50.1 d",
        "SE12\t: \t: c\t990 e",
    )
    assert not issues
    assert [(o.value, o.flag, o.note) for o in observations] == [
        (Decimal(1234), "", ""),
        (Decimal(1250), "", "b"),
        (Decimal("50.1"), "", "d"),
        (None, "not_available", ""),
        (None, "suppressed", ""),
        (Decimal(990), "", "e"),
    ]


def test_a_letter_after_a_short_number_is_no_flag(read_lines):
    _, observations, _ = read_lines(
        "Grp;Kommun;År;Antal", "9 b;Ekby;2023;20", "9 c;Ekby;2023;21", "8 d;Alby;2023;19"
    )
    assert values(observations) == [20, 21, 19]


def test_half_a_figure_under_no_heading_is_told(read_lines):
    _, _, issues = read_lines("Område,År,Andel", "Norra,2023,12,5", "Södra,2023,9,1")
    assert codes(issues) == [("D2", "outside_table"), ("D3", "outside_table")]


def test_the_number_of_the_row_under_no_heading_is_no_figure(read_lines):
    _, observations, _ = read_lines(",Kommun,År,Antal", "0,Ekby,2023,5", "1,Alby,2023,6", "2,Norrby,2023,7")
    assert values(observations) == [5, 6, 7]


def test_years_under_headings_are_headings_too(read_lines):
    table, observations, _ = read_lines(
        "Indikator;Utfall;Mål;Utfall;Mål",
        ";2022;2022;2023;2023",
        "Trygghet (%);70;75;72;80",
        "Brott;100;90;95;85",
    )
    assert table.header_rows == [1, 2]
    assert [(o.indicator, o.period.code, o.value) for o in observations][:4] == [
        ("Trygghet (%)", "2022", 70),
        ("Trygghet (%), Mål", "2022", 75),
        ("Trygghet (%)", "2023", 72),
        ("Trygghet (%), Mål", "2023", 80),
    ]


def test_years_under_no_heading_say_when(read_lines):
    _, observations, _ = read_lines("Norra;2022;5", "Norra;2023;6", "Södra;2022;7", "Södra;2023;8")
    assert [(o.area, o.period.code, o.value) for o in observations][:2] == [
        ("Norra", "2022", 5),
        ("Norra", "2023", 6),
    ]


def test_what_is_counted_is_no_name_of_a_measure(read_lines):
    table, observations, _ = read_lines("Kommun;År;Brott;Skola", "Ekby;2023;5;6", "Alby;2023;17;8")
    assert meant(table)[2:] == [("value", ""), ("value", "")]
    assert values(observations) == [5, 6, 17, 8]


def test_a_first_row_without_any_figure_is_no_heading(read_lines):
    table, observations, issues = read_lines(
        "Område;Antal;Kostnad", "Norra;se not;okänt", "Södra;5;10", "Västra;6;20"
    )
    assert (table.header_rows, values(observations)) == ([1], [5, 10, 6, 20])
    assert codes(issues) == [("B2", "not_a_number"), ("C2", "not_a_number")]
