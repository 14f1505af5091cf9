"""The demo's reminders: the mails of the last working morning, a press on *Påminn*, an address that is dead."""

from datetime import datetime, timedelta

from django.utils import timezone

from activities.models import Commitment, OfferReminder, Reminder
from activities.reminders.slots import GOES_AT
from collab import bounces, clock
from collab.clock import now
from collab.working_days import DAY, working_days

YESTERDAY = timedelta(days=1)


def remind(data, day, parties, people):
    """Let happen what the data say, as of `day`; the mails wait for the worker's first tick."""
    for row in data["asks_for_login"]:
        parties[row["party"]].ask_for_login(True, by=people[row["by"]])
    with clock.at(now() - YESTERDAY):
        for row in data["nudge"]:
            nudge(parties[row["party"]], row["activity"], by=people[row["by"]])
    with clock.at(last_morning(day)):
        OfferReminder.objects.remind()
        Reminder.objects.write_due()
        Reminder.objects.deliver()
    people[data["bouncing"]].user.note_bounce()
    bounces.tell_coordinators()


def nudge(party, code, *, by):
    """Press *Påminn*, when the day of the demo leaves the party something to answer."""
    rows = Commitment.objects.of(party).filter(activity__code=code).with_activity()
    for row in rows:
        if row.owes_answer():
            row.nudge(by=by)


def last_morning(day):
    """Seven o'clock on the day itself, or on the last day before it on which reminders went."""
    while day not in working_days():
        day -= DAY
    return timezone.make_aware(datetime.combine(day, GOES_AT))
