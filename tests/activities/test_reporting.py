"""Reporting one's own part: a status, a sentence, one effect."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from activities.models import Commitment, FollowUpReport
from collab.clock import now, today
from collab.models import AuditEvent, InboxItem, Membership


def part(activity, party):
    return activity.commitments.get(party=party)


def test_a_contact_reports_and_the_joint_status_follows(cast, as_):
    activity, current = cast.activity(), cast.round()
    mine = part(activity, cast.p)
    response = as_(cast.bo).post(
        mine.get_report_url(), {"status": "stopped", "text": "Inget ljus än.", "needs": "Pengar"}, follow=True
    )

    report = FollowUpReport.objects.get()
    assert (report.commitment, report.round, report.reported_by) == (mine, current, cast.bo)
    assert (report.text, report.needs) == ("Inget ljus än.", "Pengar")
    mine.refresh_from_db()
    activity.refresh_from_db()
    assert mine.status == activity.status == "stopped"
    assert "Rapporten är skickad" in response.text
    assert AuditEvent.objects.get(verb="reported").party == cast.p


def test_opening_the_form_with_a_status_changes_nothing(cast, as_):
    mine = part(cast.activity(), cast.p)
    page = as_(cast.bo).get(f"{mine.get_report_url()}?status=on_track")

    assert page.text.count(" checked") == 1
    assert 'value="on_track"' in page.text
    assert FollowUpReport.objects.count() == 0
    mine.refresh_from_db()
    assert mine.status == "not_started"
    assert " checked" not in as_(cast.bo).get(f"{mine.get_report_url()}?status=nonsense").text


def test_nobody_but_the_partys_own_staff_reports_it(cast, as_):
    activity = cast.activity()
    reader = cast.person("Pia Palm", cast.p, "reader")
    mine = part(activity, cast.p)
    for who in (cast.alva, cast.rut, cast.cia, cast.omar, reader):
        as_(who).post(mine.get_report_url(), {"status": "done"})
    assert FollowUpReport.objects.count() == 0
    as_(cast.lea).post(mine.get_report_url(), {"status": "done"})
    assert FollowUpReport.objects.get().reported_by == cast.lea


def test_a_form_sent_twice_has_one_effect(cast, as_):
    mine = part(cast.activity(), cast.p)
    browser = as_(cast.bo)
    key = browser.get(mine.get_report_url()).context["form"]["submission"].value()
    for _ in range(2):
        browser.post(mine.get_report_url(), {"status": "on_track", "submission": str(key)})
    assert FollowUpReport.objects.count() == 1
    assert AuditEvent.objects.filter(verb="reported").count() == 1


def test_in_a_round_a_new_report_rewrites_the_one_and_the_form_shows_it(cast, as_):
    mine, _ = part(cast.activity(), cast.p), cast.round()
    as_(cast.bo).post(mine.get_report_url(), {"status": "on_track", "text": "Först"})
    assert "Först" in as_(cast.bo).get(mine.get_report_url()).text
    as_(cast.lea).post(mine.get_report_url(), {"status": "done", "text": "Sedan"})

    report = FollowUpReport.objects.get()
    assert (report.status, report.text, report.reported_by) == ("done", "Sedan", cast.lea)
    assert report.versions.count() == 2


def test_outside_rounds_every_report_stands(cast, as_):
    mine = part(cast.activity(), cast.p)
    for status in ("on_track", "off_track"):
        as_(cast.bo).post(mine.get_report_url(), {"status": status})
    assert list(FollowUpReport.objects.values_list("status", "round")) == [
        ("off_track", None),
        ("on_track", None),
    ]


def test_a_closed_round_takes_no_report(cast):
    mine, current = part(cast.activity(), cast.p), cast.round(closed_at=now())
    with pytest.raises(ValidationError):
        mine.report(status="on_track", by=cast.bo, in_round=current)
    assert mine.round_to_report() is None


def test_a_new_date_keeps_the_old_one_visible(cast, as_):
    activity = cast.activity(due_in=10)
    mine, later = part(activity, cast.p), today() + timedelta(days=40)
    before = mine.due_on
    as_(cast.bo).post(mine.get_report_url(), {"status": "off_track", "new_due_on": later.isoformat()})

    mine.refresh_from_db()
    assert (mine.due_on, mine.moved_from) == (later, before)
    report = mine.reports.get()
    assert (report.old_due_on, report.new_due_on) == (before, later)
    assert "flyttat" in as_(cast.alva).get(activity.get_absolute_url()).text


def test_a_rewritten_report_keeps_the_move_of_the_first(cast, as_):
    mine, _ = part(cast.activity(due_in=10), cast.p), cast.round()
    before, later = mine.due_on, today() + timedelta(days=40)
    as_(cast.bo).post(mine.get_report_url(), {"status": "off_track", "new_due_on": later.isoformat()})
    as_(cast.bo).post(mine.get_report_url(), {"status": "off_track", "text": "Samma datum"})
    report = mine.reports.get()
    assert (report.old_due_on, report.new_due_on) == (before, later)


def test_a_date_that_has_passed_is_refused_and_what_is_written_stays(cast, as_):
    mine = part(cast.activity(), cast.p)
    data = {"status": "off_track", "text": "Vi väntar.", "new_due_on": today().isoformat()}
    page = as_(cast.bo).post(mine.get_report_url(), data)
    assert FollowUpReport.objects.count() == 0
    assert "Vi väntar." in page.text
    assert "Välj ett datum efter i dag" in page.text
    assert "<title>Fel:" in page.text


def test_what_is_needed_is_kept_only_when_it_does_not_go_as_planned(cast, as_):
    mine = part(cast.activity(), cast.p)
    later = (today() + timedelta(days=400)).isoformat()
    as_(cast.bo).post(mine.get_report_url(), {"status": "done", "needs": "Pengar", "new_due_on": later})
    report = FollowUpReport.objects.get()
    assert (report.needs, report.new_due_on) == ("", None)


def test_personal_data_is_stopped_and_what_is_written_stays(cast, as_):
    mine = part(cast.activity(), cast.p)
    page = as_(cast.bo).post(
        mine.get_report_url(), {"status": "on_track", "text": "Träffade 19640823-3234 i dag"}
    )
    assert FollowUpReport.objects.count() == 0
    assert "personnummer" in page.text
    assert "Träffade 19640823-3234 i dag" in page.text


def test_a_change_of_status_is_told_to_the_other_parties_and_the_same_again_is_not(cast, as_):
    mine, _ = part(cast.activity(), cast.p), cast.round()
    for _ in range(2):
        as_(cast.bo).post(mine.get_report_url(), {"status": "off_track"})
    item = InboxItem.objects.get(kind="reported")
    assert item.recipient == cast.alva
    assert item.mail is None


def test_after_a_report_the_next_one_that_is_missing_is_offered(cast, as_):
    first, second = cast.activity(due_in=5), cast.activity("Nästa sak", due_in=9)
    cast.activity("Inte vår", parties=[cast.k, cast.b])
    cast.round()
    browser = as_(cast.bo)
    page = browser.get(part(first, cast.p).get_report_url())
    assert "Rapport 1 av 2" in page.text
    page = browser.post(part(first, cast.p).get_report_url(), {"status": "on_track"}, follow=True)
    assert part(second, cast.p).get_report_url() in page.text
    assert "En rapport kvar" in page.text
    page = browser.post(part(second, cast.p).get_report_url(), {"status": "on_track"}, follow=True)
    assert "Du har rapporterat allt som efterfrågas" in page.text


def test_a_draft_is_not_reported_and_not_missing(cast):
    draft, current = cast.activity(visibility="draft"), cast.round()
    assert Commitment.objects.for_actor(cast.alva, "report").count() == 0
    assert Commitment.objects.missing_report([current]).count() == 0
    draft.share("parties", by=cast.alva)
    assert Commitment.objects.for_actor(cast.alva, "report").count() == 1
    # The other party owes nothing for a part it has yet to take.
    assert [part.party for part in Commitment.objects.missing_report([current])] == [cast.k]
    draft.offers.get(party=cast.p).accept(by=cast.bo)
    assert Commitment.objects.missing_report([current]).count() == 2


def test_the_same_person_reports_as_the_party_acted_for(cast, as_):
    activity = cast.activity()
    twice = Membership.objects.create(user=cast.bo.user, party=cast.k, role="contact", starts_on=today())
    browser = as_(cast.bo)
    session = browser.session
    session["acting_as"] = twice.pk
    session.save()
    browser.post(part(activity, cast.p).get_report_url(), {"status": "done"})
    assert FollowUpReport.objects.count() == 0
    browser.post(part(activity, cast.k).get_report_url(), {"status": "done"})
    assert FollowUpReport.objects.get().reported_by == twice
