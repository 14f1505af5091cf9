"""One's own dates in a calendar outside the portal: by a secret address, without a word that others may not read."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from activities.calendar import escaped, folded
from activities.models import CalendarFeed
from activities.models.calendar import GUESSES, READS
from collab.clock import today

pytestmark = pytest.mark.django_db
PAGE = "/profil/kalender/"


def make(browser):
    """Ask for an address on the page; returns its path."""
    page = browser.post(PAGE).content.decode()
    return re.search(r'value="https?://[^/"]+(/kalender/[^"]+\.ics)"', page)[1]


def read(path):
    """The calendar as a program outside reads it: unfolded lines, events as dicts."""
    answer = Client().get(path)
    assert answer.status_code == 200
    raw = answer.content.decode()
    assert raw.endswith("END:VCALENDAR\r\n")
    assert "\n" not in raw.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in raw.split("\r\n"))
    found = []
    for line in raw.replace("\r\n ", "").split("\r\n"):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1].setdefault(name.partition(";")[0], value)
    return raw, found


def test_own_commitments_and_last_days_to_report_stand_on_their_days(cast, as_):
    activity = cast.activity("Ljus på vägen, etapp 2")
    one = cast.round()
    raw, found = read(make(as_(cast.bo)))
    events = {event["UID"].partition("@")[0]: event for event in found}
    mine = events[activity.commitments.get(party=cast.p).public_id]
    assert mine["SUMMARY"] == f"{activity.code} Ljus på vägen\\, etapp 2"
    assert mine["DTSTART"] == f"{activity.due_on:%Y%m%d}"
    assert mine["DTEND"] == f"{activity.due_on + timedelta(days=1):%Y%m%d}"
    assert mine["URL"].endswith(activity.get_absolute_url())
    assert events[one.public_id]["SUMMARY"].startswith("Sista dag att rapportera tertial 3")
    assert len(events) == 2
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT4H" in raw


def test_an_event_keeps_its_id_when_its_date_moves_and_counts_up(cast, as_):
    commitment = cast.activity().commitments.get(party=cast.p)
    path = make(as_(cast.bo))
    [before] = read(path)[1]
    commitment.change(by=cast.bo, due_on=today() + timedelta(days=5))
    [after] = read(path)[1]
    assert (before["UID"], after["DTSTART"]) == (after["UID"], f"{today() + timedelta(days=5):%Y%m%d}")
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def test_what_not_every_party_sees_stands_without_its_words(cast, as_):
    hidden = cast.activity("Spaning", visibility="owners")
    hidden.commitments.filter(party=cast.p).update(text="Hemlig del")
    raw, [event] = read(make(as_(cast.bo)))
    assert event["SUMMARY"] == "Åtagande i Samsyn"
    for words in ("Spaning", "Hemlig", hidden.code):
        assert words not in raw


def test_nobody_elses_commitments_and_no_draft_are_in_it(cast, as_):
    cast.activity("Bolagets", parties=[cast.b, cast.k])
    cast.activity("Utkast", parties=[cast.p], visibility="draft")
    cast.activity("Leas").commitments.filter(party=cast.p).update(contact=cast.lea)
    done = cast.activity("Färdig").commitments.get(party=cast.p)
    done.report(status="done", by=cast.bo)
    assert read(make(as_(cast.bo)))[1] == []


def test_a_lead_answers_for_what_has_no_contact(cast, as_):
    alone = cast.activity("Ensam").commitments.get(party=cast.p)
    alone.change(by=cast.lea, contact=None)
    cast.activity("Bos egen")
    assert [event["UID"].partition("@")[0] for event in read(make(as_(cast.lea)))[1]] == [alone.public_id]


def test_the_address_is_shown_once_and_only_its_hash_is_kept(cast, as_):
    browser = as_(cast.bo)
    token = make(browser).rpartition("/")[2].removesuffix(".ics")
    assert token not in browser.get(PAGE).content.decode()
    feed = CalendarFeed.objects.get()
    assert token not in str(vars(feed))
    assert feed.token_hash not in browser.get(PAGE).content.decode()


def test_a_new_address_ends_the_old_one(cast, as_):
    browser = as_(cast.bo)
    old, new = make(browser), make(browser)
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200


def test_an_ended_address_shows_nothing_and_only_its_owner_can_end_it(cast, as_):
    path = make(as_(cast.bo))
    end = reverse("activities:calendar_end", args=[CalendarFeed.objects.get().public_id])
    assert as_(cast.lea).post(end).status_code == 404
    assert Client().get(path).status_code == 200
    as_(cast.bo).post(end)
    assert Client().get(path).status_code == 404


def test_the_address_dies_with_the_membership(cast, as_):
    path = make(as_(cast.bo))
    cast.bo.end(on=today() - timedelta(days=1), by=cast.alva)
    assert Client().get(path).status_code == 404


def test_the_address_shows_no_more_than_the_gate_when_a_right_is_taken_away(cast, as_):
    activity = cast.activity("Ljus")
    path = make(as_(cast.bo))
    activity.commitments.get(party=cast.p).withdraw(by=cast.alva)
    assert read(path)[1] == []


def test_reading_and_guessing_are_limited(cast, as_):
    path = make(as_(cast.bo))
    assert [Client().get(path).status_code for _ in range(READS + 1)][-2:] == [200, 429]
    assert [Client().get("/kalender/gissning.ics").status_code for _ in range(GUESSES + 1)][-2:] == [404, 429]


def test_a_line_is_folded_between_characters_and_text_is_escaped():
    line = "SUMMARY:" + "åäö" * 60
    assert folded(line).replace("\r\n ", "") == line + "\r\n"
    assert all(len(part.encode()) <= 75 for part in folded(line).split("\r\n"))
    assert escaped("a,b;c\\d\r\ne\x00") == "a\\,b\\;c\\\\d\\ne"
