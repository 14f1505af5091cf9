"""The seeds: exactly what the decision text says, the same however often, and nothing between two municipalities."""

import tomllib
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from agreements.models import (
    AgreementParty,
    CollaborationAgreement,
    Decision,
    DeclarationOfIntent,
    PriorityArea,
)
from agreements.seeding import SEEDS, load_seed, seed_path
from collab.models import Area, AuditEvent, Collaboration, Membership, Party, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def huddinge():
    call_command("seed_huddinge", verbosity=0)
    return Collaboration.objects.get()


@pytest.fixture
def sandkoping(huddinge):
    return load_seed(seed_path("sandkoping"))


def digest():
    """Every row of the mandate, its keys and public ids included."""
    models = [Collaboration, Party, Area, DeclarationOfIntent, CollaborationAgreement, PriorityArea, Decision]
    details = [Decision.speakers, Decision.motions, Decision.propositions, Decision.appendices]
    everything = [*models, AgreementParty, *(detail.rel.related_model for detail in details), AuditEvent]
    return [list(model.objects.order_by("pk").values_list()) for model in everything]


def test_the_parties_are_those_of_the_text_in_its_order(huddinge):
    assert list(huddinge.parties.values_list("title", "kind", "since", "is_coordinating")) == [
        ("Huddinge kommun", "municipality", 2016, True),
        ("Polisområde Stockholm syd", "state_authority", 2016, False),
        ("Södertörns brandförsvarsförbund", "municipal_federation", 2016, False),
        ("Kriminalvården", "state_authority", 2023, False),
        ("Huge Bostäder AB", "municipal_company", 2023, False),
        ("Huddinge samhällsfastigheter AB", "municipal_company", 2023, False),
    ]
    assert huddinge.parties.values("hue").distinct().count() == huddinge.parties.count()


def test_the_declaration_holds_for_its_four_years_with_the_new_parties_marked(huddinge):
    declaration = huddinge.declarations.get()

    assert str(declaration) == "Avsiktsförklaring för ökad trygghet 2023–2026"
    assert (declaration.starts_on, declaration.ends_on) == (date(2023, 1, 1), date(2026, 12, 31))
    assert [p.party.code for p in declaration.parts.all() if p.is_new] == ["KV", "HUGE", "HSF"]
    assert "Sedan 2016" in declaration.predecessor_note


def test_the_agreement_prioritises_four_subjects_in_the_spelling_of_the_text(huddinge):
    agreement = huddinge.agreements.get()

    assert (agreement.starts_on, agreement.ends_on) == (date(2023, 1, 1), date(2024, 12, 31))
    assert [area.name for area in agreement.priority_areas.all()] == [
        "Gängkriminalitet",
        "ANDTS-Alkohol, Narkotika, Doping, Tobak och Spel",
        "Våld i nära relationer",
        "Trygghet i offentlig miljö",
    ]


def test_one_of_the_prioritised_places_is_no_district_but_lies_in_one(huddinge):
    places = [place.area for place in huddinge.agreements.get().places.all()]

    assert [(area.name, area.kind) for area in places] == [
        ("Flemingsberg", "district"),
        ("Skogås", "district"),
        ("Vårby", "district"),
        ("Området runt Huddinge centrum", "sub_area"),
    ]
    assert places[-1].parent.name == "Sjödalen-Fullersta"
    assert huddinge.areas.get(kind="municipality").code == "0126"
    assert huddinge.agreements.get().places_in_words() == (
        "Kommundelar: Flemingsberg, Skogås och Vårby. Delområde i Sjödalen-Fullersta: Området runt Huddinge centrum."
    )


def test_the_decision_says_who_spoke_what_was_moved_and_that_it_was_passed_on(huddinge):
    decision = Decision.objects.get()

    assert (decision.body, decision.outcome) == ("Kommunstyrelsens arbetsutskott", "passed_on")
    assert [str(speaker) for speaker in decision.speakers.all()] == [
        "Karl Henriksson (KD)",
        "Bo Källström (L)",
        "Nujin Alacabek (V)",
        "Sara Heelge Vikmång (S)",
    ]
    assert str(decision.motions.get()) == "Sara Heelge Vikmång (S)"
    assert "finner att så är fallet" in decision.propositions.get().text
    assert str(decision.appendices.get()) == "2. Gemensam lägesbild"
    assert decision.awaits == "Kommunstyrelsen"


def test_what_the_text_does_not_say_is_not_invented(huddinge):
    decision = Decision.objects.get()
    declaration, agreement = huddinge.declarations.get(), huddinge.agreements.get()

    assert (decision.decided_on, decision.paragraph, decision.dnr) == (None, "", "")
    assert declaration.is_historic
    assert agreement.is_historic
    assert (declaration.predecessor, agreement.predecessor) == (None, None)
    for part in [*declaration.parts.all(), *agreement.parts.all()]:
        assert (agreement.signature_of(part.party), part.joined_on) == (None, None)
    assert not User.objects.exists()
    assert not Membership.objects.exists()


def test_every_sentence_of_the_summary_stands_in_the_data(huddinge):
    said = " ".join(Decision.objects.get().summary.split())

    assert "tryggheten och minska brottsligheten i Huddinge. Bedömningen" not in said
    assert "ytterligare tre parter att ingå, Kriminalvården, Huge Bostäder AB" in said
    assert "Kommundelarna Flemingsberg, Skogås och Vårby samt området runt Huddinge centrum" in said


def test_loading_a_seed_again_changes_nothing(huddinge):
    before = digest()
    call_command("seed_huddinge", verbosity=0)

    assert digest() == before


def test_loading_a_seed_again_leaves_what_people_have_corrected(huddinge):
    agreement = huddinge.agreements.get()
    agreement.purpose = "Rättat syfte"
    agreement.save()
    call_command("seed", "huddinge", verbosity=0)

    assert huddinge.agreements.get().purpose == "Rättat syfte"


def test_a_seed_that_does_not_exist_is_named():
    with pytest.raises(CommandError, match="nowhere"):
        call_command("seed", "nowhere")


def test_a_name_for_two_places_at_once_is_no_alias_of_either(huddinge):
    from collab.models import AreaAlias

    assert not AreaAlias.objects.filter(text__icontains="Skogås-Trångsund").exists()
    assert AreaAlias.objects.get(text="Hdg C").area.name == "Området runt Huddinge centrum"


def test_a_second_municipality_with_the_same_codes_stands_beside_the_first(huddinge):
    before = {party.pk: party.name for party in huddinge.parties.all()}
    second = load_seed(seed_path("sandkoping"))

    assert second.parties.count() == 4
    assert set(second.parties.values_list("code", flat=True)) & set(
        huddinge.parties.values_list("code", flat=True)
    )
    assert {party.pk: party.name for party in huddinge.parties.all()} == before
    assert second.agreements.get().priority_areas.count() == 3
    assert second.areas.get(name="Stationsparken").parent.collaboration == second


def test_nothing_of_either_municipality_is_reached_from_the_other(huddinge, sandkoping):
    for own, other in ((huddinge, sandkoping), (sandkoping, huddinge)):
        user = User.objects.create_user(f"{own.code}@example.org", name="Någon")
        actor = Membership.objects.create(
            user=user, party=own.parties.get(is_coordinating=True), role="coordinator"
        )
        for model in (
            Collaboration,
            Party,
            Area,
            DeclarationOfIntent,
            CollaborationAgreement,
            PriorityArea,
            Decision,
        ):
            for action in model.access:
                seen = model.objects.for_actor(actor, action)
                assert not [row for row in seen if collaboration_of(row) == other], (model, action)
        assert CollaborationAgreement.objects.for_actor(actor).get().collaboration == own


def collaboration_of(row):
    for step in ("collaboration", "agreement", "declaration"):
        if hasattr(row, step):
            return collaboration_of(getattr(row, step))
    return row


@pytest.mark.parametrize("path", sorted(SEEDS.rglob("*.toml")), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_every_seed_file_can_be_read(path):
    assert tomllib.loads(path.read_text())
