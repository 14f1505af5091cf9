"""What points out a person or a spot on the map stays behind, and what only looks like it does not."""

import pytest
from deliveries import codes, meant, values


def roles(table):
    return [role for role, _ in meant(table)]


def test_an_easting_is_blocked_beside_its_northing_whatever_they_are_called(read_lines):
    rows = ("Norra;2023;6567312;668204;1", "Södra;2023;6567400;668300;2", "Västra;2023;6568000;669012;3")
    table, observations, _ = read_lines("Område;År;Läge A;Läge B;Antal", *rows)
    assert roles(table) == ["area", "period", "personal", "personal", "value"]
    assert values(observations) == [1, 2, 3]


def test_large_sums_without_an_easting_are_figures(read_lines):
    table, observations, _ = read_lines(
        "Kommun;År;Kostnad kr", "Ekby;2022;6512345", "Ekby;2023;6712345", "Alby;2022;7012345"
    )
    assert (roles(table)[2], table.mapping.layout) == ("value", "long")
    assert values(observations) == [6512345, 6712345, 7012345]


@pytest.mark.parametrize(
    "spot",
    [
        "POINT (17.98 59.23)",
        "59.23,17.98",
        "[17.98, 59.23], [17.99, 59.24]",
        "6567312, 668204",
        "N 59°14'12 E 17°58'50",
    ],
)
def test_both_numbers_of_a_spot_in_one_cell_are_blocked(read_lines, spot):
    table, *_ = read_lines("Område;År;Antal;Var", f"Norra;2023;3;{spot}", f"Södra;2023;5;{spot}")
    assert roles(table)[3] == "personal"


def test_a_street_address_among_places_costs_its_row(read_lines):
    rows = [f"Område {n};2023;{n}" for n in range(1, 8)]
    _, observations, issues = read_lines(
        "Kommundel;År;Antal", *rows, "Lilla Storgatan 12;2023;3", "Storgatan;2023;2"
    )
    assert values(observations) == [1, 2, 3, 4, 5, 6, 7, 2]
    assert codes(issues) == [("A9", "personal_data")]
    assert "Storgatan" not in issues[0].found


def test_places_named_after_persons_are_places(read_lines):
    rows = ("Karlberg;2023;3", "Sankt Erik;2023;4", "Gustav Adolf;2023;4", "Maria Magdalena;2023;6")
    table, *_ = read_lines("Område;År;Antal", *rows)
    assert roles(table) == ["area", "period", "value"]
    persons = ("Anna Ek;2023;3", "Erik Lund;2023;4", "Fatima Ali;2023;4")
    table, *_ = read_lines("Område;År;Antal", *persons)
    assert roles(table)[0] == "personal"


def test_the_day_of_birth_is_no_period(read_lines):
    table, observations, _ = read_lines(
        "Född;Område;År;Antal", "1981-12-18;Norra;2023;3", "1967-09-19;Södra;2023;4"
    )
    assert roles(table) == ["personal", "area", "period", "value"]
    assert {o.period.code for o in observations} == {"2023"}


def test_a_line_that_points_out_a_person_names_no_measure(read_lines):
    table, observations, _ = read_lines(
        "Kontakt: Anna Ek, anna.ek@ekby.se", "", "Kommundel;2022;2023", "Norra;1;2", "Södra;3;4"
    )
    assert "@" not in table.mapping.indicator
    assert not any("@" in o.indicator for o in observations)


def test_a_heading_that_is_a_mail_address_blocks_its_column(read_lines):
    table, *_ = read_lines("Område;År;Antal;anna.ek@ekby.se", "Norra;2023;3;x", "Södra;2023;4;y")
    assert roles(table)[3] == "personal"


def test_what_else_there_is_to_say_stays_behind(read_lines):
    table, *_ = read_lines(
        "Område;År;Antal;Övrigt", "Norra;2023;3;Sett av Kalle Ek", "Södra;2023;5;grannen Bo"
    )
    assert roles(table)[3] == "personal"


def test_what_is_told_after_the_figures_stays_behind(read_lines):
    rows = ("Ekby;2023;2;Två män rånade Anna Ek vid centrum", "Alby;2023;3;Brand i soprum på Storgatan 5")
    table, *_ = read_lines("Kommun;År;Antal;Vad hände", *rows)
    assert roles(table)[3] == "ignored"
