"""Taking out the rows that something is wrong with, to mend them where they were written."""

from io import BytesIO

from django.core.files.storage import default_storage
from openpyxl import load_workbook

from collab.models import AuditEvent, InboxItem
from lagesbild.models import ImportBatch
from tests.lagesbild.sending import xlsx
from tests.lagesbild.test_choosing_a_table import book

ROWS = [
    ["Område", "Kvartal", "Anlagda bränder", "Handläggare"],
    ["Norra Ekby", "Kv 1 2026", 7, "Anna Ek"],
    ["Norran", "Kv 1 2026", 9, "Bo Al"],
    ["Norra Ekby", "Kv 2 2026", "05-okt", "Anna Ek"],
    ["Norra Ekby", "våren", 4, "Eva Al"],
    ["=1+1 torget", "Kv 3 2026", 5, "Eva Al"],
]


def taken(person):
    answer = person.client.get(person.url("felrader.xlsx")[:-1])
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


def test_the_rows_come_as_they_stood_with_cell_cause_and_what_was_expected(cast, figures, wizard):
    ada = wizard(cast.ada).read(xlsx(ROWS[:5], title="Blad A"))
    head, *rows = taken(ada)

    assert head == [*ROWS[0][:3], "Blad", "Cell", "Orsak", "Väntades", "Så rättar du"]
    assert [row[:6] for row in rows] == [
        ["Norran", "Kv 1 2026", 9, "Blad A", "C3", "Okänt område"],
        ["Norra Ekby", "Kv 2 2026", "05-okt", "Blad A", "C4", "Ett datum där det ska stå ett tal"],
        ["Norra Ekby", "våren", 4, "Blad A", "B5", "Perioden går inte att läsa"],
    ]
    assert AuditEvent.objects.filter(verb="exported", data__rows=3).exists()


def test_nothing_that_points_out_a_person_is_written(cast, figures, wizard):
    ada = wizard(cast.ada).read(xlsx(ROWS))
    told = str(taken(ada))

    assert "Anna" not in told
    assert "Handläggare" not in told


def test_after_the_import_what_was_left_out_can_still_be_taken_out(cast, figures, wizard):
    ada = wizard(cast.ada).read(xlsx(ROWS[:5]))
    ada.review()
    assert ada.batch.is_committed

    assert [row[4] for row in taken(ada)[1:]] == ["C3", "C4", "B5"]
    assert ada.batch.counts["errors"] == 3


def test_the_rows_of_all_tables_come_in_their_order_each_with_its_own_cell(cast, figures, wizard):
    head = ["Kommundel", "Kvartal", "Anlagda bränder"]

    def table(quarter, *, wrong):
        right = [["Norra Ekby", f"2026 kv {quarter}", quarter], ["Södra Ekby", f"2026 kv {quarter}", quarter]]
        return [head, *right, ["Norran", f"2026 kv {quarter}", wrong]]

    stacked = [["Det första"], *table(1, wrong=11), [], ["Det andra"], *table(2, wrong=12)]
    ada = wizard(cast.ada).read(book({"Halvåret": stacked, "Hösten": table(3, wrong=13)}))

    assert [row[:6] for row in taken(ada)[1:]] == [
        ["Norran", "2026 kv 1", 11, "Halvåret", "C5", "Okänt område"],
        ["Norran", "2026 kv 2", 12, "Halvåret", "C11", "Okänt område"],
        ["Norran", "2026 kv 3", 13, "Hösten", "C4", "Okänt område"],
    ]


def test_another_party_meets_no_error_rows(cast, figures, wizard, as_):
    ada = wizard(cast.ada).read(xlsx(ROWS))

    assert as_(cast.bo).get(ada.url("felrader.xlsx")[:-1]).status_code == 404


def test_the_error_rows_of_a_large_file_are_written_by_a_worker(cast, figures, wizard, settings):
    ada = wizard(cast.ada).read(xlsx(ROWS[:5], title="Blad A"))
    at_once = taken(ada)
    settings.IMPORT_WHILE_WAITING_BYTES = 0
    address = ada.url("felrader.xlsx")[:-1]

    assert ada.client.get(address).url == ada.url("arbete")
    assert ada.client.get(address).url == ada.url("arbete")
    assert "Felraderna skrivs" in ada.client.get(ada.url("arbete")).content.decode()
    assert ImportBatch.objects.do_work(ada.batch.pk)

    assert InboxItem.objects.get(kind="import_errors").recipient == cast.ada
    assert taken(ada) == at_once
    assert AuditEvent.objects.filter(verb="exported", data__rows=3).count() == 2


def test_error_rows_of_another_language_or_before_a_choice_are_written_anew(cast, figures, wizard, settings):
    ada = wizard(cast.ada).read(xlsx(ROWS[:5]))
    settings.IMPORT_WHILE_WAITING_BYTES = 0
    address = ada.url("felrader.xlsx")[:-1]
    ada.client.get(address)
    ImportBatch.objects.do_work(ada.batch.pk)
    assert ada.client.get(address).status_code == 200

    assert ada.client.get(address, headers={"accept-language": "en"}).status_code == 302
    ImportBatch.objects.do_work(ada.batch.pk)
    assert ada.client.get(address, headers={"accept-language": "en"}).status_code == 200

    ada.batch.refresh_from_db()
    ada.batch.choose(by=cast.ada, again=True)
    assert ada.client.get(address, headers={"accept-language": "en"}).status_code == 302


def test_the_written_error_rows_go_with_the_draft(
    cast, figures, wizard, settings, django_capture_on_commit_callbacks
):
    ada = wizard(cast.ada).read(xlsx(ROWS[:5]))
    settings.IMPORT_WHILE_WAITING_BYTES = 0
    ada.client.get(ada.url("felrader.xlsx")[:-1])
    ImportBatch.objects.do_work(ada.batch.pk)
    path = f"{ada.batch.error_rows_path}.xlsx"
    assert default_storage.exists(path)

    ada.batch.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        ada.batch.discard(by=cast.ada)
    assert not default_storage.exists(path)
