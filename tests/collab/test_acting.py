"""Whom a person acts for: chosen, audited, with a new session key, and over when the membership is."""

from datetime import timedelta

import pytest

from activities.models import Activity
from collab.clock import today
from collab.models import AuditEvent, Membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_hats(cast):
    """Bo of the police also sits in the housing company."""
    return Membership.objects.create(
        user=cast.bo.user, party=cast.b, role="contact", starts_on=today() - timedelta(days=1)
    )


def test_a_person_acts_for_one_party_at_a_time(cast, as_, two_hats):
    cast.activity("Polisens utkast", parties=[cast.p], visibility="draft")
    client = as_(cast.bo)
    assert "Polisens utkast" in client.get("/aktiviteter/").content.decode()
    key = client.session.session_key
    client.post("/agera-for/", {"membership": two_hats.public_id})
    assert "Polisens utkast" not in client.get("/aktiviteter/").content.decode()
    assert client.session.session_key != key
    event = AuditEvent.objects.get(verb="acted_as")
    assert (event.actor, event.party) == (two_hats, cast.b)


def test_nobody_acts_as_somebody_else(cast, as_):
    client = as_(cast.bo)
    client.post("/agera-for/", {"membership": cast.alva.public_id})
    assert client.get("/profil/").context["actor"] == cast.bo
    assert not AuditEvent.objects.filter(verb="acted_as").exists()


def test_a_session_ends_when_the_membership_has_ended(cast, as_):
    client = as_(cast.bo)
    assert client.get("/profil/").status_code == 200
    Membership.objects.filter(pk=cast.bo.pk).update(ends_on=today() - timedelta(days=1))
    answer = client.get("/aktiviteter/")
    assert answer.url.startswith("/logga-in/")
    assert "_auth_user_id" not in client.session


def test_a_changed_role_holds_at_the_next_request(cast, as_):
    client = as_(cast.lea)
    cast.person("Lo Lund", cast.p, "lead")
    assert client.get("/anvandare/").status_code == 200
    cast.lea.change_role("reader", by=cast.alva)
    assert client.get("/anvandare/").status_code == 403


def test_a_deactivated_person_is_out_at_the_next_request(cast, as_):
    client = as_(cast.bo)
    cast.bo.user.is_active = False
    cast.bo.user.save()
    assert client.get("/aktiviteter/").url.startswith("/logga-in/")


def test_a_technical_administrator_meets_no_party_s_data(cast, as_):
    cast.activity("Ljus")
    client = as_(cast.tor)
    assert client.get("/drift/").status_code == 200
    assert "Ljus" not in client.get("/drift/").content.decode()
    assert client.get("/aktiviteter/").status_code == 403
    assert not Activity.objects.for_actor(None).exists()


def test_a_session_ends_with_its_membership_and_slides_into_no_other(cast, as_, two_hats):
    client = as_(cast.bo)
    client.post("/agera-for/", {"membership": two_hats.public_id})
    Membership.objects.filter(pk=two_hats.pk).update(ends_on=today() - timedelta(days=1))
    assert client.get("/profil/").url.startswith("/logga-in/")
    assert "_auth_user_id" not in client.session


def test_a_membership_that_comes_later_does_not_change_for_whom_one_acts(cast, as_):
    client = as_(cast.bo)
    assert client.get("/profil/").context["actor"] == cast.bo
    cast.person("Bo Björk", cast.k, "reader")
    assert client.get("/profil/").context["actor"] == cast.bo


def test_a_person_without_any_membership_is_out(cast, as_):
    Membership.objects.filter(pk=cast.bo.pk).delete()
    assert as_(cast.bo).get("/profil/").url.startswith("/logga-in/")


def test_a_technical_administrator_who_also_acts_is_out_when_that_has_ended(cast, as_):
    both = Membership.objects.create(user=cast.tor, party=cast.p, role="reader")
    client = as_(cast.tor)
    assert client.get("/profil/").context["actor"] == both
    Membership.objects.filter(pk=both.pk).update(
        starts_on=today() - timedelta(days=9), ends_on=today() - timedelta(days=1)
    )
    assert client.get("/aktiviteter/").url.startswith("/logga-in/")


def test_acting_as_something_unknown_is_as_if_absent(cast, as_):
    assert as_(cast.bo).post("/agera-for/", {"membership": cast.alva.public_id}).status_code == 404
    assert as_(cast.bo).post("/agera-for/").status_code == 404
