"""A joint status that somebody set: another than follows, with a reason, until it is lifted or lapses."""

import pytest
from django.core.exceptions import ValidationError

from collab.models import AuditEvent, InboxItem

REASON = "Två av fyra kvällar utan någon på plats."


@pytest.fixture
def activity(cast):
    """On track, as both its parties say."""
    made = cast.activity(parties=[cast.k, cast.p])
    for party, who in [(cast.k, cast.alva), (cast.p, cast.bo)]:
        made.commitments.get(party=party).report(status="on_track", by=who)
    made.refresh_from_db()
    return made


def judge(client, activity, **data):
    return client.post(
        f"{activity.get_absolute_url()}status/", {"status": "off_track", "reason": REASON, **data}
    )


def test_it_is_stored_in_every_grant_and_its_reason_shows(cast, as_, activity):
    judge(as_(cast.alva), activity)
    activity.refresh_from_db()
    assert (activity.status, activity.is_judged) == ("off_track", True)
    assert set(activity.grants.values_list("status", flat=True)) == {"off_track"}
    page = as_(cast.cia).get(activity.get_absolute_url()).text
    assert REASON in page
    assert "Av vad parterna rapporterar följer Enligt plan" in page
    assert "satt" in as_(cast.cia).get("/aktiviteter/?status=off_track").text
    cast.round()
    assert REASON in as_(cast.cia).get("/uppfoljning/").text
    assert REASON in as_(cast.bo).get("/inkorg/").text
    assert AuditEvent.objects.get(verb="judged").data["follows"] == "on_track"


def test_what_follows_already_and_what_has_no_reason_is_refused_at_the_field(cast, as_, activity):
    page = judge(as_(cast.alva), activity, status="on_track")
    assert "Det följer redan av vad parterna rapporterar" in str(page.context["form"].errors["status"])
    page = judge(as_(cast.alva), activity, reason="")
    assert "Skriv varför, med en mening." in page.text
    assert not activity.judgements.exists()


def test_the_coordinating_party_sets_it_and_no_other_owner(cast, as_):
    ours = cast.activity(parties=[cast.p, cast.b], lead=cast.p)
    judge(as_(cast.cia), ours)
    assert not ours.judgements.exists()
    judge(as_(cast.bo), ours)
    assert ours.judgements.get().made_by == cast.bo
    judge(as_(cast.alva), ours, status="stopped")
    assert [one.made_by for one in ours.judgements.filter(ended_at=None)] == [cast.alva]


def test_it_stays_while_parties_report_the_same_and_lapses_with_a_new_status(cast, as_, activity):
    activity.judge("off_track", reason=REASON, by=cast.alva)
    part = activity.commitments.get(party=cast.p)
    part.report(status="on_track", by=cast.bo, text="Som förut.")
    activity.refresh_from_db()
    assert activity.status == "off_track"

    part = activity.commitments.get(party=cast.p)
    part.report(status="stopped", by=cast.bo)
    activity.refresh_from_db()
    assert (activity.status, activity.is_judged) == ("stopped", False)
    assert set(activity.grants.values_list("status", flat=True)) == {"stopped"}
    assert InboxItem.objects.get(kind="lapsed").recipient == cast.alva
    assert "den gemensamma status du satte har upphört" in as_(cast.alva).get("/inkorg/").text
    assert AuditEvent.objects.filter(verb="lapsed").count() == 1


def test_lifting_lets_it_follow_again(cast, as_, activity):
    activity.judge("cancelled", reason=REASON, by=cast.alva)
    as_(cast.alva).post(f"{activity.get_absolute_url()}status/lyft/")
    activity.refresh_from_db()
    assert (activity.status, activity.is_judged) == ("on_track", False)
    assert AuditEvent.objects.get(verb="unjudged").actor == cast.alva
    with pytest.raises(ValidationError):
        activity.lift_judgement(by=cast.alva)


def test_setting_it_is_no_edit_that_another_save_loses(cast, as_, activity):
    version = activity.version
    activity.judge("off_track", reason=REASON, by=cast.alva)
    activity.refresh_from_db()
    assert activity.version == version


def test_judged_to_be_done_it_still_lacks_the_reports_of_its_open_parts(cast, as_, activity):
    cast.round()
    judged = cast.activity("Bedömd som klar")
    judged.judge("done", reason=REASON, by=cast.alva)
    page = as_(cast.alva).get("/aktiviteter/?state=missing").content.decode()
    assert "Bedömd som klar" in page
    for part in judged.commitments.all():
        part.report(status="done", by=part.contact, in_round=cast.agreement.rounds.get())
    assert "Bedömd som klar" not in as_(cast.alva).get("/aktiviteter/?state=missing").content.decode()


def test_the_overview_says_why_it_was_set(cast, as_, activity):
    activity.judge("stopped", reason=REASON, by=cast.alva)
    page = as_(cast.alva).get("/").content.decode()
    [row] = [one for one in page.split("<li>") if "list__why" in one and activity.title in one]
    assert REASON.rstrip(".") in row
