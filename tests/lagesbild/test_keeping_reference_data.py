"""Reference data: taken out, changed in a spreadsheet, previewed row by row, and brought back whole or not at all."""

import csv
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from collab.models import Area, AreaAlias, AuditEvent
from lagesbild.models import Indicator, ReferenceFile, Source

ROUTES = {"indicators": "indikatorer", "areas": "platser", "sources": "kallor"}


def take_out(as_, actor, kind):
    """The rows of an export as dicts, with its headings."""
    answer = as_(actor).get(f"/exportera/referensdata-{ROUTES[kind]}.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def as_file(rows, name="data.csv"):
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile(name, text.getvalue().encode("utf-8-sig"))


def upload(as_, actor, kind, file):
    return as_(actor).post("/lagesbild/referensdata/ny/", {"kind": kind, "file": file})


def preview(as_, actor, kind, rows):
    """(address, page) of the preview."""
    address = upload(as_, actor, kind, as_file(rows)).url
    return address, as_(actor).get(address)


def kinds(answer):
    return [(change.row, change.kind) for change in answer.context["changes"]]


@pytest.mark.parametrize("kind", ROUTES)
def test_what_was_taken_out_comes_back_unchanged(cast, figures, as_, kind):
    Source.objects.create(collaboration=cast.ekby, name="Insatsstatistik", url="https://example.org/")
    AreaAlias.objects.create(area=cast.north, text="Norr")
    Indicator.objects.create(collaboration=cast.ekby, name="Andel", unit="%", is_count=False)
    figures.fires.target, figures.fires.baseline = 12, 40
    figures.fires.save()
    rows = take_out(as_, cast.ada, kind)
    _address, answer = preview(as_, cast.ada, kind, rows)

    assert {kind for _row, kind in kinds(answer)} == {"unchanged"}
    assert "Filen säger det som portalen redan säger" in answer.content.decode()


def test_changed_and_new_rows_are_told_before_they_are_saved_and_recorded_after(cast, figures, as_):
    [row] = take_out(as_, cast.ada, "indicators")
    new = {**dict.fromkeys(row, ""), "Kod": "ran", "Indikator": "Rån", "Riktning": "lägre är bättre"}
    new |= {"Räknar personer eller händelser": "ja", "Minsta tal som visas": "5"}
    address, answer = preview(
        as_, cast.ada, "indicators", [{**row, "Målvärde": "12,5", "Basår": "2024"}, new]
    )

    assert kinds(answer) == [(2, "changed"), (3, "new")]
    assert [line[0] for line in answer.context["changes"][0].lines] == ["Basår", "Målvärde"]
    assert Indicator.objects.get().target is None
    as_(cast.ada).post(address)
    figures.fires.refresh_from_db()
    assert (float(figures.fires.target), figures.fires.baseline_year) == (12.5, 2024)
    assert Indicator.objects.get(code="ran").is_published
    verbs = AuditEvent.objects.filter(actor=cast.ada).values_list("verb", flat=True)
    assert {"changed", "created", "reference_brought_in"} <= set(verbs)


def test_one_wrong_row_is_told_by_row_and_column_and_saves_nothing(cast, figures, as_):
    [row] = take_out(as_, cast.ada, "indicators")
    good = {**row, "Enhet": "st"}
    bad = {**row, "Kod": "annan", "Indikator": "Annan", "Riktning": "åt vänster", "Målvärde": "tolv"}
    bad["Källa"] = "Finns inte"
    address, answer = preview(as_, cast.ada, "indicators", [good, bad])

    assert kinds(answer) == [(2, "changed"), (3, "wrong")]
    told = dict(answer.context["changes"][1].lines)
    assert "”åt vänster” är inget av" in told["Riktning"]
    assert told["Målvärde"] == "”tolv” är inget tal."
    assert told["Källa"] == "Inget heter ”Finns inte”."
    as_(cast.ada).post(address)
    figures.fires.refresh_from_db()
    assert figures.fires.unit == "antal"
    assert ReferenceFile.objects.get().brought_in_at is None


def test_places_get_their_aliases_and_keep_their_place(cast, figures, as_):
    rows = {row["Område"]: row for row in take_out(as_, cast.ada, "areas")}
    north = {**rows["Norra Ekby"], "Alias": "Norr; N. Ekby"}
    address, _answer = preview(as_, cast.ada, "areas", [north])
    as_(cast.ada).post(address)
    assert cast.north.own_aliases() == ["N. Ekby", "Norr"]

    south = {**rows["Södra Ekby"], "Alias": "Norr", "Ligger i": ""}
    _address, answer = preview(as_, cast.ada, "areas", [south])
    told = dict(answer.context["changes"][0].lines)
    assert "Dessa betyder redan en annan plats: Norr." in told["Alias"]
    assert "bara för en ny plats" in told["Ligger i"]


def test_a_new_place_lies_in_another_by_code(cast, as_):
    row = dict.fromkeys(take_out(as_, cast.ada, "areas")[0], "")
    row |= {"Område": "Östra Ekby", "Slag": "Kommundel", "Ligger i": "9901", "Ordning": "3"}
    address, answer = preview(as_, cast.ada, "areas", [row])
    assert kinds(answer) == [(2, "new")], answer.context["changes"]
    as_(cast.ada).post(address)

    assert Area.objects.get(name="Östra Ekby").parent == cast.town


def test_a_partys_own_alias_is_not_taken_out(cast, as_):
    AreaAlias.objects.create(area=cast.north, text="Polisens namn", party=cast.p)

    assert "Polisens namn" not in str(take_out(as_, cast.ada, "areas"))


def test_another_municipalitys_rows_are_neither_taken_out_nor_touched(cast, figures, as_):
    cast.neighbour()
    theirs = Source.objects.create(collaboration=cast.alby, name="Albys källa")
    Source.objects.create(collaboration=cast.ekby, name="Vår källa")
    rows = take_out(as_, cast.ada, "sources")
    assert [row["Källa"] for row in rows] == ["Vår källa"]

    _address, answer = preview(as_, cast.ada, "sources", [{**rows[0], "Id": theirs.public_id}])
    assert dict(answer.context["changes"][0].lines) == {
        "Id": "Ingen rad har det id:t. Lämna cellen tom för en ny."
    }


def test_personal_data_stop_a_row(cast, as_):
    Source.objects.create(collaboration=cast.ekby, name="Vår källa")
    [row] = take_out(as_, cast.ada, "sources")
    _address, answer = preview(as_, cast.ada, "sources", [{**row, "Ansvarig": "anna.andersson@example.org"}])

    assert "e-postadress" in dict(answer.context["changes"][0].lines)["Ansvarig"]


UNREADABLE = [
    ("Kod;Påhittad\r\na;b\r\n", "Kolumn 2 har rubriken ”Påhittad”"),
    ("Kod;Kod\r\na;b\r\n", "Två kolumner har rubriken ”Kod”"),
    ("Indikator;Enhet\r\na;b\r\n", "Kolumnen ”Kod” saknas"),
    ("Kod;Enhet\r\n", "ingen rad under rubrikerna"),
]


@pytest.mark.parametrize(("text", "words"), UNREADABLE)
def test_headings_that_are_not_known_are_asked_about(cast, as_, text, words):
    answer = upload(as_, cast.ada, "indicators", SimpleUploadedFile("fel.csv", text.encode()))

    assert words in str(answer.context["form"].errors["file"])
    assert not ReferenceFile.objects.exists()


def test_a_workbook_is_read_too_and_a_hostile_one_is_refused(cast, as_):
    book = openpyxl.Workbook()
    book.active.append(["Id", "Källa", "Ansvarig", "Adress"])
    book.active.append([None, "Ny källa", "Polisen", None])
    file = io.BytesIO()
    book.save(file)
    address = upload(as_, cast.ada, "sources", SimpleUploadedFile("k.xlsx", file.getvalue())).url
    as_(cast.ada).post(address)
    assert Source.objects.get().owner == "Polisen"

    answer = upload(as_, cast.ada, "sources", SimpleUploadedFile("k.xlsx", file.getvalue()[:200]))
    assert answer.context["form"].errors["file"]


def test_a_text_that_looks_like_a_formula_stays_text_both_ways(cast, as_):
    source = Source.objects.create(collaboration=cast.ekby, name="=SUMMA(A1)")
    [row] = take_out(as_, cast.ada, "sources")
    assert row["Källa"] == "'=SUMMA(A1)"
    _address, answer = preview(as_, cast.ada, "sources", [row])

    assert kinds(answer) == [(2, "unchanged")]
    assert source.name == "=SUMMA(A1)"
