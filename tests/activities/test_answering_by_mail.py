"""A mail's link: opens one report with the answer chosen, changes nothing by itself, and dies in time."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from activities.models import FollowUpReport
from activities.reminders import mail_links, ticking
from activities.reminders.mail_links import MailLink
from activities.views import answering
from collab import clock
from collab.clock import now, today
from collab.models import AuditEvent, Submission

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MONDAY = datetime(2027, 3, 15, 7, tzinfo=STOCKHOLM)
DUE = date(2027, 3, 16)


@pytest.fixture(autouse=True)
def _monday_morning(cast):
    cast.bo.user.language = "sv"
    cast.bo.user.save()
    with clock.at(MONDAY):
        yield


@pytest.fixture
def asked(cast):
    """An open round in which the police's report is missing; nobody else owes one."""
    cast.part = cast.activity("Ljus på vägen", parties=[cast.p], due_on=date(2027, 12, 1)).commitments.get()
    return cast.round(name="Tertial 1 2027", due_on=DUE, opens_on=date(2027, 3, 1))


def link(mailoutbox, status="on_track"):
    """The address behind an answer in the last mail, as a phone opens it."""
    [(html, _)] = mailoutbox[-1].alternatives
    return re.search(rf'href="https?://[^/]+(/svar/[^"]+\?status={status})"', html)[1]


@pytest.fixture
def address(asked, mailoutbox):
    ticking.run()
    return link(mailoutbox)


def press(address, status="on_track", **data):
    """Somebody who holds the mail and nothing else presses the button."""
    return Client(enforce_csrf_checks=True).post(address.partition("?")[0], {"status": status, **data})


def test_looking_changes_nothing_however_often_and_by_whatever_method(cast, address):
    before = (AuditEvent.objects.count(), FollowUpReport.objects.count(), Submission.objects.count())
    for _turn in range(3):
        for method in ("get", "head", "options"):
            answer = getattr(Client(), method)(address)
            assert answer.status_code == 200
            assert not answer.cookies
    cast.part.refresh_from_db()
    assert cast.part.status == "not_started"
    assert (AuditEvent.objects.count(), FollowUpReport.objects.count(), Submission.objects.count()) == before


def test_the_form_opens_with_the_answer_chosen_and_shows_nothing_else(cast, address):
    cast.activity("En annan sak", parties=[cast.p])
    page = Client().get(address).content.decode()
    assert re.search(r'value="on_track"[^>]*checked', page)
    assert "Ljus på vägen" in page
    assert "En annan sak" not in page
    assert "<nav" not in page
    for elsewhere in ("/aktiviteter/", "/inkorg/", "/parter/", "csrf"):
        assert elsewhere not in page


def test_a_press_sends_the_report_as_who_got_the_mail(cast, asked, address):
    answer = press(address, "off_track", text="Två armaturer är försenade.")

    report = FollowUpReport.objects.get()
    assert (report.status, report.text, report.reported_by, report.round) == (
        "off_track",
        "Två armaturer är försenade.",
        cast.bo,
        asked,
    )
    [event] = AuditEvent.objects.filter(verb="reported")
    assert (event.actor, event.data["by_mail"]) == (cast.bo, True)
    sent = Client().get(answer.url).content.decode()
    assert "Rapporten är skickad" in sent
    assert "Två armaturer är försenade." in sent


def test_the_history_says_that_it_came_by_mail(cast, address, as_):
    press(address)
    page = as_(cast.alva).get(cast.part.activity.get_absolute_url()).content.decode()
    assert "genom länken i ett mejl" in page


def test_the_report_can_be_changed_by_the_link_until_the_round_is_closed(cast, asked, address):
    press(address, "done")
    press(address, "off_track")
    assert FollowUpReport.objects.get().status == "off_track"

    asked.closed_at = now()
    asked.save()
    assert press(address, "done").status_code == 410
    assert FollowUpReport.objects.get().status == "off_track"


def test_a_report_sent_twice_is_sent_once(cast, address):
    key = re.search(r'name="submission" value="([^"]+)"', Client().get(address).content.decode())[1]
    press(address, submission=key)
    press(address, submission=key)
    assert AuditEvent.objects.filter(verb="reported").count() == 1


def close(cast, asked):
    asked.closed_at = now()
    asked.save()


def end(cast, asked):
    cast.bo.end(on=today() - timedelta(days=1), by=cast.alva)


def deactivate(cast, asked):
    cast.bo.user.is_active = False
    cast.bo.user.save()


def lose(cast, asked):
    cast.part.grants.all().delete()


def demote(cast, asked):
    type(cast.bo).objects.filter(pk=cast.bo.pk).update(role="reader")


@pytest.mark.parametrize("happens", [close, end, deactivate, lose, demote], ids=lambda f: f.__name__)
def test_the_link_dies_with_the_round_the_role_and_the_right(cast, asked, address, happens):
    happens(cast, asked)
    answer = Client().get(address)
    assert answer.status_code == 410
    assert "Länken gäller inte längre" in answer.content.decode()
    assert "Ljus på vägen" not in answer.content.decode()
    assert press(address).status_code == 410
    assert not FollowUpReport.objects.exists()


def test_a_link_of_the_own_date_dies_when_the_date_moves_or_the_part_is_closed(cast, mailoutbox):
    part = cast.activity("Lås", parties=[cast.p], due_on=DUE).commitments.get()
    ticking.run()
    address = link(mailoutbox)
    assert Client().get(address).status_code == 200
    part.report(status="on_track", new_due_on=DUE + timedelta(days=30), by=cast.bo)
    assert Client().get(address).status_code == 410


def test_a_link_grows_old(address):
    with clock.at(MONDAY + mail_links.LIFE + timedelta(days=1)):
        assert Client().get(address).status_code == 410


def test_a_link_of_the_own_date_reports_in_the_round_that_asks(cast, asked, mailoutbox):
    type(cast.part).objects.filter(pk=cast.part.pk).update(due_on=DUE)
    cast.part.refresh_from_db()
    mine = MailLink(cast.part.public_id, cast.bo.public_id, "", DUE, today())
    press(mine.get_absolute_url())
    assert FollowUpReport.objects.get().round == asked


@pytest.mark.parametrize("letter", [5, 20, 40, -3])
def test_a_changed_link_is_nobodys(address, letter):
    token = address.split("/")[2]
    changed = token[:letter] + ("a" if token[letter] != "a" else "b") + token[letter:][1:]
    assert Client().get(f"/svar/{changed}/").status_code == 404


def test_it_tells_nobody_where_it_was_and_is_kept_nowhere(address):
    answer = Client().get(address)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]


def test_whoever_makes_up_links_is_stopped(db):
    client = Client()
    for _try in range(answering.PER_NETWORK):
        assert client.get("/svar/a.b..20270316.20270315:x/").status_code == 404
    assert client.get("/svar/a.b..20270316.20270315:x/").status_code == 429


def test_a_link_that_is_pressed_without_end_is_stopped(address):
    for _try in range(answering.PER_LINK):
        assert press(address, "nonsense").status_code == 200
    assert press(address).status_code == 429
    assert not FollowUpReport.objects.exists()


def test_what_is_wrong_is_said_and_nothing_is_lost(address):
    page = press(address, "off_track", text="Ring 19811218-9876").content.decode()
    assert "personnummer" in page
    assert "Ring 19811218-9876" in page
    assert not FollowUpReport.objects.exists()


def test_a_party_may_ask_for_a_sign_in(cast, asked, address, as_, mailoutbox):
    page = as_(cast.lea).post(f"/parter/{cast.p.public_id}/inloggning/", {"asks": "yes"}, follow=True)
    assert "Länkarna kräver inloggning" in page.content.decode()
    assert AuditEvent.objects.filter(verb="login_asked", actor=cast.lea).exists()

    # Also a link that went before.
    url = f"/rapportera/{cast.part.public_id}/?status=on_track"
    assert Client().get(address).url == url
    assert Client().get(url).url.startswith("/logga-in/?next=/rapportera/")
    assert "checked" in as_(cast.bo).get(url).content.decode()
    assert press(address).status_code == 302
    assert not FollowUpReport.objects.exists()


def test_the_mail_of_such_a_party_leads_through_the_sign_in(cast, asked, mailoutbox):
    cast.p.ask_for_login(True, by=cast.lea)
    ticking.run()
    [(html, _)] = mailoutbox[-1].alternatives
    assert "/svar/" not in html + mailoutbox[-1].body
    assert f"/rapportera/{cast.part.public_id}/?status=on_track" in html
    assert "Länkarna kräver att du loggar in." in html


def test_what_not_all_parties_see_opens_only_after_a_sign_in(cast, mailoutbox):
    cast.activity("Hemlig insats", parties=[cast.p], due_on=DUE, visibility="owners")
    ticking.run()
    assert "/svar/" not in mailoutbox[-1].alternatives[0][0] + mailoutbox[-1].body


def test_an_activity_that_is_hidden_later_closes_the_links_that_went(cast, asked, address):
    cast.part.activity.share("owners", by=cast.bo)
    answer = Client().get(address)
    assert answer.status_code == 302
    assert "Ljus" not in answer.content.decode()


def test_somebody_elses_session_changes_nothing_about_whose_report_it_is(cast, address, as_):
    as_(cast.alva).post(address.partition("?")[0], {"status": "on_track"})
    assert FollowUpReport.objects.get().reported_by == cast.bo


def test_what_was_sent_is_shown_only_to_whoever_sent_it(cast, asked, address):
    sent = address.partition("?")[0] + "skickad/"
    cast.part.report(status="on_track", text="Sagt inloggad av annan.", by=cast.lea, in_round=asked)
    assert Client().get(sent).status_code == 410


def test_a_press_on_paminn_gives_a_link_too(cast, asked, mailoutbox):
    from collab.models import OutgoingMail

    cast.part.nudge(by=cast.alva)
    OutgoingMail.objects.send_waiting()
    assert press(link(mailoutbox)).status_code == 302
    assert FollowUpReport.objects.get().round == asked
