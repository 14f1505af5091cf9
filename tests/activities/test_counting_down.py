"""The two clocks of 6 §: counted from what stands in the portal, amber at 180 days, red at 60, always in words."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from activities.law import legal_clocks
from agreements.law import LegalClock, Pace, years_after
from collab import clock
from collab.clock import now, today
from lagesbild.models import ImportBatch, Indicator

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def counted(left):
    """A clock that has so many days left today."""
    done_on = next(
        day
        for n in range(800)
        if years_after(day := today() - timedelta(days=n), 2) == today() + timedelta(days=left)
    )
    return LegalClock("Följ upp", done_on, "", "/")


@pytest.mark.parametrize(
    ("left", "pace", "level"),
    [
        (181, Pace.GOOD, "ok"),
        (180, Pace.SOON, "warn"),
        (61, Pace.SOON, "warn"),
        (60, Pace.URGENT, "stop"),
        (0, Pace.URGENT, "stop"),
        (-1, Pace.PASSED, "stop"),
    ],
)
def test_amber_at_180_days_and_red_at_60(left, pace, level):
    one = counted(left)
    assert (one.pace(), one.level, one.is_met) == (pace, level, left >= 0)


def test_without_anything_to_count_from_the_portal_says_so():
    one = LegalClock("Följ upp", None, "", "/")
    assert (one.pace(), one.level, one.is_met, one.due_on) == (Pace.NEVER, "warn", None, None)
    assert one.in_words()


def test_a_leap_day_falls_on_the_last_of_february():
    assert years_after(date(2028, 2, 29), 2) == date(2030, 2, 28)


def test_the_words_carry_what_the_colour_says(cast, as_):
    one = cast.round()
    one.close(by=cast.alva)
    for days, words in (
        (0, "I god tid"),
        (600, "Dags att planera"),
        (700, "Bråttom"),
        (740, "Tiden har gått ut"),
    ):
        type(one).objects.filter(pk=one.pk).update(closed_at=now() - timedelta(days=days))
        assert words in as_(cast.alva).get("/").text


def figure(cast, by, release=True):
    measure, _is_new = Indicator.objects.get_or_create(collaboration=cast.ekby, name="Bränder", unit="antal")
    n = ImportBatch.objects.count()
    row = {
        "indicator": measure,
        "area": cast.north,
        "period": ("quarter", date(2026, 7, 1), date(2026, 9, 30)),
        "number": 12 + n,
    }
    return ImportBatch.objects.deliver(by=by, name=f"{n}.csv", rows=[row], release=release)


def test_the_picture_counts_from_the_newest_delivery_that_was_released_and_stands(cast):
    def counted_from(who):
        return legal_clocks(who)[0].done_on

    assert counted_from(cast.alva) is None
    with clock.at(datetime(2025, 3, 1, 12, tzinfo=STOCKHOLM)):
        figure(cast, cast.bo)
    with clock.at(datetime(2025, 5, 1, 12, tzinfo=STOCKHOLM)):
        later = figure(cast, cast.bo)
        waiting = figure(cast, cast.bo, release=False)
    assert {counted_from(who) for who in (cast.alva, cast.bo, cast.rut)} == {date(2025, 5, 1)}
    later.undo(by=cast.bo)
    # What only its own party sees renews nobody's picture, not even for that party.
    assert waiting in ImportBatch.objects.for_actor(cast.bo)
    assert counted_from(cast.bo) == date(2025, 3, 1)


def test_the_follow_up_counts_from_the_round_that_closed_last(cast):
    one, other = cast.round(), cast.round(name="Tertial 2", starts_on=today() - timedelta(days=200))
    other.ends_on = today() - timedelta(days=100)
    assert legal_clocks(cast.alva)[1].done_on is None
    one.close(by=cast.alva)
    assert legal_clocks(cast.alva)[1].done_on == today()
    one.reopen(note="Igen", due_on=today(), by=cast.alva)
    assert legal_clocks(cast.alva)[1].done_on is None


def test_they_stand_on_the_pages_of_those_who_answer_for_them(cast, as_):
    cast.agreement.admit(cast.o, by=cast.alva)
    steering = cast.person("Stina Styr", cast.k, "steering")
    for who in (cast.alva, steering, cast.ove):
        page = as_(who).get("/").text
        assert "Uppdatera lägesbilden" in page
        assert "Följ upp åtgärderna" in page
    for who in (cast.bo, cast.eli):
        assert "Uppdatera lägesbilden" not in as_(who).get("/").text
