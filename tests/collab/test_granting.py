"""Grants derive from facts, feed the gate alone, and end when the fact ends."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from guardian.shortcuts import assign_perm, get_objects_for_group

from activities.models import Activity, ActivityGrant, Commitment
from agreements.models import AgreementParty
from collab.access import may, regrant
from collab.clock import today
from collab.models import AuditEvent, Collaboration, Party

pytestmark = pytest.mark.django_db


def seen(actor):
    return set(Activity.objects.for_actor(actor).values_list("title", flat=True))


def test_all_parties_of_the_agreement_see_an_open_activity(cast):
    cast.activity("Ljus")
    assert all(seen(who) == {"Ljus"} for who in [cast.alva, cast.rut, cast.bo, cast.lea, cast.cia])


def test_a_party_outside_the_agreement_sees_nothing_of_it(cast):
    cast.activity("Ljus")
    assert seen(cast.omar) == set()
    assert not Commitment.objects.for_actor(cast.omar).exists()


def test_a_draft_is_its_drafting_party_s_alone(cast):
    cast.activity("Hemligt", parties=[cast.p], visibility="draft")
    assert seen(cast.bo) == {"Hemligt"}
    assert seen(cast.alva) == seen(cast.cia) == set()


def test_a_draft_gives_the_parties_it_names_nothing_yet(cast):
    cast.activity("Förslag", parties=[cast.p, cast.b], visibility="draft")
    assert seen(cast.bo) == {"Förslag"}
    assert seen(cast.cia) == set()


def test_a_party_that_has_not_joined_yet_sees_nothing_yet(cast):
    cast.activity("Andras", parties=[cast.k, cast.p])
    AgreementParty.objects.filter(party=cast.b).update(joined_on=today() + timedelta(days=1))
    regrant(Activity, list(Activity.objects.all()))
    assert seen(cast.cia) == set()


def test_a_lead_looks_after_the_own_party_s_people_and_nobody_else_s(cast):
    assert may(cast.lea, "manage", cast.p)
    assert not may(cast.lea, "manage", cast.b)
    assert not may(cast.bo, "manage", cast.p)


def test_an_activity_for_its_owners_is_seen_by_its_owners(cast):
    cast.activity("Vårt", parties=[cast.p, cast.b], visibility="owners")
    assert seen(cast.bo) == seen(cast.cia) == {"Vårt"}
    assert seen(cast.alva) == set()


def test_nobody_but_the_party_itself_may_report_its_part(cast):
    activity = cast.activity("Ljus")
    part = activity.commitments.get(party=cast.p)
    assert may(cast.bo, "report", part)
    assert not may(cast.alva, "report", part)
    assert not may(cast.cia, "report", part)


def test_the_role_limits_what_the_party_may(cast):
    activity = cast.activity("Ljus")
    assert may(cast.alva, "change", activity)
    assert not may(cast.rut, "change", activity)
    assert not may(cast.eli, "view", activity)


def test_the_coordinator_of_the_collaboration_keeps_what_it_sees(cast):
    activity = cast.activity("Ljus", parties=[cast.p, cast.b])
    assert may(cast.alva, "change", activity)
    assert may(cast.bo, "change", activity)
    assert not may(cast.cia, "change", activity)


def test_a_party_that_has_left_the_agreement_sees_nothing_of_it_not_even_what_it_owned(cast):
    cast.activity("Andras", parties=[cast.k, cast.p])
    cast.activity("Egen", parties=[cast.k, cast.b])
    AgreementParty.objects.filter(party=cast.b).update(left_on=today() - timedelta(days=1))
    regrant(Activity, list(Activity.objects.all()))
    assert seen(cast.cia) == set()


def test_an_ended_membership_reaches_no_rows(cast):
    cast.activity("Ljus")
    cast.bo.ends_on = today() - timedelta(days=1)
    assert seen(cast.bo) == set()
    assert not Party.objects.for_actor(cast.bo).exists()


def test_a_deactivated_person_reaches_no_rows(cast):
    cast.activity("Ljus")
    cast.bo.user.is_active = False
    assert seen(cast.bo) == set()


def test_no_actor_means_no_rows(cast):
    cast.activity("Ljus")
    assert seen(None) == set()
    assert not AuditEvent.objects.for_actor(None).exists()


def test_another_collaboration_does_not_exist(cast):
    cast.neighbour()
    cast.activity("Ljus")
    assert seen(cast.zoe) == {"Albys egen hemlighet"}
    assert "Albys egen hemlighet" not in seen(cast.alva)
    assert set(Collaboration.objects.for_actor(cast.zoe)) == {cast.alby}
    assert set(Party.objects.for_actor(cast.zoe)) == {cast.a}


def test_the_gate_and_guardian_tell_the_same(cast):
    cast.activity("Ljus")
    cast.activity("Vårt", parties=[cast.p, cast.b], visibility="owners")
    for who in [cast.alva, cast.bo, cast.cia, cast.omar]:
        told = get_objects_for_group(who.party, "view_activity", Activity, accept_global_perms=False)
        assert {a.title for a in told} == seen(who)


def test_a_model_wide_permission_opens_nothing(cast):
    cast.activity("Hemligt", parties=[cast.p], visibility="draft")
    cast.b.permissions.add(Permission.objects.get(codename="view_activity"))
    assert seen(cast.cia) == set()


def test_a_grant_carries_the_keys_its_list_is_sorted_by(cast):
    activity = cast.activity("Ljus")
    assign_perm("change_activity", cast.b, activity)
    activity.commitments.get(party=cast.p).report(status="stopped", by=cast.bo)
    assert set(ActivityGrant.objects.values_list("status", "due_on")) == {("stopped", activity.due_on)}


def test_regranting_finds_what_somebody_meddled_with(cast):
    activity = cast.activity("Ljus")
    assert regrant(Activity, [activity], apply=False) == 0
    assign_perm("change_activity", cast.b, activity)
    ActivityGrant.objects.filter(group=cast.p, permission__codename="view_activity").delete()
    assert regrant(Activity, [activity], apply=False) == 2
    assert regrant(Activity, [activity]) == 2
    assert regrant(Activity, [activity], apply=False) == 0


def test_an_event_tells_nobody_more_than_its_row_does(cast):
    hidden = cast.activity("Hemligt", parties=[cast.p], visibility="draft")
    hidden.record("changed", by=cast.bo)
    assert AuditEvent.objects.for_actor(cast.bo).filter(label__contains="Hemligt").exists()
    assert not AuditEvent.objects.for_actor(cast.alva).filter(label__contains="Hemligt").exists()
