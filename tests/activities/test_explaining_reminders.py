"""The next reminder in words; it foretells exactly what the ticks then do."""

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template

from activities.models import Commitment, Reminder
from activities.reminders import explaining, ticking
from collab import clock

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DUE = date(2027, 3, 16)


def at(day, hour=12):
    return clock.at(datetime(day.year, day.month, day.day, hour, tzinfo=STOCKHOLM))


def said(commitment):
    tag = "{% load reminders %}{% next_reminder commitment %}"
    fresh = Commitment.objects.select_related("activity", "contact").get(pk=commitment.pk)
    return Template(tag).render(Context({"commitment": fresh}))


@pytest.fixture
def police(cast):
    return cast.activity(parties=[cast.p], due_on=DUE).commitments.get()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2027, 2, 1), "Nästa påminnelse 2 mars till Bo Björk, eftersom 14 dagar är kvar."),
        (date(2027, 3, 3), "Nästa påminnelse 3 mars till Bo Björk, eftersom 13 dagar är kvar."),
        (date(2027, 3, 30), "Nästa påminnelse 30 mars till Lea Lind, eftersom det är 14 dagar sent."),
    ],
)
def test_it_says_when_to_whom_and_why(police, day, words):
    with at(day, 6):
        assert said(police) == words


def test_once_told_the_next_slot_is_named(police):
    with at(date(2027, 3, 2)):
        ticking.run()
        assert said(police) == "Nästa påminnelse 15 mars till Bo Björk, eftersom 1 dag är kvar."
    with at(DUE - timedelta(days=1)):
        ticking.run()
        assert said(police) == "Nästa påminnelse 16 mars till Bo Björk, eftersom det är sista dagen."


def test_it_says_that_a_closed_part_has_none(cast, police):
    police.report(status="done", by=cast.bo)
    assert said(police) == "Inga fler påminnelser: delen är avslutad."


def test_it_says_that_a_draft_has_none(cast):
    draft = cast.activity(parties=[cast.p], visibility="draft").commitments.get()
    assert said(draft) == "Inga påminnelser så länge aktiviteten är ett utkast."


def test_it_says_that_nobody_can_be_told(cast):
    alone = cast.activity(parties=[cast.b]).commitments.get()
    alone.contact = None
    alone.save()
    assert (
        said(alone) == "Ingen påminnelse kan skickas: delen saknar kontakt och parten saknar partsansvarig."
    )


def test_it_says_that_the_last_one_has_gone(police):
    with at(date(2027, 3, 30)):
        ticking.run()
    with at(date(2027, 4, 1)):
        assert said(police) == "Inga fler påminnelser: den sista gick 30 mars."


def test_it_says_that_the_date_passed_long_ago(police):
    with at(date(2027, 8, 1)):
        assert said(police) == "Inga fler påminnelser: datumet passerade för länge sedan."


def test_what_is_foretold_is_what_happens_over_half_a_year(cast):
    chance = random.Random(7)
    cast.person("Lena Lo", cast.b, "lead", starts_on=date(2026, 1, 1))
    for n in range(5):
        party = chance.choice([cast.k, cast.p, cast.b])
        activity = cast.activity(
            f"Nr {n}", parties=[party], due_on=date(2026, 12, 10) + timedelta(days=chance.randrange(150))
        )
        if n % 3 == 0:
            activity.commitments.update(contact=None)
    foretold, day = {}, date(2026, 12, 1)
    commitments = list(Commitment.objects.select_related("activity", "contact"))
    while day < date(2027, 6, 1):
        # On days of rest nothing is foretold for the day itself, nor does anything happen.
        with at(day, 6):
            for commitment in commitments if day.isoweekday() < 6 else []:
                if (found := explaining.next_reminder(commitment)) and found[0] == day:
                    told = sorted(person.pk for person in found[2])
                    foretold[commitment.pk, day] = (found[1], told)
        with at(day, 7):
            ticking.run()
        day += timedelta(days=1)

    happened = {}
    for r in Reminder.objects.order_by("recipient"):
        key = (r.commitment_id, r.created_at.astimezone(STOCKHOLM).date())
        happened.setdefault(key, (r.offset, []))[1].append(r.recipient_id)
    assert foretold == happened
    assert len(happened) > 15
