"""Dates and numbers are said as people say them, in both languages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override

from collab import dates, numbers

TODAY = date(2024, 9, 12)
NOW = datetime(2024, 9, 12, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("sv", "torsdag 12 september 2024", "12 sep 2024"),
        ("en", "Thursday 12 September 2024", "12 Sep 2024"),
    ],
)
def test_a_day_is_written_long_and_short(language, long, short):
    with override(language):
        assert dates.day_long(TODAY) == long
        assert dates.day_short(TODAY) == short


@pytest.mark.parametrize(
    ("days", "swedish", "english"),
    [
        (-400, "för 13 månader sedan", "13 months ago"),
        (-6, "för 6 dagar sedan", "6 days ago"),
        (-1, "i går", "yesterday"),
        (0, "i dag", "today"),
        (1, "i morgon", "tomorrow"),
        (8, "om 8 dagar", "in 8 days"),
        (21, "om 21 dagar", "in 21 days"),
        (29, "om 4 veckor", "in 4 weeks"),
        (98, "om 3 månader", "in 3 months"),
    ],
)
def test_the_distance_to_a_day_is_counted_in_what_can_be_grasped(days, swedish, english):
    day = TODAY + timedelta(days)
    with override("sv"):
        assert dates.relative_day(day, TODAY) == swedish
    with override("en"):
        assert dates.relative_day(day, TODAY) == english


def test_a_passed_deadline_says_how_late_it_is():
    with override("sv"):
        assert dates.lateness(date(2024, 9, 6), TODAY) == "6 dagar sen"
        assert dates.lateness(date(2024, 9, 11), TODAY) == "1 dag sen"
        assert dates.lateness(date(2024, 8, 1), TODAY) == "6 veckor sen"


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (datetime(2024, 9, 12, 7, 30, tzinfo=UTC), "i dag kl. 9.30"),
        (datetime(2024, 9, 11, 13, 40, tzinfo=UTC), "i går kl. 15.40"),
        (datetime(2024, 9, 9, 9, 5, tzinfo=UTC), "9 september kl. 11.05"),
        (datetime(2023, 12, 31, 23, 30, tzinfo=UTC), "1 januari kl. 0.30"),
        (datetime(2023, 9, 9, 9, 5, tzinfo=UTC), "9 september 2023 kl. 11.05"),
    ],
)
def test_an_instant_is_told_in_the_portals_time_zone(instant, text):
    with override("sv"):
        assert dates.when(instant, NOW) == text


def test_soon_is_thirty_days_and_today_counts():
    assert dates.is_soon(TODAY, TODAY)
    assert dates.is_soon(TODAY + timedelta(30), TODAY)
    assert not dates.is_soon(TODAY + timedelta(31), TODAY)
    assert not dates.is_soon(TODAY - timedelta(1), TODAY)


@pytest.mark.parametrize(
    ("value", "decimals", "swedish", "english"),
    [
        (1234.5, None, "1\u00a0234,5", "1,234.5"),
        (-3, None, "\u22123", "\u22123"),
        (1234567, None, "1\u00a0234\u00a0567", "1,234,567"),
        (100, None, "100", "100"),
        (41, 1, "41,0", "41.0"),
        (-0.001, None, "0", "0"),
        (None, None, "", ""),
    ],
)
def test_a_number_has_a_true_minus_and_grouped_thousands(value, decimals, swedish, english):
    with override("sv"):
        assert numbers.number(value, decimals) == swedish
    with override("en"):
        assert numbers.number(value, decimals) == english


def test_a_change_always_has_its_sign():
    with override("sv"):
        assert [numbers.signed(n) for n in (3, -2, 0, 0.0)] == ["+3", "\u22122", "±0", "±0"]


def test_a_number_carries_its_unit():
    with override("sv"):
        assert [numbers.measure(41, "%"), numbers.measure(12, "st"), numbers.measure(5)] == [
            "41\u00a0%",
            "12\u00a0st",
            "5",
        ]
        assert [numbers.spelled(2), numbers.spelled(13)] == ["två", "13"]
    with override("en"):
        assert numbers.percent(41) == "41%"
