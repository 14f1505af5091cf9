"""Counts set against the people they happened among: per 1,000 in a part, per 100,000 in the whole municipality.

A rate is worked out from two figures that the reader sees anyway, so it tells of no hidden one.
"""

from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from collab import charts
from collab.clock import today
from collab.numbers import number

from .period import Period
from .value import Value

PER_PART, PER_WHOLE = 1_000, 100_000
# Below these a rate would swing with single events.
COUNT_AT_LEAST, PEOPLE_AT_LEAST = 5, 1_000
DECIMALS = 1
# How a population may be dated; a year's own figure comes before one of a day or a quarter in it.
STOCKS = (Period.Kind.YEAR, Period.Kind.DAY, Period.Kind.MONTH, Period.Kind.QUARTER, Period.Kind.HALF)


class Population:
    """What a count is divided by: per place the figure of the year, as the actor may see it."""

    def __init__(self, indicator, actor, *, group, areas, years, per):
        self.indicator, self.actor, self.group = indicator, actor, group
        self.areas, self.years, self.per = areas, years, per
        # (place, year asked for) of what no population was found for, and the years that another stood in for.
        self.missing, self.stood_in = set(), {}

    @property
    def words(self):
        """Per 1 000 inhabitants."""
        return _("per %(n)s %(people)s") % {"n": number(self.per), "people": self.indicator.people}

    @cached_property
    def figures(self):
        """{(place, year): the people there}; places whose figure may not be shown are absent."""
        wanted = {*self.years, self.last_whole_year}
        periods = Period.objects.filter(kind__in=STOCKS, ends_on__year__in=wanted).in_bulk()
        rows = Value.objects.for_actor(self.actor).filter(
            indicator=self.indicator, breakdown=self.group, area__in=list(self.areas), period__in=periods
        )
        values = list(rows.current())
        for value in values:
            value.indicator, value.period = self.indicator, periods[value.period_id]
        found = {}
        for value in sorted(values, key=rank):
            if charts.is_plotted(value.shown):
                found[value.area_id, value.period.ends_on.year] = value.shown
        return found

    @property
    def last_whole_year(self):
        return today().year - 1

    def people(self, area, year):
        """How many live in a place that year. A year not yet over has no figure: the last one stands in, in words."""
        found = self.figures.get((area, year))
        if found is None and year > self.last_whole_year:
            found = self.figures.get((area, self.last_whole_year))
            if found is not None:
                self.stood_in[year] = self.last_whole_year
        if found is None:
            self.missing.add((area, year))
        return found

    def rate(self, value):
        """The rate of a count; None when there is none to tell, and what hides the count hides the rate."""
        count = value.shown
        if not charts.is_plotted(count):
            return count
        people = self.people(value.area_id, value.period.ends_on.year)
        if people is None or people < PEOPLE_AT_LEAST or count < COUNT_AT_LEAST:
            return None
        return round(Decimal(count) * self.per / people, DECIMALS)

    def basis(self, period, areas):
        """The sentence that says which population the rates of a period rest on, or that there is none."""
        year = period.ends_on.year
        have = [area for area in areas if self.people(area.pk, year) is not None]
        values = {"name": self.indicator.name, "year": year, "other": self.stood_in.get(year)}
        if not have:
            return _("%(name)s %(year)s is missing, so nothing is divided by it.") % values
        if values["other"]:
            return _("Divided by: %(name)s %(other)s, since %(year)s is not over.") % values
        return _("Divided by: %(name)s %(year)s.") % values

    def without(self, period, areas):
        """The names of the places that have no population that year, while others have."""
        year = period.ends_on.year
        lacking = [area.name for area in areas if self.people(area.pk, year) is None]
        return lacking if len(lacking) < len(areas) else []


def rank(value):
    """Later ones overwrite: the year's own figure is the last, of others the latest day."""
    return value.period.kind == Period.Kind.YEAR, value.period.ends_on
