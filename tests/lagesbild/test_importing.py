"""Importing a file through the pages, from the upload to the undo."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from collab.models import Area, AreaAlias, AuditEvent
from lagesbild.forms.mending import key
from lagesbild.imports import staging
from lagesbild.models import ImportBatch, ImportIssue, ImportProfile, Indicator, StagedValue, Value
from tests.lagesbild.sending import csv, xlsx

LONG = [
    ["År", "Månad", "Län", "Kommun", "Ålder", "Kön", "Ohälsotalet"],
    ["2024", "09", "Riket", "Riket", "Samtliga 16-64 år", "Kvinnor och män", 22.3],
    ["2024", "09", "99 Storlän", "9901 Ekby", "Samtliga 16-64 år", "Kvinnor och män", 21.5],
    ["2024", "09", "99 Storlän", "9901 Ekby", "Samtliga 16-64 år", "Kvinnor", 25],
    ["2024", "08", "99 Storlän", "9901 Ekby", "Samtliga 16-64 år", "Kvinnor och män", 20.25],
]
QUARTERS = [
    ["Kommundel", "Mått", "2024 kv 1", "2024 kv 2"],
    ["Norra Ekby", "Bränder", 12, 9],
    ["Norran", "Bränder", 7, "<5"],
]


def figures_of(actor):
    rows = Value.objects.for_actor(actor).current().with_source()
    return {(v.area.name, v.period.code[:-11], v.breakdown.key): float(v.number) for v in rows}


def test_a_long_table_becomes_figures_with_month_place_and_group(cast, wizard):
    ada = wizard(cast.ada).read(xlsx(LONG))
    ada.review(**ada.new("Ohälsotalet", enhet="dagar"))

    assert figures_of(cast.ada) == {
        ("Ekby", "month-2024-09-01", ""): 21.5,
        ("Ekby", "month-2024-09-01", "kön=kvinnor"): 25,
        ("Ekby", "month-2024-08-01", ""): 20.25,
    }
    value = Value.objects.get(number=21.5)
    assert (value.sheet, value.cell, value.text) == ("tabell", "G3", "21.5")
    assert Indicator.objects.get().unit == "dagar"
    assert ada.batch.counts["skipped"] == 1


def test_other_places_come_along_when_that_is_chosen(cast, wizard):
    ada = wizard(cast.ada).read(xlsx(LONG))
    ada.review(others="make", **ada.new("Ohälsotalet"))

    riket = Area.objects.get(name="Riket")
    assert riket.kind == Area.Kind.OUTSIDE
    assert Value.objects.filter(area=riket).count() == 1


def test_a_wide_csv_of_another_encoding_is_read_and_a_masked_cell_is_kept_masked(cast, wizard, figures):
    text = "Område;2024 kv 1;2024 kv 2\nNorra Ekby;1 234,5;..\nSödra Ekby;7;12\n"
    ada = wizard(cast.ada).read(csv(text, encoding="cp1252"), indicator="Bränder")
    ada.review(**ada.new("Bränder"))

    told = {(v.area.name, v.period.starts_on.month): (v.number, v.flag) for v in Value.objects.with_source()}
    assert told[("Norra Ekby", 1)] == (1234.5, "")
    assert told[("Norra Ekby", 4)] == (None, "suppressed")
    assert told[("Södra Ekby", 4)] == (12, "")


def test_an_unknown_name_is_mapped_once_and_remembered_for_the_party(cast, wizard):
    ada = wizard(cast.ada).read(xlsx(QUARTERS))
    page = ada.client.get(ada.url("granska"))
    assert "Norran" in page.content.decode()
    ada.review(**{key("plats", "Norran"): cast.town.public_id}, **ada.new("Bränder"))

    assert Value.objects.filter(area=cast.town).count() == 2
    assert [(a.text, a.party) for a in AreaAlias.objects.all()] == [("Norran", cast.k)]

    again = wizard(cast.ada).read(xlsx([QUARTERS[0], ["Norran", "Bränder", 70, 50]]))
    assert again.client.get(again.url("granska")).context["counts"]["changed"] == 2
    assert StagedValue.objects.filter(batch=again.batch, area=cast.town).count() == 2


def test_the_same_file_again_changes_nothing(cast, wizard):
    ada = wizard(cast.ada).read(xlsx(LONG))
    ada.review(others="make", **ada.new("Ohälsotalet"))
    before = Value.objects.count()

    again = wizard(cast.ada).read(xlsx(LONG))
    page = again.client.get(again.url("granska"))
    assert (page.context["counts"]["new"], page.context["counts"]["changed"]) == (0, 0)
    again.review()
    assert Value.objects.count() == before
    assert again.batch.is_draft


def test_a_corrected_file_shows_old_and_new_and_the_undo_gives_the_old_back(cast, wizard):
    ada = wizard(cast.ada).read(xlsx(LONG))
    ada.review(**ada.new("Ohälsotalet", antal=""))
    before = figures_of(cast.ada)
    corrected = [row[:] for row in LONG]
    corrected[2][6] = 33
    again = wizard(cast.ada).read(xlsx(corrected))

    page = again.client.get(again.url("granska"), {"visa": "andringar"}).content.decode()
    assert "<s>21,5</s> → <ins>33</ins>" in page
    again.review()
    assert figures_of(cast.ada)[("Ekby", "month-2024-09-01", "")] == 33

    again.client.post(again.url("angra"))
    assert figures_of(cast.ada) == before


def test_a_file_is_known_by_its_headings_the_second_time(cast, wizard):
    ada = wizard(cast.ada).read(xlsx(LONG), roll_4="ignored:")
    ada.review(**ada.new("Ohälsotalet"))
    assert ImportProfile.objects.count() == 1

    again = wizard(cast.ada)
    again.start(xlsx([LONG[0], ["2025", "01", "x", "9901 Ekby", "Samtliga", "Män", 3]]))
    again.step("blad")
    form = again.client.get(again.url("kolumner")).context["form"]
    assert form["roll_4"].value() == "ignored:"
    again.step("kolumner")
    assert again.client.get(again.url("granska")).context["counts"]["new"] == 1


def test_a_bad_cell_is_told_with_its_address_and_the_rest_is_imported(cast, wizard):
    rows = [
        *LONG,
        ["2024", "07", "x", "9901 Ekby", "Samtliga", "Män", "05-okt"],
        ["2024", "13", "x", "9901 Ekby", "Alla", "Män", 4],
    ]
    ada = wizard(cast.ada).read(xlsx(rows))

    issues = ImportIssue.objects.filter(batch=ada.batch)
    assert [(i.row, i.code) for i in issues] == [(6, "auto_date"), (7, "bad_period")]
    page = ada.client.get(ada.url("granska")).content.decode()
    assert "G6" in page
    ada.review(**ada.new("Ohälsotalet"))
    assert Value.objects.count() == 3


def test_a_column_that_points_out_persons_never_comes_in(cast, wizard):
    rows = [
        ["Område", "Period", "Handläggare", "Antal"],
        ["Norra Ekby", "2024", "19800101-1238", 12],
        ["Norra Ekby", "2023", "19800101-1238", 9],
    ]
    ada = wizard(cast.ada)
    ada.start(xlsx(rows))
    ada.step("blad")
    page = ada.client.get(ada.url("kolumner")).content.decode()
    assert "19800101" not in page
    ada.step("kolumner", roll_2="group:")
    assert ada.batch.mapping.get("columns") is None
    ada.step("kolumner")
    assert "19800101" not in ada.client.get(ada.url("granska")).content.decode()
    assert not StagedValue.objects.filter(breakdown__key__contains="1980").exists()


def test_a_draft_is_kept_and_nobody_else_knows_of_it(cast, wizard, as_):
    bo = wizard(cast.bo).read(xlsx(LONG))
    bo.review(do="later")

    assert bo.batch.is_draft
    assert "underlag.xlsx" in as_(cast.lea).get("/import/").content.decode()
    assert "underlag.xlsx" not in as_(cast.alva).get("/import/").content.decode()
    assert not AuditEvent.objects.for_actor(cast.alva).filter(label="underlag.xlsx").exists()


def test_only_the_keepers_of_the_picture_make_indicators_and_places(cast, wizard, figures):
    bo = wizard(cast.bo).read(xlsx(LONG))
    page = bo.client.get(bo.url("granska"))
    assert "Ett nytt mått" not in page.content.decode()
    bo.review(**bo.new("Ohälsotalet"))
    assert Indicator.objects.count() == 1
    assert bo.batch.is_draft

    bo.review(**{key("matt", "Ohälsotalet"): figures.fires.public_id})
    assert Value.objects.filter(indicator=figures.fires).count() == 3


def test_an_import_may_be_released_at_once_by_those_who_may(cast, wizard):
    ada = wizard(cast.ada).read(xlsx(LONG))
    ada.review(release="on", **ada.new("Ohälsotalet"))

    assert ada.batch.is_released
    assert figures_of(cast.cia)
    assert Indicator.objects.for_actor(cast.cia).exists()


def test_an_indicator_of_an_unreleased_import_is_known_to_its_keepers_alone(cast, wizard):
    ada = wizard(cast.ada).read(xlsx(LONG))
    ada.review(**ada.new("Ohälsotalet"))

    assert Indicator.objects.for_actor(cast.alva).exists()
    assert not Indicator.objects.for_actor(cast.cia).exists()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("bild.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 100), "bild"),
        (SimpleUploadedFile("trasig.xlsx", b"PK\x03\x04" + b"0" * 100), ""),
        (SimpleUploadedFile("tom.csv", b""), ""),
        # What is wrong lies far down, where the guess of the separator never looks.
        (SimpleUploadedFile("bred.csv", b"a;b\n" + b"1;2\n" * 9_000 + b"1;" * 20_000 + b"\n"), ""),
        (SimpleUploadedFile("citat.csv", b"a;b\n" + b"1;2\n" * 9_000 + b'1;"x\n' + b"2;3\n" * 30_000), ""),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(cast, wizard, file, words):
    ada = wizard(cast.ada)
    answer = ada.start(file)

    assert answer.context["form"].errors["file"]
    assert not ImportBatch.objects.exists()


def test_a_file_sent_twice_by_impatience_is_one_import(cast, wizard):
    ada = wizard(cast.ada).read(xlsx(LONG))
    form = ada.client.get(ada.url("granska")).context["form"]
    sent = {
        "submission": form["submission"].value(),
        "do": "import",
        **ada.new("Ohälsotalet", namn="Ohälsotal"),
    }
    first = ada.client.post(ada.url("granska"), sent)
    second = ada.client.post(ada.url("granska"), sent)

    assert first.url == second.url
    assert ImportBatch.objects.filter(state="committed").count() == 1


def test_throwing_a_draft_away_takes_its_file_along(
    cast, wizard, settings, django_capture_on_commit_callbacks
):
    ada = wizard(cast.ada).read(xlsx(LONG))
    path = ada.batch.file.path
    with django_capture_on_commit_callbacks(execute=True):
        ada.client.post(ada.url("kasta"))

    ada.batch.refresh_from_db()
    assert ada.batch.state == "discarded"
    assert not StagedValue.objects.exists()
    assert not Path(path).exists()


def test_places_measures_and_months_that_come_late_in_a_file_are_looked_up(
    cast, wizard, figures, monkeypatch
):
    monkeypatch.setattr(staging, "AHEAD", 2)
    rows = [
        ("Norra Ekby", "Anlagda bränder", "2024-01", 11),
        ("Norra Ekby", "Anlagda bränder", "2024-02", 12),
        ("Norra Ekby", "Anlagda bränder", "2024-01", 11),
        ("Södra Ekby", "Anlagda bränder", "2024-03", 13),
        ("Södra Ekby", "Anlagda bränder", "2024-04", 14),
        ("Södra Ekby", "Något annat", "2024-04", 15),
    ]
    text = "\n".join(";".join(map(str, row)) for row in [("Område", "Mått", "Månad", "Antal"), *rows])
    ada = wizard(cast.ada).read(csv(text))
    ada.review(**{key("matt", "Något annat"): "skip"})

    told = sorted(
        (v.area.name, v.period.starts_on.month, int(v.number), v.cell) for v in Value.objects.with_source()
    )
    assert told == [
        ("Norra Ekby", 1, 11, "D2"),
        ("Norra Ekby", 2, 12, "D3"),
        ("Södra Ekby", 3, 13, "D5"),
        ("Södra Ekby", 4, 14, "D6"),
    ]
    assert (ada.batch.counts["repeat"], ada.batch.counts["skipped"]) == (1, 1)
