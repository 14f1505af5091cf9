"""What a value is about besides its indicator and place: a stretch of time, and a group of the people or events."""

import re
from datetime import date, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.utils.dateformat import format as in_words
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab.dates import day_short
from collab.history import keep_versions
from collab.models import Collaboration

MONTHS_IN_YEAR = 12


class PeriodQuerySet(models.QuerySet):
    def told_of(self, values):
        """The periods that some of these values are about."""
        return self.filter(Exists(values.filter(period=OuterRef("pk")).values("pk")))

    def coded(self, code):
        """The period that an address names by its code; none when the code makes no sense."""
        match = re.fullmatch(r"([a-z_0-9]+)-(\d{4}-\d\d-\d\d)-(\d{4}-\d\d-\d\d)", code or "")
        if match is None:
            return self.none()
        try:
            first, last = date.fromisoformat(match[2]), date.fromisoformat(match[3])
        except ValueError:
            return self.none()
        return self.filter(kind=match[1], starts_on=first, ends_on=last)


class Period(models.Model):
    """A stretch of the calendar that figures are given for; the same for everybody, its name follows the language."""

    class Kind(models.TextChoices):
        DAY = "day", gettext_lazy("day")
        WEEK = "week", gettext_lazy("week")
        MONTH = "month", gettext_lazy("month")
        QUARTER = "quarter", gettext_lazy("quarter")
        TERTIAL = "tertial", gettext_lazy("four-month period")
        HALF = "half", gettext_lazy("half-year")
        YEAR = "year", gettext_lazy("year")
        SCHOOL_YEAR = "school_year", gettext_lazy("school year")
        ROLLING = "rolling12", gettext_lazy("rolling twelve months")
        CUMULATIVE = "cumulative", gettext_lazy("since the new year")

    # Kinds that follow on each other without a gap, and how many months each is long.
    MONTHS = {
        Kind.MONTH: 1,
        Kind.QUARTER: 3,
        Kind.TERTIAL: 4,
        Kind.HALF: 6,
        Kind.YEAR: 12,
        Kind.SCHOOL_YEAR: 12,
    }

    kind = models.CharField(max_length=12, choices=Kind)
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "ends_on"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "starts_on", "ends_on"], name="period_once")]
        # Walked backwards to the newest one that something is told of.
        indexes = [models.Index(fields=["ends_on", "id"], name="periods_by_end")]

    def __str__(self):
        return self.label

    @property
    def code(self):
        """The period's name in an address, the same in every language."""
        return f"{self.kind}-{self.starts_on.isoformat()}-{self.ends_on.isoformat()}"

    @property
    def label(self):
        """Quarter 2 2024, in full."""
        return self.name(LONG)

    @property
    def short(self):
        """Q2 2024, for charts and tables."""
        return self.name(SHORT)

    def name(self, texts):
        first, last, year = self.starts_on, self.ends_on, self.starts_on.year
        if self.kind == self.Kind.MONTH:
            return in_words(first, texts["month"])
        if self.kind == self.Kind.DAY:
            return day_short(first)
        week = first.isocalendar()
        parts = {
            "year": week.year if self.kind == self.Kind.WEEK else year,
            "next": f"{(year + 1) % 100:02}",
            "n": week.week
            if self.kind == self.Kind.WEEK
            else (first.month - 1) // self.MONTHS.get(self.kind, 1) + 1,
            "month": in_words(last, texts["month"]),
        }
        return str(texts[self.kind]) % parts

    def before(self):
        """The stretch of the same kind just before this one; it may not be stored."""
        if self.MONTHS[self.kind] == MONTHS_IN_YEAR:
            starts_on, ends_on = self.starts_on, self.ends_on
            return Period(
                kind=self.kind,
                starts_on=starts_on.replace(year=starts_on.year - 1),
                ends_on=ends_on.replace(year=ends_on.year - 1),
            )
        months = self.starts_on.year * MONTHS_IN_YEAR + self.starts_on.month - 1 - self.MONTHS[self.kind]
        starts_on = date(months // MONTHS_IN_YEAR, months % MONTHS_IN_YEAR + 1, 1)
        return Period(kind=self.kind, starts_on=starts_on, ends_on=self.starts_on - timedelta(days=1))

    def is_year_before(self, other):
        """Whether this is the same stretch as `other`, one year earlier."""
        mine, theirs = self.starts_on, other.starts_on
        same = (mine.month, mine.day) == (theirs.month, theirs.day)
        return (
            self.kind == other.kind and mine.year + 1 == theirs.year and (same or self.kind == self.Kind.WEEK)
        )


LONG = {
    "month": "F Y",
    "year": "%(year)s",
    "week": gettext_lazy("week %(n)s %(year)s"),
    "quarter": gettext_lazy("quarter %(n)s %(year)s"),
    "tertial": gettext_lazy("four-month period %(n)s %(year)s"),
    "half": gettext_lazy("half-year %(n)s %(year)s"),
    "school_year": gettext_lazy("school year %(year)s/%(next)s"),
    "rolling12": gettext_lazy("twelve months to %(month)s"),
    "cumulative": gettext_lazy("January to %(month)s"),
}
SHORT = {
    **LONG,
    "month": "M Y",
    "week": gettext_lazy("w %(n)s %(year)s"),
    "quarter": gettext_lazy("Q%(n)s %(year)s"),
    "tertial": gettext_lazy("T%(n)s %(year)s"),
    "half": gettext_lazy("H%(n)s %(year)s"),
    "school_year": gettext_lazy("%(year)s/%(next)s"),
    "rolling12": gettext_lazy("12 months to %(month)s"),
    "cumulative": gettext_lazy("Jan–%(month)s"),
}


class BreakdownQuerySet(models.QuerySet):
    def everybody(self, actor):
        """The key of the group that is everybody, as a question within another one."""
        return Subquery(self.filter(collaboration=actor.party.collaboration_id, key="").values("pk"))


@keep_versions
class Breakdown(models.Model):
    """The group a value is about, such as women aged 18–24; the empty key is everybody, or everything."""

    collaboration = models.ForeignKey(Collaboration, models.PROTECT, related_name="+")
    # Canonical: dimensions in order, "kön=kvinnor;ålder=18-24"; the parts keep the words of the first delivery.
    key = models.CharField(max_length=300, blank=True)
    parts = models.JSONField(default=list, blank=True)

    objects = BreakdownQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["collaboration", "key"], name="breakdown_once_per_collaboration")
        ]

    def __str__(self):
        return self.label

    @property
    def label(self):
        """Women, 18–24; or everybody."""
        return ", ".join(words for _dimension, words in self.parts) or _("Everybody")
