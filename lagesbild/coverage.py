"""The coverage board: which figures there are, which are ordered or delivered, and where the holes are.

It names no content: of what another party has not released it says no more than that it is delivered.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Max, OuterRef, Subquery

from collab.models import Area, Party

from .models import Delivery, ImportBatch, Indicator, Period, Value
from .models.picture import LEVELS
from .models.series import commonest_kind

BACK = 6


@dataclass(frozen=True)
class Row:
    """One indicator on the board: how far its figures reach, who delivers them, what is ordered."""

    indicator: Indicator
    latest: Period
    areas: int
    party: Party
    orders: list


class Board:
    """Every indicator the actor knows of, one line each."""

    def __init__(self, actor):
        self.actor = actor

    @cached_property
    def orders(self):
        """The orders that have not come to their end, by indicator."""
        found = defaultdict(list)
        for row in open_orders(self.actor):
            found[row.indicator_id].append(row)
        return found

    @property
    def others(self):
        """The orders that name no indicator."""
        return self.orders[None]

    @cached_property
    def values(self):
        """What the actor sees about everybody, newest for somebody."""
        return Value.objects.for_actor(self.actor).total().filter(current_for__isnull=False)

    @cached_property
    def indicators(self):
        """The indicators, each with the key of the newest period that it has figures for."""
        here = self.values.filter(indicator=OuterRef(OuterRef("pk")), period=OuterRef("pk"))
        # Period by period from the newest on; asked whether one exists, the planner would read every figure.
        told = Period.objects.alias(figure=Subquery(here.values("period")[:1])).filter(figure__isnull=False)
        newest = told.order_by("-ends_on", "-pk").values("pk")[:1]
        return list(
            Indicator.objects.for_actor(self.actor).annotate(newest=Subquery(newest)).order_by("name")
        )

    @cached_property
    def reach(self):
        """{indicator: (places with a figure in its newest period, number of the delivery that came last)}."""
        told = [(indicator.pk, indicator.newest) for indicator in self.indicators if indicator.newest]
        if not told:
            return {}
        rows = self.values.of_pairs(told).order_by().values_list("indicator")
        rows = rows.annotate(areas=Count("area", distinct=True), last=Max("batch__number"))
        return {indicator: (areas, last) for indicator, areas, last in rows}

    def rows(self):
        periods = Period.objects.in_bulk({indicator.newest for indicator in self.indicators} - {None})
        numbers = {last for _areas, last in self.reach.values()}
        batches = ImportBatch.objects.for_actor(self.actor).filter(
            collaboration=self.actor.party.collaboration_id, number__in=numbers
        )
        parties = {batch.number: batch.party for batch in batches.select_related("party")}
        for indicator in self.indicators:
            areas, last = self.reach.get(indicator.pk, (0, None))
            orders = self.orders[indicator.pk]
            yield Row(indicator, periods.get(indicator.newest), areas, parties.get(last), orders)


class IndicatorBoard:
    """One indicator: its places by its last periods, each cell a figure, an order or a hole."""

    def __init__(self, indicator, actor):
        self.indicator, self.actor = indicator, actor

    @cached_property
    def seen(self):
        rows = Value.objects.for_actor(self.actor).filter(indicator=self.indicator, current_for__isnull=False)
        return rows.total()

    @cached_property
    def values(self):
        """The figures of the periods shown."""
        rows = (
            self.seen.filter(period__in=self.periods).current().select_related("area", "period", "breakdown")
        )
        found = list(rows.prefetch_related("batch__party"))
        for value in found:
            value.indicator = self.indicator
        return found

    @cached_property
    def orders(self):
        return [row for row in open_orders(self.actor) if row.indicator_id == self.indicator.pk]

    @cached_property
    def periods(self):
        """The last periods of the indicator's commonest kind, and those ordered, oldest first."""
        found = {period.pk: period for period in Period.objects.told_of(self.seen)}
        kind = commonest_kind(found.values()) if found else None
        rows = [p for p in found.values() if p.kind == kind]
        rows += [row.period for row in self.orders if row.period.pk not in found]
        unique = {period.pk: period for period in rows}
        return sorted(unique.values(), key=lambda p: (p.ends_on, p.starts_on))[-BACK:]

    @cached_property
    def party(self):
        """The party that delivered one of these figures last; before that, the one it is ordered from."""
        newest = max(self.values, key=lambda value: value.batch.number, default=None)
        if newest:
            return newest.batch.party
        return self.orders[0].party if self.orders else None

    @property
    def ordered(self):
        """The periods that are ordered already, by their keys."""
        return {row.period_id for row in self.orders}

    @property
    def columns(self):
        """(period, its orders)."""
        return [(p, [row for row in self.orders if row.period_id == p.pk]) for p in self.periods]

    @property
    def rows(self):
        """(place, [(period, value or None)]) of the districts and of every other place that has one of the figures."""
        by_key = {(value.area_id, value.period_id): value for value in self.values}
        measured = {value.area_id for value in self.values}
        kinds = {value.area.kind for value in self.values} & set(LEVELS["district"][1])
        wanted = Area.objects.for_actor(self.actor).exclude(kind=Area.Kind.OUTSIDE)
        for area in wanted:
            if area.pk in measured or area.kind in kinds or area.kind == Area.Kind.MUNICIPALITY:
                yield area, [(p, by_key.get((area.pk, p.pk))) for p in self.periods]


def open_orders(actor):
    """The orders the actor sees that are not released, each knowing how far the actor may know it has come."""
    return list(Delivery.objects.for_actor(actor).wanted().told_to(actor).by_due_day())
