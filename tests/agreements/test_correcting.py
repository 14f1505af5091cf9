"""Correcting the texts of the mandate: by the coordinating party, recorded, and never over somebody else's words."""

import pytest
from django.urls import reverse

from collab.models import AuditEvent


def address(agreement):
    return reverse("agreements:edit", args=[agreement.public_id])


def test_the_coordinator_corrects_the_purpose_and_it_is_recorded(cast, as_):
    sent = {"name": "Överenskommelse", "purpose": "Färre bränder", "version": cast.agreement.version}
    as_(cast.alva).post(address(cast.agreement), sent)

    cast.agreement.refresh_from_db()
    assert cast.agreement.purpose == "Färre bränder"
    event = AuditEvent.objects.about(cast.agreement).first()
    assert (event.verb, event.actor, event.data["fields"]) == ("changed", cast.alva, ["purpose"])
    assert "rättade" in as_(cast.alva).get(cast.agreement.get_absolute_url()).content.decode()


def test_a_save_on_an_older_text_shows_both(cast, as_):
    old = cast.agreement.version
    cast.agreement.purpose = "Någon annans ord"
    cast.agreement.save()
    page = as_(cast.alva).post(
        address(cast.agreement), {"name": "Överenskommelse", "purpose": "Mina ord", "version": old}
    )

    assert "Någon annans ord" in page.content.decode()
    assert "Mina ord" in page.content.decode()
    cast.agreement.refresh_from_db()
    assert cast.agreement.purpose == "Någon annans ord"


def test_a_phone_number_in_the_purpose_is_stopped(cast, as_):
    sent = {"name": "Ö", "purpose": "Ring 070-123 45 67", "version": cast.agreement.version}
    page = as_(cast.alva).post(address(cast.agreement), sent).content.decode()

    assert "telefonnummer" in page
    cast.agreement.refresh_from_db()
    assert cast.agreement.purpose == ""


@pytest.mark.parametrize("who", ["bo", "lea", "rut"])
def test_nobody_else_is_offered_the_form(cast, as_, who):
    page = as_(getattr(cast, who)).get(cast.agreement.get_absolute_url()).content.decode()
    assert address(cast.agreement) not in page
