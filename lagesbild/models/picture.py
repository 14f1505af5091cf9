"""The picture of one indicator: its figures per place in one period, beside a year before, and over time.

Everything in it was reached through the gate as `actor` sees it; a period, a group or a level of places is offered
only when a figure that the actor may see has it.
"""

from collections import Counter
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Q

from agreements.models import AgreementArea, CollaborationAgreement
from collab import charts, maps
from collab.clock import now
from collab.models import Area

from .choice import KIND, LEVELS, Choice
from .figure import Figure, own_mean
from .indicator import PER_CENT
from .period import Period
from .progress import Progress
from .rates import PER_PART, PER_WHOLE, Population
from .series import trends_of

PLACES_AT_MOST = 60
TRENDS_AT_MOST = 24
BACK = 8
BACK_MONTHS = 12
STALE_AFTER_DAYS = 90


class Picture(Choice):
    """What the page *Lägesbild* shows; each question is asked once, and only when the page needs it."""

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
        # What is known already is not fetched again with every row; the outline of a place is long.
        periods = {period.pk: period for period in self.shown_periods}
        rows = self.seen.filter(area__in=self.shown_areas, period__in=periods).current()
        values = list(rows.with_batches())
        for value in values:
            value.indicator, value.breakdown = self.indicator, self.group
            value.area, value.period = self.shown_areas[value.area_id], periods[value.period_id]
        return values

    @cached_property
    def shown_areas(self):
        """{key: place} of the places and the municipality."""
        whole = Area.objects.for_actor(self.actor).filter(kind=KIND.MUNICIPALITY)
        return {area.pk: area for area in [*whole, *self.places]}

    @property
    def shown_periods(self):
        """The chosen period and those before it that the trends show, and all that it is compared with."""
        past = [p for p in self.periods if p.kind == self.period.kind and p.ends_on <= self.period.ends_on]
        compared = [self.compare, *self.past_years, self.base_period]
        return [*past[: self.back], *filter(None, compared)]

    @cached_property
    def population(self):
        """What the counts can be divided by; None when the actor knows of nothing."""
        if not self.indicator.is_count or not self.indicator.denominator_id:
            return None
        known = type(self.indicator).objects.for_actor(self.actor)
        people = known.filter(pk=self.indicator.denominator_id).first()
        years = {period.ends_on.year for period in self.shown_periods}
        per = PER_WHOLE if self.level == "municipality" else PER_PART
        return people and Population(
            people, self.actor, group=self.group, areas=self.shown_areas, years=years, per=per
        )

    @property
    def is_rate(self):
        """Whether rates were asked for and can be made."""
        return self.as_rate and self.population is not None

    def number(self, value):
        """What the picture shows of a value: its number, or the rate; None for no value."""
        if value is None:
            return None
        return self.population.rate(value) if self.is_rate else value.shown

    @property
    def title(self):
        """The indicator with the unit that is shown."""
        name = self.indicator.name
        return f"{name}, {self.population.words}" if self.is_rate else self.indicator.title

    @property
    def mark(self):
        """What is written after a figure."""
        return "" if self.is_rate else self.indicator.mark

    @property
    def basis(self):
        """What the rates of the period rest on, in a sentence."""
        return self.population.basis(self.period, [figure.area for figure in self.figures])

    @property
    def without_population(self):
        return self.population.without(self.period, [figure.area for figure in self.figures])

    @property
    def back(self):
        return BACK_MONTHS if self.period.kind == Period.Kind.MONTH else BACK

    @cached_property
    def by_key(self):
        return {(value.area_id, value.period_id): value for value in self.values}

    def at(self, area_id, period):
        """What the picture shows of a place in a period."""
        return self.number(self.by_key.get((area_id, period.pk))) if period else None

    def figure(self, area):
        figure = Figure(
            area,
            self.by_key.get((area.pk, self.period.pk)),
            value=self.at(area.pk, self.period),
            then=self.at(area.pk, self.compare),
            mean=own_mean([self.at(area.pk, period) for period in self.past_years]),
            town=None if self.town_area in (None, area) else self.at(self.town_area.pk, self.period),
            is_share=self.is_rate or not self.indicator.is_count,
            is_priority=area.pk in self.priorities,
        )
        figure.revised_from = self.revised_from.get(area.pk)
        return figure

    @cached_property
    def revised_from(self):
        """{place: the released value that today's figure of the period replaced, when it was another}."""
        now = {key[0]: value for key, value in self.by_key.items() if key[1] == self.period.pk}
        return self.seen.filter(period=self.period, area__in=list(now)).replaced(now)

    @cached_property
    def figures(self):
        """The ranked table: highest first."""
        measured = {value.area_id for value in self.values}
        rows = [self.figure(area) for area in self.places if area.pk in measured]
        return sorted(rows, key=lambda figure: figure.order)

    @cached_property
    def town_area(self):
        """The municipality, when it has figures and is not itself the level."""
        if self.level in ("municipality", "outside"):
            return None
        return next((v.area for v in self.values if v.area.kind == KIND.MUNICIPALITY), None)

    @cached_property
    def town(self):
        """The figure of the whole municipality, if there is one and it is not the level itself."""
        return self.figure(self.town_area) if self.town_area else None

    @cached_property
    def has_means(self):
        return any(figure.mean is not None for figure in [*self.figures, self.town] if figure)

    @cached_property
    def progress(self):
        """Where the whole municipality stands between its baseline and its target; None when it has no baseline."""
        return Progress(self) if self.indicator.is_followed and not self.group.key else None

    @cached_property
    def priorities(self):
        """The places that an agreement in force prioritises; else the latest agreement."""
        current = CollaborationAgreement.objects.for_actor(self.actor).that_hold()
        return set(AgreementArea.objects.filter(agreement__in=current).values_list("area", flat=True))

    @cached_property
    def drawn(self):
        """The places with an outline on one and the same map; of several maps, the one that most of them are on."""
        frames = Counter(area.shape.get("frame", "") for area in self.places if area.shape)
        frame = next((name for name, _n in frames.most_common(1)), None)
        found = [area for area in self.places if area.shape and area.shape.get("frame", "") == frame]
        return found if len(found) > 1 else []

    @cached_property
    def map(self):
        """The map where two places are drawn, else tiles; None when that would be too many."""
        areas = self.drawn or [figure.area for figure in self.figures]
        return self.drawing(areas) if 1 < len(areas) <= TRENDS_AT_MOST or self.drawn else None

    @cached_property
    def tiles(self):
        """The measured places that the map has no outline for, as tiles beside it; None when there are none."""
        areas = [figure.area for figure in self.figures if figure.area not in self.drawn]
        return self.drawing(areas) if self.drawn and 0 < len(areas) <= TRENDS_AT_MOST else None

    def drawing(self, areas):
        """Places as a map, in the classes that all figures of the picture make."""
        figures = [self.figure(area) for area in areas]
        return maps.area_map(
            (
                {
                    "label": f.area.name,
                    "value": f.value,
                    "is_priority": f.is_priority,
                    "shape": f.area.shape if f.area in self.drawn else {},
                }
                for f in figures
            ),
            limits=charts.cuts([figure.value for figure in self.figures]),
            unit=self.mark if self.mark == PER_CENT else "",
            is_whole=False if self.is_rate else None,
        )

    @property
    def is_schematic(self):
        return any("frame" not in area.shape for area in self.drawn)

    @property
    def credit(self):
        """Where the outlines of the map come from; empty for the schematic one."""
        return next((area.shape["credit"] for area in self.drawn if area.shape.get("credit")), "")

    @cached_property
    def trends(self):
        """The development per place up to the chosen period, on one scale."""
        until = [v for v in self.values if v.period.ends_on <= self.period.ends_on]
        areas = [figure.area for figure in self.figures[:TRENDS_AT_MOST]]
        rate = self.population.rate if self.is_rate else None
        if not until:
            return None
        return trends_of(self.indicator, areas, until, self.period.kind, self.back, rate=rate)

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
        """What the address of a value ends with to mean the chosen group."""
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
