"""Follow-up rounds: made from a suggestion, told when they open, locked when they close, opened again with a note."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from activities.models import FollowUpReport, FollowUpRound
from activities.reminders import ticking
from collab import clock
from collab.clock import today
from collab.models import AuditEvent, InboxItem, OutgoingMail

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NEW = "/uppfoljning/ny/"


def on(day, hour=12):
    return clock.at(datetime(day.year, day.month, day.day, hour, tzinfo=STOCKHOLM))


def facts(**changed):
    """A tertial that takes reports from today, as the form sends it."""
    day = today()
    dates = {
        "starts_on": day - timedelta(days=100),
        "ends_on": day + timedelta(days=10),
        "opens_on": day,
        "due_on": day + timedelta(days=20),
    }
    sent = {"name": "Tertial på prov", "short_name": "TP", **dates, **changed}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in sent.items()}


def suggested(cast, as_, kind=""):
    page = as_(cast.alva).get(f"{NEW}?kind={kind}" if kind else NEW)
    return {
        name: page.context["form"].initial.get(name)
        for name in ("name", "short_name", "starts_on", "ends_on")
    }


def test_the_next_tertial_is_suggested_and_one_press_makes_it(cast, as_):
    year = cast.year
    cast.round(name="T2", starts_on=date(year, 5, 1), ends_on=date(year, 8, 31))
    browser = as_(cast.alva)
    form = browser.get(NEW).context["form"]
    assert suggested(cast, as_) == {
        "name": f"Tertial 3 {year}",
        "short_name": "T3",
        "starts_on": date(year, 9, 1),
        "ends_on": date(year, 12, 31),
    }
    browser.post(NEW, {name: form[name].value() or "" for name in form.fields})
    made = FollowUpRound.objects.get(name=f"Tertial 3 {year}")
    assert made.agreement == cast.agreement
    assert made.due_on > made.ends_on
    assert AuditEvent.objects.get(verb="opened").actor == cast.alva


def test_a_month_is_suggested_after_the_last_round(cast, as_):
    year = cast.year
    cast.round(name="T1", starts_on=date(year, 1, 1), ends_on=date(year, 4, 15))
    assert suggested(cast, as_, "month")["starts_on"] == date(year, 5, 1)
    assert suggested(cast, as_, "month")["name"] == f"Maj {year}"
    assert suggested(cast, as_, "own") == dict.fromkeys(("name", "short_name", "starts_on", "ends_on"))


@pytest.mark.parametrize(
    ("field", "changed", "words"),
    [
        ("ends_on", {"ends_on": date(2020, 1, 1)}, "Perioden slutar innan den börjar"),
        ("opens_on", {"opens_on": date(2020, 1, 1)}, "Inget kan rapporteras innan perioden börjar"),
        ("due_on", {"due_on": date(2020, 1, 1)}, "ligger före dagen då omgången öppnar"),
        ("name", {"name": "Tertial 3 tagen"}, "Det finns redan en omgång med det namnet"),
        ("starts_on", {"starts_on": today() - timedelta(days=500)}, None),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(cast, as_, field, changed, words):
    day = today()
    cast.round(name="Tertial 3 tagen", starts_on=day - timedelta(days=900), ends_on=day - timedelta(days=450))
    data = facts(agreement=cast.agreement.public_id, **changed)
    page = as_(cast.alva).post(NEW, data)
    assert FollowUpRound.objects.count() == 1
    assert list(page.context["form"].errors) in ([field], ["__all__"])
    words = words or "Perioden överlappar tertial 3 tagen"
    assert words in page.text
    assert 'value="TP"' in page.text


def test_a_period_that_overlaps_is_refused_at_the_date_that_overlaps(cast, as_):
    day = today()
    cast.round(name="Senare", starts_on=day + timedelta(days=5), ends_on=day + timedelta(days=50))
    page = as_(cast.alva).post(NEW, facts(agreement=cast.agreement.public_id))
    assert "Perioden överlappar senare" in str(page.context["form"].errors["ends_on"])
    cast.neighbour()
    theirs = cast.alby_area.agreement
    as_(cast.zoe).post(NEW, facts(agreement=theirs.public_id))
    assert theirs.rounds.count() == 1


def test_nobody_makes_a_round_of_an_agreement_they_may_not_change(cast, as_):
    cast.neighbour()
    other = cast.alby_area.agreement
    _, seen = cast.mandate(cast.ekby, [cast.k, cast.p])
    seen.grants.filter(permission__codename__startswith="change").delete()
    for agreement in (other, seen):
        as_(cast.alva).post(NEW, facts(agreement=agreement.public_id))
        assert agreement.rounds.count() == 0
    for who in (cast.bo, cast.lea, cast.rut):
        as_(who).post(NEW, facts(agreement=cast.agreement.public_id))
    assert FollowUpRound.objects.count() == 0


def test_the_contacts_of_what_it_asks_about_are_told_when_it_opens(cast, as_):
    cast.activity(parties=[cast.k, cast.p])
    as_(cast.alva).post(NEW, facts(agreement=cast.agreement.public_id))
    assert [item.recipient for item in InboxItem.objects.filter(kind="opened")] == [cast.bo]
    OutgoingMail.objects.send_waiting()
    assert [letter.to for letter in mail.outbox] == [["bo@example.org"]]
    assert "Tertial på prov är öppen: rapportera senast" in mail.outbox[0].subject
    assert "Tertial på prov är öppen" in as_(cast.bo).get("/inkorg/").text


def test_a_round_that_opens_later_is_told_once_on_the_morning_of_that_day(cast, as_):
    cast.activity(parties=[cast.k, cast.p])
    tuesday = today() + timedelta(days=(1 - today().weekday()) % 7 + 7)
    data = facts(agreement=cast.agreement.public_id, opens_on=tuesday, due_on=tuesday + timedelta(days=9))
    as_(cast.alva).post(NEW, data)
    told = InboxItem.objects.filter(kind="opened")
    assert not told.exists()
    for hour, count in [(6, 0), (8, 2), (9, 2)]:
        with on(tuesday, hour):
            ticking.run()
        assert told.count() == count


def test_closing_locks_every_report_of_the_round_by_every_way(cast, as_):
    activity, current = cast.activity(), cast.round()
    mine = activity.commitments.get(party=cast.p)
    report = mine.report(status="on_track", text="Sant då.", by=cast.bo, in_round=current)
    as_(cast.alva).post(f"/uppfoljning/omgang/{current.public_id}/stang/")
    current.refresh_from_db()
    assert current.closed_at
    assert AuditEvent.objects.get(verb="closed").actor == cast.alva

    with pytest.raises(ValidationError):
        mine.report(status="done", by=cast.bo, in_round=current)
    rows = FollowUpReport.objects.filter(pk=report.pk)
    other = activity.commitments.get(party=cast.k)
    for way in (
        lambda: rows.update(text="Ändrat i efterhand."),
        lambda: rows.update(round=None),
        lambda: rows.delete(),
        lambda: FollowUpReport.objects.create(
            commitment=other, round=current, status="done", reported_by=cast.alva
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            way()
    assert FollowUpReport.objects.get().text == "Sant då."


def test_a_closed_round_keeps_what_did_not_come_though_it_was_done_later(cast, as_):
    current = cast.round()
    mine = cast.activity("Ljus", parties=[cast.p]).commitments.get()
    current.close(by=cast.alva)
    mine.report(status="done", by=cast.bo)
    cast.activity("Planerad efteråt", parties=[cast.p])
    page = as_(cast.alva).get(f"/uppfoljning/?round={current.public_id}")
    assert [line.activity.title for line in page.context["progress"].lines] == ["Ljus"]
    assert "Kom inte in" in page.text
    assert "0 av 1 är inne" in page.text


def test_who_writes_while_the_round_closes_is_told_and_loses_nothing(cast, as_):
    current = cast.round()
    mine = cast.activity().commitments.get(party=cast.p)
    browser = as_(cast.bo)
    form = browser.get(mine.get_report_url()).context["form"]
    current.close(by=cast.alva)
    data = {"status": "on_track", "text": "Två armaturer är uppe.", "round": form["round"].value()}
    page = browser.post(mine.get_report_url(), data)
    assert FollowUpReport.objects.count() == 0
    assert "stängdes medan du skrev" in page.text
    assert "Två armaturer är uppe." in page.text
    browser.post(mine.get_report_url(), {**data, "round": page.context["form"]["round"].value() or ""})
    assert FollowUpReport.objects.get().round is None


def test_opening_again_asks_for_a_note_which_shows_and_is_told(cast, as_):
    cast.activity(parties=[cast.k, cast.p])
    current = cast.round()
    current.close(by=cast.alva)
    address = f"/uppfoljning/omgang/{current.public_id}/oppna-igen/"
    until = today() + timedelta(days=5)
    page = as_(cast.alva).post(address, {"due_on": until.isoformat()})
    assert "Skriv varför, med en mening." in page.text
    page = as_(cast.alva).post(address, {"due_on": "2020-01-01", "note": "Fel period."})
    assert "Välj i dag eller en senare dag." in page.text
    as_(cast.alva).post(address, {"due_on": until.isoformat(), "note": "Två delar var fel."})
    current.refresh_from_db()
    assert (current.closed_at, current.due_on) == (None, until)
    assert current.unanswered.count() == 0
    assert "Två delar var fel." in as_(cast.rut).get(f"/uppfoljning/?round={current.public_id}").text
    assert [item.recipient for item in InboxItem.objects.filter(kind="reopened")] == [cast.bo]
    assert "Två delar var fel." in as_(cast.bo).get("/inkorg/").text
    assert AuditEvent.objects.get(verb="reopened").data == {"note": "Två delar var fel."}


def test_a_round_is_edited_until_it_closes(cast, as_):
    current = cast.round()
    cast.activity().commitments.get(party=cast.p).report(status="on_track", by=cast.bo, in_round=current)
    address = f"/uppfoljning/omgang/{current.public_id}/"
    browser = as_(cast.alva)
    form = browser.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name != "submission"}
    browser.post(address, {**data, "name": "Tertial med nytt namn"})
    current.refresh_from_db()
    assert current.name == "Tertial med nytt namn"
    assert AuditEvent.objects.get(verb="changed").data == {"fields": ["name"]}

    late = {"opens_on": today() + timedelta(days=3), "version": current.version}
    page = browser.post(address, {**data, **late})
    assert "Parter har redan rapporterat" in page.text
    current.close(by=cast.alva)
    page = browser.post(address, {**data, "name": "Efteråt", "version": current.version})
    assert "Omgången är stängd" in page.text
    current.refresh_from_db()
    assert current.name == "Tertial med nytt namn"
