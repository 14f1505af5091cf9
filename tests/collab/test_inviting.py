"""People come in by invitation alone; a lead looks after the own party, and no party is left without a contact."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from collab.clock import today
from collab.models import AuditEvent, Membership, OutgoingMail, User

pytestmark = pytest.mark.django_db


def invite(by, party, role="contact", email="ny@example.org"):
    return Membership.objects.invite(party=party, email=email, name="Ny Person", role=role, by=by)


def test_an_invited_person_gets_a_role_and_one_mail_with_the_address_to_use(cast):
    membership = invite(cast.alva, cast.p)
    mail = OutgoingMail.objects.get(recipient=membership.user)
    assert "ny@example.org" in mail.body
    assert "/logga-in/" in mail.body
    assert not membership.user.has_usable_password()
    assert AuditEvent.objects.about(cast.p).first().verb == "invited"


def test_somebody_who_is_known_gets_another_role_and_no_second_account(cast):
    membership = invite(cast.alva, cast.b, email="BO@example.org")
    assert membership.user == cast.bo.user
    assert User.objects.filter(email="bo@example.org").count() == 1


def test_a_lead_invites_to_the_own_party_only(cast):
    assert invite(cast.lea, cast.p)
    with pytest.raises(ValidationError):
        invite(cast.lea, cast.b, email="annan@example.org")


@pytest.mark.parametrize("role", ["coordinator", "data_admin", "auditor"])
def test_a_lead_cannot_make_anybody_more_than_the_own_party_has(cast, role):
    with pytest.raises(ValidationError):
        invite(cast.lea, cast.p, role=role)


def test_an_observer_owns_nothing_so_nobody_reports_for_it(cast):
    with pytest.raises(ValidationError):
        invite(cast.alva, cast.o, role="contact")
    assert invite(cast.alva, cast.o, role="auditor")


def test_the_same_role_twice_is_told_and_not_made(cast):
    with pytest.raises(ValidationError, match="redan"):
        invite(cast.alva, cast.p, email="bo@example.org")


def test_the_page_keeps_what_was_written_and_says_what_is_wrong_at_its_field(cast, as_):
    data = {
        "name": "Ny Person",
        "email": "inte en adress",
        "party": cast.p.pk,
        "role": "contact",
        "starts_on": today(),
    }
    page = as_(cast.alva).post("/anvandare/bjud-in/", data).content.decode()
    assert "Ny Person" in page
    assert "id_email_error" in page
    assert not OutgoingMail.objects.exists()


def test_the_page_offers_a_lead_no_other_party(cast, as_):
    page = as_(cast.lea).get("/anvandare/bjud-in/").content.decode()
    assert "Polisen i Ekby" in page
    assert "Ekby Bostads AB" not in page


def test_a_forged_party_is_refused_as_an_unknown_one_is(cast, as_):
    data = {"name": "Ny", "email": "ny@example.org", "role": "contact", "starts_on": today()}
    client = as_(cast.lea)
    forged = client.post("/anvandare/bjud-in/", {**data, "party": cast.b.pk})
    absent = client.post("/anvandare/bjud-in/", {**data, "party": 10**6})
    assert forged.context["form"].errors == absent.context["form"].errors
    assert not Membership.objects.filter(user__email="ny@example.org").exists()


def test_the_last_contact_of_a_party_cannot_be_ended(cast):
    with pytest.raises(ValidationError, match="utan kontakt"):
        cast.cia.end(on=today(), by=cast.alva)
    cast.person("Disa Dahl", cast.b, "contact")
    cast.cia.end(on=today(), by=cast.alva)
    assert not Membership.objects.in_force(today() + timedelta(days=1)).filter(pk=cast.cia.pk).exists()


def test_the_last_contact_of_a_party_cannot_become_a_reader(cast):
    with pytest.raises(ValidationError, match="utan kontakt"):
        cast.cia.change_role("reader", by=cast.alva)


def test_a_deputy_is_of_the_same_party(cast):
    cast.bo.appoint_deputy(cast.lea, by=cast.alva)
    assert cast.bo.deputy == cast.lea
    with pytest.raises(ValidationError, match="samma part"):
        cast.bo.appoint_deputy(cast.cia, by=cast.alva)


def test_the_same_role_is_not_given_for_days_on_which_it_holds_anyway(cast):
    soon = today() + timedelta(days=10)
    cast.person("Tim Tall", cast.p, "reader", ends_on=soon)
    with pytest.raises(ValidationError, match="redan"):
        invite(cast.lea, cast.p, role="reader", email="tim@example.org")
    later = soon + timedelta(days=1)
    assert Membership.objects.invite(
        party=cast.p, email="tim@example.org", name="Tim", role="reader", by=cast.lea, starts_on=later
    )


def test_the_first_day_lies_not_in_the_past(cast):
    with pytest.raises(ValidationError, match="första dagen"):
        Membership.objects.invite(
            party=cast.p,
            email="ny@example.org",
            name="Ny",
            role="reader",
            by=cast.lea,
            starts_on=today() - timedelta(days=1),
        )
    assert not User.objects.filter(email="ny@example.org", memberships__isnull=False).exists()


def test_whoever_is_invited_for_later_is_told_from_when(cast):
    later = today() + timedelta(days=30)
    invited = Membership.objects.invite(
        party=cast.p, email="ny@example.org", name="Ny", role="reader", by=cast.lea, starts_on=later
    )
    assert "Du kan logga in från och med" in invited.user.mails.get().body


def test_the_roles_on_the_page_are_those_one_may_give(cast, as_):
    roles = dict(as_(cast.lea).get("/anvandare/bjud-in/").context["form"].fields["role"].choices)
    assert set(roles) == {"lead", "contact", "reader", "steering"}
    assert "coordinator" in dict(
        as_(cast.alva).get("/anvandare/bjud-in/").context["form"].fields["role"].choices
    )
