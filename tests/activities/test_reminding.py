"""Reminders: whom, when, once."""

import re
import threading
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from activities.models import Activity, Commitment, Countdown, Reminder
from activities.reminders import slots, statement, ticking
from activities.reminders.countdown import start_over
from collab import clock
from collab.models import InboxItem, Membership, OutgoingMail
from collab.working_days import WorkingDays

STOCKHOLM = ZoneInfo("Europe/Stockholm")
# A Tuesday, with working days on both sides.
DUE = date(2027, 3, 16)
# What a tick does besides, when there is nothing else to do.
QUIET = {"offers": 0, "digests": 0}


@pytest.fixture(autouse=True)
def _mail_folder(settings, tmp_path):
    settings.MAIL_DIR = tmp_path
    settings.EMAIL_BACKEND = "collab.mail.FolderBackend"


def tick(day, hour=7, minute=0):
    return ticking.run(datetime(day.year, day.month, day.day, hour, minute, tzinfo=STOCKHOLM).isoformat())


def told():
    """Who was told which slot of which date on which day; those of one tick by name, since it has no order."""
    return [
        (r.recipient.user.name.split()[0], r.offset, r.slot_on)
        for r in Reminder.objects.exclude(item=None)
        .select_related("recipient__user")
        .order_by("created_at", "recipient__user__name", "pk")
    ]


def run_days(first, last):
    day = first
    while day <= last:
        tick(day)
        day += timedelta(days=1)


@pytest.fixture
def police(cast):
    """The police's part of an activity in which nobody else is reminded."""
    activity = cast.activity(parties=[cast.p], due_on=DUE)
    return activity.commitments.get()


def test_the_contact_is_told_five_times_and_then_the_lead(cast, police):
    run_days(DUE - timedelta(days=30), DUE + timedelta(days=40))

    assert told() == [
        ("Bo", -14, date(2027, 3, 2)),
        ("Bo", -3, date(2027, 3, 15)),  # 13 March is a Saturday
        ("Bo", 0, date(2027, 3, 16)),
        ("Bo", 1, date(2027, 3, 17)),
        ("Bo", 7, date(2027, 3, 23)),
        ("Lea", 14, date(2027, 3, 30)),  # the day after Easter Monday
    ]


def test_nothing_goes_before_seven_or_on_a_day_of_rest(cast, police):
    assert tick(date(2027, 3, 2), 6, 59)["reminders"] == 0
    assert tick(date(2027, 3, 2), 7, 0)["reminders"] == 1
    assert tick(date(2027, 3, 13), 12)["reminders"] == 0
    assert tick(date(2027, 3, 14), 12)["reminders"] == 0
    assert tick(date(2027, 3, 15))["reminders"] == 1


def test_of_several_waiting_slots_only_the_latest_goes(cast):
    # A Saturday: that day, the day after and three days before all come to the Monday.
    cast.activity(parties=[cast.p], due_on=date(2027, 3, 13))
    tick(date(2027, 3, 15))

    assert [row[1] for row in told()] == [1]


def test_a_second_tick_writes_and_sends_nothing(cast, police, settings):
    first, second = tick(DUE), tick(DUE, 7, 1)

    assert first == {**QUIET, "reminders": 1, "mails": 1, "dropped": 0, "sent": 1}
    assert second == {**QUIET, "reminders": 0, "mails": 0, "dropped": 0, "sent": 0}
    assert len(list(settings.MAIL_DIR.glob("*.eml"))) == 1


def test_a_missed_day_is_made_up_for_and_only_the_latest_slot_goes(cast, police):
    tick(DUE + timedelta(days=3))

    assert told() == [("Bo", 1, DUE + timedelta(days=1))]


def test_a_new_or_restored_system_sends_no_history(cast, police):
    tick(DUE + timedelta(days=28))
    assert told() == []


def test_a_late_system_still_sends_what_is_younger_than_the_floor(cast, police):
    tick(DUE + timedelta(days=27))
    assert [row[:2] for row in told()] == [("Lea", 14)]


def test_days_of_rest_do_not_count_towards_the_floor(cast, settings):
    settings.REMINDERS_REST_IN_WEEKS = range(27, 32)
    cast.activity(parties=[cast.p], due_on=date(2027, 7, 5))
    tick(date(2027, 7, 5))
    assert told() == []

    tick(date(2027, 8, 9))

    # Five weeks of rest: by then the last slot of all is the one that waits.
    assert told() == [("Lea", 14, date(2027, 8, 9))]


def test_what_was_to_go_the_day_before_the_rest_still_goes_the_day_after_it(cast, settings):
    settings.REMINDERS_REST_IN_WEEKS = range(27, 32)
    cast.activity(parties=[cast.p], due_on=date(2027, 6, 18))
    # Nothing ran on 2 July; since then three days have counted.
    tick(date(2027, 8, 9))
    assert told() == [("Lea", 14, date(2027, 7, 2))]


@pytest.mark.parametrize(
    ("due_on", "slot_on"),
    [
        (date(2026, 12, 25), date(2026, 12, 28)),
        (date(2027, 6, 26), date(2027, 6, 28)),
        (date(2027, 5, 6), date(2027, 5, 7)),
        (date(2027, 1, 1), date(2027, 1, 4)),
    ],
)
def test_a_holiday_moves_the_reminder_to_the_next_working_day(due_on, slot_on):
    assert WorkingDays().on_or_after(due_on) == slot_on


@pytest.mark.parametrize("night", [date(2027, 3, 28), date(2027, 10, 31)])
def test_the_nights_of_the_clock_change_lose_and_repeat_nothing(cast, night):
    for n in range(-3, 4):
        cast.activity(parties=[cast.p], due_on=night + timedelta(days=n))
    instant = datetime(night.year, night.month, night.day, tzinfo=STOCKHOLM) - timedelta(days=2)
    instant = instant.astimezone(ZoneInfo("UTC"))
    while instant.date() < night + timedelta(days=3):
        ticking.run(instant.isoformat())
        instant += timedelta(minutes=30)

    keys = list(Reminder.objects.values_list("commitment", "offset"))
    assert len(keys) == len(set(keys))
    for reminder in Reminder.objects.all():
        local = reminder.created_at.astimezone(STOCKHOLM)
        assert (local.hour, local.minute) == (7, 0)
    assert {r.created_at.astimezone(STOCKHOLM).date() for r in Reminder.objects.all()} <= set(
        days_in(WorkingDays(), night - timedelta(days=3), night + timedelta(days=3))
    )


def days_in(calendar, first, last):
    return [d for n in range((last - first).days + 1) if (d := first + timedelta(days=n)) in calendar]


def test_a_person_with_several_parts_gets_one_mail(cast, settings):
    for title in ("Ljus", "Lås", "Lek"):
        cast.activity(title, parties=[cast.p], due_on=DUE)

    assert tick(DUE) == {**QUIET, "reminders": 3, "mails": 1, "dropped": 0, "sent": 1}
    assert cast.bo.inbox.count() == 3
    assert OutgoingMail.objects.count() == 1


def test_a_date_that_is_moved_has_its_own_slots(cast, police):
    tick(DUE)
    police.refresh_from_db()
    police.report(status="on_track", new_due_on=DUE + timedelta(days=7), by=cast.bo)
    run_days(DUE, DUE + timedelta(days=7))

    # Three days before: 20 March is a Saturday.
    assert [row[1:] for row in told()] == [
        (0, DUE),
        (-14, date(2027, 3, 9)),
        (-3, date(2027, 3, 22)),
        (0, date(2027, 3, 23)),
    ]


@pytest.mark.parametrize("status", ["done", "cancelled"])
def test_a_closed_part_is_silent(cast, police, status):
    police.report(status=status, by=cast.bo, cause="resources", lesson="Börja tidigare.")
    assert tick(DUE)["reminders"] == 0


def test_a_draft_is_silent(cast):
    cast.activity(parties=[cast.p], due_on=DUE, visibility="draft")
    assert tick(DUE)["reminders"] == 0


def test_the_deputy_is_told_while_the_contact_is_away(cast, police):
    dag = cast.person("Dag Dal", cast.p, "contact", starts_on=date(2026, 1, 1))
    Membership.objects.filter(pk=cast.bo.pk).update(deputy=dag, ends_on=DUE - timedelta(days=2))
    tick(DUE - timedelta(days=14))
    tick(DUE)

    assert [row[:2] for row in told()] == [("Bo", -14), ("Dag", 0)]


def test_the_leads_are_told_when_there_is_no_contact(cast, police):
    lars = cast.person("Lars Lo", cast.p, "lead", starts_on=date(2026, 1, 1))
    police.contact = None
    police.save()
    tick(DUE)

    assert sorted(row[0] for row in told()) == ["Lars", "Lea"]
    assert lars.inbox.count() == 1


def test_a_new_contact_is_not_told_what_the_old_one_was_told(cast, police):
    tick(DUE)
    police.contact = cast.person("Dag Dal", cast.p, "contact", starts_on=date(2026, 1, 1))
    police.save()
    tick(DUE, 8)
    tick(DUE + timedelta(days=1))

    assert [row[:2] for row in told()] == [("Bo", 0), ("Dag", 1)]


def test_a_missing_report_is_asked_for_in_its_round(cast):
    activity = cast.activity(parties=[cast.k, cast.p], due_on=date(2027, 12, 1))
    cast.round(due_on=DUE, opens_on=DUE - timedelta(days=20))
    police = activity.commitments.get(party=cast.p)
    tick(DUE - timedelta(days=14))
    assert [row[:2] for row in told()] == [("Alva", -14), ("Bo", -14)]

    with clock.at(datetime(2027, 3, 5, 12, tzinfo=STOCKHOLM)):
        police.report(status="on_track", in_round=cast.agreement.rounds.get(), by=cast.bo)
    run_days(DUE - timedelta(days=13), DUE + timedelta(days=20))

    assert [row[:2] for row in told()[2:]] == [("Alva", -3), ("Alva", 0), ("Alva", 1)]


def test_a_round_that_closed_before_its_last_day_asks_no_more(cast):
    cast.activity(parties=[cast.p], due_on=date(2027, 12, 1))
    cast.round(due_on=DUE).close(by=cast.alva)
    run_days(DUE - timedelta(days=14), DUE + timedelta(days=1))
    assert not Reminder.objects.exists()


def test_a_new_contact_is_not_asked_for_the_report_that_the_old_one_was_asked_for(cast):
    activity = cast.activity(parties=[cast.p], due_on=date(2027, 12, 1))
    cast.round(due_on=DUE, opens_on=DUE - timedelta(days=20))
    tick(DUE)
    activity.commitments.update(contact=cast.person("Dag Dal", cast.p, "contact", starts_on=date(2026, 1, 1)))
    tick(DUE, 8)
    tick(DUE + timedelta(days=1))
    assert [row[:2] for row in told()] == [("Bo", 0), ("Dag", 1)]


def test_a_date_that_moves_before_the_mail_goes_takes_its_reminder_out_of_it(cast, police, settings):
    with clock.at(datetime(2027, 3, 16, 9, tzinfo=STOCKHOLM)):
        Reminder.objects.write_due()
        Reminder.objects.deliver()
        police.refresh_from_db()
        police.report(status="on_track", new_due_on=DUE + timedelta(days=30), by=cast.bo)
    assert tick(DUE, 10) == {**QUIET, "reminders": 0, "mails": 0, "dropped": 1, "sent": 0}
    assert not list(settings.MAIL_DIR.glob("*.eml"))


def test_what_comes_after_the_mail_of_the_day_goes_with_the_next_days(cast, police, settings):
    tick(DUE)
    cast.activity("Sent påkommet", parties=[cast.p], due_on=DUE)
    assert tick(DUE, 9) == {**QUIET, "reminders": 1, "mails": 0, "dropped": 0, "sent": 0}

    tick(DUE + timedelta(days=1))

    second = OutgoingMail.objects.latest("pk")
    assert second.sent_at
    [late] = Reminder.objects.filter(commitment__activity__title="Sent påkommet", offset=0)
    assert late.item.mail == second


def test_a_right_lost_before_the_mail_is_built_leaves_the_row_untold(cast, police):
    police.activity.grants.all().delete()

    assert tick(DUE) == {**QUIET, "reminders": 1, "mails": 0, "dropped": 0, "sent": 0}
    assert not InboxItem.objects.exists()
    assert tick(DUE, 8)["reminders"] == 0


def test_nothing_of_another_municipality_is_told(cast):
    cast.neighbour()
    Activity.objects.update(due_on=DUE)
    cast.alby_activity.commitments.update(due_on=DUE)
    cast.alby_activity.regrant()
    tick(DUE)

    assert [row[0] for row in told()] == ["Zoe"]


def test_a_tick_reads_no_more_of_the_commitments_than_what_is_due(cast):
    activities = Activity.objects.bulk_create(
        Activity(
            title=f"Sak {n}",
            code=f"T-{n:05}",
            priority_area=cast.safe,
            due_on=DUE + timedelta(days=n % 1500 - 700),
            drafted_by=cast.p,
        )
        for n in range(6000)
    )
    Commitment.objects.bulk_create(
        Commitment(
            activity=a, party=cast.p, text="Gör sin del", contact=cast.bo, due_on=a.due_on, is_lead=True
        )
        for a in activities
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        sql, parameters = statement.write(slots.waiting_on(DUE), day=DUE, instant=clock.now())
        tick(DUE)
        cursor.execute("ANALYZE")
        cursor.execute(f"EXPLAIN (ANALYZE) {sql}", parameters)
        plan = [row[0] for row in cursor.fetchall()]

    assert any("countdowns_by_date" in line for line in plan)
    # What is planned for rounds is not run without one.
    scans = [line for line in plan if re.search(r"Seq Scan on activities_(commitment|countdown)", line)]
    assert [line for line in scans if "never executed" not in line] == []


def test_a_tick_with_nothing_due_asks_two_short_questions(cast, police, django_assert_num_queries):
    tick(DUE)
    with clock.at(datetime(2027, 3, 16, 9, tzinfo=STOCKHOLM)), django_assert_num_queries(2):
        Reminder.objects.write_due()


def test_a_load_that_bypassed_the_trigger_is_counted_again(cast, police):
    Countdown.objects.all().delete()
    assert tick(DUE)["reminders"] == 0
    with connection.cursor() as cursor:
        start_over(cursor)
    assert tick(DUE)["reminders"] == 1


@pytest.mark.django_db(transaction=True)
def test_ticks_at_the_same_time_tell_everybody_once(cast, settings):
    for n in range(40):
        activity = cast.activity(f"Nr {n}", parties=[cast.p], due_on=DUE)
        activity.commitments.update(contact=cast.bo if n % 2 else cast.lea)
    done = []

    def one(start):
        start.wait()
        try:
            done.append(tick(DUE))
        finally:
            connection.close()

    start = threading.Barrier(4)
    threads = [threading.Thread(target=one, args=[start]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(each["mails"] for each in done) == 2
    assert len(done) == 4
    assert (cast.bo.inbox.count(), cast.lea.inbox.count()) == (20, 20)
    assert OutgoingMail.objects.exclude(sent_at=None).count() == 2
    assert len(list(settings.MAIL_DIR.glob("*.eml"))) == 2
