"""The pages about people: parties, people, one's own profile, and what anybody may read without signing in."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client

from collab import operations
from collab.clock import now, today
from collab.models import AuditEvent, Membership

pytestmark = pytest.mark.django_db


def page(client, path):
    return client.get(path).content.decode()


def test_the_parties_and_whom_to_call_are_read_in_few_queries(cast, as_, django_assert_max_num_queries):
    client = as_(cast.bo)
    client.get("/parter/")
    with django_assert_max_num_queries(10):
        words = page(client, "/parter/")
    assert "Lea Lind" in words
    assert "Rut Rönn" not in words
    assert "Eli En" in words


def test_a_party_without_a_contact_is_pointed_out(cast, as_):
    Membership.objects.filter(pk=cast.cia.pk).update(ends_on=today() - timedelta(days=1))
    assert "Kontakt saknas" in page(as_(cast.alva), "/parter/")


def test_another_municipality_s_parties_and_people_are_absent(cast, as_):
    cast.neighbour()
    for path in ("/parter/", "/anvandare/", "/kontakt/"):
        assert "Alby" not in page(as_(cast.alva), path)
        assert "Zoe" not in page(as_(cast.alva), path)
    assert as_(cast.alva).get(f"/parter/{cast.a.public_id}/").status_code == 404


def test_a_lead_s_list_of_people_holds_the_own_party_alone(cast, as_):
    words = page(as_(cast.lea), "/anvandare/")
    assert "Bo Björk" in words
    assert "Cia Cypress" not in words


def test_the_history_of_a_party_is_read_by_whoever_looks_after_it(cast, as_):
    cast.lea.record("role_changed", by=cast.alva)
    history = "Historik"
    assert history in page(as_(cast.alva), cast.p.get_absolute_url())
    assert history not in page(as_(cast.cia), cast.p.get_absolute_url())


def test_one_edits_the_own_profile_and_it_is_recorded(cast, as_):
    data = {"name": "Bo Ny", "title": "Kommunpolis", "phone": "08-123 456 00", "language": "en"}
    as_(cast.bo).post("/profil/", data)
    cast.bo.user.refresh_from_db()
    assert (cast.bo.user.name, cast.bo.user.language) == ("Bo Ny", "en")
    # The box of the shortcuts was not ticked.
    assert AuditEvent.objects.get(verb="profile_changed").data == {"fields": [*data, "has_shortcuts"]}
    assert "keys.js" not in page(as_(cast.bo), "/profil/")
    assert "My profile" in page(as_(cast.bo), "/profil/")


def test_nobody_changes_the_own_address_or_becomes_technical_on_the_profile(cast, as_):
    data = {"name": "Bo", "email": "annan@example.org", "is_technical": "on", "is_active": ""}
    as_(cast.bo).post("/profil/", data)
    cast.bo.user.refresh_from_db()
    assert cast.bo.user.email == "bo@example.org"
    assert not cast.bo.user.is_technical
    assert cast.bo.user.is_active


@pytest.mark.parametrize("path", ["/tillganglighet/", "/personuppgifter/", "/kontakt/"])
def test_the_public_pages_are_read_by_anybody_and_name_nobody(cast, path):
    answer = Client(headers={"accept-language": "sv"}).get(path)
    assert answer.status_code == 200
    assert "Alva" not in answer.content.decode()


def test_the_coordinators_are_named_to_those_who_are_in(cast, as_):
    assert "Alva Ask" in page(as_(cast.bo), "/kontakt/")
    assert "alva@example.org" in page(as_(cast.bo), "/kontakt/")


def test_a_functional_address_stands_on_the_public_pages(cast, settings):
    settings.CONTACT_MAIL = "samverkan@example.org"
    assert "samverkan@example.org" in page(Client(), "/kontakt/")
    assert "samverkan@example.org" in page(Client(), "/tillganglighet/")


def test_the_health_of_the_database_is_told_in_a_word(client, monkeypatch):
    assert client.get("/healthz").content == b"ok"

    def gone():
        raise OperationalError("password for samsyn_app refused")

    monkeypatch.setattr("collab.views.about.connection.cursor", gone)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"away")


def test_operations_tell_the_last_tick(cast, as_):
    operations.note_tick()
    assert f"{now():%Y-%m-%d %H:%M}" in page(as_(cast.tor), "/drift/")


def test_operations_are_for_the_technical_administrator_alone(cast, as_):
    assert as_(cast.alva).get("/drift/").status_code == 403


def test_the_rest_of_the_menu_follows_the_role(cast, as_):
    assert "/anvandare/" in page(as_(cast.lea), "/mer/")
    assert "/anvandare/" not in page(as_(cast.bo), "/mer/")
