"""Deliveries: what is newest, for whom, and what an undo gives back."""

import pytest
from django.core.exceptions import ValidationError

from lagesbild.models import ImportBatch, Value


def test_a_delivery_is_seen_by_its_own_party_until_it_is_released(cast, figures):
    batch = figures.deliver(cast.bo, figures.row(12), release=False)

    assert figures.seen_by(cast.lea) == [("Norra Ekby", 1, 12)]
    assert figures.seen_by(cast.alva) == figures.seen_by(cast.cia) == []

    batch.release(by=cast.lea)

    assert figures.seen_by(cast.alva) == figures.seen_by(cast.cia) == [("Norra Ekby", 1, 12)]


def test_a_newer_unreleased_figure_leaves_the_released_one_standing_for_others(cast, figures):
    figures.deliver(cast.bo, figures.row(12))
    newer = figures.deliver(cast.bo, figures.row(15), release=False)

    assert figures.seen_by(cast.bo) == [("Norra Ekby", 1, 15)]
    assert figures.seen_by(cast.alva) == [("Norra Ekby", 1, 12)]

    newer.release(by=cast.lea)

    assert figures.seen_by(cast.alva) == [("Norra Ekby", 1, 15)]


def test_a_later_import_is_newer_than_an_earlier_one_released_afterwards(cast, figures):
    early = figures.deliver(cast.bo, figures.row(12), release=False)
    figures.deliver(cast.ada, figures.row(20))
    early.release(by=cast.lea)

    assert figures.seen_by(cast.cia) == figures.seen_by(cast.bo) == [("Norra Ekby", 1, 20)]


def test_undoing_a_delivery_gives_back_exactly_what_was_there(cast, figures):
    figures.deliver(cast.ada, figures.row(1), figures.row(2, n=2))
    figures.deliver(cast.bo, figures.row(3, n=2), release=False)
    before = {actor: figures.seen_by(actor) for actor in (cast.alva, cast.bo, cast.cia)}
    stored = list(Value.objects.order_by("pk").values_list())

    batch = figures.deliver(cast.bo, figures.row(9), figures.row(8, n=2), figures.row(7, area=figures.south))
    assert figures.seen_by(cast.cia) != before[cast.cia]
    batch.undo(by=cast.bo)

    assert {actor: figures.seen_by(actor) for actor in before} == before
    assert list(Value.objects.exclude(batch=batch).order_by("pk").values_list()) == stored


def test_the_same_figures_delivered_again_write_nothing(cast, figures):
    assert figures.deliver(cast.bo, figures.row(12), figures.row(3, n=2))
    assert figures.deliver(cast.bo, figures.row(12), figures.row(3, n=2)) is None
    assert Value.objects.count() == 2


def test_only_what_changed_is_written_and_the_older_figure_is_kept(cast, figures):
    first = figures.deliver(cast.bo, figures.row(12), figures.row(3, n=2))
    second = figures.deliver(cast.bo, figures.row(12), figures.row(4, n=2))

    assert second.counts["changed"] == 1
    assert second.counts["unchanged"] == 1
    changed = Value.objects.get(batch=second)
    assert [v.batch for v in Value.objects.earlier_than(changed)] == [first]


def test_another_partys_unreleased_figure_makes_mine_neither_changed_nor_unchanged(cast, figures):
    figures.deliver(cast.bo, figures.row(12), figures.row(5, n=2), release=False)
    mine = figures.deliver(cast.ada, figures.row(12), figures.row(6, n=2))

    assert (mine.counts["new"], mine.counts["changed"], mine.counts["unchanged"]) == (2, 0, 0)


def test_two_values_for_one_figure_are_both_left_out(cast, figures):
    batch = figures.deliver(
        cast.bo, figures.row(14), figures.row(41), figures.row(3, n=2), figures.row(3, n=2)
    )

    assert figures.seen_by(cast.bo) == [("Norra Ekby", 2, 3)]
    assert (batch.counts["conflict"], batch.counts["repeat"]) == (2, 1)


def test_a_reader_of_the_delivering_party_waits_for_the_release_like_everybody(cast, figures):
    figures.deliver(cast.ada, figures.row(12), release=False)

    assert figures.seen_by(cast.alva) == [("Norra Ekby", 1, 12)]
    assert figures.seen_by(cast.rut) == []


def test_an_elected_representative_sees_no_live_figures(cast, figures):
    figures.deliver(cast.ada, figures.row(12))

    assert figures.seen_by(cast.ove) == [("Norra Ekby", 1, 12)]
    assert figures.seen_by(cast.eli) == []


def test_nothing_crosses_to_another_municipality(cast, figures):
    cast.neighbour()
    figures.deliver(cast.ada, figures.row(12))

    assert figures.seen_by(cast.zoe) == []
    assert not ImportBatch.objects.for_actor(cast.zoe).exists()


def test_an_import_takes_effect_once(cast, figures):
    batch = figures.deliver(cast.bo, figures.row(12))

    with pytest.raises(ValidationError):
        batch.commit(by=cast.bo)
    batch.undo(by=cast.bo)
    with pytest.raises(ValidationError):
        batch.undo(by=cast.bo)
    with pytest.raises(ValidationError):
        batch.release(by=cast.lea)


def test_every_verb_is_in_the_log_of_the_delivery_and_hidden_until_it_is_released(cast, figures):
    from collab.models import AuditEvent

    batch = figures.deliver(cast.bo, figures.row(12), release=False)
    batch.undo(by=cast.lea)

    assert [e.verb for e in AuditEvent.objects.for_actor(cast.lea).filter(label="leverans")] == [
        "undone",
        "imported",
    ]
    assert not AuditEvent.objects.for_actor(cast.alva).filter(label="leverans").exists()
