"""The words of a reminder, and what must not stand in it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from activities.models import Reminder
from activities.reminders import ticking
from activities.reminders.mail_links import MailLink
from collab import clock
from collab.models import InboxItem, OutgoingMail

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DUE = date(2027, 3, 16)


@pytest.fixture(autouse=True)
def _friday_morning(cast):
    for name in ("bo", "lea", "alva"):
        user = getattr(cast, name).user
        user.language = "sv"
        user.save()
    with clock.at(datetime(2027, 3, 15, 7, tzinfo=STOCKHOLM)):
        yield


def test_one_thing_is_named_in_the_subject_and_answered_with_a_tap(cast, mailoutbox, settings):
    activity = cast.activity("Skalskydd på skolor", parties=[cast.p], due_on=DUE)
    commitment = activity.commitments.get()
    ticking.run()
    [letter] = mailoutbox
    [(html, _)] = letter.alternatives
    token = MailLink(commitment.public_id, cast.bo.public_id, "", DUE, clock.today()).token
    url = f"{settings.SITE_URL}/svar/{token}/"

    assert letter.subject == f"Rapportera {activity.code} senast 16 mars"
    assert "Hej Bo." in letter.body
    assert "Sista dag är tisdag 16 mars 2027, i morgon." in letter.body
    assert f"Rapportera: {url}" in letter.body
    assert "Skalskydd på skolor: hur går det?" in html
    for status in ("on_track", "off_track", "stopped", "done"):
        assert f'href="{url}?status={status}"' in html


def test_several_things_are_counted_in_the_subject(cast, mailoutbox):
    for title in ("Ljus", "Lås", "Lek"):
        cast.activity(title, parties=[cast.p], due_on=DUE)
    ticking.run()

    assert [m.subject for m in mailoutbox] == ["3 saker att rapportera"]
    assert all(title in mailoutbox[0].body for title in ("Ljus", "Lås", "Lek"))


def test_a_person_who_reads_english_gets_english(cast, mailoutbox):
    cast.bo.user.language = "en"
    cast.bo.user.save()
    activity = cast.activity(parties=[cast.p], due_on=DUE)
    ticking.run()
    assert mailoutbox[0].subject == f"Report {activity.code} by 16 March"


@pytest.mark.parametrize("others", [0, 1])
def test_what_not_all_parties_see_has_no_name_in_a_mail(cast, mailoutbox, others):
    secret = cast.activity(
        "Hemlig insats", parties=[cast.p], due_on=DUE, visibility="owners", goal="Tyst mål"
    )
    if others:
        cast.activity("Ljus", parties=[cast.p], due_on=DUE)
    ticking.run()
    [letter] = mailoutbox
    whole = letter.message().as_string() + letter.subject + letter.body + letter.alternatives[0][0]

    assert secret.commitments.get().public_id in whole
    for word in ("Hemlig", "Tyst", secret.code, "Delen för P" if not others else "Hemlig"):
        assert word not in whole
    assert InboxItem.objects.filter(recipient=cast.bo).count() == 1 + others


def test_a_right_lost_between_building_and_sending_leaves_its_line_out(cast, mailoutbox):
    seen, lost = (cast.activity(title, parties=[cast.p], due_on=DUE) for title in ("Ljus", "Lås"))
    Reminder.objects.write_due()
    Reminder.objects.deliver()
    lost.grants.all().delete()
    OutgoingMail.objects.send_waiting()

    assert mailoutbox[0].subject == f"Rapportera {seen.code} senast 16 mars"
    assert "Lås" not in mailoutbox[0].body


def test_with_every_right_lost_nothing_is_sent(cast, mailoutbox):
    cast.activity(parties=[cast.p], due_on=DUE)
    Reminder.objects.write_due()
    Reminder.objects.deliver()
    cast.bo.end(on=clock.today() - timedelta(days=1), by=cast.alva)
    OutgoingMail.objects.send_waiting()

    assert mailoutbox == []
    assert OutgoingMail.objects.get().withdrawn_at


def test_what_is_reported_in_the_meantime_is_not_asked_for(cast, mailoutbox):
    activity = cast.activity(parties=[cast.p], due_on=DUE)
    Reminder.objects.write_due()
    Reminder.objects.deliver()
    activity.commitments.get().report(status="done", by=cast.bo)
    ticking.run()

    assert mailoutbox == []
    assert cast.bo.inbox.filter(kind="reminder").count() == 1


def test_a_second_reminder_of_the_day_waits_for_the_next_mail(cast, mailoutbox):
    cast.activity("Ljus", parties=[cast.p], due_on=DUE)
    ticking.run()
    cast.activity("Lås", parties=[cast.p], due_on=DUE)
    ticking.run()
    assert len(mailoutbox) == 1

    with clock.at(datetime(2027, 3, 16, 7, tzinfo=STOCKHOLM)):
        ticking.run()
    assert len(mailoutbox) == 2
    assert mailoutbox[1].subject == "2 saker att rapportera"


def test_the_lead_learns_why_it_came(cast, mailoutbox):
    cast.activity(parties=[cast.p], due_on=clock.today() - timedelta(days=14))
    ticking.run()
    assert mailoutbox[0].to == ["lea@example.org"]
    assert "Du får det här som partsansvarig, eftersom det är sent." in mailoutbox[0].body


def test_a_round_is_named(cast, mailoutbox):
    cast.activity(parties=[cast.p], due_on=date(2027, 12, 1))
    cast.round(name="Tertial 1 2027", due_on=DUE, opens_on=date(2027, 3, 1))
    ticking.run()
    assert (
        "Rapporten för Tertial 1 2027 saknas. Sista dag är tisdag 16 mars 2027, i morgon."
        in mailoutbox[0].body
    )
