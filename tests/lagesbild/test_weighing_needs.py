"""Needs: weighed by each party alone, revealed to all at once, chosen with a reason."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from collab.access import may
from lagesbild.models import CRITERIA, Need, Score, SituationalPicture, weigh, weighed_by

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


def test_a_contact_weighs_but_does_not_approve_and_a_reader_does_neither(cast, situation, need):
    assert may(cast.bo, "score", situation)
    assert not may(cast.bo, "approve", situation)
    assert may(cast.lea, "approve", situation)
    assert not may(cast.rut, "score", situation)


def test_marks_on_some_criteria_only_are_asked_to_be_whole_and_nothing_is_lost(cast, situation, need, as_):
    address = f"{situation.get_absolute_url()}bedom/"

    html = as_(cast.bo).post(address, {f"{need.public_id}_extent": 4}).content.decode()

    assert "Bedöm behovet på alla sex" in html
    assert re.search(r'value="4"[^>]* checked', html)
    assert not Score.objects.exists()

    as_(cast.bo).post(address, {f"{need.public_id}_{name}": 3 for name in CRITERIA})
    assert Score.objects.get().gravity == 3


def test_a_need_that_is_added_later_is_still_to_be_weighed_by_all(cast, situation, need, as_):
    situation.score({need: marks(3)}, by=cast.bo)
    assert cast.p not in situation.unscored()

    as_(cast.alva).post(f"{situation.get_absolute_url()}behov/nytt/", {"title": "Ljusare gångvägar"})

    assert cast.p in situation.unscored()


def test_the_cycle_before_stands_beside_once_it_is_revealed_and_not_before(cast, situation, need):
    before = SituationalPicture.objects.create(
        collaboration=cast.ekby, title="Lägesbild 2024", dated_on=date(2024, 11, 1)
    )
    old = Need.objects.create(situation=before, title="Färre bränder")
    need.follows = old
    need.save()
    before.score({old: marks(2)}, by=cast.bo)
    situation.score({need: marks(4)}, by=cast.bo)
    situation.reveal(reason="Rådet möts.", by=cast.alva)
    # The own party sees its own earlier marks; they are no cycle of all parties until they are revealed.
    assert weighed_by(cast.bo, [need])[0].before is None

    before.reveal(reason="Rådet mötte.", by=cast.alva)

    [weighing] = weighed_by(cast.cia, [need])
    assert (weighing.mean, weighing.before, weighing.change) == (4, 2, 2)


def test_the_reveal_shows_mean_spread_outliers_and_every_partys_marks(cast, situation, need, as_):
    for actor, n in ((cast.alva, 2), (cast.bo, 2), (cast.cia, 5)):
        situation.score({need: marks(n)}, by=actor)
    address = need.get_absolute_url()
    assert "Varje parts poäng" not in as_(cast.cia).get(address).content.decode()

    situation.reveal(reason="Rådet möts.", by=cast.alva)

    html = as_(cast.bo).get(situation.get_absolute_url()).content.decode()
    assert "2,0–5,0" in html
    assert "Sticker ut:" in html
    assert "Varje parts poäng" in as_(cast.cia).get(address).content.decode()


def test_the_day_of_the_choice_is_kept_and_never_lies_ahead(cast, need, as_):
    address = f"{need.get_absolute_url()}val/"
    sent = {"is_chosen": "yes", "rank": 1, "reason": "Flest berörda.", "on": "2099-01-01"}
    assert "Välj en dag till och med i dag" in as_(cast.alva).post(address, sent).content.decode()

    as_(cast.alva).post(address, {**sent, "on": "2026-01-20"})

    need.refresh_from_db()
    assert (need.is_chosen, need.chosen_on) == (True, date(2026, 1, 20))
