"""The report of an agreement with a successor: what went on stands there as it was when it left, and is not late."""

from datetime import timedelta

import pytest
from django.utils import timezone

from activities.snapshots.contents import contents
from activities.snapshots.freezing import freeze
from activities.snapshots.rows import end_of
from agreements.models import CollaborationAgreement
from collab import clock
from collab.clock import today
from tests.activities.test_asking_as_of import on
from tests.activities.test_succeeding import succeed, world  # noqa: F401


def told(agreement, who, **facts):
    """(the contents of a report, its activities by key)."""
    content = contents(CollaborationAgreement.objects.get(pk=agreement.pk), who, **facts)
    return content, {one["activity"]: one for area in content["areas"] for one in area["activities"]}


def key(activity):
    return f"activity:{activity.public_id}"


@pytest.fixture
def carried(world):  # noqa: F811
    return world.ten[0]


def test_nothing_is_lost_and_what_went_on_says_where_to(world, carried, as_):  # noqa: F811
    _before, rows = told(world.agreement, world.alva)
    made = succeed(world, as_)
    content, after = told(world.agreement, world.alva)
    assert set(after) == set(rows)
    assert [after[key(one)]["carried_to"] for one in world.ten] == [str(made)] * 7 + [""] * 3
    assert "Sju förs vidare i nästa överenskommelse." in [one["text"] for one in content["sentences"]]
    page = as_(world.bo).get(f"/rapporter/utkast/{world.agreement.public_id}/").text
    assert page.count(f"Förs vidare i {made}") == 7
    assert carried.get_absolute_url() in page


def test_it_is_late_and_asks_for_a_decision_under_the_next_agreement_alone(world, carried, as_):  # noqa: F811
    stuck = world.ten[1].commitments.get(party=world.p)
    stuck.report(status="off_track", by=world.bo, text="Står.", needs="Ett beslut.", in_round=None)
    made = succeed(world, as_)
    with clock.at(timezone.now() + timedelta(days=100)):
        old, _rows = told(world.agreement, world.alva)
        new, _rows = told(made, world.alva)
    going_on = {key(one) for one in world.ten[:7]}
    assert not going_on & {one["activity"] for one in old["late"] + old["decisions"]}
    assert going_on == {one["activity"] for one in new["late"]}
    assert key(world.ten[1]) in {one["activity"] for one in new["decisions"]}


def test_what_happens_to_it_later_changes_nothing_of_the_report_it_left(world, carried, as_):  # noqa: F811
    world.ten[0].judge("off_track", reason="Pengarna är slut.", by=world.alva)
    _content, before = told(world.agreement, world.alva)
    made = succeed(world, as_)
    carried.refresh_from_db()
    carried.change(by=world.alva, title="Ett annat namn", due_on=today() + timedelta(days=90))
    for part in carried.commitments.all():
        part.report(status="done", by=part.contact, text="Klart.", in_round=None)
    _content, after = told(world.agreement, world.alva)
    assert after[key(carried)] == {**before[key(carried)], "carried_to": str(made)}
    assert after[key(carried)]["title"] == "Aktivitet 0"
    assert after[key(carried)]["status"] == "off_track"
    _content, there = told(made, world.alva)
    assert (there[key(carried)]["title"], there[key(carried)]["status"]) == ("Ett annat namn", "done")


def test_as_of_a_day_it_stands_under_the_agreement_it_lay_under(world, carried, as_):  # noqa: F811
    days = [today() - timedelta(days=n) for n in (20, 10)]
    with on(days[0]):
        early = world.activity("Tidig", due_in=40)
        frozen = freeze(world.agreement, by=world.alva)
    with on(days[1]):
        made = succeed(world, as_, **{early.public_id: "carried"})
        frozen.reopen(note="Igen.", by=world.alva)
        later = freeze(CollaborationAgreement.objects.get(pk=world.agreement.pk), by=world.alva)
        theirs = freeze(made, by=world.alva)

    def then(agreement, day):
        return told(agreement, world.alva, at=end_of(day))[1]

    rows = {
        name: {one["activity"]: one for area in snapshot.content["areas"] for one in area["activities"]}
        for name, snapshot in (("old", frozen), ("left", later), ("new", theirs))
    }
    assert then(world.agreement, days[0])[key(early)] == rows["old"][key(early)]
    assert then(world.agreement, days[1])[key(early)] == rows["left"][key(early)]
    assert then(made, days[1])[key(early)] == rows["new"][key(early)]
    content, none = told(made, world.alva, at=end_of(days[0]))
    assert (none, content["asked"]) == ({}, 0)
    page = as_(world.bo).get(f"{early.get_absolute_url()}?per={days[0].isoformat()}")
    assert page.status_code == 200
    assert "Tidig" in page.text
