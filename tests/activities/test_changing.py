"""Changing what was planned: the text, the dates, who coordinates, who takes part, who sees it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from activities.models import Activity, Commitment
from collab.clock import today
from collab.models import AuditEvent, InboxItem


def edit(activity, **fields):
    """The edit form as a browser sends it."""
    lead = activity.commitments.get(is_lead=True).party
    return {
        "title": activity.title,
        "goal": activity.goal,
        "due_on": activity.due_on.isoformat(),
        "areas": [area.public_id for area in activity.areas.all()],
        "lead": lead.public_id,
        "version": activity.version,
        **fields,
    }


def url(row, *end):
    return "/".join([row.get_absolute_url().split("#")[0].rstrip("/"), *end, ""])


def verbs(activity):
    return list(AuditEvent.objects.about(activity).order_by("pk").values_list("verb", flat=True))


def test_the_coordinating_party_changes_the_text_and_it_is_recorded(cast, as_):
    activity = cast.activity()
    as_(cast.alva).post(
        url(activity, "redigera"), edit(activity, title="Mer ljus", areas=[cast.town.public_id])
    )
    activity.refresh_from_db()
    assert activity.title == "Mer ljus"
    assert list(activity.areas.all()) == [cast.town]
    assert verbs(activity) == ["changed", "placed"]
    assert AuditEvent.objects.about(activity).last().data["fields"] == ["title"]


def test_a_party_that_only_takes_part_does_not_change_the_shared_text(cast, as_):
    activity = cast.activity()
    for who in (cast.bo, cast.lea, cast.rut, cast.cia):
        as_(who).post(url(activity, "redigera"), edit(activity, title="Annat"))
    activity.refresh_from_db()
    assert activity.title == "Ljus på vägen"


def test_moving_the_end_date_keeps_the_old_one_visible(cast, as_):
    activity = cast.activity()
    before, later = activity.due_on, today() + timedelta(days=200)
    as_(cast.alva).post(url(activity, "redigera"), edit(activity, due_on=later.isoformat()))
    activity.refresh_from_db()
    assert (activity.due_on, activity.moved_from) == (later, before)
    assert set(activity.grants.values_list("due_on", flat=True)) == {later}
    assert "flyttat" in as_(cast.bo).get(activity.get_absolute_url()).text


def test_a_date_may_stay_in_the_past_but_not_be_moved_there(cast, as_):
    activity = cast.activity(due_in=-5)
    as_(cast.alva).post(url(activity, "redigera"), edit(activity, title="Sen men kvar"))
    activity.refresh_from_db()
    assert activity.title == "Sen men kvar"
    gone = (today() - timedelta(days=1)).isoformat()
    page = as_(cast.alva).post(url(activity, "redigera"), edit(activity, due_on=gone))
    assert "Välj ett datum från och med i dag" in page.text


def test_a_save_on_an_old_version_shows_both_texts_and_loses_neither(cast, as_):
    activity = cast.activity()
    old = edit(activity, title="Min text")
    as_(cast.alva).post(url(activity, "redigera"), edit(activity, title="Deras text"))
    page = as_(cast.alva).post(url(activity, "redigera"), old)
    assert "Deras text" in page.text
    assert "Min text" in page.text
    activity.refresh_from_db()
    assert activity.title == "Deras text"


def test_another_owning_party_can_coordinate(cast, as_):
    activity = cast.activity()
    as_(cast.alva).post(url(activity, "redigera"), edit(activity, lead=cast.p.public_id))
    assert activity.commitments.get(is_lead=True).party == cast.p
    assert Activity.objects.for_actor(cast.bo, "change").get() == activity
    assert "handed_over" in verbs(activity)
    # K keeps the collaboration, so its coordinator may still change it; a contact of K may not.
    assert Activity.objects.for_actor(cast.alva, "change").exists()
    kim = cast.person("Kim Kvist", cast.k, "contact")
    assert not Activity.objects.for_actor(kim, "change").exists()


def test_a_party_that_owns_no_part_cannot_coordinate(cast, as_):
    activity = cast.activity()
    as_(cast.alva).post(url(activity, "redigera"), edit(activity, lead=cast.b.public_id))
    assert activity.commitments.get(is_lead=True).party == cast.k


def test_one_more_party_is_taken_in_and_told(cast, as_):
    activity = cast.activity()
    cast.person("Lo Lundin", cast.b, "lead")
    data = {"party": cast.b.public_id, "text": "Låsa portar", "due_on": activity.due_on.isoformat()}
    as_(cast.alva).post(url(activity, "del", "ny"), data)
    part = activity.commitments.get(party=cast.b)
    assert part.text == "Låsa portar"
    assert Commitment.objects.for_actor(cast.cia, "report").get() == part
    assert InboxItem.objects.filter(kind="offered", recipient__party=cast.b).count() == 1
    assert "joined" in verbs(activity)


def test_neither_an_observer_nor_an_outsider_nor_a_party_twice_is_taken_in(cast, as_):
    activity = cast.activity()
    for party in (cast.o, cast.r, cast.p):
        data = {"party": party.public_id, "text": "Nej", "due_on": activity.due_on.isoformat()}
        as_(cast.alva).post(url(activity, "del", "ny"), data)
        assert activity.commitments.count() == 2


def test_a_party_changes_its_own_part_and_no_other(cast, as_):
    activity = cast.activity()
    mine, theirs = (activity.commitments.get(party=party) for party in (cast.p, cast.k))
    sooner = (activity.due_on - timedelta(days=5)).isoformat()
    for part in (mine, theirs):
        data = {"text": "Nytt", "contact": cast.lea.public_id, "due_on": sooner, "version": part.version}
        as_(cast.bo).post(f"/delar/{part.public_id}/", data)
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.text, mine.contact, mine.moved_from) == ("Nytt", cast.lea, activity.due_on)
    assert theirs.text != "Nytt"


def test_an_own_date_after_the_activitys_is_refused(cast, as_):
    activity = cast.activity()
    part = activity.commitments.get(party=cast.p)
    later = (activity.due_on + timedelta(days=1)).isoformat()
    page = as_(cast.bo).post(
        f"/delar/{part.public_id}/", {"text": "Nytt", "due_on": later, "version": part.version}
    )
    assert "Aktiviteten slutar" in page.text
    part.refresh_from_db()
    assert part.due_on == activity.due_on


def test_a_party_is_taken_out_and_sees_no_more_of_what_only_owners_see(cast, as_):
    activity = cast.activity(visibility="owners")
    part = activity.commitments.get(party=cast.p)
    as_(cast.alva).post(f"/delar/{part.public_id}/ta-bort/")
    assert [c.party for c in activity.commitments.all()] == [cast.k]
    assert not Activity.objects.for_actor(cast.bo).exists()
    assert "left" in verbs(activity)


def test_the_coordinating_party_and_what_is_reported_stay(cast, as_):
    activity = cast.activity()
    lead, part = (activity.commitments.get(party=party) for party in (cast.k, cast.p))
    part.report(status="on_track", by=cast.bo)
    for row, words in ((lead, "låt först en annan part samordna"), (part, "Parten har rapporterat")):
        page = as_(cast.alva).post(f"/delar/{row.public_id}/ta-bort/")
        assert words in page.text
        with pytest.raises(ValidationError):
            row.withdraw(by=cast.alva)
    assert activity.commitments.count() == 2


def test_a_party_does_not_take_itself_out(cast, as_):
    part = cast.activity().commitments.get(party=cast.p)
    as_(cast.bo).post(f"/delar/{part.public_id}/ta-bort/")
    assert Commitment.objects.filter(pk=part.pk).exists()


def test_narrowing_who_sees_it_takes_it_from_the_others_at_once(cast, as_):
    activity = cast.activity()
    assert Activity.objects.for_actor(cast.cia).exists()
    as_(cast.alva).post(url(activity, "dela"), {"visibility": "owners"})
    assert not Activity.objects.for_actor(cast.cia).exists()
    assert Activity.objects.for_actor(cast.bo).exists()
    assert "shared" in verbs(activity)


def test_publishing_a_draft_asks_for_what_a_plan_asks_for_and_tells_the_parties(cast, as_):
    draft = Activity.objects.plan(
        priority_area=cast.safe,
        title="Idé",
        visibility="draft",
        by=cast.bo,
        parts=[{"party": cast.p, "text": "Vår del"}, {"party": cast.k, "text": "", "contact": cast.alva}],
    )
    page = as_(cast.bo).post(url(draft, "dela"), {"visibility": "parties"})
    assert "Skriv vad Ekby kommun ska göra" in page.text
    draft.refresh_from_db()
    assert draft.is_draft

    draft.commitments.get(party=cast.k).change(by=cast.bo, text="Er del")
    as_(cast.bo).post(url(draft, "dela"), {"visibility": "parties"})
    draft.refresh_from_db()
    assert draft.visibility == "parties"
    # P has chosen no contact, so its lead is told.
    assert {(item.recipient, item.kind) for item in InboxItem.objects.all()} == {
        (cast.alva, "offered"),
        (cast.lea, "planned"),
    }
    assert Commitment.objects.for_actor(cast.alva, "report").count() == 1


def test_what_others_own_is_never_a_draft_again(cast):
    activity = cast.activity()
    with pytest.raises(ValidationError):
        activity.share("draft", by=cast.alva)
    activity.refresh_from_db()
    assert activity.visibility == "parties"


def test_a_draft_that_moves_to_another_priority_area_gets_its_letter(cast, as_):
    draft = cast.activity(parties=[cast.p], visibility="draft")
    assert draft.code.startswith("T-")
    as_(cast.bo).post(url(draft, "redigera"), edit(draft, priority_area=cast.drugs.pk))
    draft.refresh_from_db()
    assert draft.priority_area == cast.drugs
    assert draft.code.startswith("A-")


def test_the_page_tells_its_whole_history_in_words(cast, as_):
    activity = cast.activity()
    activity.commitments.get(party=cast.p).report(status="stopped", by=cast.bo)
    activity.change(by=cast.alva, title="Nytt namn")
    page = as_(cast.lea).get(activity.get_absolute_url()).text
    assert f"satte sin del av {activity.code} till Stoppad" in page
    assert f"redigerade {activity.code}" in page
