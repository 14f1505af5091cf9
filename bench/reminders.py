"""Reminders: a tick costs what is due, not what there is; while a round asks, that is what the round asks for."""

import time

from django.db import connection

from activities.models import FollowUpRound, Reminder
from activities.reminders import slots, statement, ticking
from activities.reminders.countdown import start_over
from collab import clock
from collab.working_days import working_days

from .measure import compare

KEYS = "SELECT count(*) FROM activities_commitment WHERE due_on BETWEEN %s AND %s AND status IN ({open})"
ASKED = """
    SELECT count(*) FROM activities_followupround round
    JOIN agreements_priorityarea area ON area.agreement_id = round.agreement_id
    JOIN activities_activity activity ON activity.priority_area_id = area.id
    JOIN activities_commitment part ON part.activity_id = activity.id AND part.status IN ({open})
    WHERE NOT EXISTS (
        SELECT FROM activities_followupreport sent WHERE sent.commitment_id = part.id AND sent.round_id = round.id
    )
"""


def measure(report):
    """Write everything that is due, then compare a tick that finds it written with a scan of those keys."""
    instant = ticking.instant(f"{working_days().on_or_after(clock.today())}T07:00")
    with clock.at(instant), connection.cursor() as cursor:
        due_on = [w.due_on for w in slots.waiting_on(clock.today()) if w.kind == slots.DEADLINE]
        cursor.execute("TRUNCATE activities_reminder")
        start_over(cursor)
        cursor.execute("VACUUM ANALYZE activities_countdown")
        began = time.monotonic()
        written = Reminder.objects.write_due()
        report.fact("reminders written by the first tick", f"{written:,} in {time.monotonic() - began:.2f} s")
        cursor.execute("VACUUM ANALYZE activities_countdown, activities_reminder")

        def keys(_case):
            cursor.execute(KEYS.format(open=statement.OPEN_LIST), [min(due_on), max(due_on)])
            return cursor.fetchone()

        def asked(_case):
            cursor.execute(ASKED.format(open=statement.OPEN_LIST))
            return cursor.fetchone()

        def tick(_case):
            return Reminder.objects.write_due()

        reports = compare({"tick": tick, "asked": asked}, range(3))
        report.fact("a second tick writes", Reminder.objects.write_due())
        rounds = list(FollowUpRound.objects.all())
        FollowUpRound.objects.update(closed_at=clock.now())
        deadlines = compare({"tick": tick, "keys": keys}, range(9))
        for one in rounds:
            FollowUpRound.objects.filter(pk=one.pk).update(closed_at=one.closed_at)
    report.ratio(
        "one tick over all deadlines / an index-only scan of those due",
        deadlines["tick"],
        deadlines["keys"],
        5,
    )
    report.ratio(
        "one tick while fifty rounds ask / finding the reports they lack",
        reports["tick"],
        reports["asked"],
        5,
    )
