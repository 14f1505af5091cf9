"""What a succession left to be reconsidered is decided about later: it goes on in the successor, or ends."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from activities.models import Activity, ActivityFate, Succession
from agreements.models import CollaborationAgreement
from collab import clock
from collab.clock import now, today
from collab.models import InboxItem


@pytest.fixture
def world(cast):
    """The agreement has expired; of three activities that were left to be reconsidered none is decided about."""
    year = today().year
    cast.agreement.starts_on, cast.agreement.ends_on = date(year - 1, 1, 1), date(year - 1, 12, 31)
    cast.agreement.is_historic = True
    cast.agreement.save()
    cast.left = [cast.activity(title) for title in ("Trygga trappor", "Ljusare gångväg", "Fler ögon")]
    cast.left[0].commitments.first().conclude("off_track", by=cast.alva, text="Trögt.")
    facts = {
        "name": "Överenskommelse",
        "declaration": cast.declaration,
        "collaboration": cast.ekby,
        "starts_on": date(year, 1, 1),
        "ends_on": date(year + 1, 12, 31),
        "purpose": "Färre brott",
        "priority_areas": [("T", "Trygga platser"), ("U", "Ungas fritid")],
        "places": [cast.north],
        "parties": [cast.k, cast.p, cast.b],
    }
    fates = dict.fromkeys(cast.left, "reconsidered")
    cast.made = Succession.objects.make(cast.agreement, by=cast.alva, facts=facts, fates=fates).successor
    cast.area = cast.made.priority_areas.get(letter="U")
    return cast


def address(cast):
    return reverse("activities:reconsider", args=[cast.made.public_id])


def send(cast, as_, who, *choices):
    """Send the form with (activity, choice, reason) of each that is decided."""
    sent = {}
    for activity, choice, reason in choices:
        sent |= {activity.public_id: choice, f"{activity.public_id}-reason": reason}
    return as_(who).post(address(cast), sent)


def test_the_page_of_the_successor_lists_what_waits_and_leads_to_the_decision(world, as_):
    page = as_(world.alva).get(world.made.get_absolute_url()).content.decode()
    assert "3 aktiviteter från överenskommelsen före väntar på beslut" in page
    assert address(world) in page
    assert all(one.title in page for one in world.left)
    party = as_(world.bo).get(world.made.get_absolute_url()).content.decode()
    assert "Trygga trappor" in party
    assert address(world) not in party
    old = as_(world.bo).get(world.agreement.get_absolute_url()).content.decode()
    assert old.count("ska omprövas") == 3


def test_the_page_of_the_activity_says_that_it_waits_and_where_it_is_decided(world, as_):
    for who, where in ((world.alva, address(world)), (world.bo, world.made.get_absolute_url())):
        page = as_(who).get(world.left[0].get_absolute_url()).content.decode()
        assert "är inte beslutat" in page
        assert where in page


def test_one_goes_on_one_ends_and_one_waits_in_one_form(world, as_):
    on, ends, waits = world.left
    answer = send(
        world,
        as_,
        world.alva,
        (on, f"to:{world.area.public_id}", "Rådet vill ha den kvar."),
        (ends, "end:resources", "Medlen är slut."),
    )
    assert answer.url == world.made.get_absolute_url()
    for one in world.left:
        one.refresh_from_db()
    assert on.priority_area == world.area
    # As before it was stopped to be reconsidered.
    assert on.status == "off_track"
    assert ends.status == "cancelled"
    said = [part.reports.order_by("-pk").first() for part in ends.commitments.all()]
    assert {(one.cause, one.lesson) for one in said} == {("resources", "Medlen är slut.")}
    assert waits.status == "stopped"
    page = as_(world.alva).get(address(world)).content.decode()
    assert waits.title in page
    assert on.title not in page


def test_both_agreements_and_the_activity_tell_what_was_decided(world, as_):
    on, ends, _waits = world.left
    send(
        world,
        as_,
        world.alva,
        (on, f"to:{world.area.public_id}", "Rådet vill ha den kvar."),
        (ends, "end:resources", "Medlen är slut."),
    )
    page = as_(world.bo).get(on.get_absolute_url()).content.decode()
    assert f"till {world.made}: Rådet vill ha den kvar." in page
    page = as_(world.bo).get(ends.get_absolute_url()).content.decode()
    assert "avslutade den: Medlen är slut." in page
    old = as_(world.bo).get(world.agreement.get_absolute_url()).content.decode()
    assert f"förs vidare i {world.made}" in old
    assert on.title in as_(world.bo).get(world.made.get_absolute_url()).content.decode()
    fate = on.fates.get()
    assert (fate.fate, fate.status_then) == ("carried", "off_track")
    # What was chosen first is kept.
    assert {version.fate for version in fate.versions.all()} == {"reconsidered", "carried"}


def test_a_decision_needs_a_reason_and_a_reason_a_decision(world, as_):
    one, two, _three = world.left
    answer = send(world, as_, world.alva, (one, "end:resources", ""), (two, "", "Bra idé."))
    page = answer.content.decode()
    assert "Skriv varför, med en mening." in page
    assert "Välj vad som ska hända med aktiviteten." in page
    assert "Välj vad som ska hända med minst en aktivitet." in send(world, as_, world.alva).content.decode()
    assert ActivityFate.objects.awaiting().count() == 3


def test_a_reason_holds_no_personal_data(world, as_):
    answer = send(world, as_, world.alva, (world.left[0], "end:resources", "Ring 070-123 45 67."))
    assert "telefonnummer" in answer.content.decode()
    assert ActivityFate.objects.awaiting().count() == 3


def test_nobody_decides_twice(world):
    item = world.left[0].fates.get()
    item.decide(by=world.alva, reason="Ja.", area=world.area)
    with pytest.raises(ValidationError):
        item.decide(by=world.alva, reason="Nej.", cause="resources")
    assert Activity.objects.get(pk=world.left[0].pk).status == "off_track"


def test_a_joint_status_that_somebody_set_since_stands(world):
    activity = world.left[1]
    activity.judge("off_track", reason="Det rör på sig.", by=world.alva)
    activity.fates.get().decide(by=world.alva, reason="Ja.", area=world.area)
    activity.refresh_from_db()
    assert activity.status == "off_track"
    assert activity.judgement().reason == "Det rör på sig."


def test_what_has_been_done_meanwhile_waits_for_nothing(world, as_):
    for part in world.left[0].commitments.all():
        part.conclude("done", by=part.contact)
    page = as_(world.alva).get(address(world)).content.decode()
    assert world.left[0].title not in page


def test_what_the_coordinator_does_not_see_is_not_offered(world, as_):
    hidden = world.activity("Hemlig", parties=[world.p, world.b], visibility="owners")
    Succession.objects.get().items.create(
        activity=hidden, fate="reconsidered", area_then=hidden.priority_area, settled_at=now()
    )
    assert "Hemlig" not in as_(world.alva).get(address(world)).content.decode()


def test_an_agreement_whose_predecessor_left_nothing_says_so(world, as_):
    page = as_(world.alva).get(reverse("activities:reconsider", args=[world.agreement.public_id]))
    assert "Inget väntar på beslut" in page.content.decode()
    assert CollaborationAgreement.objects.count() == 2


def test_it_leaves_the_agreement_when_that_is_decided_as_it_is_then(world):
    fate, decided = ActivityFate.objects.get(activity=world.left[0]), now() + timedelta(days=30)
    assert fate.settled_at < decided
    with clock.at(decided):
        fate.decide(by=world.alva, reason="Rådet vill ha den kvar.", area=world.area)
    fate.refresh_from_db()
    assert fate.settled_at == decided
    world.left[0].refresh_from_db()
    assert fate.status_then == world.left[0].status != "stopped"


def test_those_who_answer_for_its_parts_are_told_that_it_goes_on(world, as_):
    send(world, as_, world.alva, (world.left[0], f"to:{world.area.public_id}", "Rådet vill ha den kvar."))
    told = f"Den omprövades och fortsätter under {world.made}."
    assert told in as_(world.bo).get("/inkorg/").content.decode()
    assert told not in as_(world.alva).get("/inkorg/").content.decode()
    assert InboxItem.objects.get(kind="goes_on", recipient=world.bo).subject == world.left[0]
