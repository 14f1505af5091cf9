"""A file comes to the portal: how large it may be, and who reads it."""

import re

import pytest
from django.conf import settings as portal
from django.core.files.uploadedfile import SimpleUploadedFile

from collab.models import InboxItem
from lagesbild.forms import imports
from lagesbild.models import ImportBatch
from tests.lagesbild.sending import csv, xlsx
from tests.lagesbild.test_importing import QUARTERS

MB = 1 << 20
# A letter that no encoding in use here has.
BROKEN = "Område;Kvartal;Antal\nNorra Ekby\x81;Kv 1 2026;12\n"


@pytest.fixture
def _every_file_is_long(monkeypatch, settings):
    settings.IMPORT_WHILE_WAITING_BYTES = 0
    monkeypatch.setattr(imports, "WORKBOOK_WHILE_WAITING", 0)
    monkeypatch.setattr(imports, "WHILE_WAITING", {})


def page(person, url):
    return person.client.get(url).content.decode()


def test_the_page_says_how_large_a_file_may_be_and_a_larger_one_is_told_the_same(cast, wizard):
    ada = wizard(cast.ada)
    assert "högst 50 MB" in page(ada, "/import/ny/")

    answer = ada.start(SimpleUploadedFile("stor.csv", b"a;b\n" * (50 * MB // 4 + 1)))

    assert "Filen är större än 50 MB." in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_million_rows_may_come_through_the_proxy_and_the_portal():
    let_through = re.search(
        r"client_max_body_size (\d+)m;", (portal.BASE_DIR / "deploy/nginx.conf").read_text()
    )
    a_million_rows = 41 * MB
    assert a_million_rows < portal.UPLOAD_MAX_BYTES < int(let_through[1]) * MB


@pytest.mark.usefixtures("_every_file_is_long")
def test_a_long_file_is_not_read_while_the_page_waits(cast, figures, wizard, monkeypatch):
    monkeypatch.setattr(imports, "open_workbook", None)
    ada = wizard(cast.ada)
    assert ada.start(xlsx(QUARTERS)).status_code == 302
    assert ada.start(csv(BROKEN, encoding="latin-1")).status_code == 302
    assert ada.batch.work == "look"


@pytest.mark.usefixtures("_every_file_is_long")
def test_a_long_file_that_is_no_table_is_refused_at_once(cast, wizard):
    answer = wizard(cast.ada).start(SimpleUploadedFile("bild.csv", b"%PDF-1.7 " + b"x" * 1_000))
    assert "inte ett kalkylblad" in answer.content.decode()


@pytest.mark.usefixtures("_every_file_is_long")
def test_a_long_file_that_cannot_be_read_is_thrown_away_with_the_reason(cast, figures, wizard):
    ada = wizard(cast.ada)
    ada.start(csv(BROKEN, encoding="latin-1"))

    assert not ImportBatch.objects.do_work(ada.batch.pk)

    ada.batch.refresh_from_db()
    assert (ada.batch.state, ada.batch.file.name) == ("discarded", "")
    assert [item.kind for item in InboxItem.objects.filter(subject_id=ada.batch.pk)] == ["import_failed"]
    html = page(ada, ada.batch.get_absolute_url())
    assert "Bokstäverna i filen går inte att läsa säkert." in html
    assert 'href="/import/ny/">Välj en annan fil</a>' in html
