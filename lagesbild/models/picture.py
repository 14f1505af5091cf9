"""The picture of one indicator: its figures per place in one period, beside a year before, and over time.

Everything in it was reached through the gate as `actor` sees it; a period, a group or a level of places is offered
only when a figure that the actor may see has it.
"""

from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models import AgreementArea, CollaborationAgreement
from collab import charts, maps
from collab.clock import now
from collab.models import Area

from .period import Breakdown, Period
from .series import trends_of
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
PLACES_AT_MOST = 60
TRENDS_AT_MOST = 24
BACK = 8
BACK_MONTHS = 12
STALE_AFTER_DAYS = 90


class Figure:
    """A place in the picture: its value now, its value then, and the change where both may be shown."""

    def __init__(self, area, value, earlier, is_priority):
        self.area, self.row, self.is_priority = area, value, is_priority
        self.value = value.shown if value else None
        self.then = earlier.shown if earlier else None
        both = charts.is_plotted(self.value) and charts.is_plotted(self.then)
        self.change = self.value - self.then if both else None

    @property
    def order(self):
        """Highest first, what cannot be shown last."""
        return (not charts.is_plotted(self.value), -(self.value if charts.is_plotted(self.value) else 0))


class Picture:
    """What the page *Lägesbild* shows; each question is asked once, and only when the page needs it."""

    def __init__(self, indicator, actor, *, period="", compare="", level="", group=""):
        self.indicator, self.actor = indicator, actor
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

    @cached_property
    def level_areas(self):
        """The places of the level that have a figure in the period; at the level of districts also the drawn ones."""
        here = [area for group, area, _kind in self.offered if group == self.group.pk]
        drawn = ~Q(shape={}) if self.level == "district" else Q()
        rows = Area.objects.for_actor(self.actor).filter(kind__in=LEVELS[self.level][1])
        return rows.filter(Q(pk__in=here) | drawn if drawn else Q(pk__in=here))

    @cached_property
    def places(self):
        return list(self.level_areas[:PLACES_AT_MOST])

    @cached_property
    def all_places(self):
        """How many places of the level there are, shown or not."""
        shown = len(self.places)
        return shown if shown < PLACES_AT_MOST else self.level_areas.count()

    @property
    def left_out(self):
        return self.all_places > len(self.places)

    @cached_property
    def values(self):
        """Every current figure of these places and of the municipality, in all periods of the chosen kind."""
        whole = Area.objects.for_actor(self.actor).filter(kind=KIND.MUNICIPALITY).values_list("pk", flat=True)
        places = {area.pk for area in self.places} | set(whole)
        rows = self.seen.filter(area__in=places, period__in=self.shown_periods).current()
        values = list(rows.with_batches())
        for value in values:
            value.indicator, value.breakdown = self.indicator, self.group
        return values

    @property
    def shown_periods(self):
        """The chosen period and those before it that the trends show, and the one to compare with."""
        past = [p for p in self.periods if p.kind == self.period.kind and p.ends_on <= self.period.ends_on]
        return [*past[: self.back], *filter(None, [self.compare])]

    @property
    def back(self):
        return BACK_MONTHS if self.period.kind == Period.Kind.MONTH else BACK

    @cached_property
    def by_key(self):
        return {(value.area_id, value.period_id): value for value in self.values}

    def figure(self, area):
        value = self.by_key.get((area.pk, self.period.pk))
        earlier = self.by_key.get((area.pk, self.compare.pk)) if self.compare else None
        return Figure(area, value, earlier, area.pk in self.priorities)

    @cached_property
    def figures(self):
        """The ranked table: highest first."""
        measured = {value.area_id for value in self.values}
        rows = [self.figure(area) for area in self.places if area.pk in measured]
        return sorted(rows, key=lambda figure: figure.order)

    @cached_property
    def town(self):
        """The figure of the whole municipality, if there is one and it is not the level itself."""
        area = next((v.area for v in self.values if v.area.kind == KIND.MUNICIPALITY), None)
        return self.figure(area) if area and self.level not in ("municipality", "outside") else None

    @cached_property
    def priorities(self):
        """The places that an agreement in force prioritises; else the latest agreement."""
        agreements = CollaborationAgreement.objects.for_actor(self.actor)
        current = (
            agreements.in_force() if agreements.in_force().exists() else agreements.order_by("-ends_on")[:1]
        )
        return set(AgreementArea.objects.filter(agreement__in=list(current)).values_list("area", flat=True))

    @cached_property
    def map(self):
        """The schematic map where two places are drawn, else tiles; None when that would be too many."""
        drawn = [area for area in self.places if area.shape]
        areas = drawn if len(drawn) > 1 else [figure.area for figure in self.figures]
        if not 1 < len(areas) <= TRENDS_AT_MOST:
            return None
        figures = [self.figure(area) for area in areas]
        return maps.area_map(
            {"label": f.area.name, "value": f.value, "is_priority": f.is_priority, "shape": f.area.shape}
            for f in figures
        )

    @cached_property
    def trends(self):
        """The development per place up to the chosen period, on one scale."""
        until = [v for v in self.values if v.period.ends_on <= self.period.ends_on]
        areas = [figure.area for figure in self.figures[:TRENDS_AT_MOST]]
        return trends_of(self.indicator, areas, until, self.period.kind, self.back) if until else None

    @cached_property
    def highest(self):
        """The one or two places with the highest figure, when they stand out from the rest."""
        plotted = [figure for figure in self.figures if charts.is_plotted(figure.value)]
        if len(plotted) <= 1 or plotted[0].value == plotted[-1].value:
            return []
        return [figure.area.name for figure in plotted[: 2 if len(plotted) > 3 else 1]]

    @cached_property
    def batches(self):
        """The deliveries that the figures of the period come from, newest first."""
        shown = [figure.row for figure in [*self.figures, self.town] if figure and figure.row]
        return sorted({row.batch for row in shown}, key=lambda batch: -batch.number)

    @property
    def group_query(self):
        """What an address ends with to mean the chosen group."""
        return f"?{urlencode({'grupp': self.group.key})}" if self.group.key else ""

    @property
    def unreleased(self):
        """Whether some figures are still only the own party's to see."""
        return any(not batch.is_released for batch in self.batches)

    @property
    def days_old(self):
        """Days since the newest delivery, when that is longer ago than a picture should be; else None."""
        if not self.batches:
            return None
        days = (now() - self.batches[0].committed_at).days
        return days if days > STALE_AFTER_DAYS else None
