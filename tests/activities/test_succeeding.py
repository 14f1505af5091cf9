"""The successor of an agreement: text copied, every open activity with a chosen fate, both histories readable."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity, Succession
from activities.plan import Plan
from activities.reminders import ticking
from activities.under_agreement import Work
from agreements.models import CollaborationAgreement
from collab import clock
from collab.clock import today
from lagesbild.models import Need, SituationalPicture


@pytest.fixture
def world(cast):
    """The agreement has expired, with ten open activities and one that is done."""
    year = today().year
    cast.agreement.starts_on, cast.agreement.ends_on = date(year - 1, 1, 1), date(year - 1, 12, 31)
    cast.agreement.is_historic = True
    cast.agreement.save()
    cast.ten = [cast.activity(f"Aktivitet {n}", due_in=30 + n) for n in range(10)]
    cast.done = cast.activity("Klar sedan länge")
    for part in cast.done.commitments.all():
        part.conclude("done", by=part.contact)
    cast.round(name="T3", due_on=today() + timedelta(days=5))
    cast.ten[0].commitments.get(party=cast.p).report(
        status="on_track", by=cast.bo, text="Halvvägs.", in_round=cast.agreement.rounds.get()
    )
    return cast


def form(cast, fates, **facts):
    year = today().year
    return {
        "name": "Överenskommelse",
        "declaration": cast.declaration.public_id,
        "starts_on": date(year, 1, 1),
        "ends_on": date(year + 1, 12, 31),
        "purpose": "Färre brott",
        "priority_areas": "T Trygga platser\nA Droger",
        "places": [cast.north.public_id],
        "parties": [cast.k.public_id, cast.p.public_id, cast.b.public_id],
        "cause": "priority",
        "lesson": "Vi tog oss an för mycket.",
        **{activity.public_id: fate for activity, fate in fates.items()},
        **facts,
    }


def succeed(cast, as_, **facts):
    """Carry seven on, end two and let one be reconsidered."""
    fates = dict(zip(cast.ten, ["carried"] * 7 + ["ended"] * 2 + ["reconsidered"], strict=True))
    address = reverse("activities:succeed", args=[cast.agreement.public_id])
    answer = as_(cast.alva).post(address, form(cast, fates, **facts))
    assert answer.status_code == 302, answer.content.decode()
    return CollaborationAgreement.objects.get(predecessor=cast.agreement)


def test_ten_open_activities_get_three_different_fates_in_one_form(world, as_):
    reported = world.ten[0].commitments.get(party=world.p)
    made = succeed(world, as_)
    rows = [Activity.objects.get(pk=one.pk) for one in world.ten]

    assert [row.priority_area.agreement == made for row in rows] == [True] * 7 + [False] * 3
    assert [row.status for row in rows[7:]] == ["cancelled", "cancelled", "stopped"]
    assert rows[7].commitments.first().reports.get().lesson == "Vi tog oss an för mycket."
    # What went on kept its code, its parts and what was said of them.
    assert rows[0].code == world.ten[0].code
    assert reported.reports.get().text == "Halvvägs."
    assert rows[0].fates.get().succession.predecessor == world.agreement


def test_both_histories_are_readable_and_point_to_each_other(world, as_):
    world.done.refresh_from_db()
    made = succeed(world, as_)
    for who in (world.alva, world.bo):
        old = as_(who).get(world.agreement.get_absolute_url()).content.decode()
        new = as_(who).get(made.get_absolute_url()).content.decode()
        assert made.get_absolute_url() in old
        assert world.agreement.get_absolute_url() in new
        assert all(one.title in old for one in [*world.ten, world.done])
        assert "förs vidare i" in old
        # What goes on, and what waits for a decision there; not what ended.
        assert [one.title in new for one in world.ten] == [True] * 7 + [False] * 2 + [True]
    page = as_(world.bo).get(world.ten[0].get_absolute_url()).content.decode()
    assert f"från {world.agreement} till {made}" in page
    assert "Halvvägs." in page


def test_the_old_agreement_keeps_the_statuses_it_ended_with(world, as_):
    before = {
        a.pk: (a.code, a.status)
        for _area, _counts, rows, _needs in Work(world.agreement, world.alva).areas
        for a in rows
    }
    succeed(world, as_)
    carried = world.ten[0]
    carried.refresh_from_db()
    for part in carried.commitments.all():
        part.conclude("done", by=part.contact)
    old = CollaborationAgreement.objects.get(pk=world.agreement.pk)
    after = {
        a.pk: (a.code, a.status) for _area, _counts, rows, _needs in Work(old, world.alva).areas for a in rows
    }
    assert set(after) == set(before)
    assert after[carried.pk] == before[carried.pk]
    fate = carried.fates.get()
    assert set(fate.parts_then.values()) == {"on_track", "not_started"}


def test_the_old_plan_keeps_what_went_on_as_it_left(world, as_):
    before = {row.pk: row.code for row in Plan(world.agreement, world.bo).every}
    made = succeed(world, as_)
    plan = Plan(CollaborationAgreement.objects.get(pk=world.agreement.pk), world.bo)
    assert {row.pk: row.code for row in plan.every} == before
    told = {row.activity.pk: row.follow_up for _area, _needs, rows in plan.areas for row in rows}
    assert set(told) == set(before)
    gone = {row.pk for row in Plan(made, world.bo).every}
    assert gone
    assert {pk for pk, text in told.items() if f"Förs vidare i {made}" in text} == gone


def test_the_reports_of_the_old_rounds_stay_with_them(world, as_):
    one_round = world.agreement.rounds.get()
    succeed(world, as_)
    page = as_(world.alva).get(one_round.get_absolute_url()).content.decode()
    assert world.ten[0].title in page


def test_the_priority_areas_rest_on_the_same_needs(world, as_):
    need = Need.objects.create(
        situation=SituationalPicture.objects.create(collaboration=world.ekby, title="Lägesbild"),
        title="Färre bränder",
    )
    need.place([world.safe], by=world.alva)
    made = succeed(world, as_)
    assert [basis.need for basis in made.priority_areas.get(letter="T").bases.all()] == [need]


def test_a_successor_that_begins_later_leaves_the_work_where_it_is_until_then(world, as_):
    first = today() + timedelta(days=10)
    made = succeed(world, as_, starts_on=first)
    assert not Activity.objects.filter(priority_area__agreement=made).exists()
    ticking.run((timezone.localtime(clock.now()) + timedelta(days=10)).isoformat())
    assert Activity.objects.filter(priority_area__agreement=made).count() == 7
    assert Succession.objects.get().settled_at


def test_one_choice_goes_for_all(world, as_):
    made = succeed(world, as_, all_fates="carried")
    assert Activity.objects.filter(priority_area__agreement=made).count() == 10


def test_the_form_suggests_the_years_after_and_what_each_activity_becomes(world, as_):
    stuck = world.ten[3].commitments.first()
    stuck.conclude("stopped", by=world.alva, needs="Beslut")
    page = as_(world.alva).get(reverse("activities:succeed", args=[world.agreement.public_id]))
    found = page.context["form"]
    assert found.initial["starts_on"] == world.agreement.ends_on + timedelta(days=1)
    assert found.fields[world.ten[3].public_id].initial == "reconsidered"
    assert found.fields[world.ten[4].public_id].initial == "carried"
    assert world.done.public_id not in found.fields


def test_ending_needs_its_reason_and_carrying_a_place_to_go_to(world, as_):
    address = reverse("activities:succeed", args=[world.agreement.public_id])
    fates = dict.fromkeys(world.ten, "ended")
    page = as_(world.alva).post(address, form(world, fates, cause="", lesson="")).content.decode()
    assert "Skriv med en mening vad ni lärde er" in page
    fates = dict.fromkeys(world.ten, "carried")
    page = as_(world.alva).post(address, form(world, fates, priority_areas="A Droger")).content.decode()
    assert "bokstaven T" in page
    assert not Succession.objects.exists()


def test_what_the_coordinator_does_not_see_is_left_alone(world, as_):
    hidden = world.activity("Hemlig", parties=[world.p, world.b], visibility="owners")
    succeed(world, as_)
    hidden.refresh_from_db()
    assert hidden.priority_area.agreement == world.agreement
    assert hidden.status == "not_started"


def test_nothing_ends_without_a_reason(world):
    with pytest.raises(ValidationError):
        Succession.objects.make(world.agreement, by=world.alva, facts={}, fates={world.ten[0]: "ended"})
