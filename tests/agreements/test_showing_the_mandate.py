"""The pages of the mandate: what they say, what they leave empty, and to whom they say nothing."""

import pytest

from agreements.models import Decision
from agreements.seeding import load_seed, seed_path
from collab.models import Membership, User

pytestmark = pytest.mark.django_db
NOT_REGISTERED = "Inte registrerat"


@pytest.fixture
def huddinge():
    return load_seed(seed_path("huddinge"))


@pytest.fixture
def reader(huddinge):
    user = User.objects.create_user("las@example.org", name="Lasse Läsare")
    return Membership.objects.create(user=user, party=huddinge.parties.get(code="KV"), role="reader")


def test_the_tree_goes_from_the_declaration_to_the_priority_areas(reader, as_):
    page = as_(reader).get("/avtal/").content.decode()

    words = ["Avsiktsförklaring för ökad trygghet", "Samverkansöverenskommelse 2023–2024", "Gängkriminalitet"]
    assert all(word in page for word in words)
    assert page.index(words[0]) < page.index(words[1]) < page.index(words[2])


def test_what_is_not_known_is_shown_as_not_registered(reader, as_):
    declaration = as_(reader).get("/avtal/").content.decode()
    decision = as_(reader).get(Decision.objects.get().get_absolute_url()).content.decode()

    assert declaration.count(NOT_REGISTERED) == 6
    assert decision.count(f"<dd>{NOT_REGISTERED}</dd>") == 3


def test_the_decision_names_speakers_motion_proposition_and_the_body_that_is_awaited(reader, as_):
    page = as_(reader).get(Decision.objects.get().get_absolute_url()).content.decode()

    for words in ["Karl Henriksson (KD)", "finner att så är fallet", "Bilaga 2: Gemensam lägesbild"]:
        assert words in page
    assert "Nästa steg: Kommunstyrelsen beslutar" in page


def test_a_registered_decision_shows_its_number_and_awaits_nobody(db, as_):
    second = load_seed(seed_path("sandkoping"))
    user = User.objects.create_user("las@example.org", name="Lasse Läsare")
    reader = Membership.objects.create(user=user, party=second.parties.get(code="HEM"), role="reader")
    page = as_(reader).get(Decision.objects.get().get_absolute_url()).content.decode()

    assert "KS-2023/410" in page
    assert "14 november 2023" in page
    assert "Nästa steg" not in page


def test_another_municipality_sees_none_of_it(huddinge, cast, as_):
    cast.neighbour()
    row = huddinge.agreements.get()
    browser = as_(cast.zoe)
    decision = Decision.objects.get(declaration=row.declaration)

    page = browser.get("/avtal/").content.decode()
    assert "Albys trygghet" in page
    assert "Gängkriminalitet" not in page
    for hidden in (row, row.declaration, decision):
        assert browser.get(hidden.get_absolute_url()).status_code == 404


def test_a_party_that_takes_no_part_is_told_so(cast, as_):
    page = as_(cast.omar).get("/avtal/").content.decode()

    assert "Ingen överenskommelse att visa" in page
    assert cast.agreement.name not in page


def test_a_successor_that_one_may_not_see_is_not_named(cast, as_):
    agreements = type(cast.agreement).objects
    later = agreements.create(
        collaboration=cast.ekby,
        declaration=cast.declaration,
        name="Hemlig efterföljare",
        starts_on=cast.agreement.starts_on,
        ends_on=cast.agreement.ends_on,
        predecessor=cast.agreement,
    )
    later.regrant()

    assert "Hemlig efterföljare" not in as_(cast.bo).get(cast.agreement.get_absolute_url()).content.decode()
    assert "Hemlig efterföljare" not in as_(cast.bo).get("/avtal/").content.decode()
    assert "Hemlig efterföljare" in as_(cast.alva).get(cast.agreement.get_absolute_url()).content.decode()


def test_the_counts_in_the_tree_hold_only_what_one_may_see(cast, as_):
    cast.activity("Öppen för alla", parties=[cast.k, cast.b])
    cast.activity("Dold för bolaget", parties=[cast.k, cast.p], visibility="owners")

    seen_by_company = as_(cast.cia).get("/avtal/").content.decode()
    seen_by_police = as_(cast.bo).get("/avtal/").content.decode()

    assert "Dold för bolaget" not in seen_by_company
    assert "1 aktivitet<" in seen_by_company
    assert "2 aktiviteter<" in seen_by_police


def test_the_tree_asks_a_bounded_number_of_questions(cast, as_, django_assert_max_num_queries):
    for n in range(12):
        cast.activity(f"Aktivitet {n}")
    browser = as_(cast.bo)
    browser.get("/avtal/")

    with django_assert_max_num_queries(32):
        browser.get("/avtal/")
