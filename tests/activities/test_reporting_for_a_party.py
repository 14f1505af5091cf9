"""På uppdrag av: the coordinator reports for a party that asked; marked as such, told, and open to be corrected."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from activities.models import FollowUpReport
from collab.models import AuditEvent, InboxItem, OutgoingMail

ASKED = "Bo, per telefon i dag"


@pytest.fixture
def part(cast):
    cast.asking = cast.round()
    return cast.activity(parties=[cast.k, cast.p, cast.b]).commitments.get(party=cast.p)


def send(client, part, **data):
    return client.post(part.get_report_for_url(), {"status": "off_track", "on_behalf": ASKED, **data})


def test_the_coordinator_reports_and_it_shows_wherever_the_report_does(cast, as_, part):
    answer = send(as_(cast.alva), part, text="Armaturerna är sena.")
    assert answer.url.startswith(cast.asking.get_absolute_url())
    report = FollowUpReport.objects.get()
    assert (report.commitment, report.round, report.reported_by) == (part, cast.asking, cast.alva)
    part.refresh_from_db()
    assert part.status == "off_track"

    activity = part.activity
    page = as_(cast.cia).get(activity.get_absolute_url()).text
    assert "på uppdrag av" in page
    assert ASKED in page
    assert "på uppdrag" in as_(cast.cia).get("/uppfoljning/").text
    assert "Infört av samordnaren på partens uppdrag." in as_(cast.cia).get("/inkorg/").text
    assert AuditEvent.objects.get(verb="reported_for").actor == cast.alva
    assert "på partens uppdrag" in as_(cast.alva).get("/handelselogg/").text
    assert "rapporterade på uppdrag av Polisen i Ekby" in page


def test_the_party_is_told_and_may_correct_it_while_the_round_is_open(cast, as_, part):
    send(as_(cast.alva), part, text="Armaturerna är sena.")
    item = InboxItem.objects.get(kind="reported_for")
    assert item.recipient == cast.bo
    OutgoingMail.objects.send_waiting()
    assert [letter.subject for letter in mail.outbox] == ["Er del har rapporterats på ert uppdrag"]
    assert "på ert uppdrag" in as_(cast.bo).get("/inkorg/").text

    page = as_(cast.bo).get(part.get_report_url()).text
    assert ASKED in page
    assert "Armaturerna är sena." in page
    as_(cast.bo).post(part.get_report_url(), {"status": "on_track", "text": "De kom i tid."})
    report = FollowUpReport.objects.get()
    assert (report.text, report.on_behalf, report.reported_by) == ("De kom i tid.", "", cast.bo)
    assert report.versions.count() == 2


def test_who_asked_and_how_must_be_told(cast, as_, part):
    page = send(as_(cast.alva), part, on_behalf="")
    assert "Skriv vem hos parten som bad om det, och hur." in page.text
    page = send(as_(cast.alva), part, on_behalf="Bo på 070-123 45 67")
    assert "telefonnummer" in page.text
    assert FollowUpReport.objects.count() == 0


def test_nobody_but_the_coordinator_reports_for_another_party(cast, as_, part):
    lead = part.activity.commitments.get(party=cast.k)
    for who in (cast.rut, cast.ada, cast.bo, cast.lea, cast.cia, cast.omar):
        send(as_(who), part)
        send(as_(who), lead)
    assert FollowUpReport.objects.count() == 0
    for how in ({}, {"on_behalf": ASKED}):
        with pytest.raises(ValidationError):
            part.report(status="done", by=cast.cia, **how)
    with pytest.raises(ValidationError):
        part.report(status="done", by=cast.alva)
    assert FollowUpReport.objects.count() == 0


def test_what_the_coordinator_may_not_see_it_cannot_report(cast, as_, part):
    hidden = cast.activity("Hemlig", parties=[cast.p], visibility="owners").commitments.get()
    assert send(as_(cast.alva), hidden).status_code == 404
    assert FollowUpReport.objects.count() == 0


def test_the_own_part_is_reported_as_one_s_own(cast, as_, part):
    mine = part.activity.commitments.get(party=cast.k)
    assert as_(cast.alva).get(mine.get_report_for_url()).url == mine.get_report_url()
    page = send(as_(cast.alva), mine)
    assert "Det här är er egen del" in page.text
    assert FollowUpReport.objects.count() == 0


def test_the_next_that_is_missing_follows_until_none_is(cast, as_, part):
    browser = as_(cast.alva)
    answer = send(browser, part, next="1")
    other = part.activity.commitments.get(party=cast.b)
    own = part.activity.commitments.get(party=cast.k)
    assert own.get_report_url() in answer.url or other.get_report_for_url() in answer.url
    browser.post(own.get_report_url(), {"status": "on_track"})
    answer = send(browser, other, next="1")
    assert answer.url.startswith(cast.asking.get_absolute_url())


def test_the_own_part_reported_from_the_round_leads_back_there_and_else_to_its_receipt(cast, as_, part):
    own = part.activity.commitments.get(party=cast.k)
    browser, asked = as_(cast.alva), {"status": "on_track", "round": cast.asking.public_id}
    from_round = browser.get(f"{own.get_report_url()}?round={cast.asking.public_id}&back=round").text
    assert "Tillbaka till omgången" in from_round
    assert "Tillbaka till omgången" not in browser.get(own.get_report_url()).text
    answer = browser.post(own.get_report_url(), {**asked, "back": "round"})
    assert answer.url == f"{cast.asking.get_absolute_url()}#{part.activity.public_id}"
    answer = browser.post(own.get_report_url(), asked)
    assert answer.url == f"{own.get_report_url()}skickad/"
