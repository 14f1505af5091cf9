"""The plan of measures: Brå's columns with numbered causes, of the whole agreement or of the municipality alone."""

import io

import openpyxl
import pytest
from docx import Document

from activities.plan import MUNICIPAL, Plan
from lagesbild.models import Cause, Need, SituationalPicture


@pytest.fixture
def plan(cast):
    """Two causes in one priority area, one activity that acts on both, and one of other parties on none."""
    picture = SituationalPicture.objects.create(collaboration=cast.ekby, title="Lägesbild")
    need = Need.objects.create(situation=picture, title="Tryggare kvällar")
    need.place([cast.safe], by=cast.alva)
    cast.dark, cast.empty = (Cause.objects.create(need=need, text=text) for text in ("Mörkt", "Tomt"))
    cast.light = cast.activity("Ljus på vägen", parties=[cast.k, cast.p], goal="Hela vägen är belyst.")
    cast.light.act_on([cast.dark, cast.empty], by=cast.alva)
    cast.walks = cast.activity("Vandringar", parties=[cast.p, cast.b])
    cast.hidden = cast.activity("Hemlig insats", parties=[cast.p], visibility="owners")
    return cast


def rows(cast, who, scope=""):
    [(_area, _needs, found), *_others] = Plan(cast.agreement, who, scope).areas
    return found


def test_causes_are_numbered_and_the_number_is_carried_to_what_acts_on_them(plan):
    found = [(row.cause_in_words, row.number, row.activity.title) for row in rows(plan, plan.cia)]
    assert found == [
        ("1 Mörkt", "1.1", "Ljus på vägen"),
        ("2 Tomt", "2.1", "Ljus på vägen"),
        ("Ingen orsak är angiven", "", "Vandringar"),
    ]
    assert rows(plan, plan.cia)[0].who == [
        f"{plan.k.short} (samordnar): Delen för K",
        f"{plan.p.short}: Delen för P",
    ]


def test_the_municipalitys_plan_is_where_it_has_a_part_and_the_counts_are_explained(plan, as_):
    assert {row.activity.title for row in rows(plan, plan.cia, MUNICIPAL)} == {"Ljus på vägen"}
    page = as_(plan.cia).get(f"/atgardsplan/{plan.agreement.public_id}/?scope=kommunen").text
    assert "2 aktiviteter som du får se" in page
    assert "I 1 av dem har kommunen en del" in page
    assert "Vandringar" not in page
    assert as_(plan.cia).get(f"/atgardsplan/{plan.agreement.public_id}/?scope=annan").status_code == 404


def test_nothing_in_it_tells_of_what_one_may_not_see(plan, as_):
    where = f"/atgardsplan/{plan.agreement.public_id}/"
    assert "Hemlig insats" not in as_(plan.cia).get(where).text
    assert "3 aktiviteter" not in as_(plan.cia).get(where).text
    assert "Hemlig insats" in as_(plan.bo).get(where).text


def test_it_comes_out_as_word_and_excel_with_the_same_columns(plan, as_):
    client, key = as_(plan.cia), plan.agreement.public_id
    file = Document(io.BytesIO(client.get(f"/atgardsplan/{key}/plan.docx").content))
    heads = ["Orsak", "Åtgärd", "Operativa mål", "När", "Vem", "Uppföljning"]
    assert [cell.text for cell in file.tables[0].rows[0].cells] == heads
    assert file.tables[0].rows[1].cells[0].text == "1 Mörkt"
    answer = client.get(f"/exportera/atgardsplan.xlsx?agreement={key}&scope=kommunen")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    assert [cell.value for cell in sheet[1]][1:] == heads
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["Trygga platser", "Trygga platser"]
