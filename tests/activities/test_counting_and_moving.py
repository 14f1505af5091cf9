"""A number against a countable target, and every date that was moved."""

from datetime import timedelta
from decimal import Decimal

from activities.models import FollowUpReport
from collab.clock import today


def counted(cast, **target):
    part = cast.activity().commitments.get(party=cast.p)
    part.change(by=cast.bo, target_number=Decimal(8), target_unit="tillsynsbesök", **target)
    return part


def test_a_target_is_set_in_the_form_of_the_part(cast, as_):
    part = cast.activity().commitments.get(party=cast.p)
    browser = as_(cast.bo)
    form = browser.get(f"/delar/{part.public_id}/").context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name != "submission"}
    browser.post(f"/delar/{part.public_id}/", {**data, "target_number": "7,5", "target_unit": "mil"})
    part.refresh_from_db()
    assert (part.target_number, part.target_unit) == (Decimal("7.5"), "mil")
    assert "Mål 7,5 mil" in browser.get(part.activity.get_absolute_url()).text
    data["version"] = part.version
    page = browser.post(f"/delar/{part.public_id}/", {**data, "target_number": "", "target_unit": "mil"})
    assert "Skriv hur många, eller lämna båda tomma." in page.text
    page = browser.post(f"/delar/{part.public_id}/", {**data, "target_number": "-1", "target_unit": "mil"})
    assert "Skriv ett tal över 0." in page.text


def test_a_report_counts_against_the_target(cast, as_):
    current, part = cast.round(), counted(cast)
    page = as_(cast.bo).get(part.get_report_url()).text
    assert "Av 8 tillsynsbesök." in page
    as_(cast.bo).post(part.get_report_url(), {"status": "on_track", "number": "5"})
    assert FollowUpReport.objects.get().number == 5
    assert "5 av 8 tillsynsbesök" in as_(cast.cia).get(part.activity.get_absolute_url()).text
    assert "5 av 8" in as_(cast.cia).get(f"/uppfoljning/?round={current.public_id}").text
    assert 'value="5' in as_(cast.bo).get(part.get_report_url()).text


def test_what_is_no_number_is_refused_at_the_field(cast, as_):
    part = counted(cast)
    for wrong, words in [("fem", "Skriv ett tal"), ("-1", "Skriv 0 eller mer.")]:
        page = as_(cast.bo).post(part.get_report_url(), {"status": "on_track", "number": wrong})
        assert words in str(page.context["form"].errors["number"])
    assert FollowUpReport.objects.count() == 0


def test_nothing_is_counted_where_there_is_no_target(cast, as_):
    part = cast.activity().commitments.get(party=cast.p)
    page = as_(cast.bo).get(part.get_report_url()).text
    assert "Hittills" not in page
    as_(cast.bo).post(part.get_report_url(), {"status": "on_track", "number": "5"})
    assert FollowUpReport.objects.get().number is None


def test_every_date_that_was_moved_stays_visible(cast, as_):
    activity, current = cast.activity(due_in=5), cast.round()
    part, days = (
        activity.commitments.get(party=cast.p),
        [today() + timedelta(days=n) for n in (5, 20, 40, 60)],
    )
    part.report(status="off_track", by=cast.bo, new_due_on=days[1], in_round=current)
    part.report(status="off_track", by=cast.bo, new_due_on=days[2], in_round=current)
    part.change(by=cast.alva, due_on=days[3])
    activity.change(by=cast.alva, due_on=days[3])
    page = as_(cast.cia).get(activity.get_absolute_url())
    moves = [(move.is_whole, move.before, move.after) for move in page.context["sheet"].moves]
    assert moves == [
        (True, days[0], days[3]),
        (False, days[2], days[3]),
        (False, days[1], days[2]),
        (False, days[0], days[1]),
    ]
    assert "Slutdatum har flyttats 4 gånger" in page.text
    report = part.reports.get()
    assert (report.old_due_on, report.new_due_on) == (days[0], days[2])
