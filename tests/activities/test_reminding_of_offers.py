"""Unanswered offers are reminded of by themselves: the contact after three working days, the leads after seven."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from activities.models import Activity, OfferReminder
from activities.reminders import offering, ticking
from collab import clock
from collab.models import OutgoingMail
from collab.working_days import working_days

STOCKHOLM = ZoneInfo("Europe/Stockholm")
# A Monday without holidays near.
MONDAY = date(2027, 3, 1)


def at(day, hour=9):
    return clock.at(datetime(day.year, day.month, day.day, hour, tzinfo=STOCKHOLM))


def offered(cast, day, *, contact=True):
    with at(day):
        activity = Activity.objects.plan(
            priority_area=cast.safe,
            title="Ljus",
            due_on=date(2027, 12, 1),
            parts=[
                {"party": cast.k, "text": "Ena", "contact": cast.alva},
                {"party": cast.p, "text": "Andra", "contact": cast.bo if contact else None},
            ],
            by=cast.alva,
        )
        OutgoingMail.objects.send_waiting()
    return activity.offers.get()


def run(first, days, mailoutbox):
    """Tick every day; returns (day, address) of each mail of the tick."""
    found = []
    for n in range(days):
        day = first + timedelta(days=n)
        mailoutbox.clear()
        with at(day):
            ticking.run()
            ticking.run()
        found += [(day, mail.to[0]) for mail in mailoutbox]
    return found


@pytest.fixture(autouse=True)
def _in_swedish(cast):
    for one in (cast.bo, cast.lea):
        one.user.language = "sv"
        one.user.save()


def test_the_contact_is_reminded_then_the_lead_once_each(cast, mailoutbox):
    offered(cast, MONDAY)
    assert run(MONDAY, 30, mailoutbox) == [
        (date(2027, 3, 4), "bo@example.org"),
        (date(2027, 3, 10), "lea@example.org"),
    ]


def test_what_is_answered_is_not_reminded_of(cast, mailoutbox):
    offer, other = offered(cast, MONDAY), offered(cast, MONDAY)
    run(MONDAY, 4, mailoutbox)
    with at(date(2027, 3, 5)):
        offer.accept(by=cast.bo)
    assert "lea@example.org" in {to for _day, to in run(date(2027, 3, 5), 20, mailoutbox)}
    asked = OfferReminder.objects.filter(recipient=cast.lea).values_list("offer", flat=True)
    assert list(asked) == [other.pk]


def test_weekends_holidays_and_the_summer_rest_count_as_no_days(cast, mailoutbox, settings):
    # Friday of week 26; weeks 27 to 31 rest.
    offered(cast, date(2027, 7, 2))
    assert run(date(2027, 7, 3), 60, mailoutbox) == [
        (date(2027, 8, 11), "bo@example.org"),
        (date(2027, 8, 17), "lea@example.org"),
    ]


def test_nothing_goes_before_seven(cast):
    offered(cast, MONDAY)
    with at(date(2027, 3, 4), hour=6):
        ticking.run()
    assert not OfferReminder.objects.exists()


def test_after_a_long_standstill_only_the_last_step_goes_and_old_history_does_not(cast, mailoutbox):
    offered(cast, MONDAY)
    assert run(date(2027, 3, 12), 3, mailoutbox) == [(date(2027, 3, 12), "lea@example.org")]
    offered(cast, MONDAY - timedelta(days=200))
    assert run(date(2027, 3, 15), 3, mailoutbox) == []


def test_without_a_contact_the_lead_is_asked_at_once(cast, mailoutbox):
    offered(cast, MONDAY, contact=False)
    days = run(MONDAY, 6, mailoutbox)
    assert days == [(date(2027, 3, 4), "lea@example.org")]


def test_a_person_with_two_offers_gets_one_mail(cast, mailoutbox):
    offered(cast, MONDAY)
    offered(cast, MONDAY)
    assert run(MONDAY, 5, mailoutbox) == [(date(2027, 3, 4), "bo@example.org")]
    assert cast.bo.inbox.filter(kind="offer_reminder").count() == 2


@pytest.mark.parametrize("start", [MONDAY, date(2027, 3, 20), date(2027, 4, 28), date(2027, 6, 30)])
def test_the_sentence_foretells_what_the_ticks_do(cast, mailoutbox, start):
    offer = offered(cast, start)
    with at(start, hour=12):
        day, people = offering.next_reminder(offer)
        assert offering.explain(offer).startswith("Nästa påminnelse")
    assert list(people) == [cast.bo]
    assert run(start, 70, mailoutbox)[0] == (day, "bo@example.org")


def test_the_days_awaited_are_the_days_after_turned_round():
    calendar = working_days()
    day = date(2027, 3, 1)
    for n in range(300):
        since = day + timedelta(days=n)
        for step in (3, 7):
            goes = calendar.after(since, step)
            assert goes in calendar
            assert calendar.awaited(goes, step) >= since
            assert calendar.awaited(goes - timedelta(days=1), step) < since
