"""The joint status: the worst of the parties still at work, stored with the change that causes it."""

import itertools

import pytest

from activities.models import Status, joint_status

S = Status


@pytest.mark.parametrize(
    ("parties", "joint"),
    [
        ([], S.NOT_STARTED),
        ([S.ON_TRACK, S.ON_TRACK], S.ON_TRACK),
        ([S.ON_TRACK, S.NOT_STARTED], S.NOT_STARTED),
        ([S.OFF_TRACK, S.NOT_STARTED, S.ON_TRACK], S.OFF_TRACK),
        ([S.OFF_TRACK, S.STOPPED, S.NOT_STARTED, S.ON_TRACK], S.STOPPED),
        ([S.DONE, S.ON_TRACK], S.ON_TRACK),
        ([S.DONE, S.CANCELLED, S.STOPPED], S.STOPPED),
        ([S.DONE, S.DONE], S.DONE),
        ([S.DONE, S.CANCELLED], S.DONE),
        ([S.CANCELLED, S.CANCELLED], S.CANCELLED),
    ],
)
def test_the_worst_of_those_at_work_speaks_for_all(parties, joint):
    for order in itertools.permutations(parties):
        assert joint_status(order) == joint


def test_it_is_stored_with_the_report_and_with_every_grant(cast):
    activity = cast.activity(parties=[cast.k, cast.p, cast.b])
    for party, who, status, joint in [
        (cast.k, cast.alva, "on_track", "not_started"),
        (cast.p, cast.bo, "stopped", "stopped"),
        (cast.b, cast.cia, "done", "stopped"),
        (cast.p, cast.bo, "done", "on_track"),
        (cast.k, cast.alva, "cancelled", "done"),
    ]:
        why = {"cause": "resources", "lesson": "Börja tidigare."} if status == "cancelled" else {}
        activity.commitments.get(party=party).report(status=status, by=who, **why)
        activity.refresh_from_db()
        assert activity.status == joint
        assert set(activity.grants.values_list("status", flat=True)) == {joint}


def test_taking_out_the_party_that_held_it_back_frees_it(cast):
    activity = cast.activity(parties=[cast.k, cast.p])
    activity.commitments.get(party=cast.k).report(status="on_track", by=cast.alva)
    activity.commitments.get(party=cast.p).withdraw(by=cast.alva)
    activity.refresh_from_db()
    assert activity.status == "on_track"


def test_a_report_is_no_edit_of_the_activity(cast):
    activity = cast.activity()
    version = activity.version
    activity.commitments.get(party=cast.p).report(status="stopped", by=cast.bo)
    activity.refresh_from_db()
    assert activity.version == version
