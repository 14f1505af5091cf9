"""Freezing a report: a version that nothing changes, what has changed since, opening it again, and publishing it."""

import hashlib
import io

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from docx import Document

from activities.models import Publication, Snapshot
from activities.models.snapshot import digest
from activities.snapshots.changes import changes
from activities.snapshots.freezing import freeze
from activities.snapshots.setting import set_pdf
from collab.models import AuditEvent, InboxItem
from tests.activities.report_work import report, work_of

QUERIES_OF_THE_LIST = 11


@pytest.fixture
def work(cast):
    return work_of(cast)


@pytest.fixture
def frozen(work):
    """The report of the round, frozen by Alva, with its PDF."""
    made = freeze(work.agreement, one_round=work.term, dnr="KS-2026/123", by=work.alva)
    set_pdf(made.pk)
    return Snapshot.objects.get(pk=made.pk)


def refused(change):
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        change()


def test_it_is_kept_with_its_day_number_and_checksums_and_who_froze_it_is_told(work, frozen):
    assert (frozen.number, frozen.dnr) == (1, "KS-2026/123")
    assert frozen.content_sha256 == digest(frozen.content)
    assert frozen.pdf_sha256 == hashlib.sha256(bytes(frozen.pdf)).hexdigest()
    assert InboxItem.objects.get(kind="report_frozen").recipient == work.alva
    assert AuditEvent.objects.get(verb="frozen").data["sha256"] == frozen.content_sha256


def test_the_database_refuses_every_change_of_it(work, frozen):
    rows = Snapshot.objects.filter(pk=frozen.pk)
    refused(lambda: rows.update(content={}))
    refused(lambda: rows.update(pdf=b"other", pdf_sha256="0"))
    refused(lambda: rows.update(dnr="other"))
    refused(rows.delete)
    frozen.publish(by=work.alva)
    refused(Publication.objects.all().delete)


def test_the_pdf_is_set_once_and_nothing_else_with_it(work):
    made = freeze(work.agreement, one_round=work.term, by=work.alva)
    rows = Snapshot.objects.filter(pk=made.pk)
    refused(lambda: rows.update(pdf=b"%PDF", pdf_sha256="0", dnr="other"))
    assert set_pdf(made.pk)
    assert not set_pdf(made.pk)


def test_what_is_changed_afterwards_changes_no_byte_and_is_named(work, as_, frozen):
    before = as_(work.bo).get(f"{frozen.get_absolute_url()}rapport.pdf").content
    report(work, work.one, work.p, work.bo, "off_track", "Stolparna dröjer.")
    work.one.refresh_from_db()
    work.one.change(by=work.alva, title="Ljus på hela vägen")
    client = as_(work.bo)
    page = client.get(frozen.get_absolute_url()).text
    assert "Läget har ändrats sedan dess: 4 poster." in page or "Läget har ändrats sedan dess" in page
    told = {one.what: (one.before, one.after) for one in changes(frozen, work.bo)}
    name = f"{work.one.code} Ljus på hela vägen"
    assert told[f"{name}: titel"] == ("Ljus på vägen", "Ljus på hela vägen")
    assert told[f"{name}: gemensam status"] == ("Enligt plan", "Avviker") or any(
        "status" in key for key in told
    )
    assert all(one.at for one in changes(frozen, work.bo))
    assert client.get(f"{frozen.get_absolute_url()}rapport.pdf").content == before
    assert "Ljus på vägen" in page


def test_it_is_frozen_again_only_after_it_is_opened_and_the_first_version_stays(work, frozen):
    with pytest.raises(ValidationError):
        freeze(work.agreement, one_round=work.term, by=work.alva)
    frozen.reopen(note="Polisens siffror kom sent.", by=work.alva)
    second = freeze(work.agreement, one_round=work.term, by=work.alva)
    assert (second.number, Snapshot.objects.get(pk=frozen.pk).content) == (2, frozen.content)
    assert AuditEvent.objects.get(verb="reopened").data["note"] == "Polisens siffror kom sent."


def test_one_freezes_in_the_page_and_the_worker_makes_the_pdf(work, as_, django_capture_on_commit_callbacks):
    client = as_(work.alva)
    where = f"/rapporter/utkast/{work.agreement.public_id}/frys/?round={work.term.public_id}"
    answer = client.post(where, {"dnr": "KS-2026/9"})
    made = Snapshot.objects.get()
    assert answer.url == made.get_absolute_url()
    assert "PDF:en görs" in client.get(answer.url).text
    assert client.get(f"{answer.url}rapport.pdf").status_code == 404
    set_pdf(made.pk)
    assert client.get(f"{answer.url}rapport.pdf").content[:5] == b"%PDF-"


def test_it_is_read_and_taken_out_in_the_language_it_was_frozen_in(work, as_, frozen):
    client = as_(work.bo, language="en")
    page = client.get(frozen.get_absolute_url()).text
    article = page.split('<article lang="sv">')[1].split("</article>")[0]
    assert "Download PDF" in page
    assert "Vad varje mening vilar på" in article
    assert "Enligt plan" in article
    assert "Version 1, fryst" in article
    assert "On track" not in article
    file = Document(io.BytesIO(client.get(f"{frozen.get_absolute_url()}rapport.docx").content))
    assert "Sent, och varför" in [p.text for p in file.paragraphs]
    draft = client.get(f"/rapporter/utkast/{work.agreement.public_id}/").text
    assert '<article lang="en">' in draft
    assert "On track" in draft
    draft = client.get(f"/rapporter/utkast/{work.agreement.public_id}/rapport.docx").content
    assert "Late, and why" in [p.text for p in Document(io.BytesIO(draft)).paragraphs]


def elected(cast):
    """Make Eli's observing party see the agreement."""
    cast.agreement.admit(cast.o, by=cast.alva)
    return cast.eli


def test_elected_representatives_read_what_is_published_and_nothing_of_what_is_not(work, as_, frozen):
    client = as_(elected(work))
    assert client.get(frozen.get_absolute_url()).status_code == 404
    assert client.get(f"/rapporter/utkast/{work.agreement.public_id}/").status_code == 403
    frozen.publish(by=work.alva)
    report(work, work.one, work.p, work.bo, "off_track", "Stolparna dröjer.")
    page = client.get(frozen.get_absolute_url()).text
    assert "Ljus på vägen" in page
    assert "Läget har ändrats" not in page
    assert work.one.get_absolute_url() not in page
    assert str(frozen) in client.get("/").text
    assert InboxItem.objects.filter(kind="report_published", recipient=work.eli).exists()


def test_it_is_published_once_and_only_with_its_pdf(work):
    made = freeze(work.agreement, by=work.alva)
    with pytest.raises(ValidationError):
        made.publish(by=work.alva)
    set_pdf(made.pk)
    made = Snapshot.objects.get(pk=made.pk)
    made.publish(by=work.alva)
    with pytest.raises(ValidationError):
        Snapshot.objects.get(pk=made.pk).publish(by=work.alva)


def test_a_reader_goes_from_the_report_to_what_it_rests_on_and_back(work, as_, frozen):
    client = as_(work.cia)
    page = client.get(frozen.get_absolute_url()).text
    told = work.one.commitments.get(party=work.k).reports.get()
    assert f"{work.one.get_absolute_url()}#{told.anchor}" in page
    assert "Ingår i rapporten" in client.get(work.one.get_absolute_url()).text
    work.one.share("owners", by=work.alva)
    page = client.get(frozen.get_absolute_url()).text
    assert work.one.get_absolute_url() not in page
    assert "Ljus på vägen" in page


def test_the_list_asks_the_same_questions_however_many_reports_there_are(work, as_, frozen):
    client = as_(work.bo)
    client.get("/rapporter/")
    with CaptureQueriesContext(connection) as one:
        client.get("/rapporter/")
    frozen.publish(by=work.alva)
    for note in ("Igen.", "Och igen."):
        Snapshot.objects.first().reopen(note=note, by=work.alva)
        freeze(work.agreement, one_round=work.term, by=work.alva)
    with CaptureQueriesContext(connection) as several:
        page = client.get("/rapporter/").text
    assert page.count("version ") == 3
    assert len(several) == len(one) == QUERIES_OF_THE_LIST


def test_what_is_said_when_it_is_done_is_in_the_readers_language(work, as_):
    where = f"/rapporter/utkast/{work.agreement.public_id}/frys/"
    page = as_(work.alva, language="en").post(where, {"dnr": ""}, follow=True).text
    assert "The report is frozen. Its PDF is being made" in page
    assert "Rapporten är fryst" not in page


def test_it_is_opened_again_once(work):
    made = freeze(work.agreement, one_round=work.term, by=work.alva)
    made.reopen(note="Nytt läge.", by=work.alva)
    with pytest.raises(ValidationError, match="redan"):
        made.reopen(note="En gång till.", by=work.alva)
    assert Snapshot.objects.get(pk=made.pk).reopening.note == "Nytt läge."
