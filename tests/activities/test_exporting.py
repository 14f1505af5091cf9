"""Taking the list of activities out: what one sees, as the page is narrowed, with every cell of its own kind."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from openpyxl import load_workbook

from activities.models import Status
from collab.clock import today
from collab.models import AuditEvent

pytestmark = pytest.mark.django_db


def taken(answer):
    return b"".join(answer.streaming_content)


def workbook(answer):
    return load_workbook(io.BytesIO(taken(answer)))


def rows(answer):
    sheet = workbook(answer).worksheets[0]
    headings, *found = sheet.iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in found]


def lines(answer):
    text = taken(answer).decode("utf-8-sig")
    headings, *found = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    return [dict(zip(headings, row, strict=True)) for row in found]


def test_the_workbook_holds_text_as_text_and_dates_as_dates(cast, as_):
    cast.activity("=1+1", due_on=date(2027, 3, 1), goal="+46 är inget tal")
    answer = as_(cast.bo).get("/exportera/aktiviteter.xlsx")
    book = workbook(answer)
    cells = {cell.column_letter: cell for cell in book.worksheets[0][2]}
    assert cells["B"].value == "=1+1"
    assert cells["B"].data_type != "f"
    assert cells["C"].value == "+46 är inget tal"
    due = next(cell for cell in cells.values() if isinstance(cell.value, datetime))
    assert due.value.date() == date(2027, 3, 1)
    assert due.number_format == "yyyy-mm-dd"
    assert book.worksheets[0].freeze_panes == "A2"
    assert "attachment" in answer["Content-Disposition"]


def test_the_headings_and_words_are_in_the_language_of_the_reader(cast, as_):
    cast.activity("Ljus på vägen")
    [swedish] = rows(as_(cast.bo).get("/exportera/aktiviteter.xlsx"))
    assert swedish["Status"] == "Ej påbörjad"
    assert swedish["Parter"] == "K, P"
    [english] = rows(as_(cast.bo, "en").get("/exportera/aktiviteter.xlsx"))
    assert english["Status"] == "Not started"
    assert english["Coordinating party"] == "Ekby kommun"


def test_the_file_is_narrowed_as_the_page_is(cast, as_):
    cast.activity("Ljus på vägen")
    cast.activity("Trygg skolväg", parties=[cast.b, cast.k])
    found = rows(as_(cast.bo).get(f"/exportera/aktiviteter.xlsx?party={cast.b.public_id}"))
    assert [row["Aktivitet"] for row in found] == ["Trygg skolväg"]
    book = workbook(as_(cast.bo).get(f"/exportera/aktiviteter.xlsx?party={cast.b.public_id}"))
    about = [tuple(row) for row in book.worksheets[1].iter_rows(values_only=True)]
    assert ("Avgränsad av", "Part: Ekby Bostads AB") in about
    assert ("Uttagen av", "Bo Björk, Polisen i Ekby (Partskontakt)") in about


def test_a_hidden_activity_changes_nothing_in_any_list(cast, as_):
    cast.activity("Ljus på vägen")
    kinds = ("aktiviteter", "ataganden", "uppfoljning")
    cast.round()
    before = [lines(as_(cast.cia).get(f"/exportera/{kind}.csv")) for kind in kinds]
    cast.activity("Spaning i hemlighet", visibility="owners")
    cast.activity("Utkast", parties=[cast.p], visibility="draft")
    after = [lines(as_(cast.cia).get(f"/exportera/{kind}.csv")) for kind in kinds]
    assert before == after
    assert len(lines(as_(cast.bo).get("/exportera/aktiviteter.csv"))) == 3


def test_the_csv_opens_right_in_a_swedish_excel_and_runs_no_formula(cast, as_):
    cast.activity("=HYPERLINK(1)", goal="Två\nrader; och semikolon")
    raw = taken(as_(cast.bo).get("/exportera/aktiviteter.csv"))
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in raw
    [row] = lines(as_(cast.bo).get("/exportera/aktiviteter.csv"))
    assert row["Aktivitet"] == "'=HYPERLINK(1)"
    assert row["Mål"] == "Två\nrader; och semikolon"
    assert row["Klart senast"] == (today() + timedelta(days=60)).isoformat()


def test_commitments_come_with_their_latest_report(cast, as_):
    activity = cast.activity("Ljus på vägen")
    part = activity.commitments.get(party=cast.p)
    part.report(status=Status.ON_TRACK, text="Först", by=cast.bo)
    part.report(status=Status.STOPPED, text="Väntar på beslut", needs="Ett beslut", by=cast.bo)
    found = {row["Part"]: row for row in rows(as_(cast.cia).get("/exportera/ataganden.xlsx"))}
    assert found["Polisen i Ekby"]["Senaste rapport"] == "Väntar på beslut"
    assert found["Polisen i Ekby"]["Vad som behövs"] == "Ett beslut"
    assert found["Polisen i Ekby"]["Kontakt"] == "Bo Björk"
    assert found["Ekby kommun"]["Senaste rapport"] is None


def test_a_round_says_what_is_in_and_what_is_missing(cast, as_):
    one = cast.round()
    activity = cast.activity("Ljus på vägen")
    activity.commitments.get(party=cast.p).report(
        status=Status.ON_TRACK, text="Halvvägs", by=cast.bo, in_round=one
    )
    found = {row["Part"]: row for row in rows(as_(cast.alva).get("/exportera/uppfoljning.xlsx"))}
    assert found["Polisen i Ekby"]["Rapport i omgången"] == "Rapporterat"
    assert found["Polisen i Ekby"]["Vad som har hänt"] == "Halvvägs"
    assert found["Polisen i Ekby"]["Rapporterad av"] == "Bo Björk"
    assert found["Ekby kommun"]["Rapport i omgången"] == "Saknas"


def test_a_report_at_a_partys_request_is_marked_as_such(cast, as_):
    one = cast.round()
    commitment = cast.activity("Ljus på vägen").commitments.get(party=cast.p)
    commitment.report(status="on_track", by=cast.alva, on_behalf="Bo, per telefon", in_round=one)
    listed = {"uppfoljning": "Rapporterad av", "ataganden": "Rapporterad på uppdrag av"}
    for kind, heading in listed.items():
        found = {row["Part"]: row for row in rows(as_(cast.cia).get(f"/exportera/{kind}.xlsx"))}
        assert "Bo, per telefon" in found["Polisen i Ekby"][heading]


def test_what_leaves_the_portal_is_in_the_log_of_the_party_that_took_it(cast, as_):
    cast.activity("Ljus på vägen")
    taken(as_(cast.bo).get("/exportera/aktiviteter.csv"))
    event = AuditEvent.objects.get(verb="exported")
    assert (event.person, event.party.pk, event.data["rows"]) == ("Bo Björk", cast.p.pk, 1)
    assert event.root == cast.p
    page = as_(cast.lea).get("/handelselogg/").content.decode()
    assert f"tog ut en lista för Polisen i Ekby ({event.data['file']})" in page


def test_an_unknown_kind_of_file_does_not_exist(cast, as_):
    assert as_(cast.bo).get("/exportera/aktiviteter.pdf").status_code == 404
    assert not AuditEvent.objects.filter(verb="exported").exists()


def test_demo_data_say_that_they_are_made_up(cast, as_, settings):
    settings.DEMO = True
    cast.activity("Ljus på vägen")
    answer = as_(cast.bo).get("/exportera/aktiviteter.xlsx")
    assert "demo-aktiviteter" in answer["Content-Disposition"]
    about = workbook(answer).worksheets[1]
    assert about["A1"].value == "Demodata"


def test_control_characters_and_long_texts_break_no_file(cast, as_):
    activity = cast.activity("Ljus\x0bpå _x0041_ vägen")
    type(activity).objects.filter(pk=activity.pk).update(goal="x" * 40_000)
    [row] = rows(as_(cast.bo).get("/exportera/aktiviteter.xlsx"))
    assert "Ljus" in row["Aktivitet"]
    assert len(row["Mål"]) == 32_767


def test_the_page_offers_its_list_as_files_with_its_own_filter(cast, as_):
    cast.activity("Ljus på vägen")
    page = as_(cast.bo).get("/aktiviteter/?status=on_track").content.decode()
    assert '/exportera/aktiviteter.xlsx?status=on_track"' in page
    assert '/exportera/ataganden.csv?status=on_track"' in page
