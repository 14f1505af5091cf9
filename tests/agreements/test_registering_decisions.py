"""Registering decisions: by whom, with what the minutes say, in the chain of the bodies, and corrected with history."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from agreements.models import Decision, DecisionBody, DeclarationOfIntent
from agreements.seeding import load_seed, seed_path
from collab.access import may
from collab.clock import today
from collab.models import AuditEvent, Membership, Party, User

ROWS = ("numbers", "speakers", "motions", "propositions", "reservations", "appendices")


def sent(body, rows=None, **fields):
    """What a browser sends: the fields, and for each kind of rows how many there are and what they say."""
    found = {"decided_by": body.public_id, "matter": "Trygghet", "outcome": "approved", **fields}
    for name in ROWS:
        lines = (rows or {}).get(name, [])
        found |= {f"{name}-TOTAL_FORMS": len(lines), f"{name}-INITIAL_FORMS": 0}
        for n, line in enumerate(lines):
            found |= {f"{name}-{n}-{field}": value for field, value in line.items()}
    return found


def address(declaration):
    return reverse("agreements:register_decision", args=[declaration.public_id])


@pytest.fixture
def chain(cast):
    """The municipality's committee, board and council, and the board of the company."""
    names = [("KSAU", "Arbetsutskottet"), ("KS", "Styrelsen"), ("KF", "Fullmäktige")]
    cast.ksau, cast.ks, cast.kf = [
        DecisionBody.objects.create(party=cast.k, short=short, name=name, order=n)
        for n, (short, name) in enumerate(names, 1)
    ]
    cast.board = DecisionBody.objects.create(party=cast.p, name="Ledningsgruppen", order=1)
    return cast


@pytest.fixture
def huddinge(db):
    """The first seed, and a person who coordinates there."""
    collaboration = load_seed(seed_path("huddinge"))
    user = User.objects.create_user("samordnare@example.org", name="Sam Ordnare")
    party = collaboration.parties.get(is_coordinating=True)
    return collaboration, Membership.objects.create(user=user, party=party, role="coordinator")


def test_the_board_s_and_the_council_s_decisions_follow_the_committee_s_in_the_seed(huddinge, as_):
    collaboration, coordinator = huddinge
    declaration = DeclarationOfIntent.objects.get()
    browser, bodies = as_(coordinator), DecisionBody.objects.filter(party__is_coordinating=True)
    ks, kf = bodies.get(short="KS"), bodies.get(short="KF")
    page = browser.get("/avtal/").content.decode()
    assert "Väntar på KS. Beslutet är inte registrerat här." in page
    assert f"?organ={ks.public_id}" in page
    form = browser.get(f"{address(declaration)}?organ={ks.public_id}").content.decode()
    assert f'<option value="{ks.public_id}" selected>' in form
    assert f'<option value="{kf.public_id}" selected>' in form
    assert 'value="Avsiktsförklaring för ökad trygghet"' in form

    number = {"party": collaboration.parties.get(is_coordinating=True).public_id, "number": "KS-2023/10"}
    browser.post(
        address(declaration),
        sent(
            ks,
            {"numbers": [number]},
            outcome="recommended",
            decided_on="2023-03-08",
            paragraph="12",
            passed_to=kf.public_id,
        ),
    )
    page = browser.get("/avtal/").content.decode()
    assert "Väntar på KF" in page
    assert "Väntar på KS" not in page
    assert "8 mars 2023 · § 12 · KS-2023/10" in page

    browser.post(address(declaration), sent(kf, decided_on="2023-03-27", paragraph="§ 30"))
    page = browser.get("/avtal/").content.decode()
    assert "Väntar på" not in page
    steps = list(declaration.decisions.values_list("body_short", "paragraph"))
    assert steps == [("KSAU", ""), ("KS", "§ 12"), ("KF", "§ 30")]
    first = declaration.decisions.first()
    assert [str(one) for one in first.speakers.all()] == [
        "Karl Henriksson (KD)",
        "Bo Källström (L)",
        "Nujin Alacabek (V)",
        "Sara Heelge Vikmång (S)",
    ]
    assert (
        first.wording
        == "Arbetsutskottet överlämnar ärendet till kommunstyrelsen utan eget ställningstagande."
    )


def test_everything_the_minutes_say_is_kept_and_shown(chain, as_):
    rows = {
        "numbers": [
            {"party": chain.k.public_id, "number": "KS-2026/7.181"},
            {"party": chain.p.public_id, "number": "A123.456/2026"},
        ],
        "speakers": [{"name": "Ada Al", "political_group": "X"}, {"name": "Bo Bo", "political_group": ""}],
        "motions": [{"name": "Ada Al", "political_group": "X", "text": "Bifall till förslaget"}],
        "propositions": [{"text": "Ordföranden finner bifall."}],
        "reservations": [{"name": "Cai Ci", "political_group": "Y", "text": "Till förmån för avslag"}],
        "appendices": [{"number": "2", "title": "Lägesbilden"}],
    }
    as_(chain.alva).post(address(chain.declaration), sent(chain.ks, rows, decided_on=today().isoformat()))

    decision = Decision.objects.get()
    page = as_(chain.eli).get(decision.get_absolute_url())
    assert page.status_code == 404
    page = as_(chain.rut).get(decision.get_absolute_url()).content.decode()
    for words in [
        "KS-2026/7.181",
        "A123.456/2026",
        "Ada Al (X), Bo Bo",
        "Bifall till förslaget",
        "Ordföranden finner bifall.",
        "Cai Ci (Y)",
        "Till förmån för avslag",
        "Bilaga 2: Lägesbilden",
        "registrerade Styrelsen: Trygghet",
    ]:
        assert words in page
    event = AuditEvent.objects.get(verb="registered")
    assert (event.actor, event.root) == (chain.alva, chain.declaration)


@pytest.mark.parametrize(
    ("fields", "rows", "words"),
    [
        ({"paragraph": "i går"}, {}, "Skriv paragrafen som i protokollet"),
        ({"decided_on": str(today() + timedelta(days=1))}, {}, "välj en dag till och med i dag"),
        ({"decided_on": "31 juni"}, {}, "Fyll i ett giltigt datum"),
        ({"outcome": "passed_on"}, {}, "Välj det organ som ärendet överlämnades till"),
        ({"matter": ""}, {}, "Detta fält måste fyllas i"),
        ({"wording": "Ring 070-123 45 67"}, {}, "telefonnummer"),
        ({}, {"numbers": [{"party": "K", "number": "2023:7"}]}, "Kommunen skriver sina diarienummer som"),
        ({}, {"numbers": [{"party": "", "number": "KS-2023/7"}]}, "Välj vems diarium det står i"),
        ({}, {"speakers": [{"name": "", "political_group": "S"}]}, "Detta fält måste fyllas i"),
        ({}, {"motions": [{"name": "Ada", "text": ""}]}, "Detta fält måste fyllas i"),
        ({}, {"appendices": [{"number": "0", "title": "Noll"}]}, "större än eller lika med 1"),
        (
            {},
            {"appendices": [{"number": "2", "title": "En"}, {"number": "2", "title": "Två"}]},
            "Det här står redan på en rad ovanför",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(chain, as_, fields, rows, words):
    if "numbers" in rows and rows["numbers"][0]["party"] == "K":
        rows = {"numbers": [{**rows["numbers"][0], "party": chain.k.public_id}]}
    page = as_(chain.alva).post(
        address(chain.declaration), sent(chain.ks, rows, **{"summary": "Skrivet av mig", **fields})
    )

    assert words in page.content.decode()
    assert "Skrivet av mig" in page.content.decode()
    assert "Fel:" in page.content.decode()
    assert not Decision.objects.exists()


def test_a_row_more_is_asked_for_without_javascript_and_keeps_every_text(chain, as_):
    rows = {"speakers": [{"name": "Ada Al", "political_group": "X"}]}
    browser = as_(chain.alva)
    page = browser.post(
        address(chain.declaration), {**sent(chain.ks, rows, matter="Mitt ärende"), "add": "speakers"}
    )
    words = page.content.decode()

    assert 'name="speakers-TOTAL_FORMS" value="2"' in words
    assert 'value="Ada Al"' in words
    assert 'value="Mitt ärende"' in words
    assert "måste fyllas i" not in words
    assert not Decision.objects.exists()

    two = {"speakers": [*rows["speakers"], {"name": "Bo Bo", "political_group": ""}]}
    page = browser.post(address(chain.declaration), {**sent(chain.ks, two), "drop": "speakers-0"})
    words = page.content.decode()
    assert 'value="Bo Bo"' in words
    assert "Ada Al" not in words


def test_a_row_left_empty_is_no_row(chain, as_):
    rows = {"speakers": [{"name": "", "political_group": ""}, {"name": "Ada Al", "political_group": ""}]}
    as_(chain.alva).post(address(chain.declaration), sent(chain.ks, rows))
    assert [str(one) for one in Decision.objects.get().speakers.all()] == ["Ada Al"]


def registered(chain, body, **facts):
    decision = Decision(declaration=chain.declaration, decided_by=body, matter="Trygghet", **facts)
    decision.register(by=chain.alva)
    return decision


def test_what_is_registered_late_takes_its_place_by_its_date(chain):
    registered(chain, chain.ksau, outcome="passed_on", passed_to=chain.ks, decided_on=date(2026, 1, 7))
    registered(chain, chain.kf, outcome="approved", decided_on=date(2026, 3, 1))
    registered(chain, chain.ks, outcome="recommended", passed_to=chain.kf, decided_on=date(2026, 2, 1))

    steps = chain.declaration.decisions.all()
    assert [step.body_short for step in steps] == ["KSAU", "KS", "KF"]
    assert [step.awaits for step in steps] == ["", "", ""]


@pytest.mark.parametrize("outcome", ["tabled", "referred_back"])
def test_a_matter_that_is_tabled_or_referred_back_waits_for_the_same_body(chain, outcome):
    first = registered(chain, chain.ks, outcome=outcome, decided_on=date(2026, 1, 7))
    assert (first.awaits, first.awaited_body) == ("Styrelsen", chain.ks)
    registered(chain, chain.ks, outcome="approved", decided_on=date(2026, 2, 7))
    assert Decision.objects.get(pk=first.pk).awaits == ""


def test_the_decision_of_another_party_s_body_does_not_end_the_waiting(chain):
    first = registered(chain, chain.ksau, outcome="passed_on", passed_to=chain.ks)
    registered(chain, chain.board, outcome="approved")
    assert Decision.objects.get(pk=first.pk).awaits == "Styrelsen"


def test_a_lead_registers_for_its_own_party_s_body_and_for_no_other(chain, as_):
    browser = as_(chain.lea)
    form = browser.get(address(chain.declaration)).content.decode()
    assert "Ledningsgruppen – " in form
    page = browser.post(address(chain.declaration), sent(chain.ks))
    assert "Välj ett giltigt alternativ" in page.content.decode()
    assert not Decision.objects.exists()

    browser.post(address(chain.declaration), sent(chain.board))
    decision = Decision.objects.get()
    assert decision.decided_by == chain.board
    assert may(chain.lea, "change", decision)
    assert not may(chain.lea, "change", registered(chain, chain.ks, outcome="approved"))
    assert not may(chain.bo, "change", decision)


def test_a_body_is_added_by_the_lead_for_its_own_party(chain, as_):
    browser = as_(chain.lea)
    url = reverse("agreements:create_body")
    browser.post(url, {"party": chain.k.public_id, "name": "Utskottet", "order": 1, "is_in_use": "on"})
    assert not DecisionBody.objects.filter(name="Utskottet").exists()
    browser.post(url, {"party": chain.p.public_id, "name": "Rådet", "order": 2, "is_in_use": "on"})
    assert DecisionBody.objects.get(name="Rådet").party == chain.p


def test_a_correction_keeps_the_words_before_and_names_what_was_changed(chain, as_):
    decision = registered(chain, chain.ks, outcome="approved", wording="Styrelsen antar.")
    decision.write_minutes({"speakers": [{"name": "Ada Al", "political_group": "X"}]})
    url = reverse("agreements:edit_decision", args=[decision.public_id])
    rows = {"speakers": [{"name": "Ada Al", "political_group": "Y"}]}
    as_(chain.alva).post(
        url, sent(chain.ks, rows, wording="Styrelsen antar förslaget.", version=decision.version)
    )

    decision.refresh_from_db()
    assert decision.wording == "Styrelsen antar förslaget."
    assert [str(one) for one in decision.speakers.all()] == ["Ada Al (Y)"]
    event = AuditEvent.objects.filter(verb="changed").first()
    assert event.data["fields"] == ["wording", "speakers"]
    words = set(decision.versions.values_list("wording", flat=True))
    assert words == {"Styrelsen antar.", "Styrelsen antar förslaget."}


def test_a_save_on_older_minutes_shows_both_and_loses_none(chain, as_):
    decision = registered(chain, chain.ks, outcome="approved")
    old = decision.version
    decision.change(by=chain.alva, rows={"speakers": [{"name": "Någon Annan", "political_group": ""}]})
    url = reverse("agreements:edit_decision", args=[decision.public_id])
    page = as_(chain.alva).post(
        url, sent(chain.ks, {"speakers": [{"name": "Min Talare", "political_group": ""}]}, version=old)
    )

    assert "Någon Annan" in page.content.decode()
    assert "Min Talare" in page.content.decode()
    assert [str(one) for one in decision.speakers.all()] == ["Någon Annan"]


def test_a_body_of_another_municipality_is_offered_to_nobody_here(chain, as_):
    chain.neighbour()
    DecisionBody.objects.create(party=chain.a, name="Albys styrelse")
    assert "Albys styrelse" not in as_(chain.alva).get(address(chain.declaration)).content.decode()
    assert "Albys styrelse" not in as_(chain.alva).get(reverse("agreements:bodies")).content.decode()


def test_a_party_that_takes_no_part_meets_no_decision(chain, as_):
    decision = registered(chain, chain.ks, outcome="approved", wording="Bara för parterna")
    assert as_(chain.omar).get(decision.get_absolute_url()).status_code == 404
    assert "Bara för parterna" not in as_(chain.omar).get("/avtal/").content.decode()
    assert as_(chain.omar).get(address(chain.declaration)).status_code == 404
    assert Party.objects.for_actor(chain.omar).exists()


def test_a_trail_of_many_decisions_asks_no_more_questions(chain, as_, django_assert_max_num_queries):
    for n in range(8):
        registered(chain, chain.ks, outcome="tabled", decided_on=date(2026, 1, n + 1))
    browser = as_(chain.alva)
    browser.get("/avtal/")
    with django_assert_max_num_queries(39):
        browser.get("/avtal/")
