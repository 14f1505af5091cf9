"""Attaching a file: kept whole outside the web root under a random name, or refused in a sentence with nothing kept."""

import os
import time
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from activities.models import ActivityDocument
from collab.documents import store as storing
from collab.models import AuditEvent, Document, DocumentVersion
from tests.collab.documents.files import BAD, GOOD, HOSTILE_NAMES, jpeg, pdf

pytestmark = pytest.mark.django_db


def test_a_document_is_kept_with_its_facts_and_recorded(cast, attach, store):
    activity = cast.activity()
    attach(
        cast.bo,
        activity,
        "Bilaga 2.pdf",
        number="2",
        dnr="KS-2025/64",
        dated_on="2026-01-05",
        origin="received",
    )
    [document] = Document.objects.for_actor(cast.alva).on(activity)
    assert (document.title, document.number, document.dnr, document.party) == (
        "Bilaga 2",
        2,
        "KS-2025/64",
        cast.p,
    )
    version = document.newest
    assert (version.size, version.sha256) == (len(pdf()), storing.digest(pdf()))
    assert version.delivered_by == cast.bo
    [file] = store.files()
    assert (file.name, file.read_bytes()) == (version.key, pdf())
    assert "Bilaga" not in str(file)
    assert list(AuditEvent.objects.about(document).values_list("verb", flat=True)) == [
        "file_added",
        "attached",
    ]


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_of_each_kind_is_attached(cast, attach, name):
    assert attach(cast.bo, cast.activity(), name, GOOD[name]).status_code == 302
    assert Document.objects.count() == 1


def test_no_bad_file_is_kept_and_each_is_answered_with_a_sentence_and_the_form_as_written(
    cast, attach, store, as_
):
    assert len(BAD) >= 60
    activity, client = cast.activity(), as_(cast.bo)
    for name, content in BAD.items():
        answer = attach(
            cast.bo, activity, name, content, client=client, title="Det jag skrev", dnr="KS-2025/64"
        )
        assert answer.status_code == 200, name
        [error] = answer.context["form"].errors["file"]
        assert error.endswith("."), name
        page = answer.content.decode()
        assert 'id="id_file_error"' in page
        assert 'value="Det jag skrev"' in page
        assert 'value="KS-2025/64"' in page
    assert not Document.objects.exists()
    assert store.files() == []


def test_no_hostile_name_leaves_the_store_or_stays_hostile(cast, attach, store, as_, tmp_path):
    assert len(HOSTILE_NAMES) >= 40
    activity, client = cast.activity(), as_(cast.bo)
    before = {path for path in tmp_path.rglob("*") if store.folder not in path.parents}
    for name in HOSTILE_NAMES:
        answer = attach(cast.bo, activity, name, client=client)
        if answer.status_code == 200:
            [error] = answer.context["form"].errors["file"]
            assert error.endswith("."), name
    # What the upload parser itself reduced to a harmless last part was kept under that, and under no other.
    names = set(DocumentVersion.objects.values_list("name", flat=True))
    assert names == {"passwd.pdf", "plan.pdf", "plan[31m.pdf"}
    assert all(len(path.name) == 40 and path.parent.parent == store.folder for path in store.files())
    assert {path for path in tmp_path.rglob("*") if store.folder not in path.parents} == before


def test_an_oversized_file_is_refused_before_it_is_read(cast, attach, settings):
    settings.DOCUMENT_MAX_BYTES = 1 << 20
    answer = attach(cast.bo, cast.activity(), "stor.txt", b"a" * (1 << 21))
    assert answer.context["form"].errors["file"] == [
        "Filen är större än 1 MB. Dela upp den, eller spara den med mindre bilder."
    ]


def test_no_file_is_told_at_the_field(cast, attach):
    answer = attach(cast.bo, cast.activity(), title="Bara titeln", file="")
    assert answer.context["form"].errors["file"] == ["Välj en fil."]


def test_a_form_sent_twice_keeps_one_document_and_one_file(cast, attach, store):
    activity, key = cast.activity(), uuid.uuid4()
    first = attach(cast.bo, activity, submission=key)
    assert attach(cast.bo, activity, submission=key).url == first.url
    assert (Document.objects.count(), len(store.files())) == (1, 1)


def test_a_reader_and_a_stranger_attach_nothing(cast, attach):
    activity = cast.activity()
    assert attach(cast.rut, activity).status_code == 403
    assert attach(cast.omar, activity).status_code == 404
    assert not Document.objects.exists()


def test_a_photo_is_sent_with_a_report(cast, as_, store):
    cast.round()
    commitment = cast.activity().commitments.get(party=cast.p)
    photo = SimpleUploadedFile("IMG_0001.JPG", jpeg(), content_type="image/jpeg")
    as_(cast.bo).post(
        commitment.get_report_url(), {"status": "on_track", "text": "Lampan sitter", "file": photo}
    )
    [document] = Document.objects.for_actor(cast.alva).on(commitment.reports.get())
    assert document.newest.form == "jpeg"
    page = as_(cast.alva).get(commitment.activity.get_absolute_url()).content.decode()
    assert document.get_file_url() in page


def test_a_report_with_a_bad_file_is_not_sent_and_keeps_its_words(cast, as_, store):
    commitment = cast.activity().commitments.get(party=cast.p)
    bad = SimpleUploadedFile("bild.png", b"<svg onload=alert(1)>")
    answer = as_(cast.bo).post(
        commitment.get_report_url(), {"status": "on_track", "text": "Mina ord", "file": bad}
    )
    assert "Mina ord" in answer.content.decode()
    assert answer.context["form"].errors["file"]
    assert not commitment.reports.exists()


def test_a_killed_write_leaves_nothing_that_counts(cast, attach, store, monkeypatch):
    activity = cast.activity()

    def cut_off(handle):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", cut_off)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        attach(cast.bo, activity)
    assert store.files() == []
    assert not Document.objects.exists()


def test_a_file_whose_row_was_never_written_is_swept_after_a_day_and_no_other(cast, document, store):
    kept = store.files()
    left = storing.path_of(storing.keep(b"left by a cut off request"))
    half = left.with_suffix(".part")
    half.write_bytes(b"half")
    assert DocumentVersion.objects.forget_orphans() == 0
    yesterday = time.time() - storing.ORPHAN_AFTER - 1
    for path in (*kept, left, half):
        os.utime(path, (yesterday, yesterday))
    assert DocumentVersion.objects.forget_orphans() == 2
    assert store.files() == kept


def test_a_document_belongs_to_one_row(cast, document):
    assert ActivityDocument.objects.get().place == document.place == cast.shared


def test_no_kept_file_is_shown_in_a_page_whatever_it_is(cast, attach, as_):
    activity = cast.activity()
    for name, content in GOOD.items():
        attach(cast.bo, activity, name, content)
    assert Document.objects.count() == len(GOOD)
    for document in Document.objects.all():
        answer = as_(cast.cia).get(document.get_file_url())
        assert b"".join(answer.streaming_content)
        assert answer.headers["Content-Disposition"].startswith("attachment; ")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["Cache-Control"] == "no-store, private"
        assert "html" not in answer.headers["Content-Type"]
