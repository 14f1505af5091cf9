"""The second delivery of a source: no clicks to the review, and what has changed is named."""

from lagesbild.models import ImportProfile
from tests.lagesbild.sending import csv, xlsx

FIRST = [
    ["Kommundel", "Mått", "2026 kv 1"],
    ["Norra Ekby", "Anlagda bränder", 12],
    ["Norran", "Anlagda bränder", 7],
]


def deliver(person, rows, name="bränder 2026-04.xlsx", **columns):
    """The first delivery, chosen by hand."""
    person.read(xlsx(rows, name=name), **columns)
    form = person.client.get(person.url("granska")).context["form"]
    [place] = [field for question, field in form.place_rows if question.text == "Norran"]
    person.review(**{place.name: form.questions.places.own[0].public_id})
    return person


def test_the_same_headings_go_straight_to_the_review(cast, figures, wizard):
    deliver(wizard(cast.ada), FIRST)
    again = wizard(cast.ada)
    answer = again.start(xlsx([["Kommundel", "Mått", "2026 kv 2"], *FIRST[1:]], name="bränder 2026-07.xlsx"))

    assert answer.url == again.url("granska")
    page = again.client.get(answer.url)
    assert page.context["counts"]["new"] == 2
    assert page.context["counts"]["errors"] == 0
    html = page.content.decode()
    assert "Vi känner igen upplägget" in html
    assert "Nya perioder: 2026 kv 2." in html


def test_renamed_new_and_missing_columns_are_named_and_looked_at_first(cast, figures, wizard):
    rows = [["Kommundel", "Mått", "Tid", "Utfall"], ["Norra Ekby", "Anlagda bränder", "2026 kv 1", 12]]
    rows += [["Norran", "Anlagda bränder", "2026 kv 1", 7]]
    deliver(wizard(cast.ada), rows)
    later = [
        ["Kommundel", "Mått", "Kvartal", "Utfall", "Kommentar"],
        ["Norra Ekby", "Anlagda bränder", "2026 kv 2", 3, "a"],
    ]
    later += [["Norran", "Anlagda bränder", "2026 kv 2", 4, "b"]]
    again = wizard(cast.ada)
    answer = again.start(xlsx(later))

    assert answer.url == again.url("kolumner")
    html = again.client.get(answer.url).content.decode()
    assert "”Tid” heter nu ”Kvartal”." in html
    assert "Nya kolumner: Kommentar." in html
    again.step("kolumner")
    again.review()
    assert again.batch.counts["new"] == 2
    assert ImportProfile.objects.count() == 1


def test_columns_that_only_moved_need_no_look(cast, figures, wizard):
    deliver(wizard(cast.ada), FIRST)
    again = wizard(cast.ada)
    rows = [["Mått", "Kommundel", "2026 kv 1"], ["Anlagda bränder", "Norra Ekby", 20]]
    answer = again.start(xlsx(rows, name="bränder.xlsx"))

    assert answer.url == again.url("granska")
    html = again.client.get(answer.url).content.decode()
    assert "Kolumner som har flyttats: Mått, Kommundel." in html


def test_a_column_that_points_out_persons_now_is_not_read_because_it_was_before(cast, figures, wizard):
    rows = [["Kommundel", "Typ", "Kvartal", "Anlagda bränder"], ["Norran", "bil", "2026 kv 1", 7]]
    deliver(wizard(cast.ada), rows, roll_1="group:")
    again = wizard(cast.ada)
    again.start(xlsx([rows[0], ["Norran", "19800101-1231", "2026 kv 2", 7]]))

    columns = (again.batch.mapping.get("columns") or {}).get("columns", [])
    assert not again.batch.staged.exists() or columns[1]["role"] == "personal"
    assert not again.batch.staged.filter(breakdown__key__contains="1980").exists()


def test_what_was_said_of_the_whole_table_does_not_hold_for_another_file(cast, figures, wizard):
    text = "Område;Kvartal;Antal\n" + "".join(f"Norra Ekby;2025 kv {n};{n}\n" for n in (1, 2, 3, 4))
    ada = wizard(cast.ada).read(csv(text, name="bränder.csv"), indicator="Anlagda bränder", roll_2="value:")
    ada.review()
    assert ada.batch.is_committed
    same, other = wizard(cast.ada), wizard(cast.ada)

    assert same.start(csv(text.replace("2025", "2026"), name="bränder 2.csv")).url == same.url("granska")
    assert other.start(csv(text.replace("2025", "2024"), name="inbrott.csv")).url == other.url("kolumner")


def test_the_very_same_file_is_told_of_before_anything_is_asked(cast, figures, wizard):
    text = "Område;Kvartal;Anlagda bränder\nNorra Ekby;2026 kv 1;7\n"
    ada = wizard(cast.ada).read(csv(text))
    ada.review()
    again = wizard(cast.ada)
    answer = again.start(csv(text))

    assert answer.url == again.url("samma")
    html = again.client.get(again.url("samma")).content.decode()
    assert "Precis samma fil importerades" in html
    assert again.client.post(again.url("samma")).url == again.url("granska")
    assert again.client.get(again.url("granska")).context["counts"]["to_import"] == 0
    assert "ett annat utkast av samma fil" not in again.client.get(again.url("granska")).content.decode()


def test_what_is_remembered_can_be_seen_and_forgotten(cast, figures, wizard, as_):
    ada = deliver(wizard(cast.ada), FIRST)
    profile = ImportProfile.objects.get()
    assert "bränder 2026-04.xlsx" in ada.client.get("/import/kopplingar/").content.decode()
    assert "Kommundel" in ada.client.get(profile.get_absolute_url()).content.decode()
    assert "bränder" not in as_(cast.bo).get("/import/kopplingar/").content.decode()
    assert as_(cast.bo).get(profile.get_absolute_url()).status_code == 404
    assert as_(cast.bo).post(f"{profile.get_absolute_url()}glom/").status_code == 404

    ada.client.post(f"{profile.get_absolute_url()}glom/")

    assert not ImportProfile.objects.exists()
    again = wizard(cast.ada)
    answer = again.start(xlsx([["Kommundel", "Mått", "2026 kv 2"], *FIRST[1:]]))
    assert answer.url == again.url("blad")
