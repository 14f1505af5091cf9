"""Everything that is measured in one place, and in words where the sources agree and where they pull apart."""

from functools import cached_property

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from collab import charts

from .figure import Figure
from .indicator import Indicator

# Counts below this swing by chance from year to year.
FEW = 20


class Reading:
    """One indicator in the place: its last number that may be shown, beside a year before."""

    def __init__(self, trend, area):
        self.trend, self.indicator = trend, trend.indicator
        self.panel = {**trend.panels()[0], "label": trend.indicator.name}
        self.period = self.panel["period"]
        value = trend.sources.get((area.pk, self.period.code)) if self.period else None
        self.figure = Figure(
            area,
            value,
            value=self.panel["latest"],
            mean=trend.means.get(area.pk) if self.is_last else None,
            town=self.town_value,
            is_share=trend.is_share,
        )

    @property
    def is_last(self):
        """Whether the number is of the newest period that is shown."""
        return self.period is not None and self.period.code == self.trend.periods[-1].code

    @property
    def town_value(self):
        told = zip(self.trend.periods, self.trend.town_values, strict=False)
        return next(
            (value for period, value in told if self.period and period.code == self.period.code), None
        )

    @property
    def change(self):
        """Since the year before; None when either number is missing or hidden."""
        return self.panel["change"]

    @property
    def judgement(self):
        return self.indicator.judged(self.change)

    @property
    def moved(self):
        """What moved, and which way, as part of a sentence."""
        name = {"name": self.indicator.in_text}
        if self.change > 0:
            return _("%(name)s up") % name
        return _("%(name)s down") % name if self.change < 0 else _("%(name)s unchanged") % name

    @property
    def then(self):
        return self.figure.value - self.change

    @property
    def is_preliminary(self):
        return self.figure.row is not None and self.figure.row.flag == self.figure.row.Flag.PRELIMINARY

    @property
    def is_few(self):
        """Whether so little is counted that a change may be chance."""
        return self.indicator.is_count and max(self.figure.value, self.then) < FEW


class Family:
    """The indicators of one source, which are read together: they share what they can and cannot tell."""

    def __init__(self, source, readings):
        self.source, self.readings = source, readings

    @property
    def descriptions(self):
        """What to beware of, as those who keep the indicators wrote it; each text once."""
        return list(dict.fromkeys(r.indicator.description for r in self.readings if r.indicator.description))


class Place:
    """A place as the actor may see it."""

    def __init__(self, area, actor):
        self.area, self.actor = area, actor

    @cached_property
    def readings(self):
        """In the order of the indicators' names; a population is measured to divide by, not to be judged."""
        indicators = Indicator.objects.for_actor(self.actor).select_related("source")
        return [Reading(trend, self.area) for trend in indicators.trends([self.area], self.actor)]

    @cached_property
    def families(self):
        """The readings that can be compared with a year before, by source, worst news first."""
        known = [r for r in self.readings if r.change is not None and r.judgement]
        sources = list(dict.fromkeys(r.indicator.source for r in known))
        families = [Family(s, [r for r in known if r.indicator.source == s]) for s in sources]
        return sorted(families, key=lambda f: -sum(r.judgement == "worse" for r in f.readings))

    @cached_property
    def tension(self):
        """Of each family the reading that moved furthest for its size: what the headline names."""
        return [max(family.readings, key=reach) for family in self.families]

    @property
    def headline(self):
        """What moved, one thing of every source, as one sentence."""
        return capfirst(", ".join(reading.moved for reading in self.tension))

    @property
    def verdict(self):
        """apart, worse, better or same: whether the sources point the same way; empty with fewer than two."""
        found = {r.judgement for family in self.families for r in family.readings} - {"same"}
        if len(self.families) <= 1:
            return ""
        return "apart" if len(found) > 1 else next(iter(found), "same")

    @property
    def silent(self):
        """The indicators measured here that say nothing about change: too few, hidden, or no figure a year before."""
        return [r for r in self.readings if r.change is None and r.indicator.direction != "neutral"]


def reach(reading):
    """How far a reading moved, in parts of where it stood."""
    before = abs(float(reading.then)) or 1
    return abs(float(reading.change)) / before if charts.is_plotted(reading.figure.value) else 0
