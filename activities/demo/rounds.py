"""The demo's follow-up rounds: the tertial before is closed, the current one takes reports."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from activities.models import FollowUpRound
from collab import clock

MONTHS = 4
OPEN_FOR, LEFT = timedelta(days=14), timedelta(days=8)
GRACE = timedelta(days=20)
SATURDAY = 5


class Rounds:
    """Two rounds around a day; `reporting` says in which round and when a report of each kind was written."""

    def __init__(self, names, agreement, day, *, by):
        self.names, self.agreement, self.day, self.by = names, agreement, day, by
        opens_on = max(day - OPEN_FOR, agreement.starts_on)
        first, last = tertial(opens_on)
        self.current = self.make(first, last, min(opens_on, day), workday(day + LEFT))
        before, end = tertial(first - timedelta(days=1))
        self.before = None
        if before >= agreement.starts_on:
            self.before = self.make(before, end, end - OPEN_FOR, workday(end + GRACE))

    @property
    def reporting(self):
        """The round, and the day on which its reports were written, for `last` and `now`."""
        return {"last": self.before, "now": self.current}

    def make(self, first, last, opens_on, due_on):
        n = first.month // MONTHS + 1
        with clock.at(instant(opens_on)):
            made = FollowUpRound.objects.create(
                agreement=self.agreement,
                name=self.names["name"].format(n=n, year=first.year),
                short_name=self.names["short_name"].format(n=n),
                starts_on=first,
                ends_on=last,
                opens_on=opens_on,
                due_on=due_on,
            )
            made.record("opened", by=self.by)
        return made

    def settle(self):
        """Close the round before, now that its reports are in."""
        if self.before:
            with clock.at(instant(min(self.before.due_on + timedelta(days=3), self.day))):
                self.before.closed_at = clock.now()
                self.before.save()
                self.before.record("closed", by=self.by)


def tertial(day: date) -> tuple[date, date]:
    """First and last day of the four months that hold the day."""
    first = date(day.year, (day.month - 1) // MONTHS * MONTHS + 1, 1)
    after = date(first.year + (first.month > 2 * MONTHS), (first.month + MONTHS - 1) % 12 + 1, 1)
    return first, after - timedelta(days=1)


def workday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= SATURDAY else day


def instant(day: date, minutes: int = 0) -> datetime:
    """A time in office hours on a day, the same for the same day and minutes."""
    return timezone.make_aware(datetime.combine(day, time(8 + minutes % 480 // 60, minutes % 60)))
