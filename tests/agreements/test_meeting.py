"""Councils and meetings: who sits, who is missing, what is noted, and to whom none of it exists."""

from datetime import timedelta

import pytest
from django.urls import reverse

from agreements.models import Council, Meeting, MeetingDocument, Seat
from collab.clock import today
from collab.documents.examining import examine
from collab.models import AuditEvent, Document
from tests.collab.documents.files import pdf


@pytest.fixture
def council(cast):
    """The strategic council, where Lea sits for the police."""
    cast.council = Council(collaboration=cast.ekby, name="Strategiskt råd")
    cast.council.begin(by=cast.alva)
    cast.seat = Seat(council=cast.council, person=cast.lea, is_leading=True)
    cast.seat.take(by=cast.alva)
    return cast


def meet(cast, *, in_days=0, points=()):
    meeting = Meeting(council=cast.council, held_on=today() + timedelta(days=in_days))
    meeting.call(by=cast.alva, points=list(points) or [{"title": "Läget"}])
    return meeting


def sent(points, **fields):
    found = {"held_on": today().isoformat(), "points-TOTAL_FORMS": len(points), "points-INITIAL_FORMS": 0}
    for n, point in enumerate(points):
        found |= {f"points-{n}-{name}": value for name, value in point.items()}
    return found | fields


def test_the_council_warns_of_parties_without_a_seat_and_without_anybody_in_a_leading_position(council, as_):
    page = as_(council.alva).get(council.council.get_absolute_url()).content.decode()
    assert "Ingen sitter här för:</strong> Ekby kommun, Ekby Bostads AB, Ekby räddningstjänst." in page
    assert "Ingen i ledande befattning" not in page

    council.seat.change(by=council.alva, is_leading=False)
    page = as_(council.alva).get(council.council.get_absolute_url()).content.decode()
    assert "Ingen i ledande befattning sitter här för:</strong> Polisen i Ekby." in page


def test_a_seat_that_has_ended_and_a_person_who_has_left_are_counted_no_more(council):
    yesterday = today() - timedelta(days=1)
    Seat.objects.filter(pk=council.seat.pk).update(starts_on=yesterday - timedelta(days=9))
    seat = Seat.objects.get(pk=council.seat.pk)
    seat.change(by=council.alva, ends_on=yesterday)
    assert council.p in council.council.lacking()[0]

    again = Seat(council=council.council, person=council.lea, is_leading=True)
    again.take(by=council.alva)
    assert council.p not in council.council.lacking()[0]
    council.lea.ends_on = yesterday
    council.lea.save()
    assert council.p in council.council.lacking()[0]


def test_a_working_group_is_not_asked_for_every_party(council):
    group = Council(collaboration=council.ekby, name="Trygga platser", kind=Council.Kind.WORKING)
    group.begin(by=council.alva)
    assert group.lacking() == ([], [])


def test_a_member_is_added_in_the_portal_with_the_title_as_position(council, as_):
    council.cia.user.title = "Vd"
    council.cia.user.save()
    url = reverse("agreements:add_seat", args=[council.council.public_id])
    as_(council.alva).post(
        url,
        {
            "person": council.cia.public_id,
            "function": "member",
            "starts_on": today().isoformat(),
            "is_leading": "on",
        },
    )
    seat = council.council.seats.get(person=council.cia)
    assert (seat.position, seat.is_leading) == ("Vd", True)
    page = as_(council.alva).post(
        url, {"person": council.cia.public_id, "function": "chair", "starts_on": today()}
    )
    assert "Personen har redan en plats då" in page.content.decode()


def test_the_minutes_are_written_point_by_point_and_recorded(council, as_):
    meeting = meet(council, points=[{"title": "Läget"}, {"title": "Övrigt"}])
    first, second = meeting.points.all()
    url = reverse("agreements:edit_meeting", args=[meeting.public_id])
    points = [
        {"title": "Övrigt", "public_id": second.public_id},
        {"title": "Läget", "notes": "Det går bra.", "decision": "Fortsätt.", "public_id": first.public_id},
        {"title": "Nytt", "public_id": ""},
    ]
    as_(council.alva).post(url, sent(points, version=meeting.version, present="Lea Lind, Polisen"))

    meeting.refresh_from_db()
    assert [(point.title, point.decision) for point in meeting.points.all()] == [
        ("Övrigt", ""),
        ("Läget", "Fortsätt."),
        ("Nytt", ""),
    ]
    assert meeting.points.get(title="Läget") == first
    event = AuditEvent.objects.about(meeting).first()
    assert (event.verb, event.data["fields"]) == ("changed", ["present", "points"])
    page = as_(council.bo).get(meeting.get_absolute_url()).content.decode()
    assert "Det går bra." in page
    assert "Lea Lind, Polisen" in page


def test_a_phone_number_in_the_minutes_is_stopped_at_its_point(council, as_):
    meeting = meet(council)
    url = reverse("agreements:edit_meeting", args=[meeting.public_id])
    page = as_(council.alva).post(
        url, sent([{"title": "Läget", "notes": "Ring 070-123 45 67"}], version=meeting.version)
    )
    assert "telefonnummer" in page.content.decode()
    assert 'id="id_points-0-notes_error"' in page.content.decode()
    assert meeting.points.get().notes == ""


def test_a_save_on_older_minutes_is_refused_with_both_shown(council, as_):
    meeting = meet(council)
    old = meeting.version
    meeting.change(by=council.alva, points=[{"title": "Någon annans punkt"}])
    url = reverse("agreements:edit_meeting", args=[meeting.public_id])
    page = as_(council.alva).post(url, sent([{"title": "Min punkt"}], version=old)).content.decode()
    assert "Någon annans punkt" in page
    assert "Min punkt" in page
    assert meeting.points.get().title == "Någon annans punkt"


@pytest.mark.parametrize("who", ["cia", "omar", "ada", "zoe"])
def test_to_whoever_may_not_read_them_the_minutes_do_not_exist(council, as_, who):
    council.neighbour()
    meeting = meet(council, points=[{"title": "Hemlig punkt"}])
    MeetingDocument.attach(examine("a.pdf", pdf()), row=meeting, by=council.alva, title="Hemlig bilaga")
    browser = as_(getattr(council, who))
    for row in (meeting, council.council, Document.objects.get()):
        assert browser.get(row.get_absolute_url()).status_code == 404
    for address in ("/avtal/rad/", "/avtal/", "/sok/?q=hemlig", "/handelselogg/"):
        page = browser.get(address).content.decode()
        assert "Strategiskt råd" not in page
        assert "Hemlig" not in page
    assert not AuditEvent.objects.for_actor(getattr(council, who)).filter(verb="called").exists()


@pytest.mark.parametrize("who", ["lea", "bo", "rut", "ove", "eli", "alva"])
def test_the_parties_that_sit_there_auditors_and_the_elected_read_the_minutes(council, as_, who):
    meeting = meet(council)
    assert "Läget" in as_(getattr(council, who)).get(meeting.get_absolute_url()).content.decode()


def test_a_party_reads_the_minutes_while_somebody_of_it_has_a_seat(council, as_):
    meeting = meet(council)
    seat = Seat(council=council.council, person=council.cia)
    seat.take(by=council.alva)
    assert as_(council.cia).get(meeting.get_absolute_url()).status_code == 200
    Seat.objects.filter(pk=seat.pk).update(starts_on=today() - timedelta(days=9))
    Seat.objects.get(pk=seat.pk).change(by=council.alva, ends_on=today() - timedelta(days=1))
    assert as_(council.cia).get(meeting.get_absolute_url()).status_code == 404
    assert council.council.regrant() == 0
