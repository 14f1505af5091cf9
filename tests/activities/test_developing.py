"""How it has gone round by round: columns per party, the same numbers in a table, silence told and nothing hidden."""

from datetime import timedelta

import pytest

from activities.developments import by_party, by_priority_area
from collab import charts
from collab.clock import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def rounds(cast):
    """Two closed rounds and an open one; P reported well, then badly; K did not answer the first."""
    activity = cast.activity(parties=[cast.k, cast.p])
    made = []
    for n, (status, days) in enumerate((("on_track", 240), ("off_track", 120), ("stopped", 5))):
        one = cast.round(
            name=f"Tertial {n + 1}",
            short_name=f"T{n + 1}",
            starts_on=today() - timedelta(days=days + 60),
            ends_on=today() - timedelta(days=days - 10),
        )
        activity.commitments.get(party=cast.p).report(status=status, by=cast.bo, in_round=one)
        if n:
            activity.commitments.get(party=cast.k).report(status="on_track", by=cast.alva, in_round=one)
        if n < 2:
            one.close(by=cast.alva)
        made.append(one)
    return made


def cells(development):
    return dict(development.table)


def test_each_party_s_statuses_stand_round_by_round_with_what_did_not_come(cast, rounds):
    table = cells(by_party([cast.k, cast.p, cast.b], cast.alva))
    assert table == {
        cast.k: [([], 1), ([("on_track", 1)], 0), ([("on_track", 1)], 0)],
        cast.p: [([("on_track", 1)], 0), ([("off_track", 1)], 0), ([("stopped", 1)], 0)],
    }


def test_a_priority_area_shows_the_joint_status_of_each_round(cast, rounds):
    table = cells(by_priority_area([cast.safe, cast.drugs], cast.rut))
    assert table == {cast.safe: [([("on_track", 1)], 0), ([("off_track", 1)], 0), ([("stopped", 1)], 0)]}


def test_what_one_may_not_see_moves_no_column(cast, rounds):
    before = cells(by_party([cast.p], cast.rut))
    hidden = cast.activity("Hemlig", parties=[cast.p], visibility="owners")
    hidden.commitments.get().report(status="stopped", by=cast.bo, in_round=rounds[2])
    cast.activity("Hemlig och tyst", parties=[cast.p], visibility="owners")
    rounds[2].close(by=cast.alva)
    assert cells(by_party([cast.p], cast.rut)) == before
    assert cells(by_party([cast.p], cast.bo)) != before


def test_the_drawing_and_the_table_stand_on_the_party_s_page_and_among_the_own_work(cast, rounds, as_):
    for page in (as_(cast.rut).get(cast.p.get_absolute_url()), as_(cast.bo).get("/")):
        assert 'class="columns"' in page.text
        assert "Tertial 2" in page.text
        assert "omgång för omgång" in page.text


def test_columns_share_one_scale_and_silence_is_an_open_part():
    drawn = charts.columns([[([("on_track", 3)], 1)], [([("stopped", 2)], 0)]])
    assert drawn.top == 4
    (ok, silent), (stop,) = drawn.series
    assert (ok["y"], ok["height"], silent["status"], silent["fill"]) == ("26", "73", "silent", "none")
    assert stop["y"] == "51"
