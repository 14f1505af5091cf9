"""A document is seen by no more people than its row; its bytes are given only with the right, and never shown."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.models import Activity, ReportAttachment
from collab.documents.examining import examine
from collab.models import AuditEvent, Document
from tests.collab.documents.files import GOOD, office, pdf

pytestmark = pytest.mark.django_db
NEW = pdf(b"/Lang(sv)")
DOCX = "Åtgärdsplan höst 2026.docx"


def bytes_of(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_whoever_sees_the_row_gets_the_file_as_an_attachment_that_runs_nowhere(cast, document, as_):
    answer = as_(cast.cia).get(document.get_file_url())
    assert bytes_of(answer) == pdf()
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''Plan%20f%C3%B6r%20h%C3%B6sten.pdf"
    )
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["Content-Length"] == str(len(pdf()))


@pytest.mark.parametrize("name", GOOD)
def test_no_kind_of_file_is_ever_answered_inline(cast, attach, as_, name):
    attach(cast.bo, cast.activity(), name, GOOD[name])
    answer = as_(cast.alva).get(Document.objects.get().get_file_url())
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "html" not in answer.headers["Content-Type"]
    bytes_of(answer)


def test_a_head_request_says_the_same_without_the_bytes(cast, document, as_):
    get, head = (getattr(as_(cast.cia), way)(document.get_file_url()) for way in ("get", "head"))
    assert dict(head.headers.items()) == dict(get.headers.items())
    # The server keeps the body of an answer to HEAD to itself; the test client takes it away only where it is whole.
    bytes_of(get)
    bytes_of(head)


def test_a_range_or_a_condition_is_answered_with_the_whole_file(cast, document, as_):
    for headers in (
        {"Range": "bytes=0-3"},
        {"If-None-Match": "*"},
        {"If-Modified-Since": "Tue, 01 Jan 2030 00:00:00 GMT"},
    ):
        answer = as_(cast.cia).get(document.get_file_url(), headers=headers)
        assert (answer.status_code, bytes_of(answer)) == (200, pdf())
        assert answer.headers["Accept-Ranges"] == "none"


def ways_to(document, key):
    """Twenty forms of path to a file."""
    own, file = document.public_id, document.get_file_url()
    return [
        file, file + "1/", file + "0/", file + "2/", file.rstrip("/"), file + "?version=1",
        file.replace("/fil/", "//fil/"),
        file.replace("dokument", "%64okument"), f"/dokument/{own}/", f"/dokument/{own}/fil/../fil/",
        f"/dokument/{own}/fil/1/..",
        f"/_protected/{key[:2]}/{key}", f"/static/../documents/{key[:2]}/{key}", f"/media/{key}",
        f"/uploads/documents/{key[:2]}/{key}",
        f"/documents/{key[:2]}/{key}", f"/dokument/{key}/fil/", f"/dokument/{document.pk}/fil/",
        f"/dokument/{own.upper()}/fil/",
        f"/static/%2e%2e/documents/{key[:2]}/{key}", f"/dokument/{own}/redigera/", f"/dokument/{own}/fil/1/%00",
    ]  # fmt: skip


WAYS = [
    ("get", {}),
    ("get", {"Range": "bytes=0-9"}),
    ("get", {"If-None-Match": '"x"'}),
    ("head", {}),
    ("post", {}),
]


@pytest.mark.parametrize("who", ["omar", "zoe", "eli", None])
def test_no_form_of_path_gives_a_byte_without_the_right(cast, document, as_, who):
    cast.neighbour()
    client = as_(getattr(cast, who) if who else None)
    found = ways_to(document, document.newest.key)
    assert len(found) >= 20
    for path in found:
        for way, headers in WAYS:
            answer = getattr(client, way)(path, headers=headers)
            body = bytes_of(answer)
            assert answer.status_code in {301, 302, 403, 404, 405}, path
            assert b"%PDF" not in body, path
            assert "Plan för hösten" not in body.decode()


def test_a_document_on_a_hidden_row_is_in_no_list_and_no_count(cast, attach, as_):
    hidden = cast.activity("Hemligt", visibility=Activity.Visibility.OWNERS)
    attach(cast.bo, hidden, "hemlig.pdf", title="Hemlig bilaga")
    document = Document.objects.get()
    assert not Document.objects.for_actor(cast.cia).exists()
    assert as_(cast.cia).get(document.get_absolute_url()).status_code == 404
    assert as_(cast.cia).get(document.get_file_url()).status_code == 404
    assert Document.objects.for_actor(cast.alva).get() == document


def test_the_right_goes_with_the_row(cast, document, as_):
    client = as_(cast.cia)
    bytes_of(client.get(document.get_file_url()))
    cast.shared.share(Activity.Visibility.OWNERS, by=cast.alva)
    assert client.get(document.get_file_url()).status_code == 404
    assert client.get(document.get_file_url() + "1/").status_code == 404


def test_a_document_for_the_own_party_is_unknown_to_the_others(cast, attach, as_):
    activity = cast.activity()
    attach(cast.bo, activity, title="Bara för oss", audience="party")
    document = Document.objects.get()
    for who in (cast.alva, cast.cia, cast.ove):
        assert as_(who).get(document.get_file_url()).status_code == 404
        assert "Bara för oss" not in as_(who).get(activity.get_absolute_url()).content.decode()
        assert not [e for e in AuditEvent.objects.for_actor(who) if "Bara för oss" in e.label]
    bytes_of(as_(cast.lea).get(document.get_file_url()))
    assert "Bara för oss" in as_(cast.lea).get(activity.get_absolute_url()).content.decode()


def test_a_secret_document_is_for_those_who_work_with_it(cast, attach, as_):
    attach(cast.alva, cast.activity(), title="Sekretess", secrecy="OSL 18:1")
    document = Document.objects.get()
    for who in (cast.rut, cast.ove, cast.ada):
        assert as_(who).get(document.get_file_url()).status_code == 404
    for who in (cast.bo, cast.cia):
        assert bytes_of(as_(who).get(document.get_file_url())) == pdf()


def test_other_parties_get_an_office_file_without_the_names_in_it_and_the_own_party_the_original(
    cast, attach, as_
):
    sent = office()
    attach(cast.bo, cast.activity(), DOCX, sent)
    url = Document.objects.get().get_file_url()
    assert bytes_of(as_(cast.lea).get(url)) == sent
    theirs = bytes_of(as_(cast.alva).get(url))
    assert theirs != sent
    assert b"Hemlig" not in theirs


def test_an_earlier_version_follows_the_same_right_and_another_document_s_is_not_reached(
    cast, document, attach, as_
):
    document.take(upload_of(NEW), by=cast.bo)
    client = as_(cast.cia)
    assert bytes_of(client.get(document.get_file_url())) == NEW
    assert bytes_of(client.get(document.get_file_url() + "1/")) == pdf()
    attach(cast.alva, cast.shared, "annan.pdf")
    twin = Document.objects.exclude(pk=document.pk).get()
    assert client.get(f"{twin.get_file_url()}2/").status_code == 404
    document.audience = "party"
    document.save()
    for number in ("", "1/", "2/"):
        assert client.get(document.get_file_url() + number).status_code == 404


def test_behind_the_proxy_the_portal_says_where_the_file_is_and_sends_no_byte(cast, document, as_, settings):
    settings.DOCUMENTS_REDIRECT = "/_protected/"
    answer = as_(cast.cia).get(document.get_file_url())
    key = document.newest.key
    assert answer.headers["X-Accel-Redirect"] == f"/_protected/{key[:2]}/{key}"
    assert answer.content == b""
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "X-Accel-Redirect" not in as_(cast.omar).get(document.get_file_url()).headers


def test_a_page_with_many_documents_asks_no_more_questions(cast, document, attach, as_):
    client, url = as_(cast.alva), cast.shared.get_absolute_url()
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for n in range(4):
        attach(cast.bo, cast.shared, f"bilaga {n}.pdf")
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(one)


def test_the_report_of_a_hidden_document_is_listed_without_it(cast, attach, as_):
    commitment = cast.activity().commitments.get(party=cast.p)
    report = commitment.report(status="on_track", by=cast.bo)
    ReportAttachment.attach(upload_of(pdf()), row=report, by=cast.bo, title="Underlaget", audience="party")
    assert "Underlaget" not in as_(cast.cia).get(commitment.activity.get_absolute_url()).content.decode()
    assert "Underlaget" in as_(cast.lea).get(commitment.activity.get_absolute_url()).content.decode()


def upload_of(content):
    return examine("plan.pdf", content)


def test_the_page_of_a_document_names_no_author_of_its_file(cast, attach, as_):
    attach(cast.bo, cast.activity(), "a.pdf", GOOD["underskriven sida.PDF"])
    document = Document.objects.get()
    for who in (cast.alva, cast.bo):
        assert "Hemlig" not in as_(who).get(document.get_absolute_url()).content.decode()
    assert "vem som skrev" in as_(cast.bo).get(document.get_absolute_url()).content.decode()
    assert reverse("collab:document", args=[document.public_id]) == document.get_absolute_url()
