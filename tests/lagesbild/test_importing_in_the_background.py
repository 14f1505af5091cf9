"""Large files: a worker reads and imports them; the page may be closed, and the inbox tells how it went."""

import pytest
from django.core.exceptions import ValidationError

from collab.models import InboxItem
from lagesbild.models import ImportBatch, Value
from lagesbild.models.work import TRIES
from tests.lagesbild.sending import csv, xlsx
from tests.lagesbild.test_importing import QUARTERS


@pytest.fixture(autouse=True)
def _every_file_is_large(settings):
    settings.IMPORT_WHILE_WAITING_BYTES = 0


def told(kind):
    return [item.recipient.user.name for item in InboxItem.objects.filter(kind=kind)]


def work(person):
    done = ImportBatch.objects.do_work(person.batch.pk)
    person.batch.refresh_from_db()
    return done


def test_a_large_file_is_read_and_imported_by_a_worker(cast, figures, wizard):
    ada = wizard(cast.ada)
    ada.start(xlsx(QUARTERS))
    work(ada)
    ada.step("blad")
    answer = ada.step("kolumner")
    assert answer.url.endswith("/arbete/")
    html = ada.client.get(answer.url).content.decode()
    assert "Filen läses" in html
    assert "Du kan stänga sidan" in html
    assert ada.client.get(ada.url("kolumner")).url == answer.url

    assert work(ada)
    assert told("import_read") == ["Ada Al"] * 2
    assert ada.client.get(answer.url).url == ada.url("granska")

    ada.review(**ada.new("Bränder"))
    assert ada.batch.work == "import"
    assert not Value.objects.exists()
    assert work(ada)

    assert Value.objects.count() == 2
    assert told("import_done") == ["Ada Al"]
    assert ada.batch.get_absolute_url() == f"/import/{ada.batch.public_id}/"


def test_what_cannot_be_done_is_told_in_one_sentence_and_nothing_is_left(cast, figures, wizard):
    figures.deliver(cast.ada, figures.row(12))
    ada = wizard(cast.ada)
    ada.start(csv("Område;Kvartal;Anlagda bränder\nNorra Ekby;Kv 1 2026;12\n"))
    work(ada)
    ada.step("blad")
    ada.step("kolumner")
    work(ada)
    ada.review()

    assert not work(ada)

    assert (ada.batch.work, ada.batch.state) == ("", "draft")
    assert told("import_failed") == ["Ada Al"]
    assert "finns redan" in ada.client.get(ada.url("granska")).content.decode()
    assert Value.objects.count() == 1


def test_the_same_work_sent_twice_is_done_once(cast, figures, wizard):
    ada = wizard(cast.ada)
    ada.start(xlsx(QUARTERS))
    work(ada)
    ada.step("blad")
    ada.step("kolumner")

    assert work(ada)
    assert not work(ada)
    ada.batch.ask("read", by=cast.ada)
    with pytest.raises(ValidationError, match="arbetar"):
        ada.batch.ask("read", by=cast.ada)


def test_work_that_brings_down_every_worker_is_given_up(cast, figures, wizard):
    ada = wizard(cast.ada)
    ada.start(xlsx(QUARTERS))
    work(ada)
    ada.step("blad")
    ada.step("kolumner")
    ImportBatch.objects.update(work_tries=TRIES)

    assert not work(ada)
    assert "gång på gång" in ada.batch.work_failed
    assert ada.client.get(ada.url("kolumner")).status_code == 200


def test_only_the_delivering_party_sees_the_work(cast, figures, wizard, as_):
    ada = wizard(cast.ada)
    ada.start(xlsx(QUARTERS))
    work(ada)
    ada.step("blad")
    ada.step("kolumner")

    assert as_(cast.bo).get(ada.url("arbete")).status_code == 404


def test_a_large_file_of_a_known_make_is_ready_to_review_when_the_worker_has_looked_at_it(
    cast, figures, wizard
):
    ada = wizard(cast.ada)
    ada.start(csv("Område;Kvartal;Anlagda bränder\nNorra Ekby;Kv 1 2026;12\n"))
    work(ada)
    ada.step("blad")
    ada.step("kolumner")
    work(ada)
    ada.review()
    work(ada)

    again = wizard(cast.ada)
    again.start(csv("Område;Kvartal;Anlagda bränder\nNorra Ekby;Kv 2 2026;9\n"))
    work(again)
    assert again.batch.get_absolute_url() == again.url("granska")
    assert again.client.get(again.url("granska")).context["counts"]["new"] == 1


def test_what_is_answered_about_a_large_file_is_worked_out_by_a_worker(cast, figures, wizard):
    ada = wizard(cast.ada)
    ada.start(xlsx(QUARTERS))
    work(ada)
    ada.step("blad")
    ada.step("kolumner")
    work(ada)
    answer = ada.review(do="save", **ada.new("Bränder"))

    assert (answer.url, ada.batch.work) == (ada.url("arbete"), "answer")
    work(ada)
    assert ada.client.get(ada.url("granska")).context["counts"]["new"] == 2


def test_the_pages_of_a_large_file_do_not_read_it_again(cast, figures, wizard):
    ada = wizard(cast.ada)
    ada.start(xlsx(QUARTERS))
    work(ada)
    ada.client.get(ada.url("blad"))
    ada.batch.file.storage.delete(ada.batch.file.name)

    assert "Norran" in ada.client.get(ada.url("blad")).content.decode()
