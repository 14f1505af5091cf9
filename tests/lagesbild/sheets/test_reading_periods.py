"""Periods as Swedish and English sheets write them."""

from datetime import date
from decimal import Decimal

import pytest

from lagesbild.sheets.period_headings import split_heading
from lagesbild.sheets.period_text import read_part, read_period
from lagesbild.sheets.periods import from_serial, widened

WRITTEN = [
    ("2023", "2023", "year"),
    (2023, "2023", "year"),
    (Decimal(2023), "2023", "year"),
    ("år 2023", "2023", "year"),
    ("2023K2", "2023K2", "quarter"),
    ("kv 2 2023", "2023K2", "quarter"),
    ("2023 kv 2", "2023K2", "quarter"),
    ("Q2 2024", "2024K2", "quarter"),
    ("2023-Q4", "2023K4", "quarter"),
    ("2:a kvartalet 2023", "2023K2", "quarter"),
    ("andra kvartalet 2023", "2023K2", "quarter"),
    ("T1 2023", "2023T1", "tertial"),
    ("tertial 3 2023", "2023T3", "tertial"),
    ("H1-23", "2023H1", "half"),
    ("1:a halvåret 2023", "2023H1", "half"),
    ("VT 2023", "2023H1", "half"),
    ("HT23", "2023H2", "half"),
    ("2022/23", "2022/23", "school_year"),
    ("2022/2023", "2022/23", "school_year"),
    ("Läsår 2022/23", "2022/23", "school_year"),
    ("läsåret 22/23", "2022/23", "school_year"),
    ("v. 43 2023", "2023-W43", "week"),
    ("2023v43", "2023-W43", "week"),
    ("2023-W43", "2023-W43", "week"),
    ("v. 53 2020", "2020-W53", "week"),
    ("jan-23", "2023-01", "month"),
    ("januari 2023", "2023-01", "month"),
    ("2023-01", "2023-01", "month"),
    ("2023M01", "2023-01", "month"),
    ("202301", "2023-01", "month"),
    ("Oct 2024", "2024-10", "month"),
    ("2022/01", "2022-01", "month"),
    ("2023-03-18", "2023-03-18", "day"),
    ("2023-03-18 23:42", "2023-03-18", "day"),
    ("2026-08-22 19:51:41 +02:00", "2026-08-22", "day"),
    ("18/3-23", "2023-03-18", "day"),
    ("18 mars 2023", "2023-03-18", "day"),
    ("31/12 2023", "2023-12-31", "day"),
    (date(2023, 12, 31), "2023-12-31", "day"),
    ("t.o.m. oktober 2023", "2023-01--2023-10", "cumulative"),
    ("jan–okt 2023", "2023-01--2023-10", "cumulative"),
    ("rullande 12 mån t.o.m. okt 2023", "R12 2023-10", "rolling12"),
    ("R12 2023-10", "R12 2023-10", "rolling12"),
]


@pytest.mark.parametrize(("raw", "code", "kind"), WRITTEN)
def test_a_period_is_read_and_its_code_reads_back_as_itself(raw, code, kind):
    period = read_period(raw)
    assert (period.code, period.kind) == (code, kind)
    again = read_period(period.code)
    assert (again.start, again.end, again.kind) == (period.start, period.end, period.kind)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("v. 43", "2021-W43"),
        ("januari", "2021-01"),
        ("t.o.m. oktober", "2021-01--2021-10"),
        ("1:a halvåret", "2021H1"),
        ("kv 2", "2021K2"),
        ("T2", "2021T2"),
        ("31/12", "2021-12-31"),
    ],
)
def test_a_part_of_a_year_needs_the_year_from_beside_it(text, code):
    assert read_period(text) is None
    assert read_period(text, 2021).code == code


@pytest.mark.parametrize(
    "text",
    [
        "2024-13",
        "v. 53 2023",
        "2023K5",
        "2023H3",
        "3/4/2023",
        "2022-23",
        "31 februari 2023",
        "42",
        "Kön",
        "16-64",
        "",
        "0126",
    ],
)
def test_what_is_no_certain_period_is_none(text):
    assert read_period(text) is None


@pytest.mark.parametrize(
    "text", ["2022*", "2022 prel", "2022 prel.", "2022 (prel.)", "2022p", "2022 preliminär"]
)
def test_a_preliminary_period_is_marked(text):
    period = read_period(text)
    assert (period.code, period.is_preliminary) == ("2022", True)


def test_a_footnote_does_not_hide_the_period():
    assert read_period("2019¹").code == "2019"
    assert read_period("2019 1)").code == "2019"


def test_the_days_of_each_kind_are_counted_with_both_ends():
    assert (read_period("2023T1").start, read_period("2023T1").end) == (date(2023, 1, 1), date(2023, 4, 30))
    assert (read_period("v. 1 2021").start, read_period("v. 1 2021").end) == (
        date(2021, 1, 4),
        date(2021, 1, 10),
    )
    assert (read_period("2022/23").start, read_period("2022/23").end) == (date(2022, 8, 1), date(2023, 6, 30))
    rolling = read_period("R12 2023-10")
    assert (rolling.start, rolling.end) == (date(2022, 11, 1), date(2023, 10, 31))
    assert read_period("2024-02").end == date(2024, 2, 29)


@pytest.mark.parametrize("part", ["09", "9", 9, Decimal(9), "september", "Sept"])
def test_two_columns_make_one_period(part):
    assert read_part(part, "month", "2024").code == "2024-09"


def test_a_part_that_the_year_does_not_have_is_none():
    assert read_part("13", "month", "2024") is None
    assert read_part("2", "quarter", "kv 2 2024") is None
    assert read_part("53", "week", 2023) is None


def test_a_serial_number_is_a_day_and_a_day_can_stand_for_its_year():
    assert from_serial(44927).start == date(2023, 1, 1)
    assert widened(read_period("2016-12-31"), "year").code == "2016"
    assert widened(read_period("2016-12-01"), "month").code == "2016-12"


@pytest.mark.parametrize(
    ("heading", "measure", "code"),
    [
        ("Antal 2020", "Antal", "2020"),
        ("Antal, 2020", "Antal", "2020"),
        ("2020 antal", "antal", "2020"),
        ("Andel 2023 (%)", "Andel (%)", "2023"),
        ("Trygghet (2022)", "Trygghet", "2022"),
        ("Läsår 2022/23", "", "2022/23"),
        ("Q2 2024 utfall", "utfall", "2024K2"),
        ("Störn. 2023-04", "Störn.", "2023-04"),
        ("Klienter 1 okt 2023", "Klienter", "2023-10-01"),
        ("Inbrott per vecka 2023", "Inbrott per vecka", "2023"),
        ("Rån, kvartal 2 2023", "Rån", "2023K2"),
        ("Rån, första halvåret 2023", "Rån", "2023H1"),
        ("Polisområde Nord, januari–juni 2023", "Polisområde Nord", "2023-01--2023-06"),
        ("Avser 2023-01-01 – 2023-12-31", "Avser", "2023"),
        ("Rån jan–dec 2022", "Rån", "2022"),
    ],
)
def test_a_heading_is_split_into_measure_and_period(heading, measure, code):
    rest, period = split_heading(heading)
    assert (rest, period.code) == (measure, code)


@pytest.mark.parametrize(
    "heading", ["Befolkning 16-64 år", "Barn 0–17 år", "kommungruppSKL2017", "Förändring 21–22 (%)", "Kön"]
)
@pytest.mark.parametrize(
    "period", ["", " 2012–2022", " 2021 och 2022", " maj 2022 – april 2023", " kvartal 1–3 2023"]
)
def test_a_heading_without_one_period_stays_whole(heading, period):
    assert split_heading(heading + period) == (heading + period, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2023-01 - 2023-03", "2023-01--2023-03"),
        ("2023-01-01 – 2023-03-31", "2023-01--2023-03"),
        ("1 jan–31 mars 2023", "2023-01--2023-03"),
        ("1 april till 30 juni 2023", "2023-04--2023-06"),
    ],
)
def test_a_span_of_whole_months_is_one_period(text, code):
    assert read_period(text).code == code


@pytest.mark.parametrize(
    "text", ["2023-03 - 2023-01", "2022-11 - 2023-02", "1 jan–30 mars 2023", "2023-01-01--2023-03-30"]
)
def test_a_span_that_is_no_whole_months_of_a_year_is_not_guessed(text):
    assert read_period(text) is None
