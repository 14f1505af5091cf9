"""Dates and times as people read them, in the active language."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as in_words
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

DAYS_UNTIL_WEEKS = 21
DAYS_UNTIL_MONTHS = 80
DAYS_SOON = 30


def day_long(day: date) -> str:
    """Thursday 12 September 2024."""
    return in_words(day, "l j F Y")


def day_full(day: date) -> str:
    """12 September 2024."""
    return in_words(day, "j F Y")


def day_short(day: date) -> str:
    """12 Sep 2024, for tables."""
    return in_words(day, pgettext("date format", "j M Y"))


def day_near(day: date, today: date) -> str:
    """12 September, with the year only when it is another."""
    return in_words(day, "j F") if day.year == today.year else day_full(day)


def clock(instant: datetime) -> str:
    """at 9:30, in the portal's time zone."""
    time = in_words(timezone.localtime(instant), pgettext("time format", "G:i"))
    return _("at %(time)s") % {"time": time}


def when(instant: datetime, now: datetime) -> str:
    """today at 9:30, yesterday at 15:40, 9 September at 11:05."""
    day, today = timezone.localtime(instant).date(), timezone.localtime(now).date()
    near = {0: _("today"), 1: _("yesterday")}.get((today - day).days)
    return f"{near or day_near(day, today)} {clock(instant)}"


def relative_day(day: date, today: date) -> str:
    """in 8 days, today, 6 days ago."""
    days = (day - today).days
    if abs(days) <= 1:
        return {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}[days]
    unit, n = in_unit(abs(days))
    return AHEAD[unit](n) if days > 0 else AGO[unit](n)


def lateness(day: date, today: date) -> str:
    """6 days late; only for a day that has passed."""
    unit, n = in_unit((today - day).days)
    return LATE[unit](n)


def is_soon(day: date, today: date) -> bool:
    return 0 <= (day - today).days <= DAYS_SOON


def in_unit(days: int) -> tuple[str, int]:
    """Days while they can be counted, then weeks, then months."""
    if days <= DAYS_UNTIL_WEEKS:
        return "day", days
    if days < DAYS_UNTIL_MONTHS:
        return "week", round(days / 7)
    return "month", round(days / 30.44)


AHEAD = {
    "day": lambda n: ngettext("in %(n)s day", "in %(n)s days", n) % {"n": n},
    "week": lambda n: ngettext("in %(n)s week", "in %(n)s weeks", n) % {"n": n},
    "month": lambda n: ngettext("in %(n)s month", "in %(n)s months", n) % {"n": n},
}
AGO = {
    "day": lambda n: ngettext("%(n)s day ago", "%(n)s days ago", n) % {"n": n},
    "week": lambda n: ngettext("%(n)s week ago", "%(n)s weeks ago", n) % {"n": n},
    "month": lambda n: ngettext("%(n)s month ago", "%(n)s months ago", n) % {"n": n},
}
LATE = {
    "day": lambda n: ngettext("%(n)s day late", "%(n)s days late", n) % {"n": n},
    "week": lambda n: ngettext("%(n)s week late", "%(n)s weeks late", n) % {"n": n},
    "month": lambda n: ngettext("%(n)s month late", "%(n)s months late", n) % {"n": n},
}
