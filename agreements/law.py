"""What 6 § of the law (2023:196) asks for at least every second year, as a clock that counts down in words.

Pure: whoever knows the day on which it was last done makes the clock.
"""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collab.clock import today
from collab.dates import day_full, relative_day

from .models.periods import ENDING_DAYS

YEARS = 2
# The second of the two warnings before a legal deadline (the first is ENDING_DAYS).
URGENT_DAYS = 60


class Pace(models.TextChoices):
    """How much of the time is left."""

    NEVER = "never", gettext_lazy("Nothing in the portal yet")
    GOOD = "good", gettext_lazy("In good time")
    SOON = "soon", gettext_lazy("Time to plan")
    URGENT = "urgent", gettext_lazy("Urgent")
    PASSED = "passed", gettext_lazy("The time has run out")


# Which of the notices' colours each wears; the word stands beside it.
LEVELS = {Pace.NEVER: "warn", Pace.GOOD: "ok", Pace.SOON: "warn", Pace.URGENT: "stop", Pace.PASSED: "stop"}


@dataclass(frozen=True)
class LegalClock:
    """A duty, the day it was last done (None: never, as far as the portal knows), and what shows that."""

    name: str
    done_on: date | None
    evidence: str
    url: str

    @property
    def due_on(self):
        """The latest day to do it again; None when nothing is known to count from."""
        return self.done_on and years_after(self.done_on, YEARS)

    def days_left(self, on=None):
        """Days until the latest day; negative once it has passed."""
        return (self.due_on - (on or today())).days

    def pace(self, on=None):
        if self.done_on is None:
            return Pace.NEVER
        left = self.days_left(on)
        if left < 0:
            return Pace.PASSED
        if left <= URGENT_DAYS:
            return Pace.URGENT
        return Pace.SOON if left <= ENDING_DAYS else Pace.GOOD

    @property
    def level(self):
        return LEVELS[self.pace()]

    @property
    def is_met(self):
        """True while the time has not run out; None when the portal cannot tell."""
        pace = self.pace()
        return None if pace == Pace.NEVER else pace != Pace.PASSED

    def in_words(self, on=None):
        """When it is to be done again at the latest, and how long that is; a sentence of its own."""
        pace = self.pace(on)
        if pace == Pace.NEVER:
            return _("The latest day cannot be counted until then.")
        facts = {"date": day_full(self.due_on), "n": abs(self.days_left(on))}
        if pace == Pace.PASSED:
            words = ngettext(
                "Should have been done again by %(date)s, %(n)s day ago.",
                "Should have been done again by %(date)s, %(n)s days ago.",
                facts["n"],
            )
        elif pace == Pace.GOOD:
            words = _("To be done again by %(date)s at the latest, %(away)s.")
            facts["away"] = relative_day(self.due_on, on or today())
        elif facts["n"] == 0:
            words = _("To be done again today, %(date)s, at the latest.")
        else:
            words = ngettext(
                "To be done again by %(date)s at the latest, in %(n)s day.",
                "To be done again by %(date)s at the latest, in %(n)s days.",
                facts["n"],
            )
        return words % facts


def years_after(day, n):
    """The same date `n` years on; 28 February for a leap day."""
    try:
        return day.replace(year=day.year + n)
    except ValueError:
        return day.replace(year=day.year + n, day=28)
