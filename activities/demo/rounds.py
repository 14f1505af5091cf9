"""The demo's follow-up rounds: the two tertials before are closed, the current one takes reports."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from activities.models import FollowUpRound
from collab import clock

MONTHS = 4
OPEN_FOR, LEFT = timedelta(days=14), timedelta(days=8)
GRACE = timedelta(days=20)
SATURDAY = 5


class Rounds:
    """Up to three rounds around a day; `reporting` says in which round and when a report of each kind was written."""

    def __init__(self, names, agreement, day, *, by):
        self.names, self.agreement, self.day, self.by = names, agreement, day, by
        opens_on = max(day - OPEN_FOR, agreement.starts_on)
        first, last = tertial(opens_on)
        self.current = self.make(first, last, min(opens_on, day), workday(day + LEFT))
        self.before = self.make_before(first)
        self.first = self.before and self.make_before(self.before.starts_on)

    def make_before(self, day):
        """The round of the tertial that ended before a day, when the agreement was in force in it."""
        first, last = tertial(day - timedelta(days=1))
        if first < self.agreement.starts_on:
            return None
        return self.make(first, last, last - OPEN_FOR, workday(last + GRACE))

    @property
    def reporting(self):
        """The round in which what the data call `first`, `last` and `now` was reported."""
        return {"first": self.first, "last": self.before, "now": self.current}

    def make(self, first, last, opens_on, due_on):
        n = first.month // MONTHS + 1
        with clock.at(instant(opens_on)):
            made = FollowUpRound(
                agreement=self.agreement,
                name=self.names["name"].format(n=n, year=first.year),
                short_name=self.names["short_name"].format(n=n),
                starts_on=first,
                ends_on=last,
                opens_on=opens_on,
                due_on=due_on,
            )
            made.open(by=self.by)
        return made

    def settle(self, reopening, people):
        """Close the rounds before, now that their reports are in; the first was once opened again."""
        for one in (self.first, self.before):
            if one:
                self.close(one, min(one.due_on + timedelta(days=3), self.day))
        if self.first:
            later = self.first.due_on + timedelta(days=5)
            with clock.at(instant(later)):
                until = workday(later + timedelta(days=7))
                self.first.reopen(note=reopening["note"], due_on=until, by=people[reopening["by"]])
            self.close(self.first, self.first.due_on)

    def close(self, one, day):
        with clock.at(instant(day)):
            one.close(by=self.by)


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
