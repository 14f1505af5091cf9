"""Needs: weighed by each party alone, revealed to all at once, chosen with a reason; approved as they read."""

import pytest
from django.core.exceptions import ValidationError

from collab.access import may
from lagesbild.models import (
    CRITERIA,
    Cause,
    Evidence,
    Need,
    PartyStance,
    Score,
    SituationalPicture,
    Value,
    weigh,
)

pytestmark = pytest.mark.django_db


def marks(n):
    return dict.fromkeys(CRITERIA, n)


@pytest.fixture
def situation(cast):
    return SituationalPicture.objects.create(
        collaboration=cast.ekby, title="Lägesbild 2026", analysis="Varför."
    )


@pytest.fixture
def need(situation):
    return Need.objects.create(situation=situation, title="Färre bränder")


def test_scores_are_seen_by_their_own_party_alone_until_they_are_revealed(cast, situation, need):
    situation.score({need: marks(4)}, by=cast.bo)

    assert [score.gain for score in Score.objects.for_actor(cast.lea)] == [4]
    assert not Score.objects.for_actor(cast.alva)
    assert not Score.objects.for_actor(cast.cia)

    situation.reveal(by=cast.alva, reason="Rådet möts i morgon.")

    assert [score.gain for score in Score.objects.for_actor(cast.cia)] == [4]
    cast.neighbour()
    assert not Score.objects.for_actor(cast.zoe)


def test_that_a_party_has_scored_is_told_but_not_how(cast, situation, need, as_):
    address = situation.get_absolute_url()
    pages = []
    for n in (1, 5):
        situation.score({need: marks(n)}, by=cast.bo)
        pages.append(plain(as_(cast.cia).get(address)))

    assert "har bedömt" in pages[0]
    assert pages[0] == pages[1]


def plain(answer):
    return "".join(line for line in answer.content.decode().splitlines() if "csrf" not in line)


def test_before_everybody_has_scored_a_reveal_asks_for_a_reason(cast, situation, need):
    with pytest.raises(ValidationError, match="Ingen har bedömt"):
        situation.reveal(by=cast.alva)
    situation.score({need: marks(3)}, by=cast.bo)
    with pytest.raises(ValidationError, match="varför"):
        situation.reveal(by=cast.alva)

    situation.reveal(by=cast.alva, reason="Rådet möts i morgon.")

    assert situation.is_revealed
    with pytest.raises(ValidationError, match="kan inte längre ändras"):
        situation.score({need: marks(5)}, by=cast.bo)


def test_a_party_has_scored_when_every_need_has_its_marks(cast, situation, need):
    other = Need.objects.create(situation=situation, title="Ljusare gångvägar")
    situation.score({need: marks(3)}, by=cast.bo)
    assert cast.p in situation.unscored()

    situation.score({other: marks(2)}, by=cast.lea)
    assert cast.p not in situation.unscored()


def test_the_mean_counts_every_party_once_and_names_who_stands_out(cast, situation, need):
    for actor, n in ((cast.alva, 2), (cast.bo, 2), (cast.cia, 5)):
        situation.score({need: marks(n)}, by=actor)

    [weighing] = weigh([need], Score.objects.all())

    assert weighing.mean == 3
    assert weighing.spread == (2, 5)
    assert {(party, value) for party, _criterion, value, _middle in weighing.outliers} == {(cast.b, 5)}


def test_a_choice_needs_a_reason(cast, need):
    with pytest.raises(ValidationError, match="skälet"):
        need.choose(is_chosen=True, rank=1, by=cast.alva)
    need.choose(is_chosen=True, rank=1, reason="Flest berörda.", by=cast.alva)
    need.refresh_from_db()
    assert (need.is_chosen, need.rank, need.choice_reason) == (True, 1, "Flest berörda.")


def test_another_text_than_the_approved_asks_every_party_anew(cast, situation, as_):
    situation.approve(by=cast.lea)
    situation.approve(by=cast.alva)
    sent = {
        "version": situation.version,
        "title": situation.title,
        "dated_on": situation.dated_on,
        "analysis": "En annan förklaring.",
    }

    as_(cast.alva).post(f"{situation.get_absolute_url()}andra/", sent)

    assert not PartyStance.objects.filter(approved_at__isnull=False).exists()


def test_a_contact_weighs_but_does_not_approve_and_a_reader_does_neither(cast, situation, need):
    assert may(cast.bo, "score", situation)
    assert not may(cast.bo, "approve", situation)
    assert may(cast.lea, "approve", situation)
    assert not may(cast.rut, "score", situation)


def test_marks_on_some_criteria_only_are_asked_to_be_whole_and_nothing_is_lost(cast, situation, need, as_):
    address = f"{situation.get_absolute_url()}bedom/"

    html = as_(cast.bo).post(address, {f"{need.public_id}_extent": 4}).content.decode()

    assert "Bedöm behovet på alla sex" in html
    assert '<option value="4" selected>' in html
    assert not Score.objects.exists()

    as_(cast.bo).post(address, {f"{need.public_id}_{name}": 3 for name in CRITERIA})
    assert Score.objects.get().gravity == 3


def test_a_figure_that_a_reader_may_not_see_is_no_evidence_for_that_reader(cast, figures, need):
    figures.deliver(cast.bo, figures.row(12), release=False)
    value = Value.objects.get()
    need.rest_on(value, by=cast.alva)

    assert Evidence.objects.for_actor(cast.lea).exists()
    assert not Evidence.objects.for_actor(cast.cia).exists()

    value.batch.release(by=cast.lea)
    assert Evidence.objects.for_actor(cast.cia).exists()


def test_evidence_stays_the_same_figure_when_it_is_revised(cast, figures, need):
    figures.deliver(cast.bo, figures.row(12))
    evidence = need.rest_on(Value.objects.get(), by=cast.alva)
    figures.deliver(cast.bo, figures.row(15))

    assert Value.objects.for_actor(cast.cia).of(evidence).number == 15
    assert list(Need.objects.for_actor(cast.cia).resting_on(Value.objects.latest("pk"))) == [need]
    with pytest.raises(ValidationError, match="redan"):
        need.rest_on(Value.objects.latest("pk"), by=cast.alva)


def test_a_cause_cannot_lie_behind_itself(need):
    first = Cause.objects.create(need=need, text="Mörkt")
    second = Cause.objects.create(need=need, text="Trasig lampa", parent=first)
    first.parent = second
    with pytest.raises(ValidationError, match="sin egen orsak"):
        first.full_clean()
