"""Those who have a seat are told of a meeting that is called or moved; whoever may read it finds it by its words."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from activities.reminders import ticking
from agreements.models import Council, Meeting, Seat
from collab.clock import today
from collab.models import InboxItem

SOON = timedelta(days=9)


@pytest.fixture
def council(cast):
    """The strategic council, where Lea sits for the police and Alva, who calls it, for the municipality."""
    cast.council = Council(collaboration=cast.ekby, name="Strategiskt råd")
    cast.council.begin(by=cast.alva)
    for person in (cast.lea, cast.alva):
        Seat(council=cast.council, person=person).take(by=cast.alva)
    return cast


def called(cast, *, held_on=None, points=None, **facts):
    meeting = Meeting(council=cast.council, held_on=held_on or today() + SOON, **facts)
    meeting.call(by=cast.alva, points=points or [{"title": "Läget"}])
    return meeting


def told(kind):
    return [item.recipient for item in InboxItem.objects.filter(kind=kind).order_by("pk")]


def test_those_with_a_seat_are_told_when_a_meeting_is_called_and_not_who_calls_it(council, as_):
    called(council, place="Rådhuset", starts_at=time(9, 30))
    assert told("meeting_called") == [council.lea]
    page = as_(council.lea).get("/inkorg/").content.decode()
    assert "Kallelse till möte" in page
    assert "kl. 09:30, Rådhuset" in page
    # Who sits for the same party is not of the council.
    assert "Kallelse" not in as_(council.bo).get("/inkorg/").content.decode()


def test_they_are_told_when_it_is_moved_and_only_then(council, as_):
    meeting = called(council)
    meeting.change(by=council.alva, points=[{"title": "Läget"}, {"title": "Övrigt"}])
    assert told("meeting_moved") == []
    meeting.change(by=council.alva, points=[{"title": "Läget"}], held_on=today() + 2 * SOON)
    meeting.change(by=council.alva, points=[{"title": "Läget"}], place="Biblioteket")
    assert told("meeting_moved") == [council.lea] * 2
    assert "Mötet är flyttat till" in as_(council.lea).get("/inkorg/").content.decode()


def test_nobody_is_told_of_minutes_of_a_meeting_that_has_been(council):
    meeting = called(council, held_on=today() - SOON)
    meeting.change(by=council.alva, points=[{"title": "Läget"}], place="Rådhuset")
    assert not InboxItem.objects.exists()


def test_whose_seat_has_ended_by_then_is_not_told(council):
    Seat.objects.filter(person=council.lea).update(ends_on=today() + timedelta(days=3))
    called(council)
    assert told("meeting_called") == []


def test_who_has_a_seat_but_may_read_no_minutes_is_not_told(council):
    Seat(council=council.council, person=council.ada).take(by=council.alva)
    called(council)
    assert told("meeting_called") == [council.lea]


def test_what_was_told_is_gone_with_the_right_to_read_it(council, as_):
    called(council)
    Seat.objects.filter(person=council.lea).delete()
    council.council.regrant()
    assert "Strategiskt råd" not in as_(council.lea).get("/inkorg/").content.decode()


def test_it_comes_in_the_digest(council, mailoutbox):
    called(council, place="Rådhuset")
    morning = InboxItem.objects.get(kind="meeting_called").digest_on
    ticking.run(datetime.combine(morning, time(7, 1), timezone.get_current_timezone()).isoformat())
    [letter] = [mail for mail in mailoutbox if mail.to == [council.lea.user.email]]
    assert "Strategiskt råd\n- Kallelse till möte:" in letter.body
    assert "Rådhuset" in letter.body


def test_a_meeting_is_found_by_its_group_its_place_and_what_was_decided(council, as_):
    called(
        council,
        place="Rådhuset",
        points=[
            {"title": "Nattvandring", "notes": "Glest i juni.", "decision": "Fler vuxna ute på lördagar."}
        ],
    )
    for word in ("strategiskt", "rådhuset", "nattvandringen", "lördagar"):
        page = as_(council.lea).get(f"/sok/?q={word}").content.decode()
        assert "Möten" in page, word
        assert "/avtal/moten/" in page, word


@pytest.mark.parametrize("who", ["cia", "omar", "ada", "zoe"])
def test_who_may_not_read_it_finds_nothing(council, as_, who):
    council.neighbour()
    called(council, points=[{"title": "Nattvandring"}])
    page = as_(getattr(council, who)).get("/sok/?q=nattvandring").content.decode()
    assert "/avtal/moten/" not in page
