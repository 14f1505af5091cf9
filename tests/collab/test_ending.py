"""A role ends on a day or at once; nobody takes what is not theirs to give, and nobody is left alone."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from collab.clock import today
from collab.models import AuditEvent, Membership

pytestmark = pytest.mark.django_db
YESTERDAY = timedelta(days=1)


def end_by_form(client, membership, **data):
    path = f"/anvandare/{membership.public_id}/avsluta/"
    return client.post(path, {"ends_on": today().isoformat(), **data})


def test_a_role_ends_at_once_even_on_its_first_day(cast):
    mistake = cast.person("Fel Person", cast.p, "contact", starts_on=today())
    mistake.end(on=today() - YESTERDAY, by=cast.lea)
    assert not Membership.objects.in_force().filter(pk=mistake.pk).exists()


def test_a_role_does_not_end_in_the_past(cast):
    with pytest.raises(ValidationError, match="tidigast vara i går"):
        cast.bo.end(on=today() - timedelta(days=2), by=cast.alva)


def test_a_lead_ends_nobody_of_another_party(cast):
    with pytest.raises(ValidationError):
        cast.cia.end(on=today(), by=cast.lea)
    with pytest.raises(ValidationError):
        cast.omar.change_role("reader", by=cast.lea)


def test_a_lead_of_the_coordinating_party_neither_ends_nor_demotes_its_coordinator(cast):
    knut = cast.person("Knut Ko", cast.k, "lead")
    cast.person("Kim Ko", cast.k, "coordinator")
    with pytest.raises(ValidationError):
        cast.alva.end(on=today(), by=knut)
    with pytest.raises(ValidationError):
        cast.alva.change_role("reader", by=knut)
    with pytest.raises(ValidationError):
        cast.rut.change_role("coordinator", by=knut)


def test_the_page_says_in_words_what_a_lead_decides_about(cast, as_):
    knut = cast.person("Knut Ko", cast.k, "lead")
    cast.person("Kim Ko", cast.k, "coordinator")
    page = end_by_form(as_(knut), cast.alva).content.decode()
    assert "bestämmer du över de här rollerna" in page


def test_a_contact_may_end_nobody(cast, as_):
    assert end_by_form(as_(cast.bo), cast.lea).status_code == 403
    cast.lea.refresh_from_db()
    assert cast.lea.ends_on is None


def test_the_last_contact_goes_when_somebody_takes_over(cast, as_):
    cecil = cast.person("Cecil C", cast.b, "reader")
    client = as_(cast.alva)
    refused = end_by_form(client, cast.cia)
    assert "utan kontakt" in refused.content.decode()
    assert "Cecil C" in refused.content.decode()

    assert end_by_form(client, cast.cia, successor=cecil.pk).url == "/anvandare/"
    cecil.refresh_from_db()
    assert cecil.role == "contact"
    verbs = list(AuditEvent.objects.about(cast.b).values_list("verb", flat=True))
    assert verbs == ["ended", "role_changed"]


def test_nobody_of_another_party_takes_over(cast, as_):
    page = end_by_form(as_(cast.alva), cast.cia, successor=cast.rut.pk)
    assert "successor" in page.context["form"].errors
    with pytest.raises(ValidationError, match="samma part"):
        cast.cia.end(on=today(), successor=cast.rut, by=cast.alva)
    cast.rut.refresh_from_db()
    assert cast.rut.role == "reader"


def test_the_collaboration_keeps_a_coordinator(cast):
    cast.person("Knut Ko", cast.k, "lead")
    with pytest.raises(ValidationError, match="utan samordnare"):
        cast.alva.end(on=today(), by=cast.alva)
    with pytest.raises(ValidationError, match="utan samordnare"):
        cast.alva.change_role("lead", by=cast.alva)
    cast.alva.end(on=today(), successor=cast.ada, by=cast.alva)
    cast.ada.refresh_from_db()
    assert cast.ada.role == "coordinator"


def test_two_endings_leave_no_gap_together(cast):
    extra = cast.person("Eva Ek", cast.b, "contact")
    extra.end(on=today() + timedelta(days=30), by=cast.alva)
    with pytest.raises(ValidationError, match="utan kontakt"):
        cast.cia.end(on=today() + timedelta(days=5), by=cast.alva)


def test_an_observer_needs_no_contact(cast):
    cast.ove.end(on=today(), by=cast.alva)
    assert cast.ove.ends_on == today()


def test_a_person_is_not_given_a_role_twice_by_a_change(cast):
    twice = cast.person("Bo Björk", cast.p, "reader")
    with pytest.raises(ValidationError, match="redan den rollen"):
        twice.change_role("contact", by=cast.lea)


def test_nobody_is_the_own_deputy(cast):
    also = cast.person("Bo Björk", cast.p, "reader")
    with pytest.raises(ValidationError, match="egen ersättare"):
        cast.bo.appoint_deputy(also, by=cast.lea)
    with pytest.raises(ValidationError, match="egen ersättare"):
        cast.bo.appoint_deputy(cast.bo, by=cast.lea)


def test_role_and_deputy_are_changed_on_the_page(cast, as_):
    extra = cast.person("Eva Ek", cast.p, "contact")
    data = {"role": "reader", "deputy": cast.lea.pk}
    as_(cast.lea).post(f"/anvandare/{extra.public_id}/", data)
    extra.refresh_from_db()
    assert (extra.role, extra.deputy) == ("reader", cast.lea)
    page = as_(cast.lea).get(f"/anvandare/{extra.public_id}/").content.decode()
    assert "utsåg ersättare för Eva Ek" in page
