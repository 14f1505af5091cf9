"""The coverage board: which figures there are, which are ordered or delivered, and where the holes are.

It names no content: of what another party has not released it says no more than that it is delivered.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from collab.models import Area, Party

from .models import Delivery, ImportBatch, Indicator, Period, Reach, Value
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

    def rows(self):
        indicators = Indicator.objects.for_actor(self.actor).order_by("name")
        reach = Reach.objects.for_actor(self.actor).newest()
        periods = Period.objects.in_bulk({period for period, _places, _last in reach.values()})
        batches = ImportBatch.objects.for_actor(self.actor).filter(
            collaboration=self.actor.party.collaboration_id,
            number__in={last for _period, _places, last in reach.values()},
        )
        parties = {batch.number: batch.party for batch in batches.select_related("party")}
        for indicator in indicators:
            period, places, last = reach.get(indicator.pk, (None, 0, None))
            orders = self.orders[indicator.pk]
            yield Row(indicator, periods.get(period), places, parties.get(last), orders)


class IndicatorBoard:
    """One indicator: its places by its last periods, each cell a figure, an order or a hole."""

    def __init__(self, indicator, actor):
        self.indicator, self.actor = indicator, actor

    @cached_property
    def values(self):
        """The figures of the periods shown."""
        rows = Value.objects.for_actor(self.actor).filter(indicator=self.indicator, period__in=self.periods)
        found = list(rows.total().current().prefetch_related("area", "breakdown", "batch__party"))
        periods = {period.pk: period for period in self.periods}
        for value in found:
            value.indicator, value.period = self.indicator, periods[value.period_id]
        return found

    @cached_property
    def orders(self):
        return [row for row in open_orders(self.actor) if row.indicator_id == self.indicator.pk]

    @cached_property
    def periods(self):
        """The last periods of the indicator's commonest kind, and those ordered, oldest first."""
        told = Reach.objects.for_actor(self.actor).filter(indicator=self.indicator)
        found = Period.objects.in_bulk(told.values_list("period", flat=True).distinct())
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
