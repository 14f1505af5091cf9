"""What is not carried out: a cause and a lesson are asked for, and a page lists them by cause."""

import pytest
from django.core.exceptions import ValidationError

from activities.models import FollowUpReport

PAGE = "/uppfoljning/blev-inte-av/"


def cancel(part, who, cause="resources", lesson="Börja tidigare."):
    return part.report(status="cancelled", by=who, cause=cause, lesson=lesson)


def test_cancelling_asks_why_and_what_was_learned_at_the_fields(cast, as_):
    part = cast.activity().commitments.get(party=cast.p)
    page = as_(cast.bo).post(part.get_report_url(), {"status": "cancelled", "text": "Ingen tid."})
    assert FollowUpReport.objects.count() == 0
    assert "Välj varför det inte blir av." in str(page.context["form"].errors["cause"])
    assert "Skriv vad ni har lärt er" in str(page.context["form"].errors["lesson"])
    assert "Ingen tid." in page.text
    data = {"status": "cancelled", "cause": "secrecy", "lesson": "Fråga juristerna först."}
    as_(cast.bo).post(part.get_report_url(), data)
    report = FollowUpReport.objects.get()
    assert (report.cause, report.lesson) == ("secrecy", "Fråga juristerna först.")
    assert "Fråga juristerna först." in as_(cast.cia).get(part.activity.get_absolute_url()).text


@pytest.mark.parametrize("missing", ["cause", "lesson"])
def test_no_other_way_cancels_without_them_either(cast, missing):
    part = cast.activity().commitments.get(party=cast.p)
    why = {"cause": "other", "lesson": "Planera.", missing: ""}
    with pytest.raises(ValidationError) as refused:
        part.report(status="cancelled", by=cast.bo, **why)
    assert list(refused.value.error_dict) == [missing]


def test_other_answers_are_not_asked_and_keep_neither(cast, as_):
    part = cast.activity().commitments.get(party=cast.p)
    as_(cast.bo).post(part.get_report_url(), {"status": "done", "cause": "other", "lesson": "Planera."})
    report = FollowUpReport.objects.get()
    assert (report.cause, report.lesson) == ("", "")


def test_the_page_lists_them_by_cause_with_counts_and_filters(cast, as_):
    first = cast.activity("Ljus", parties=[cast.k, cast.p])
    cancel(first.commitments.get(party=cast.p), cast.bo, "party", "Fråga i tid.")
    second = cast.activity("Drogtest", parties=[cast.b], priority_area=cast.drugs)
    cancel(second.commitments.get(), cast.cia, "resources", "Räkna högre.")
    page = as_(cast.rut).get(PAGE)
    assert page.context["total"] == 2
    assert {cause.value: n for cause, n in page.context["causes"] if n} == {"party": 1, "resources": 1}
    assert "Fråga i tid." in page.text
    assert "Räkna högre." in page.text
    for query, shown, hidden in [
        ("cause=party", "Fråga i tid.", "Räkna högre."),
        (f"party={cast.b.public_id}", "Räkna högre.", "Fråga i tid."),
        (f"priority={cast.drugs.public_id}", "Räkna högre.", "Fråga i tid."),
    ]:
        text = as_(cast.rut).get(f"{PAGE}?{query}").text
        assert shown in text
        assert hidden not in text


def test_what_was_taken_up_again_is_no_longer_there(cast, as_):
    part = cast.activity().commitments.get(party=cast.p)
    cancel(part, cast.bo)
    part.report(status="on_track", by=cast.bo)
    assert as_(cast.alva).get(PAGE).context["total"] == 0


@pytest.mark.parametrize("visibility", ["owners", "draft"])
def test_what_one_may_not_see_changes_no_row_and_no_count(cast, as_, visibility):
    hidden = cast.activity("Hemlig", parties=[cast.p], visibility=visibility)
    cancel(hidden.commitments.get(), cast.bo, lesson="Hemlig lärdom.")
    page = as_(cast.alva).get(PAGE)
    assert page.context["total"] == 0
    assert "Hemlig" not in page.text
    if visibility == "owners":
        assert "Hemlig lärdom." in as_(cast.bo).get(PAGE).text
