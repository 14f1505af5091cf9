"""The follow-up report: what it says, of whose work, and how it comes out as a page, a PDF and a Word file."""

import io
import json
from datetime import date

import pytest
from django.db.models import F
from docx import Document
from pypdf import PdfReader

from activities.snapshots.contents import contents
from activities.snapshots.paper import print_report
from activities.snapshots.word import write_report
from collab.clock import now
from lagesbild.models import Delivery, ImportBatch, Indicator
from tests.activities.report_work import report, work_of

QUARTERS = [
    ("quarter", f"{year}-{month:02}-01", f"{year}-{month + 2:02}-{30 if month in (4, 7) else 31}")
    for year, month in ((2025, 10), (2026, 1), (2026, 4), (2026, 7))
]


@pytest.fixture
def work(cast):
    return work_of(cast)


def written(cast, who=None, **facts):
    return contents(cast.agreement, who or cast.alva, one_round=cast.term, **facts)


def draft(cast):
    return f"/rapporter/utkast/{cast.agreement.public_id}/"


def rows_of(indicator, area, numbers):
    periods = [(kind, date.fromisoformat(first), date.fromisoformat(last)) for kind, first, last in QUARTERS]
    return [
        {"indicator": indicator, "area": area, "period": period, "number": number}
        for period, number in zip(periods, numbers, strict=True)
    ]


def test_it_holds_what_all_parties_see_and_nothing_else_whoever_makes_it(work, as_):
    content = written(work)
    assert "Hemlig insats" not in str(content)
    assert "Ingen ska veta" not in str(content)
    titles = [one["title"] for area in content["areas"] for one in area["activities"]]
    assert titles == ["Ljus på vägen", "Vandringar"]
    assert content == written(work, work.bo) == written(work, work.cia)
    page = as_(work.bo).get(draft(work) + f"?round={work.term.public_id}").text
    assert "Hemlig insats" not in page


def test_it_says_the_result_first_and_what_is_late_and_needed_and_why(work, as_):
    page = as_(work.cia).get(draft(work) + f"?round={work.term.public_id}").text
    assert "En av två aktiviteter" in page or "Ingen av två aktiviteter" in page
    content = written(work)
    assert [(one["title"], one["party"], one["days"]) for one in content["late"]] == [
        ("Vandringar", work.p.short, 3),
        ("Vandringar", work.b.short, 3),
    ]
    assert content["late"][0]["why"] == "Inga vandrare. Fler vandrare."
    assert [one["needs"][0]["text"] for one in content["decisions"]] == ["Fler vandrare."]


def test_each_partys_status_stands_side_by_side_and_nothing_is_averaged(work):
    report(work, work.one, work.p, work.bo, "off_track", "Stolparna dröjer.")
    one = written(work)["areas"][0]["activities"][0]
    assert {part["party_code"]: part["status"] for part in one["parts"]} == {
        "K": "on_track",
        "P": "off_track",
    }
    assert one["status"] == "off_track"
    assert "%" not in json.dumps(written(work)["areas"])


def test_what_did_not_happen_has_its_cause_and_lesson(work):
    report(work, work.two, work.b, work.cia, "cancelled", "", cause="resources", lesson="Börja i tid.")
    [dropped] = written(work)["not_done"]
    assert (dropped["party"], dropped["lesson"]) == (work.b.short, "Börja i tid.")
    assert dropped["cause"]


def shown(cast, who=None):
    """The values of the only development in a report."""
    [trend] = written(cast, who)["trends"]
    return [one["value"] for one in trend["places"][0]["values"]]


@pytest.fixture
def fires(work):
    return Indicator.objects.create(collaboration=work.ekby, name="Bränder", unit="antal", is_published=True)


def test_figures_are_released_and_small_counts_never_stand_there(work, fires):
    assert written(work)["trends"] == []
    ImportBatch.objects.deliver(by=work.bo, name="a.csv", rows=rows_of(fires, work.north, [12, 3, 14, 15]))
    ImportBatch.objects.deliver(
        by=work.bo, name="b.csv", rows=rows_of(fires, work.north, [90, 91, 92, 93]), release=False
    )
    assert shown(work, work.bo) == [12, "suppressed", 14, 15]


def test_figures_that_were_ordered_stand_there_when_somebody_has_said_that_they_may(work, fires):
    batch = ImportBatch.objects.deliver(
        by=work.bo, name="a.csv", rows=rows_of(fires, work.north, [12, 13, 14, 15])
    )
    [order] = Delivery.objects.order(
        [work.p],
        by=work.alva,
        title="Bränder",
        indicator=fires,
        period=batch.values.first().period,
        due_on=work.one.due_on,
    )
    Delivery.objects.filter(pk=order.pk).update(batch=batch)
    assert written(work)["trends"] == []
    Delivery.objects.filter(pk=order.pk).update(publishable_at=now(), version=F("version"))
    assert shown(work) == [12, 13, 14, 15]


def test_the_pdf_is_tagged_with_headings_and_its_fonts_and_text_can_be_selected(work):
    made = print_report(written(work))
    reader = PdfReader(io.BytesIO(made))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"]
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "Ljus på vägen" in text
    assert "Hemlig insats" not in text
    kinds = tags(root["/StructTreeRoot"].get_object())
    assert {"/H1", "/H2", "/H3", "/Table", "/TH"} <= kinds
    fonts = {font for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    for font in fonts:
        described = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(described)


def tags(node, depth=0):
    """The kinds of everything in the tree of a tagged PDF."""
    found = {str(node["/S"])} if "/S" in node else set()
    below = node.get("/K", [])
    below = below if isinstance(below, list) else [below]
    for child in below:
        child = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(child, dict) and depth < 40:
            found |= tags(child, depth + 1)
    return found


def test_a_report_of_sixty_activities_is_small(work):
    content = written(work)
    [area, *others] = content["areas"]
    many = {**content, "areas": [{**area, "activities": area["activities"] * 60}, *others]}
    assert len(print_report(many)) < 500_000


def test_the_word_file_has_real_headings_and_tables(work, as_):
    file = Document(io.BytesIO(write_report(written(work))))
    headings = [p.text for p in file.paragraphs if p.style.name.startswith("Heading")]
    assert work.safe.name in headings
    assert any(
        "Ljus på vägen" in cell.text for table in file.tables for row in table.rows for cell in row.cells
    )
    answer = as_(work.bo).get(draft(work) + "rapport.docx")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content[:2] == b"PK"


def test_another_agreements_round_is_no_round_of_it(work, as_):
    work.neighbour()
    assert as_(work.bo).get(draft(work) + "?round=abcdefghjkmn").status_code == 404
