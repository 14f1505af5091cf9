"""Drafting: a declaration and an agreement begin in the portal, and hold only when they are decided and signed."""

from datetime import date

import pytest
from django.urls import reverse

from agreements.models import CollaborationAgreement, DeclarationOfIntent
from collab.clock import today


@pytest.fixture
def sent(cast):
    year = today().year
    return {
        "name": "Samverkan",
        "declaration": cast.declaration.public_id,
        "starts_on": date(year, 1, 1),
        "ends_on": date(year + 1, 12, 31),
        "purpose": "Färre brott\nFler trygga",
        "priority_areas": "T Trygga platser\nAN Droger",
        "places": [cast.north.public_id],
        "parties": [cast.k.public_id, cast.p.public_id],
    }


def areas(agreement):
    return [(area.letter, area.name) for area in agreement.priority_areas.order_by("order")]


def test_the_coordinator_drafts_an_agreement_with_everything_it_needs(cast, as_, sent):
    page = as_(cast.alva).post(reverse("agreements:create"), sent, follow=True).content.decode()
    made = CollaborationAgreement.objects.get(name="Samverkan")
    assert made.purposes == ["Färre brott", "Fler trygga"]
    assert areas(made) == [("T", "Trygga platser"), ("AN", "Droger")]
    assert [place.area for place in made.places.all()] == [cast.north]
    assert [part.party for part in made.all_parts] == [cast.k, cast.p]
    assert "Utkast" in page
    assert CollaborationAgreement.objects.for_actor(cast.bo).filter(pk=made.pk).exists()
    assert not CollaborationAgreement.objects.for_actor(cast.cia).filter(pk=made.pk).exists()


def test_a_period_outside_the_declarations_is_said_at_the_date(cast, as_, sent):
    sent["ends_on"] = date(today().year + 9, 1, 1)
    page = as_(cast.alva).post(reverse("agreements:create"), sent).content.decode()
    assert "rymmas inom avsiktsförklaringens" in page
    assert 'id="id_ends_on_error"' in page
    assert not CollaborationAgreement.objects.filter(name="Samverkan").exists()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("Trygga platser", "en eller två bokstäver"),
        ("T A\nT B", "börjar med T"),
        ("T Ring 070-123 45 67", "telefon"),
    ],
)
def test_a_line_that_names_no_priority_area_is_named(cast, as_, sent, lines, said):
    sent["priority_areas"] = lines
    assert said in as_(cast.alva).post(reverse("agreements:create"), sent).content.decode()


def test_a_declaration_is_drafted_after_the_one_before(cast, as_):
    year = today().year
    facts = {
        "name": "Ny avsikt",
        "starts_on": date(year + 3, 1, 1),
        "ends_on": date(year + 6, 12, 31),
        "predecessor": cast.declaration.public_id,
        "parties": [cast.k.public_id],
    }
    as_(cast.alva).post(reverse("agreements:create_declaration"), facts)
    made = DeclarationOfIntent.objects.get(name="Ny avsikt")
    assert (made.predecessor, made.state_in_words()) == (cast.declaration, "utkast, saknar syfte")


def test_the_text_is_rewritten_and_an_area_with_activities_stays(cast, as_, sent):
    cast.activity("Ljus")
    edited = {**sent, "version": cast.agreement.version, "priority_areas": "A Droger och doping\nN Nytt"}
    edited["starts_on"] = cast.agreement.starts_on
    address = reverse("agreements:edit", args=[cast.agreement.public_id])
    page = as_(cast.alva).post(address, edited).content.decode()
    assert "Trygga platser har aktiviteter" in page
    assert areas(cast.agreement) == [("T", "Trygga platser"), ("A", "Droger")]

    edited["priority_areas"] = "T Trygga platser\nN Nytt"
    as_(cast.alva).post(address, edited)
    assert areas(cast.agreement) == [("T", "Trygga platser"), ("N", "Nytt")]
