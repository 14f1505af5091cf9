"""Approving the picture: whole, as it was read, edition by edition, and every edition readable afterwards."""

import pytest
from django.core.exceptions import ValidationError

from lagesbild.models import Approval, Edition, Need, SituationalPicture

pytestmark = pytest.mark.django_db
TEXTS = dict.fromkeys((*SituationalPicture.PARTS, *SituationalPicture.CRITIQUE), "Det som står.")


@pytest.fixture
def situation(cast):
    return SituationalPicture.objects.create(collaboration=cast.ekby, title="Lägesbild 2026", **TEXTS)


def change(as_, who, situation, **texts):
    situation.refresh_from_db()
    sent = {"version": situation.version, "title": situation.title, "dated_on": situation.dated_on}
    held = {name: getattr(situation, name) for name in TEXTS}
    as_(who).post(f"{situation.get_absolute_url()}andra/", {**sent, **held, **texts})
    situation.refresh_from_db()


@pytest.mark.parametrize("name", TEXTS)
def test_a_picture_that_lacks_a_part_of_the_law_or_of_the_critique_is_not_approved(cast, situation, name):
    setattr(situation, name, " ")
    label = str(situation._meta.get_field(name).verbose_name)
    with pytest.raises(ValidationError, match=label):
        situation.approve(by=cast.lea)
    assert not Approval.objects.exists()


def test_it_is_adopted_when_every_party_that_stands_behind_it_has_approved_the_same_edition(cast, situation):
    for lead in (cast.alva, cast.lea):
        situation.approve(by=lead)
    assert not situation.is_adopted

    for party in (cast.b, cast.r):
        situation.approve(by=cast.person(f"Chef {party.code}", party, "lead"))

    situation.refresh_from_db()
    assert situation.is_adopted
    with pytest.raises(ValidationError, match="följer arbetet"):
        situation.approve(by=cast.ove)


def test_another_text_than_the_approved_is_another_edition_and_asks_every_party_anew(cast, situation, as_):
    change(as_, cast.alva, situation, analysis="En första förklaring.")
    assert situation.edition == 1
    situation.approve(by=cast.lea)

    change(as_, cast.alva, situation, analysis="En annan förklaring.")

    assert situation.edition == 2
    html = as_(cast.lea).get(situation.get_absolute_url()).content.decode()
    assert "Godkänn för Polisen" in html
    assert "godkände utgåva 1" in html
    change(as_, cast.alva, situation, analysis="En tredje.")
    assert situation.edition == 2


# The versions of a row are told apart by the time of their transaction.
@pytest.mark.django_db(transaction=True)
def test_an_edition_is_read_as_it_was_with_its_needs_and_what_reads_otherwise_today(cast, situation, as_):
    need = Need.objects.create(situation=situation, title="Färre bränder")
    situation.approve(by=cast.lea)
    change(as_, cast.alva, situation, analysis="En annan förklaring.")
    need.title = "Inga bränder"
    need.save()
    Need.objects.create(situation=situation, title="Ett senare behov")

    html = as_(cast.cia).get(f"{situation.get_absolute_url()}utgava/1/").content.decode()

    assert "Det som står." in html
    assert "Färre bränder" in html
    assert "Inga bränder" not in html
    assert "Ett senare behov" not in html
    assert "En annan förklaring." in html
    assert "Lea Lind" in html
    assert [then for _label, then, _now in Edition(situation, 1).changes()] == ["Det som står."]
    assert as_(cast.cia).get(f"{situation.get_absolute_url()}utgava/3/").status_code == 404
    assert as_(cast.eli).get(f"{situation.get_absolute_url()}utgava/1/").status_code == 404


def test_an_approval_of_a_text_that_was_changed_while_it_was_read_is_refused_in_words(cast, situation, as_):
    read = situation.version
    change(as_, cast.alva, situation, analysis="En annan förklaring.")
    address = f"{situation.get_absolute_url()}godkann/"

    html = as_(cast.lea).post(address, {"version": read}).content.decode()
    assert "ändrades medan du läste" in html
    assert not Approval.objects.exists()

    as_(cast.lea).post(address, {"version": situation.version})
    assert Approval.objects.get().edition == 1
