"""A part waits for another's: told once when that one slips, told when it is done, hidden from who sees one end."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from activities.models import Dependency
from activities.reminders import ticking
from collab import clock
from collab.clock import today
from collab.models import AuditEvent, InboxItem, OutgoingMail

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_swedish(cast):
    for one in (cast.bo, cast.lea, cast.alva, cast.cia):
        one.user.language = "sv"
        one.user.save()


@pytest.fixture
def shared(cast):
    return cast.activity("Ljus på vägen")


@pytest.fixture
def ours(cast, shared):
    """The municipality's part, which the police wait for."""
    return shared.commitments.get(party=cast.k)


@pytest.fixture
def theirs(cast, shared):
    """The part of the police, which waits."""
    return shared.commitments.get(party=cast.p)


@pytest.fixture
def link(cast, ours, theirs):
    return Dependency.objects.make(theirs, ours, by=cast.bo)


def told(member, kind="awaited_slipped"):
    return InboxItem.objects.for_actor(member).filter(kind=kind)


def page_of(client, activity):
    return " ".join(client.get(activity.get_absolute_url()).content.decode().split())


def test_a_party_says_what_its_part_waits_for(cast, ours, theirs, as_):
    url = f"/delar/{theirs.public_id}/vantar-pa/"
    client = as_(cast.bo)
    assert ours.text in client.get(url).content.decode()
    answer = client.post(url, {"awaited": ours.public_id}, follow=True)

    [link] = Dependency.objects.all()
    assert (link.waiting, link.awaited) == (theirs, ours)
    page = " ".join(answer.content.decode().split())
    assert "Väntar på:</strong> Ekby kommun, Delen för K, klar" in page
    assert "Väntas av:</strong> Polisen i Ekby, Delen för P, klar" in page
    assert [(e.verb, e.actor) for e in AuditEvent.objects.about(theirs.activity)] == [
        ("made_to_wait", cast.bo)
    ]
    assert "lät den del som Polisen i Ekby har i" in page


def test_a_part_of_another_activity_is_found_by_words(cast, theirs, as_):
    other = cast.activity("Röja sly", parties=[cast.b]).commitments.get()
    url = f"/delar/{theirs.public_id}/vantar-pa/"
    page = as_(cast.bo).get(url, {"q": "röja"}).content.decode()
    assert other.public_id in page
    as_(cast.bo).post(url, {"awaited": other.public_id, "q": "röja"})
    assert Dependency.objects.get().awaited == other
    assert "Röja sly" not in page_of(as_(cast.bo), theirs.activity)
    assert f"{other.activity.code} Delen för B" in page_of(as_(cast.bo), theirs.activity)
    assert not AuditEvent.objects.about(theirs.activity).exists()


def test_without_a_choice_it_says_so_and_saves_nothing(cast, theirs, as_):
    answer = as_(cast.bo).post(f"/delar/{theirs.public_id}/vantar-pa/", {})
    assert "Välj den del som ska bli klar först." in answer.content.decode()
    assert not Dependency.objects.exists()


def test_a_part_waits_neither_for_itself_nor_twice_nor_in_a_circle(cast, link, ours, theirs):
    third = cast.commitment(ours.activity, cast.b)
    Dependency.objects.make(third, theirs, by=cast.alva)
    for waiting, awaited in ((ours, ours), (theirs, ours), (ours, theirs), (ours, third)):
        with pytest.raises(ValidationError):
            Dependency.objects.make(waiting, awaited, by=cast.alva)
    assert Dependency.objects.count() == 2


def test_a_circle_is_refused_in_words(cast, link, ours, theirs, as_):
    answer = as_(cast.alva).post(f"/delar/{ours.public_id}/vantar-pa/", {"awaited": theirs.public_id})
    assert "väntar redan på den här" in answer.content.decode()
    assert Dependency.objects.count() == 1


def test_a_circle_through_what_one_may_not_see_is_not_hinted_at(cast, ours, theirs):
    hidden = cast.activity("Hemlig", parties=[cast.p, cast.b], visibility="owners").commitments.get(
        party=cast.p
    )
    Dependency.objects.make(theirs, hidden, by=cast.bo)
    Dependency.objects.make(hidden, ours, by=cast.bo)
    Dependency.objects.make(ours, theirs, by=cast.alva)
    assert Dependency.objects.count() == 3


def test_it_is_taken_away_by_who_may_change_the_waiting_part(cast, link, shared, as_):
    url = f"/vantan/{link.public_id}/ta-bort/"
    assert url in page_of(as_(cast.bo), shared)
    assert url not in page_of(as_(cast.cia), shared)
    assert as_(cast.cia).post(url).status_code == 403
    as_(cast.bo).post(url)
    assert not Dependency.objects.exists()
    assert AuditEvent.objects.about(shared).first().verb == "freed"


def test_the_awaited_party_cannot_take_it_away(cast, as_):
    activity = cast.activity("Röja sly", parties=[cast.p, cast.b])
    waiting, awaited = (activity.commitments.get(party=party) for party in (cast.p, cast.b))
    link = Dependency.objects.make(waiting, awaited, by=cast.bo)
    assert as_(cast.cia).post(f"/vantan/{link.public_id}/ta-bort/").status_code == 403


def test_who_sees_one_end_sees_no_dependency_and_is_told_nothing(cast, theirs, as_):
    hidden = cast.activity("Hemlig", parties=[cast.p, cast.b], visibility="owners").commitments.get(
        party=cast.b
    )
    link = Dependency.objects.make(theirs, hidden, by=cast.bo)
    assert "Väntar på:" in page_of(as_(cast.bo), theirs.activity)
    page = page_of(as_(cast.alva), theirs.activity)
    assert "Väntar på:" not in page
    assert "Väntas av:" not in page
    assert not Dependency.objects.for_actor(cast.alva).exists()
    assert as_(cast.alva).post(f"/vantan/{link.public_id}/ta-bort/").status_code == 404

    theirs.contact = cast.alva
    type(theirs).objects.filter(pk=theirs.pk).update(contact=cast.alva)
    hidden.change(by=cast.cia, due_on=hidden.due_on + 3 * DAY)
    assert not InboxItem.objects.filter(kind="awaited_slipped", recipient=cast.alva).exists()
    assert "Delen för B" not in as_(cast.alva).get("/handelselogg/").content.decode()


def test_the_search_for_a_part_offers_nothing_hidden(cast, theirs, as_):
    hidden = cast.activity("Hemlig röjning", parties=[cast.b, cast.k], visibility="owners")
    url = f"/delar/{theirs.public_id}/vantar-pa/"
    answer = as_(cast.bo).get(url, {"q": "röjning"}).content.decode()
    assert "Ingen öppen del hittades" in answer
    part = hidden.commitments.first()
    as_(cast.bo).post(url, {"awaited": part.public_id, "q": "röjning"})
    assert not Dependency.objects.exists()


def test_a_moved_date_is_told_once_with_the_old_and_the_new(cast, link, ours, mailoutbox, as_):
    before = ours.due_on
    ours.change(by=cast.alva, due_on=before + 3 * DAY)
    OutgoingMail.objects.send_waiting()

    [item] = told(cast.bo)
    assert item.data["moved_from"] == before.isoformat()
    assert item.data["due_on"] == (before + 3 * DAY).isoformat()
    [letter] = mailoutbox
    assert letter.to == ["bo@example.org"]
    assert "Ekby kommun: Delen för K." in letter.body
    assert "Flyttad från" in letter.body
    assert not told(cast.alva)
    page = page_of(as_(cast.bo), ours.activity)
    assert "Blir klar efter er egen del: 3 dagar" in page
    assert "Blir klar efter delen som väntar: 3 dagar" in page_of(as_(cast.cia), ours.activity)
    assert "Flyttad från" in as_(cast.bo).get("/inkorg/").content.decode()


def test_an_earlier_date_and_another_text_are_no_slip(cast, link, ours):
    ours.change(by=cast.alva, due_on=ours.due_on - DAY)
    ours.change(by=cast.alva, text="Något annat")
    assert not told(cast.bo)


def test_moved_again_it_is_told_again(cast, link, ours):
    for _ in range(2):
        ours.change(by=cast.alva, due_on=ours.due_on + DAY)
    assert told(cast.bo).count() == 2


@pytest.mark.parametrize(
    ("status", "why"),
    [("off_track", {}), ("stopped", {}), ("cancelled", {"cause": "other", "lesson": "Nej"})],
)
def test_trouble_is_told_once_however_often_it_is_reported(cast, link, ours, status, why):
    for _ in range(2):
        ours.report(status=status, by=cast.alva, **why)
    [item] = told(cast.bo)
    assert item.data["status"] == status


def test_trouble_with_a_new_date_is_one_slip(cast, link, ours, mailoutbox):
    ours.report(status="off_track", by=cast.alva, new_due_on=ours.due_on + 7 * DAY)
    OutgoingMail.objects.send_waiting()
    assert told(cast.bo).count() == 1
    [letter] = [m for m in mailoutbox if m.to == ["bo@example.org"]]
    assert "Rapporterad som:" in letter.body
    assert "Flyttad från" in letter.body


def test_when_it_is_done_who_waits_can_start(cast, link, ours, mailoutbox, as_):
    ours.report(status="done", by=cast.alva)
    OutgoingMail.objects.send_waiting()
    assert told(cast.bo, "awaited_done").count() == 1
    assert not told(cast.bo)
    [letter] = mailoutbox
    assert "Du kan börja" in letter.body
    assert "Du kan börja" in as_(cast.bo).get("/inkorg/").content.decode()


def test_who_is_done_with_the_waiting_part_is_not_told(cast, link, ours, theirs):
    theirs.report(status="done", by=cast.bo)
    ours.report(status="stopped", by=cast.alva)
    assert not told(cast.bo)


def test_a_mail_names_no_part_that_not_all_parties_see(cast, mailoutbox):
    activity = cast.activity("Hemlig", parties=[cast.p, cast.b], visibility="owners")
    waiting, awaited = (activity.commitments.get(party=party) for party in (cast.p, cast.b))
    Dependency.objects.make(waiting, awaited, by=cast.bo)
    awaited.report(status="stopped", by=cast.cia)
    OutgoingMail.objects.send_waiting()
    [letter] = mailoutbox
    assert "Delen för B" not in letter.body
    assert "En del som inte alla parter ser" in letter.body


def test_a_date_that_passes_is_told_by_the_first_tick_and_by_no_other(cast):
    with clock.at(datetime(2027, 3, 10, 8, tzinfo=STOCKHOLM)):
        activity = cast.activity(due_on=datetime(2027, 3, 15, tzinfo=STOCKHOLM).date())
        ours, theirs = (activity.commitments.get(party=party) for party in (cast.k, cast.p))
        Dependency.objects.make(theirs, ours, by=cast.bo)
        ticking.run()
    for day in (15, 16, 16, 17):
        with clock.at(datetime(2027, 3, day, 8, tzinfo=STOCKHOLM)):
            ticking.run()
            assert told(cast.bo).count() == (day > 15)
    assert told(cast.bo).get().data["passed"] == "2027-03-15"


def test_a_date_that_had_passed_when_it_was_made_is_no_news(cast, shared, theirs):
    late = cast.activity("Sent", parties=[cast.b], due_in=-7).commitments.get()
    Dependency.objects.make(theirs, late, by=cast.bo)
    assert Dependency.objects.tell_passed() == 0


def test_the_page_asks_a_bounded_number_of_questions(cast, ours, theirs, django_assert_max_num_queries):
    from activities.waiting import waits_of

    for n in range(8):
        other = cast.activity(f"Nr {n}", parties=[cast.b]).commitments.get()
        Dependency.objects.make(theirs, other, by=cast.bo)
    with django_assert_max_num_queries(2):
        [found] = [one for one in waits_of([ours, theirs], cast.bo, set()) if one.awaits]
    assert len(found.awaits) == 8
    assert today() < found.awaits[0].other.due_on
