"""Developments over time: the current figures of places, period by period, ready to be drawn on one scale."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from collab import charts
from collab.models import Area

from .figure import own_mean, years_before
from .period import Breakdown, Period
from .reach import Reach
from .value import KEY, Value

# So few indicators are asked for by key; of more, everything told of the places is read.
FEW = 5


@dataclass(frozen=True)
class Trends:
    """One indicator's development in some places; a value is a number, None, or charts.SUPPRESSED."""

    indicator: object
    periods: list
    rows: list
    town: object
    town_values: list
    is_rate: bool = False
    # {place: its own mean of the same period in the three years before the last one}
    means: dict = field(default_factory=dict)
    # {(place, period code): Value}, what each number was read from
    sources: dict = field(default_factory=dict)

    @property
    def is_share(self):
        """Whether a part can be laid beside the whole: shares and rates can, counts cannot."""
        return self.is_rate or not self.indicator.is_count

    @property
    def reference(self):
        """The municipality's own line; a count of the whole would only dwarf the counts of its parts."""
        return self.town_values if self.is_share else []

    @property
    def references(self):
        """The dashed line of each place: the municipality, or for a count the place's own mean of three years."""
        if self.is_share:
            return [self.town_values]
        means = [self.means.get(area.pk) for area in self.areas]
        return [[mean] * len(self.periods) if mean is not None else [] for mean in means]

    @property
    def goal(self):
        """The target, where it is in the unit that is drawn and about places as well as about the whole."""
        return None if self.indicator.is_count or self.is_rate else self.indicator.target

    @property
    def key(self):
        """What the thin lines of the panels mean, in words; empty when there are none."""
        told = []
        if self.reference:
            told.append(_("Dashed line: the whole municipality."))
        elif any(self.references):
            told.append(_("Dashed line: the place's own mean of three years."))
        if self.goal is not None:
            told.append(_("Green line: the target of the whole municipality."))
        return " ".join(told)

    @property
    def labels(self):
        return [period.short for period in self.periods]

    @property
    def step(self):
        """How many periods back is one year; None when no period of a year ago is shown."""
        last = self.periods[-1]
        return next((n for n, p in enumerate(reversed(self.periods)) if p.is_year_before(last)), None)

    def panels(self):
        """A panel per place for components/chart_trend.html, on one scale; dashed: the whole municipality."""
        series = [(area.name, values) for area, values in self.rows]
        panels = charts.trends(
            series, self.labels, references=self.references, goal=self.goal, back=self.step
        )
        rows = zip(panels, self.areas, strict=True)
        return [{**panel, "place": area, "period": self.latest(panel["values"])} for panel, area in rows]

    @property
    def areas(self):
        return [area for area, _values in self.rows]

    def latest(self, values):
        """The period of the last value that may be shown; None when there is none."""
        return next(
            (p for p, v in zip(self.periods[::-1], values[::-1], strict=True) if charts.is_plotted(v)), None
        )

    def table(self):
        """(place, [(period, value), …]) for a table with a link in every cell."""
        rows = [*self.rows, (self.town, self.town_values)] if self.town else self.rows
        return [(area, list(zip(self.periods, values, strict=True))) for area, values in rows]


def trends(indicators, areas, actor, *, kind=None, back=8):
    """See `IndicatorQuerySet.trends`."""
    indicators = {indicator.pk: indicator for indicator in indicators}
    whole = Area.objects.for_actor(actor).filter(kind=Area.Kind.MUNICIPALITY)
    # By key, not by kind: then the index on place and period answers alone.
    towns = {area.pk: area for area in whole}
    places = {area.pk: area for area in areas}
    seen = Value.objects.for_actor(actor).filter(area__in=places | towns, current_for__isnull=False)
    # Everybody's key at hand, the index on places has the figures of each in one piece.
    seen = seen.filter(breakdown=Breakdown.objects.everybody(actor))
    if len(indicators) <= FEW:
        seen = seen.filter(indicator__in=indicators)
    reach = Reach.objects.for_actor(actor).filter(indicator__in=indicators)
    drawn = periods_drawn(reach, indicators, kind, back)
    values = figures_of(seen, drawn)
    if silent := not_told(drawn, values):
        # Somewhere else they are told of periods that they are not told of here: what there is here decides.
        here = periods_drawn(seen.filter(indicator__in=silent), indicators, kind, back)
        values = [value for value in values if value.indicator_id not in silent] + figures_of(seen, here)
    by_indicator = {}
    for value in values:
        value.indicator, value.area = indicators[value.indicator_id], (towns | places)[value.area_id]
        by_indicator.setdefault(value.indicator_id, []).append(value)
    return [
        trends_of(indicator, areas, by_indicator[pk], kind, back)
        for pk, indicator in indicators.items()
        if any(value.area_id in places for value in by_indicator.get(pk, ()))
    ]


def periods_drawn(told, indicators, kind, back):
    """{indicator: the periods needed of it}, of rows that each say that an indicator is told of in a period."""
    found = defaultdict(list)
    for indicator, period in told.order_by().values_list("indicator", "period").distinct():
        if indicator in indicators:
            found[indicator].append(period)
    periods = Period.objects.in_bulk({period for keys in found.values() for period in keys})
    return {indicator: needed([periods[pk] for pk in keys], kind, back) for indicator, keys in found.items()}


def needed(periods, kind, back):
    """The periods drawn, and those of the years before that the last of them is compared with."""
    drawn = periods_of(periods, kind, back)
    return {p for p in (*drawn, *(years_before(drawn[-1], periods) if drawn else ())) if p and p.pk}


def figures_of(seen, drawn):
    """The current figures of the periods drawn, each knowing its period."""
    periods = {period.pk: period for found in drawn.values() for period in found}
    wanted = {(indicator, period.pk) for indicator, found in drawn.items() for period in found}
    if not wanted:
        return []
    rows = seen.among(wanted, ("indicator_id", "period_id")).only(*KEY, "number", "flag", "masked_since")
    values = rows.newest_each()
    for value in values:
        value.period = periods[value.period_id]
    return values


def not_told(drawn, values):
    """The indicators with a period among those to be drawn that none of these values is about."""
    told = {(value.indicator_id, value.period_id) for value in values}
    return {pk for pk, found in drawn.items() if any((pk, period.pk) not in told for period in found)}


def trends_of(indicator, areas, values, kind, back, *, rate=None):
    """The last `back` periods of one kind, a row of values per place, and the row of the municipality.

    With `rate` (which takes a Value) these are rates.
    """
    periods = periods_of([value.period for value in values], kind, back)
    sources = {(value.area_id, value.period.code): value for value in values}
    shown = {key: rate(value) if rate else value.shown for key, value in sources.items()}
    past = years_before(periods[-1], {value.period for value in values}) if periods else []
    asked = {area.pk for area in areas}
    towns = {v.area_id for v in values if v.area.kind == Area.Kind.MUNICIPALITY} - asked
    town = next(iter(towns), None)
    measured = {area_id for area_id, _period in shown}

    def row(area_id):
        return [shown.get((area_id, period.code)) for period in periods]

    return Trends(
        indicator=indicator,
        periods=periods,
        rows=[(area, row(area.pk)) for area in areas if area.pk in measured],
        town=next((v.area for v in values if v.area_id == town), None),
        town_values=row(town) if town else [],
        is_rate=rate is not None,
        means={
            area_id: mean
            for area_id in measured
            if (mean := own_mean([shown.get((area_id, period.code)) for period in past])) is not None
        },
        sources=sources,
    )


def periods_of(periods, kind, back):
    """The last `back` of one kind up to the newest among `periods`; one without figures is a gap, not gone."""
    found = {period.code: period for period in periods}
    kind = kind or commonest_kind(found.values())
    ordered = sorted((p for p in found.values() if p.kind == kind), key=lambda p: (p.starts_on, p.ends_on))
    if not ordered or kind not in Period.MONTHS:
        return ordered[-back:]
    steps = [ordered[-1]]
    while len(steps) < back and steps[-1].starts_on > ordered[0].starts_on:
        earlier = steps[-1].before()
        steps.append(found.get(earlier.code, earlier))
    return steps[::-1]


def commonest_kind(periods):
    """The kind that most of the periods are of; of two equally common, the longer."""
    kinds = Counter(period.kind for period in periods)
    return max(kinds, key=lambda kind: (kinds[kind], Period.MONTHS.get(kind, 0)))
