"""How far the figures reach is kept beside them: always what the figures themselves would say, to whoever may know."""

from importlib import import_module

import pytest
from django.db import connection

from lagesbild.imports import reaching
from lagesbild.models import Indicator, Reach, Value


def kept():
    return set(Reach.objects.values_list("indicator", "period", "audience", "places", "last"))


def told_by_the_figures():
    """The same, worked out from every figure about everybody that is newest for somebody."""
    rows = Value.objects.filter(current_for__isnull=False, breakdown__key="")
    found, released = {}, {(v.indicator_id, v.period_id, v.area_id) for v in rows.filter(current_for=0)}
    for v in rows.select_related("batch"):
        places, last = found.get((v.indicator_id, v.period_id, v.current_for), (0, 0))
        counted = v.current_for == 0 or (v.indicator_id, v.period_id, v.area_id) not in released
        found[v.indicator_id, v.period_id, v.current_for] = places + counted, max(last, v.batch.number)
    return {(*key, *counts) for key, counts in found.items()}


def seen_by(actor):
    """{(indicator, period): (places, the newest delivery)} of the figures that the actor sees, read one by one."""
    found = {}
    for v in Value.objects.for_actor(actor).total().filter(current_for__isnull=False).select_related("batch"):
        places, last = found.get((v.indicator_id, v.period_id), (set(), 0))
        found[v.indicator_id, v.period_id] = places | {v.area_id}, max(last, v.batch.number)
    return {key: (len(places), last) for key, (places, last) in found.items()}


def reached(actor):
    """The same of what is kept."""
    found = {}
    for row in Reach.objects.for_actor(actor):
        places, last = found.get((row.indicator_id, row.period_id), (0, 0))
        found[row.indicator_id, row.period_id] = places + row.places, max(last, row.last)
    return found


@pytest.fixture
def told(cast, figures):
    """Released and not, of two parties, about the same figures and others, and about groups."""
    share = Indicator.objects.create(
        collaboration=cast.ekby, name="Andel", unit="%", is_count=False, is_published=True
    )
    women = {"breakdown": [("kön", "kvinnor")]}
    figures.deliver(cast.ada, figures.row(14), figures.row(9, area=figures.south), figures.row(8, **women))
    figures.deliver(cast.bo, figures.row(15), figures.row(3, n=2), figures.row(44, indicator=share))
    figures.deliver(cast.ada, figures.row(16), figures.row(2, n=2, area=figures.south), release=False)
    return figures.deliver(
        cast.bo, figures.row(17), figures.row(6, n=2), figures.row(7, n=3), figures.row(8, n=4, **women),
        release=False,
    )  # fmt: skip


def test_it_is_kept_with_each_import_and_tells_nothing_of_groups(cast, figures, told):
    assert kept() == told_by_the_figures() != set()
    assert not Reach.objects.filter(period__starts_on="2026-10-01").exists()
    own = Reach.objects.get(audience=cast.p.pk, period__starts_on="2026-01-01")
    assert (own.places, own.last) == (0, told.number)


def test_a_release_lets_everybody_know(cast, figures, told):
    told.release(by=cast.bo)

    assert kept() == told_by_the_figures()
    assert not Reach.objects.filter(audience=cast.p.pk).exists()
    assert Reach.objects.filter(audience=0, period__starts_on="2026-07-01").exists()


def test_an_undo_gives_back_exactly_what_was_kept(cast, figures, told):
    before = kept()
    for release in (False, True):
        rows = [figures.row(20), figures.row(21, area=figures.south, n=3), figures.row(22, year=2024)]
        batch = figures.deliver(cast.ada, *rows, release=release)
        assert kept() == told_by_the_figures() != before
        batch.undo(by=cast.ada)
        assert kept() == told_by_the_figures() == before


def test_undoing_an_earlier_import_leaves_what_came_later(cast, figures, told):
    first = Value.objects.get(number=14).batch
    first.undo(by=cast.ada)

    assert kept() == told_by_the_figures()


def test_a_revision_counts_no_place_twice(cast, figures):
    figures.deliver(cast.ada, figures.row(14))
    again = figures.deliver(cast.ada, figures.row(15))

    assert kept() == told_by_the_figures()
    [row] = Reach.objects.all()
    assert (row.places, row.last) == (1, again.number)


def test_a_higher_threshold_hides_numbers_and_not_that_there_are_any(cast, figures, told):
    before = kept()
    figures.fires.min_n = 10
    figures.fires.save()

    assert kept() == told_by_the_figures() == before


@pytest.mark.parametrize("who", ["alva", "ada", "bo", "rut", "cia", "omar", "ove", "zoe"])
def test_a_reader_is_told_of_the_figures_that_the_reader_sees(cast, figures, told, who):
    if who == "zoe":
        cast.neighbour()
    actor = getattr(cast, who)

    assert reached(actor) == seen_by(actor)
    newest = Reach.objects.for_actor(actor).newest()
    periods = {}
    for (indicator, period), (places, last) in seen_by(actor).items():
        periods.setdefault(indicator, []).append((period, places, last))
    ends = dict(Value.objects.values_list("period", "period__ends_on"))
    assert newest == {pk: max(told, key=lambda row: ends[row[0]]) for pk, told in periods.items()}


def test_counting_everything_anew_finds_the_same(cast, figures, told):
    before = kept()
    with connection.cursor() as cursor:
        reaching.start_over(cursor)

    assert kept() == before


def test_the_migration_counts_the_figures_that_are_there(cast, figures, told):
    before = kept()
    Reach.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(import_module("lagesbild.migrations.0007_reach").COUNT_WHAT_IS_THERE)

    assert kept() == before
