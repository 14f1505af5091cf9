"""Undoing an import: it says first what it changes, and leaves alone what was changed since."""

import re

from lagesbild.models import ImportBatch


def test_the_page_says_what_an_undo_changes_before_it_is_done(cast, figures, as_):
    figures.deliver(cast.ada, figures.row(5, n=1))
    batch = figures.deliver(cast.ada, figures.row(12, n=1), figures.row(7, n=2))
    page = as_(cast.ada).get(f"/import/{batch.public_id}/angra/").content.decode()

    assert "Ett värde blir det det var före importen." in page
    assert "Ett värde fanns inte förut och försvinner." in page
    assert "Inget värde har ändrats sedan dess." in page
    batch.refresh_from_db()
    assert batch.is_committed


def test_values_changed_since_are_named_and_left_alone(cast, figures, as_):
    first = figures.deliver(cast.ada, figures.row(12, n=1), figures.row(7, n=2))
    figures.deliver(cast.ada, figures.row(15, n=1))
    client = as_(cast.ada)
    page = client.get(f"/import/{first.public_id}/angra/").content.decode()
    assert "Ett värde har ändrats sedan dess och lämnas orört" in page
    assert "15" in page

    answer = client.post(f"/import/{first.public_id}/angra/", follow=True)

    assert figures.seen_by(cast.ada) == [("Norra Ekby", 1, 15)]
    assert "Ett värde som hade ändrats sedan dess lämnades orört." in answer.content.decode()


def test_an_undo_gives_back_exactly_what_was_there(cast, figures, as_):
    figures.deliver(cast.ada, figures.row(5, n=1), figures.row(9, n=3))
    before = figures.seen_by(cast.ada)
    batch = figures.deliver(cast.ada, figures.row(12, n=1), figures.row(7, n=2))
    as_(cast.ada).post(f"/import/{batch.public_id}/angra/")

    assert figures.seen_by(cast.ada) == before


def test_the_unreleased_values_of_another_party_are_not_told_of(cast, figures, as_):
    first = figures.deliver(cast.ada, figures.row(12, n=1))
    figures.deliver(cast.bo, figures.row(99, n=1), release=False)
    page = as_(cast.ada).get(f"/import/{first.public_id}/angra/").content.decode()

    assert "Inget värde har ändrats sedan dess." in page
    assert not re.search(r"\b99\b", page)


def test_an_import_that_is_undone_is_undone_once(cast, figures, as_):
    batch = figures.deliver(cast.ada, figures.row(12, n=1))
    client = as_(cast.ada)
    client.post(f"/import/{batch.public_id}/angra/")

    assert client.get(f"/import/{batch.public_id}/angra/").url == f"/import/{batch.public_id}/"
    assert ImportBatch.objects.get(pk=batch.pk).state == "undone"
