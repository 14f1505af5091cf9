"""The days on which reminders and digests go: no weekends, no Swedish public holidays, no weeks in which they rest."""

from dataclasses import dataclass
from datetime import date, timedelta

import holidays
from django.conf import settings

DAY = timedelta(days=1)
RED_DAYS = holidays.country_holidays("SE")
SATURDAY = 6


@dataclass(frozen=True)
class WorkingDays:
    """A calendar; `resting_weeks` are the ISO weeks in which no reminder goes and no day counts."""

    resting_weeks: frozenset = frozenset()

    def rests(self, day: date) -> bool:
        return day.isocalendar().week in self.resting_weeks

    def __contains__(self, day: date) -> bool:
        return day.isoweekday() < SATURDAY and day not in RED_DAYS and not self.rests(day)

    def on_or_after(self, day: date) -> date:
        """The day itself when it is a working day, else the next that is."""
        while day not in self:
            day += DAY
        return day

    def after(self, day: date, days: int) -> date:
        """The working day that is number `days` after a day."""
        while days:
            day += DAY
            days -= day in self
        return day

    def awaited(self, day: date, days: int) -> date:
        """The latest day after which `days` working days have come by `day`, that day counted."""
        while days:
            days -= day in self
            day -= DAY
        return day

    def back(self, day: date, days: int) -> date:
        """The day that lies `days` days before, days of rest not counted."""
        while days:
            day -= DAY
            days -= not self.rests(day)
        return day


def working_days():
    """The calendar of this installation."""
    return WorkingDays(frozenset(settings.REMINDERS_REST_IN_WEEKS))
