"""A commitment that nobody answers for is a defect to fix: it shows where it can be fixed, in one step."""

from datetime import timedelta

import pytest

from activities.models import Commitment
from collab.clock import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def lone(cast):
    """The police's part of an activity, whose contact has left in spite of everything."""
    row = cast.activity("Ljus på vägen").commitments.get(party=cast.p)
    row.contact = cast.person("Gun Gran", cast.p, "contact", ends_on=today() - timedelta(days=1))
    row.save()
    return row


def test_nobody_named_or_nobody_in_force_or_nobody_who_reports(cast, lone):
    named = cast.activity("Med kontakt")
    none = cast.activity("Utan namn").commitments.get(party=cast.p)
    Commitment.objects.filter(pk=none.pk).update(contact=None)
    reader = cast.activity("Läsare").commitments.get(party=cast.k)
    Commitment.objects.filter(pk=reader.pk).update(contact=cast.rut)
    found = set(Commitment.objects.without_contact())
    assert found == {lone, none, reader}
    assert not found & set(named.commitments.all())


def test_coordinator_and_lead_are_shown_it_with_the_remedy(cast, lone, as_):
    for who in (cast.alva, cast.lea):
        page = as_(who).get("/").content.decode()
        assert "1 åtagande saknar kontakt" in page
        assert f"/delar/{lone.public_id}/kontakt/" in page


def test_other_parties_are_not_asked_to_fix_it(cast, lone, as_):
    for who in (cast.cia, cast.rut, cast.ove):
        assert "saknar kontakt" not in as_(who).get("/").content.decode()


def test_a_hidden_one_is_neither_shown_nor_counted(cast, as_):
    hidden = cast.activity("Dolt", parties=[cast.p, cast.b], visibility="owners")
    hidden.commitments.update(contact=None)
    page = as_(cast.alva).get("/").content.decode()
    assert "saknar kontakt" not in page
    assert "Dolt" not in as_(cast.alva).get("/aktiviteter/?state=unanswered").content.decode()
    assert "Dolt" in as_(cast.lea).get("/aktiviteter/?state=unanswered").content.decode()


def test_the_list_narrows_to_them(cast, lone, as_):
    cast.activity("Allt är bra")
    Commitment.objects.filter(activity=cast.activity("Utan namn"), party=cast.p).update(contact=None)
    Commitment.objects.filter(activity=cast.activity("Klart utan namn"), party=cast.p).update(
        contact=None, status="done"
    )
    cast.activity("Ett utkast", parties=[cast.k], visibility="draft").commitments.update(contact=None)
    page = as_(cast.alva).get("/aktiviteter/?state=unanswered").content.decode()
    assert "Ljus på vägen" in page
    assert "Utan namn" in page
    for other in ("Allt är bra", "Klart utan namn", "Ett utkast"):
        assert other not in page


def test_the_activity_says_who_has_left(cast, lone, as_):
    page = as_(cast.lea).get(lone.activity.get_absolute_url()).content.decode()
    assert "har slutat" in page
    assert f"/delar/{lone.public_id}/kontakt/" in page
    assert (
        f"/delar/{lone.public_id}/kontakt/"
        not in as_(cast.cia).get(lone.activity.get_absolute_url()).content.decode()
    )


def test_one_step_mends_it(cast, lone, as_):
    client, path = as_(cast.lea), f"/delar/{lone.public_id}/kontakt/"
    refused = client.post(path, {"version": lone.version, "contact": ""})
    assert "contact" in refused.context["form"].errors
    client.post(path, {"version": lone.version, "contact": cast.bo.public_id})
    lone.refresh_from_db()
    assert lone.contact == cast.bo
    assert "saknar kontakt" not in as_(cast.lea).get("/").content.decode()
