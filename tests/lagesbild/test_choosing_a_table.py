"""Choosing among the tables of a file: below and beside each other, on several sheets, hidden and copied ones."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from tests.lagesbild.test_importing import figures_of

HEAD = ["Kommundel", "Kvartal", "Anlagda bränder"]


def book(sheets, hidden=()):
    """A workbook of {name: rows}."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in hidden:
            sheet.sheet_state = "hidden"
    file = BytesIO()
    made.save(file)
    return SimpleUploadedFile("flera.xlsx", file.getvalue())


STACKED = [
    ["Första kvartalet"], HEAD, ["Norra Ekby", "2026 kv 1", 1], ["Södra Ekby", "2026 kv 1", 2], [],
    ["Andra kvartalet"], HEAD, ["Norra Ekby", "2026 kv 2", 3], ["Södra Ekby", "2026 kv 2", 4],
]  # fmt: skip
BESIDE = [
    [*HEAD, None, *HEAD],
    *[["Norra Ekby", f"2026 kv {n}", n, None, "Södra Ekby", f"2026 kv {n}", 10 * n] for n in (1, 2, 3, 4)],
]


def test_the_lower_of_two_tables_can_be_chosen_and_then_the_upper(cast, figures, wizard):
    ada = wizard(cast.ada)
    ada.start(book({"Blad": STACKED}))
    html = ada.client.get(ada.url("blad"), {"blad": 0, "tabell": 1}).content.decode()
    assert "Andra kvartalet" in html
    form = ada.client.get(ada.url("blad"), {"blad": 0, "tabell": 1}).context["form"]
    ada.step("blad", blad="0", tabell="1", seen="0:1", rad=str(form.header_row))
    ada.step("kolumner", more=[])
    ada.review()
    assert sorted(figures_of(cast.ada).values()) == [3, 4]
    assert (
        "Importera den andra tabellen i filen"
        in ada.client.get(f"/import/{ada.batch.public_id}/").content.decode()
    )

    answer = ada.client.post(ada.url("nasta"))
    assert answer.url.endswith("/granska/")
    assert ada.client.get(answer.url).context["counts"]["new"] == 2


def test_a_table_beside_another_can_be_chosen(cast, figures, wizard):
    ada = wizard(cast.ada)
    ada.start(book({"Blad": BESIDE}))
    form = ada.client.get(ada.url("blad"), {"blad": 0, "tabell": 1}).context["form"]
    assert [table["place"] for _radio, table in form.table_choices] == ["A1–C5", "E1–G5"]
    ada.step("blad", blad="0", tabell="1", seen="0:1", rad=str(form.header_row))
    ada.step("kolumner", more=[])
    ada.review()

    assert sorted(figures_of(cast.ada).values()) == [10, 20, 30, 40]


def test_tables_with_the_same_headings_are_read_in_one_go_and_the_next_time_without_a_click(
    cast, figures, wizard
):
    def months(*numbers):
        return {
            f"Kv {n}": [HEAD, ["Norra Ekby", f"2026 kv {n}", n], ["Södra Ekby", f"2026 kv {n}", n]]
            for n in numbers
        }

    ada = wizard(cast.ada)
    ada.start(book(months(1, 2)))
    ada.step("blad")
    assert "Kv 2 A1–C3" in ada.client.get(ada.url("kolumner")).content.decode()
    ada.step("kolumner")
    ada.review()
    assert len(figures_of(cast.ada)) == 4

    again = wizard(cast.ada)
    answer = again.start(book(months(1, 2, 3)))
    assert answer.url == again.url("granska")
    counts = again.client.get(answer.url).context["counts"]
    assert (counts["new"], counts["unchanged"]) == (2, 4)


def test_a_hidden_sheet_is_listed_and_read_only_when_it_is_chosen(cast, figures, wizard):
    shown = [HEAD, ["Norra Ekby", "2026 kv 1", 1], ["Södra Ekby", "2026 kv 1", 2]]
    secret = [HEAD, ["Norra Ekby", "2026 kv 2", 77], ["Södra Ekby", "2026 kv 2", 2]]
    ada = wizard(cast.ada)
    ada.start(book({"Synligt": shown, "Undangömt": secret}, hidden=["Undangömt"]))
    html = ada.client.get(ada.url("blad")).content.decode()
    assert "dolt, läses bara om du väljer det" in html
    assert "77" not in html

    assert "77" in ada.client.get(ada.url("blad"), {"blad": 1}).content.decode()
    ada.step("blad", blad="1", tabell="0", seen="1:0", rad="1")
    ada.step("kolumner")
    ada.review()
    assert 77 in figures_of(cast.ada).values()


def test_a_copy_of_a_sheet_is_named_as_one(cast, figures, wizard):
    rows = [HEAD, ["Norra Ekby", "2026 kv 1", 1], ["Södra Ekby", "2026 kv 1", 2]]
    ada = wizard(cast.ada)
    ada.start(book({"Data": rows, "Data (2)": rows}))

    assert "kopia av Data" in ada.client.get(ada.url("blad")).content.decode()
