"""Which period, group and level of places a picture is about: what was asked for, else the nearest there is."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _

from collab.models import Area

from .figure import years_before
from .period import Breakdown, Period
from .value import Value

KIND = Area.Kind
# The levels a picture can be drawn at, finest last: what may stand side by side in one ranking.
LEVELS = {
    "district": (_("Districts and places"), (KIND.DISTRICT, KIND.SUB_AREA, KIND.PLACE)),
    "regso": (_("RegSO areas"), (KIND.REGSO,)),
    "deso": (_("DeSO areas"), (KIND.DESO,)),
    "outside": (_("Other places"), (KIND.OUTSIDE,)),
    "municipality": (_("The whole municipality"), (KIND.MUNICIPALITY,)),
}


class Choice:
    """The choices of a picture; only what the actor sees a figure of can be chosen."""

    def __init__(self, indicator, actor, *, period="", compare="", level="", group="", as_rate=False):
        self.indicator, self.actor, self.as_rate = indicator, actor, as_rate
        self.wanted = {"period": period, "compare": compare, "level": level, "group": group}

    @cached_property
    def told(self):
        """What the actor sees of the indicator now, in any period, group and place."""
        return Value.objects.for_actor(self.actor).filter(indicator=self.indicator, current_for__isnull=False)

    @cached_property
    def periods(self):
        """Newest first."""
        found = Period.objects.told_of(self.told)
        return sorted(found, key=lambda p: (p.ends_on, p.starts_on), reverse=True)

    @cached_property
    def offered(self):
        """(group key, place key, kind of place) of what there is of the period."""
        here = self.told.filter(period=self.period)
        return list(here.order_by().values_list("breakdown", "area", "area__kind").distinct())

    @cached_property
    def groups(self):
        """Everybody first."""
        found = {group for group, _area, _kind in self.offered}
        return list(Breakdown.objects.filter(pk__in=found).order_by("key"))

    @cached_property
    def levels(self):
        kinds = {kind for _group, _area, kind in self.offered}
        return [name for name, (_words, members) in LEVELS.items() if kinds & set(members)]

    @cached_property
    def period(self):
        return self.chosen(self.periods, "period", lambda period: period.code)

    @cached_property
    def compare(self):
        """The period to compare with: the chosen one, else the same a year before; None when there is none."""
        wanted = self.wanted["compare"]
        same = [p for p in self.periods if p.code == wanted] if wanted else []
        before = [p for p in self.periods if p.is_year_before(self.period)]
        return next(iter(same + before), None)

    @cached_property
    def past_years(self):
        """The same stretch of the three years before, newest first, as far as there are figures."""
        return years_before(self.period, self.periods)

    @cached_property
    def base_period(self):
        """The same stretch of the baseline year; None when none is set, or it has no figures."""
        year, now = self.indicator.baseline_year, self.period
        if not year or year >= now.starts_on.year:
            return None
        same = [p for p in self.periods if p.kind == now.kind and month_and_day(p) == month_and_day(now)]
        return next((p for p in same if p.starts_on.year == year), None)

    @cached_property
    def group(self):
        return self.chosen(self.groups, "group", lambda group: group.key)

    @cached_property
    def level(self):
        return self.chosen(self.levels, "level", lambda level: level)

    def chosen(self, rows, name, code):
        return next((row for row in rows if code(row) == self.wanted[name]), rows[0] if rows else None)

    @cached_property
    def seen(self):
        """Every figure of the chosen group that the actor may see, in any period and place."""
        return Value.objects.for_actor(self.actor).filter(indicator=self.indicator, breakdown=self.group)


def month_and_day(period):
    return period.starts_on.month, period.starts_on.day
