"""How far a followed indicator has come in the whole municipality: from its baseline, towards its target."""

from functools import cached_property

from django.utils.translation import ngettext

from collab import charts
from collab.numbers import measure, number

from .indicator import PER_CENT
from .series import trends_of


class Progress:
    """The municipality's baseline, its number now, and its target, in the unit of the indicator."""

    def __init__(self, picture):
        self.picture, self.indicator = picture, picture.indicator

    def shown(self, period):
        """The municipality's own number in a period; None when there is none that may be shown."""
        found = [
            value
            for (_area, at), value in self.picture.by_key.items()
            if period is not None and at == period.pk and value.area.kind == value.area.Kind.MUNICIPALITY
        ]
        return next((value.shown for value in found if charts.is_plotted(value.shown)), None)

    @cached_property
    def now(self):
        return self.shown(self.picture.period)

    @cached_property
    def baseline(self):
        """The given value, or the figure of the same period in the baseline year."""
        if self.indicator.baseline is not None:
            return self.indicator.baseline
        return self.shown(self.picture.base_period)

    @property
    def since(self):
        """How far it has moved since the baseline."""
        known = self.now is not None and self.baseline is not None
        return self.now - self.baseline if known else None

    @property
    def judgement(self):
        """better, worse or same; empty when that cannot be said."""
        return self.indicator.judged(self.since) if self.since is not None else ""

    @property
    def is_reached(self):
        known = self.now is not None and self.indicator.target is not None
        return known and self.indicator.is_reached(self.now)

    @property
    def left(self):
        """How much is left to the target; None when it is reached or unknown."""
        if self.now is None or self.indicator.target is None or self.is_reached:
            return None
        return abs(self.indicator.target - self.now)

    @property
    def left_in_words(self):
        """4 percentage points, or 13 in the unit of the indicator."""
        if self.indicator.mark == PER_CENT:
            one_or_many = 1 if self.left == 1 else 2
            words = ngettext("%(n)s percentage point", "%(n)s percentage points", one_or_many)
            return words % {"n": number(self.left)}
        return measure(self.left, self.indicator.mark)

    @cached_property
    def panel(self):
        """The municipality's own development with the line of the target; None without two figures."""
        picture = self.picture
        values = [
            v
            for v in picture.values
            if v.area.kind == v.area.Kind.MUNICIPALITY and v.period.ends_on <= picture.period.ends_on
        ]
        if not values:
            return None
        trends = trends_of(self.indicator, [values[0].area], values, picture.period.kind, picture.back)
        [(area, numbers)] = trends.rows
        [panel] = charts.trends(
            [(area.name, numbers)],
            trends.labels,
            references=[[self.baseline] * len(numbers)] if self.baseline is not None else [],
            goal=self.indicator.target,
            back=trends.step,
        )
        return panel if len(trends.periods) > 1 else None
