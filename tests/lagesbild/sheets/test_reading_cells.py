"""Each kind of cell that parties send becomes a value, a reason or an issue, never something it does not say."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from lagesbild.sheets.cells import CellRules, Missing, Value, read_cell
from lagesbild.sheets.issues import WORDINGS, Issue
from lagesbild.sheets.raw import ErrorValue, Percent, Uncached

NBSP, NARROW, THIN, FIGURE = "\u00a0", "\u202f", "\u2009", "\u2007"

NUMBERS = [
    ("0", "0"),
    ("1200", "1200"),
    ("12,5", "12.5"),
    ("0,25", "0.25"),
    ("1 234,5", "1234.5"),
    (f"1{NBSP}234,5", "1234.5"),
    (f"1{NARROW}234{NARROW}567", "1234567"),
    (f"12{THIN}500", "12500"),
    (f"12{FIGURE}500", "12500"),
    (f"{NBSP} 7 {NBSP}", "7"),
    ("1.234,5", "1234.5"),
    ("1.234.567", "1234567"),
    ("12.5", "12.5"),
    ("1234.567", "1234.567"),
    ("-48", "-48"),
    ("\u201148", "-48"),
    ("\u221248", "-48"),
    ("\u201348", "-48"),
    ("- 48", "-48"),
    ("+3", "3"),
    (113920, "113920"),
    (Decimal("5.47525453"), "5.47525453"),
]


@pytest.mark.parametrize(("raw", "number"), NUMBERS)
def test_a_number_is_read_to_the_digit(raw, number):
    assert read_cell(raw) == Value(Decimal(number))


@pytest.mark.parametrize(
    ("raw", "number", "unit"),
    [
        ("23,4 %", "23.4", "%"),
        ("23,4%", "23.4", "%"),
        (f"23,4{NBSP}%", "23.4", "%"),
        ("23 procent", "23", "%"),
        (Percent(Decimal("0.234")), "23.4", "%"),
        (Percent(1), "100", "%"),
        (f"12{NBSP}500 kr", "12500", "kr"),
        ("12 500:-", "12500", "kr"),
        ("kr 300", "300", "kr"),
        ("40 st", "40", "st"),
        ("14 tkr", "14", "tkr"),
    ],
)
def test_a_unit_beside_the_number_is_kept(raw, number, unit):
    value = read_cell(raw)
    assert (value.number, value.unit) == (Decimal(number), unit)


def test_an_estimate_a_preliminary_and_a_footnote_are_marked_and_said():
    assert read_cell("ca 40") == Value(Decimal(40), is_estimated=True, warnings=("estimated",))
    assert read_cell("~40").is_estimated
    assert read_cell("1 485*") == Value(Decimal(1485), is_preliminary=True, warnings=("preliminary",))
    assert read_cell("1485 prel.").is_preliminary
    assert read_cell("1 012¹") == Value(Decimal(1012), note="¹", warnings=("footnote_dropped",))
    assert read_cell("25 1)") == Value(Decimal(25), note="1", warnings=("footnote_dropped",))
    assert read_cell("1 0121)").number == Decimal(1012)


def test_1234_with_a_comma_is_little_more_than_one_and_says_so():
    assert read_cell("1,234") == Value(Decimal("1.234"), warnings=("comma_is_decimal",))
    english = CellRules(decimal="dot")
    assert read_cell("1,234", english) == Value(Decimal(1234), warnings=("english_number",))
    assert read_cell("1,234,567.5").number == Decimal("1234567.5")


def test_1234_with_a_dot_is_asked_about_until_the_source_has_said():
    assert read_cell("1.234") == Issue("ambiguous_number", "1.234")
    assert read_cell("1.234", CellRules(decimal="comma")) == Value(Decimal(1234))
    assert read_cell("1.234", CellRules(decimal="dot")) == Value(Decimal("1.234"))


@pytest.mark.parametrize(
    ("raw", "flag"),
    [
        (None, "blank"),
        ("", "blank"),
        (f" {NBSP}", "blank"),
        ("..", "suppressed"),
        ("x", "suppressed"),
        ("X", "suppressed"),
        ("*", "suppressed"),
        ("<5", "suppressed"),
        ("< 5", "suppressed"),
        ("färre än 5", "suppressed"),
        ("1–4", "suppressed"),
        ("1-4", "suppressed"),
        (".", "not_applicable"),
        ("ej relevant", "not_applicable"),
        ("n/a", "not_available"),
        ("NULL", "not_available"),
        ("uppgift saknas", "not_available"),
        ("1)", "not_available"),
    ],
)
def test_a_cell_without_a_number_says_why_and_keeps_its_text(raw, flag):
    assert read_cell(raw) == Missing(flag, raw or "")


@pytest.mark.parametrize("dash", ["-", "–", "—", "--", "\u2011"])
def test_a_dash_is_asked_about_until_the_source_has_said(dash):
    assert read_cell(dash) == Issue("dash_unclear", dash)
    assert read_cell(dash, CellRules(dash="zero")) == Value(Decimal(0))
    assert read_cell(dash, CellRules(dash="missing")) == Missing("not_available", dash)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("05-okt", "auto_date"),
        ("okt-05", "auto_date"),
        ("2023-10-05", "auto_date"),
        (date(2023, 10, 5), "auto_date"),
        (datetime(2023, 10, 5, 1, 2), "auto_date"),  # noqa: DTZ001  a workbook knows no time zone
        (time(1, 2), "auto_date"),
        ("#DIV/0!", "error_value"),
        ("#REF!", "error_value"),
        ("#VÄRDEFEL!", "error_value"),
        ("#SAKNAS!", "error_value"),
        ("######", "error_value"),
        (ErrorValue("#N/A"), "error_value"),
        (Uncached(), "formula_without_value"),
        (True, "boolean"),
        ("0126", "code_not_number"),
        ("1 23", "bad_grouping"),
        ("12 34 567", "bad_grouping"),
        ("10-25", "range"),
        (">95", "range"),
        ("12 skolor", "unknown_unit"),
        ("1O5", "unknown_unit"),
        ("１２", "not_a_number"),
        ("½", "not_a_number"),
        ("1,2,3", "not_a_number"),
        ("251)", "footnote_unclear"),
        ("1,5E+05", "rounded_notation"),
        ("se bilaga", "not_a_number"),
        ("9" * 500, "not_a_number"),
    ],
)
def test_what_is_no_number_is_an_issue_with_a_remedy(raw, code):
    issue = read_cell(raw)
    assert isinstance(issue, Issue)
    assert issue.code == code
    assert issue.expected
    assert issue.remedy


def test_a_column_of_dates_takes_dates_and_nothing_else():
    rules = CellRules(takes="date")
    assert read_cell(date(2023, 1, 7), rules) == Value(date(2023, 1, 7))
    assert read_cell("2023-01-07", rules) == Value(date(2023, 1, 7))
    assert read_cell("NA", rules) == Missing("not_available", "NA")
    assert read_cell(12, rules) == Issue("not_a_date", "12")


def test_every_issue_that_the_code_can_raise_has_its_wording():
    assert {code for code, wording in WORDINGS.items() if wording.expected and wording.remedy} == set(
        WORDINGS
    )
