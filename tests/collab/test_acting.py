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
