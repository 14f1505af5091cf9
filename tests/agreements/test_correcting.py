"""Correcting the texts of the mandate: by the coordinating party, recorded, and never over somebody else's words."""

import pytest
from django.urls import reverse

from collab.models import AuditEvent


def text(agreement, **facts):
    """The whole form as it is rendered, with some facts changed."""
    return {
        "name": agreement.name,
        "purpose": agreement.purpose,
        "starts_on": agreement.starts_on,
        "ends_on": agreement.ends_on,
        "priority_areas": "\n".join(f"{area.letter} {area.name}" for area in agreement.priority_areas.all()),
        "places": [place.area.public_id for place in agreement.places.all()],
        "version": agreement.version,
        **facts,
    }


def address(agreement):
    return reverse("agreements:edit", args=[agreement.public_id])


def test_the_coordinator_corrects_the_purpose_and_it_is_recorded(cast, as_):
    sent = text(cast.agreement, purpose="Färre bränder")
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
    page = as_(cast.alva).post(address(cast.agreement), text(cast.agreement, purpose="Mina ord", version=old))

    assert "Någon annans ord" in page.content.decode()
    assert "Mina ord" in page.content.decode()
    cast.agreement.refresh_from_db()
    assert cast.agreement.purpose == "Någon annans ord"


def test_a_phone_number_in_the_purpose_is_stopped(cast, as_):
    sent = text(cast.agreement, purpose="Ring 070-123 45 67")
    page = as_(cast.alva).post(address(cast.agreement), sent).content.decode()

    assert "telefonnummer" in page
    cast.agreement.refresh_from_db()
    assert cast.agreement.purpose == "Godare grannsämja"


@pytest.mark.parametrize("who", ["bo", "lea", "rut"])
def test_nobody_else_is_offered_the_form(cast, as_, who):
    page = as_(getattr(cast, who)).get(cast.agreement.get_absolute_url()).content.decode()
    assert address(cast.agreement) not in page
