"""Påminn: one press tells whoever answers, once a day, and everybody sees who pressed."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from activities.models import Nudge
from collab import clock
from collab.clock import today
from collab.models import AuditEvent, OutgoingMail

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.fixture(autouse=True)
def _in_swedish(cast):
    for one in (cast.bo, cast.lea, cast.alva):
        one.user.language = "sv"
        one.user.save()


@pytest.fixture
def late(cast):
    """The police's part, a week late."""
    return cast.activity(due_in=-7).commitments.get(party=cast.p)


def press(client, commitment, **data):
    return client.post(f"/delar/{commitment.public_id}/paminn/", data, follow=True)


def test_the_contact_is_told_now_in_the_inbox_and_by_mail(cast, late, mailoutbox):
    told = late.nudge(by=cast.alva)
    OutgoingMail.objects.send_waiting()

    assert told == [cast.bo]
    [item] = cast.bo.inbox.all()
    assert item.kind == "nudged"
    [letter] = mailoutbox
    assert letter.to == ["bo@example.org"]
    assert "Alva Ask, Ekby kommun, vill ha ett svar." in letter.body
    assert "Den skulle vara klar" in letter.body
    assert [(e.verb, e.actor) for e in AuditEvent.objects.about(late)] == [("nudged", cast.alva)]


def test_the_lead_is_told_when_there_is_no_contact(cast, late):
    late.contact = None
    late.save()
    assert late.nudge(by=cast.alva) == [cast.lea]


def test_a_missing_report_is_asked_for_by_the_name_of_its_round(cast, mailoutbox):
    part = cast.activity().commitments.get(party=cast.p)
    cast.round(name="Tertial 1 2027")
    part.nudge(by=cast.alva)
    OutgoingMail.objects.send_waiting()
    assert "Rapporten för Tertial 1 2027 saknas." in mailoutbox[0].body


def test_nobody_is_nagged_twice_a_day_whoever_presses(cast, late):
    erik = cast.person("Erik Ek", cast.k, "coordinator")
    late.nudge(by=cast.alva)
    with pytest.raises(ValidationError, match="Alva Ask"):
        late.nudge(by=erik)
    assert cast.bo.inbox.count() == 1

    with clock.at(clock.now() + timedelta(days=1)):
        late.nudge(by=erik)
    assert cast.bo.inbox.count() == 2


def test_what_is_answered_is_not_asked_for(cast):
    part = cast.activity().commitments.get(party=cast.p)
    with pytest.raises(ValidationError, match="svarat"):
        part.nudge(by=cast.alva)
    late = cast.activity(due_in=-7).commitments.get(party=cast.p)
    late.report(status="done", by=cast.bo)
    with pytest.raises(ValidationError, match="svarat"):
        late.nudge(by=cast.alva)
    assert not Nudge.objects.exists()


def test_with_nobody_to_tell_it_says_so_and_leaves_no_mark(cast):
    alone = cast.activity(parties=[cast.k, cast.b], due_in=-7).commitments.get(party=cast.b)
    alone.contact = None
    alone.save()
    with pytest.raises(ValidationError, match="ingen att påminna"):
        alone.nudge(by=cast.alva)
    assert not Nudge.objects.exists()


def test_the_page_shows_the_button_then_who_pressed_and_yesterday_the_next_day(cast, late, as_):
    client = as_(cast.alva)
    page = client.get(late.activity.get_absolute_url()).content.decode()
    assert f"/delar/{late.public_id}/paminn/" in page
    page = press(client, late).content.decode()
    assert "Bo Björk har fått en påminnelse." in page
    assert "Påmind i dag av Alva Ask" in page
    assert f"/delar/{late.public_id}/paminn/" not in page

    Nudge.objects.update(on=today() - timedelta(days=1))
    page = client.get(late.activity.get_absolute_url()).content.decode()
    assert "Påmind i går av Alva Ask" in page
    assert f"/delar/{late.public_id}/paminn/" in page


def test_the_overview_says_who_is_late_and_leads_back_there(cast, late, as_):
    client = as_(cast.alva)
    page = client.get("/").content.decode()
    assert "Sent, och hos vem" in page
    assert late.text in page
    answer = press(client, late, back="/")
    assert answer.redirect_chain == [("/", 302)]
    assert "Påmind i dag av Alva Ask" in answer.content.decode()


def test_it_leads_nowhere_else(cast, late, as_):
    answer = press(as_(cast.alva), late, back="//evil.example/")
    assert answer.redirect_chain == [(late.get_absolute_url(), 302)]


def test_a_second_press_of_an_old_page_says_who_was_first(cast, late, as_):
    late.nudge(by=cast.alva)
    answer = press(as_(cast.alva), late)
    assert answer.status_code == 409
    assert "Alva Ask har redan påmint i dag." in answer.content.decode()


def test_the_late_list_holds_no_hidden_row_and_is_for_those_who_may_ask(cast, as_):
    cast.activity("Hemlig insats", parties=[cast.p, cast.b], due_in=-7, visibility="owners")
    shown = cast.activity("Ljus", parties=[cast.p, cast.b], due_in=-7)
    page = as_(cast.alva).get("/").content.decode()
    late = page[page.index('id="h-late"') : page.index('id="h-attention"')]
    assert shown.code in late
    assert late.count("<li>") == 2
    assert 'id="h-late"' not in as_(cast.rut).get("/").content.decode()


def test_the_late_list_asks_a_bounded_number_of_questions(cast, django_assert_max_num_queries):
    from activities.nudging import late_parts

    for n in range(12):
        cast.activity(f"Nr {n}", due_in=-7)
    with django_assert_max_num_queries(7):
        assert len(late_parts(cast.alva)) == 8


def test_the_mail_of_the_night_is_not_the_only_one_after_a_press(cast, late, mailoutbox):
    from activities.reminders import ticking

    with clock.at(datetime(2027, 3, 16, 8, tzinfo=STOCKHOLM)):
        part = cast.activity(parties=[cast.k, cast.p], due_on=date(2027, 3, 15)).commitments.get(party=cast.p)
        ticking.run()
        before = [m for m in mailoutbox if m.to == ["bo@example.org"]]
        part.nudge(by=cast.alva)
        ticking.run()
        after = [m for m in mailoutbox if m.to == ["bo@example.org"]]
    assert (len(before), len(after)) == (1, 2)
