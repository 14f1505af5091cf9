"""Reminders: a tick costs what is due, not what there is."""

import time

from django.db import connection

from activities.models import Reminder
from activities.reminders import slots, statement, ticking
from activities.reminders.countdown import start_over
from collab import clock
from collab.working_days import working_days

from .measure import compare

KEYS = "SELECT count(*) FROM activities_commitment WHERE due_on BETWEEN %s AND %s AND status IN ({open})"


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

        costs = compare({"tick": lambda _case: Reminder.objects.write_due(), "keys": keys}, range(9))
        report.fact("a second tick writes", Reminder.objects.write_due())
    report.ratio(
        "one tick over all deadlines / an index-only scan of those due", costs["tick"], costs["keys"], 5
    )
