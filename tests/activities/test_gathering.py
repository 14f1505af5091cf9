"""A priority area and a place on one page each: what one may see of them, and nothing else."""

from datetime import date

import pytest
from django.urls import reverse

from agreements.models import Decision
from collab.clock import today
from lagesbild.models import ImportBatch, Indicator

pytestmark = pytest.mark.django_db


def pages(cast):
    return [
        reverse("activities:subject", args=[cast.safe.public_id]),
        reverse("activities:place", args=[cast.north.public_id]),
    ]


def test_activities_and_decisions_stand_on_both(cast, as_):
    cast.activity("Ljus på vägen")
    Decision.objects.create(
        declaration=cast.declaration,
        agreement=cast.agreement,
        matter="Ny överenskommelse",
        body="Styrelsen",
        outcome="approved",
        decided_on=today(),
    )
    for path in pages(cast):
        page = as_(cast.rut).get(path).content.decode()
        assert "Ljus på vägen" in page
        assert "Ny överenskommelse" in page


def test_other_subjects_and_places_are_left_out(cast, as_):
    other = cast.activity("Narkotika i parken", priority_area=cast.drugs)
    other.place([cast.town])
    for path in pages(cast):
        assert "Narkotika i parken" not in as_(cast.alva).get(path).content.decode()


def test_what_is_hidden_changes_no_list_count_bar_or_history(cast, as_):
    one_round = cast.round()
    cast.activity("Synlig")
    before = [visible(as_(cast.alva).get(path)) for path in pages(cast)]
    hidden = cast.activity("Dold", parties=[cast.p, cast.b], visibility="owners")
    hidden.commitments.get(party=cast.p).report(status="stopped", by=cast.bo, in_round=one_round)
    assert [visible(as_(cast.alva).get(path)) for path in pages(cast)] == before
    for path in pages(cast):
        page = as_(cast.bo).get(path)
        assert "Dold" in page.content.decode()
        assert page.context["page"].total == 2
        assert [counts for _round, _bar, counts in page.context["page"].history] != []


def visible(response):
    page = response.context["page"]
    return page.total, page.statuses, page.history, [row.title for row in page.activities]


def test_a_round_is_a_bar_with_its_numbers_in_the_table(cast, as_):
    one_round = cast.round()
    cast.activity("Ljus").commitments.get(party=cast.p).report(
        status="off_track", by=cast.bo, in_round=one_round
    )
    page = as_(cast.rut).get(pages(cast)[0])
    assert page.context["page"].history_rows == [{"status": "off_track", "counts": [1], "total": 1}]
    assert one_round.name in page.content.decode()


def test_figures_of_the_place_show_once_they_are_released(cast, as_):
    measure = Indicator.objects.create(
        collaboration=cast.ekby, name="Bränder", unit="antal", is_published=True
    )
    figure = {
        "indicator": measure,
        "area": cast.north,
        "period": ("quarter", date(2026, 7, 1), date(2026, 9, 30)),
        "number": 12,
    }
    batch = ImportBatch.objects.deliver(by=cast.bo, name="bränder.csv", rows=[figure], release=False)
    for path in pages(cast):
        assert "Bränder" in as_(cast.bo).get(path).content.decode()
        assert "Bränder" not in as_(cast.cia).get(path).content.decode()
    batch.release(by=cast.lea)
    for path in pages(cast):
        assert "Bränder" in as_(cast.cia).get(path).content.decode()
