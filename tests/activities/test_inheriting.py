"""A new contact finds what the one before had: what, from whom, what was said, what comes, and whom to call."""

from datetime import timedelta

import pytest

from activities.models import Handover
from agreements.models import Decision
from collab.clock import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def eva(cast):
    return cast.person("Eva Ek", cast.p, "contact", starts_on=today())


@pytest.fixture
def inherited(cast, eva):
    activity = cast.activity("Ljus på vägen")
    activity.commitments.get(party=cast.p).report(
        status="off_track", by=cast.bo, text="Stolparna dröjer", needs="Ett beslut om pengar"
    )
    Handover.objects.make(giver=cast.bo, receiver=eva, by=cast.lea)
    return activity


def test_it_says_what_from_whom_and_what_was_said(cast, eva, inherited, as_):
    page = as_(eva).get("/mitt-arv/").content.decode()
    for words in ("Ljus på vägen", "från Bo Björk", "Stolparna dröjer", "Ett beslut om pengar"):
        assert words in page


def test_it_says_whom_to_call(cast, eva, inherited, as_):
    cast.alva.user.phone = "08-535 300 00"
    cast.alva.user.save()
    page = as_(eva).get("/mitt-arv/").content.decode()
    assert "tel:08-53530000" in page
    assert "cia@example.org" not in page


def test_it_shows_the_latest_decisions(cast, eva, inherited, as_):
    Decision.objects.create(
        declaration=cast.declaration,
        matter="Ny avsikt",
        body="Styrelsen",
        outcome="approved",
        decided_on=today(),
    )
    assert "Ny avsikt" in as_(eva).get("/mitt-arv/").content.decode()


def test_the_first_page_points_to_it_until_it_is_read(cast, eva, inherited, as_):
    client = as_(eva)
    assert "/mitt-arv/" in client.get("/").content.decode()
    client.post("/mitt-arv/klart/")
    assert "Du har tagit över efter" not in client.get("/").content.decode()
    assert "Ljus på vägen" in client.get("/mitt-arv/").content.decode()
    assert "/mitt-arv/" in client.get("/mer/").content.decode()


def test_a_new_handover_points_to_it_again(cast, eva, inherited, as_):
    eva.settle(by=eva)
    cast.activity("Mer ljus")
    Handover.objects.make(giver=cast.bo, receiver=eva, by=cast.lea)
    assert "Du har tagit över efter" in as_(eva).get("/").content.decode()


def test_an_old_hand_is_not_pointed_anywhere(cast, as_):
    cast.activity()
    assert "Öppna mitt arv" not in as_(cast.bo).get("/").content.decode()


def test_what_somebody_else_got_is_not_in_it(cast, eva, inherited, as_):
    other = cast.person("Lo Lind", cast.p, "contact", starts_on=today() - timedelta(days=2))
    page = as_(other).get("/mitt-arv/").content.decode()
    assert "Ljus på vägen" not in page
