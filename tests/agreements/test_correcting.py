"""Correcting the texts of the mandate: by the coordinating party, recorded, and never over somebody else's words."""

import pytest
from django.urls import reverse

from collab.clock import today
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


def test_changed_areas_and_places_are_a_new_version_that_the_history_tells(cast, as_):
    old = cast.agreement.version
    south = cast.ekby.areas.create(kind="district", name="Södra Ekby", parent=cast.town, order=2)
    sent = text(cast.agreement, priority_areas="T Trygga platser\nU Ungas fritid", places=[south.public_id])
    as_(cast.alva).post(address(cast.agreement), sent)

    cast.agreement.refresh_from_db()
    assert cast.agreement.version == old + 1
    event = AuditEvent.objects.about(cast.agreement).first()
    assert event.data["fields"] == ["priority_areas", "places"]
    page = as_(cast.bo).get(cast.agreement.get_absolute_url()).content.decode()
    assert "prioriterade områden, platser" in page
    assert "Tillkom: U. Ungas fritid" in page
    assert "Utgick: A. Droger" in page
    assert "Tillkom: Södra Ekby" in page
    assert "Utgick: Norra Ekby" in page


def test_a_save_on_older_areas_and_places_is_refused(cast, as_):
    first = text(cast.agreement, priority_areas="T Trygga platser\nU Ungas fritid")
    second = text(cast.agreement, places=[])
    as_(cast.alva).post(address(cast.agreement), first)
    page = as_(cast.alva).post(address(cast.agreement), second).content.decode()
    assert "Någon sparade medan du skrev" in page
    assert list(cast.agreement.places.all())
    assert cast.agreement.priority_areas.filter(letter="U").exists()


def test_who_signed_other_areas_or_places_is_asked_to_sign_anew_and_the_history_says_so(cast, as_):
    cast.agreement.signatures.create(
        party=cast.p,
        name="Lea",
        title="Chef",
        signed_on=today(),
        content=cast.agreement.content(),
        entered_by=cast.lea,
    )
    as_(cast.alva).post(address(cast.agreement), text(cast.agreement, places=[]))
    cast.agreement.forget()
    assert [one.party for one in cast.agreement.outdated()] == [cast.p]
    page = as_(cast.bo).get(cast.agreement.get_absolute_url()).content.decode()
    assert f"Ombeds skriva under på nytt: {cast.p.short}" in page


def test_nothing_changed_is_nothing_recorded(cast, as_):
    old = cast.agreement.version
    as_(cast.alva).post(address(cast.agreement), text(cast.agreement))
    cast.agreement.refresh_from_db()
    assert cast.agreement.version == old
    assert not AuditEvent.objects.about(cast.agreement).filter(verb="changed").exists()


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
