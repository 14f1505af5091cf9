"""Taking out the lists of parties, people and events: by whom each is for, and no row more than the page has."""

import csv
import io
from datetime import date

import pytest

from agreements.models import Decision
from lagesbild.models import ImportBatch, Indicator

pytestmark = pytest.mark.django_db
QUARTER = ("quarter", date(2026, 7, 1), date(2026, 9, 30))


def lines(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    headings, *found = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    return [dict(zip(headings, row, strict=True)) for row in found]


def test_the_parties_come_with_whom_to_call(cast, as_):
    found = {row["Kod"]: row for row in lines(as_(cast.cia).get("/exportera/parter.csv"))}
    assert set(found) == {"K", "P", "B", "R", "O"}
    assert found["P"]["Kontakter"] == "Bo Björk (Partskontakt), Lea Lind (Partsansvarig)"
    assert found["K"]["Samordnar"] == "ja"


def test_a_lead_takes_out_its_own_people_and_nobody_elses(cast, as_):
    found = lines(as_(cast.lea).get("/exportera/anvandare.csv"))
    assert {row["Namn"] for row in found} == {"Bo Björk", "Lea Lind"}
    assert as_(cast.bo).get("/exportera/anvandare.csv").status_code == 403
    assert len(lines(as_(cast.alva).get("/exportera/anvandare.csv"))) == 9


def test_another_municipality_is_in_no_list(cast, as_):
    addresses = ["parter", "anvandare", "handelselogg", "lagesbild", "varden", "indikatorer", "importer"]
    before = [lines(as_(cast.alva).get(f"/exportera/{name}.csv")) for name in addresses]
    cast.neighbour()
    after = [lines(as_(cast.alva).get(f"/exportera/{name}.csv")) for name in addresses]
    # The log has grown by what was taken out the first time.
    log = addresses.index("handelselogg")
    assert [row for row in after[log] if "tog ut" not in row["Vad"]] == [
        row for row in before[log] if "tog ut" not in row["Vad"]
    ]
    del before[log], after[log]
    assert before == after


def test_the_log_is_taken_out_as_it_is_filtered(cast, as_):
    cast.bo.record("invited", by=cast.alva, role="contact")
    cast.p.record("changed", by=cast.alva)
    [row] = lines(as_(cast.alva).get("/exportera/handelselogg.csv?verb=invited"))
    assert (row["Vem"], row["Vad"]) == ("Alva Ask", "bjöd in Bo Björk, Polisen i Ekby")


def test_figures_too_small_to_show_are_not_taken_out_either(cast, as_):
    measure = Indicator.objects.create(
        collaboration=cast.ekby, name="Bränder", unit="antal", is_published=True, is_count=True, min_n=5
    )
    figures = [(cast.north, 3), (cast.town, 12)]
    rows = [{"indicator": measure, "area": area, "period": QUARTER, "number": n} for area, n in figures]
    ImportBatch.objects.deliver(by=cast.bo, name="=bränder.csv", rows=rows)
    found = {row["Område"]: row for row in lines(as_(cast.cia).get("/exportera/varden.csv"))}
    assert (found["Norra Ekby"]["Värde"], found["Ekby"]["Värde"]) == ("..", "12")
    assert found["Ekby"]["Fil"] == "'=bränder.csv"
    [ranked, _town] = lines(as_(cast.cia).get("/exportera/lagesbild.csv"))
    assert ".." in ranked.values()
    assert "3" not in ranked.values()


def test_figures_that_are_not_released_stay_with_their_party(cast, as_):
    measure = Indicator.objects.create(collaboration=cast.ekby, name="Bränder", is_published=True)
    row = {"indicator": measure, "area": cast.north, "period": QUARTER, "number": 12}
    ImportBatch.objects.deliver(by=cast.bo, name="b.csv", rows=[row], release=False)
    address = f"/exportera/varden.csv?indikator={measure.public_id}"
    assert len(lines(as_(cast.bo).get(address))) == 1
    assert lines(as_(cast.cia).get(address)) == []
    assert as_(cast.cia).get(f"/lagesbild/?indikator={measure.public_id}").status_code == 200
    assert lines(as_(cast.cia).get("/exportera/importer.csv")) == []
    assert len(lines(as_(cast.bo).get("/exportera/importer.csv"))) == 1
    assert [row["Indikator"] for row in lines(as_(cast.cia).get("/exportera/indikatorer.csv"))] == ["Bränder"]


def test_decisions_come_in_the_order_of_the_chain(cast, as_):
    for order, body in enumerate(["Utskottet", "Styrelsen"]):
        Decision.objects.create(
            declaration=cast.declaration, matter="Trygghet", body=body, order=order, outcome="approved"
        )
    found = lines(as_(cast.rut).get("/avtal/exportera/beslut.csv"))
    assert [row["Beslutsorgan"] for row in found] == ["Utskottet", "Styrelsen"]
    assert lines(as_(cast.omar).get("/avtal/exportera/beslut.csv")) == []
