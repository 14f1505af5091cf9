"""How far the figures of an indicator reach: period by period, in how many places, and which delivery came last.

Whoever asks this of every indicator at once would read every figure of the newest periods; the rows here are counted
where figures come, are released or undone (`imports.reaching`), about everybody and not about groups.
"""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from collab.access import WORKING, AccessQuerySet, Through
from collab.models import Collaboration

from .period import Period
from .profile import IMPORTERS
from .value import EVERYONE, among


@dataclass(frozen=True)
class ForAudience:
    """As the gate of the deliveries: what is released is open to all, the rest to the party that delivered it."""

    to: frozenset = WORKING

    def rows(self, queryset, actor):
        audience = Q(audience=EVERYONE)
        if actor.role in IMPORTERS:
            audience |= Q(audience=actor.party_id)
        return Through("collaboration", "view").rows(queryset.filter(audience), actor)


class ReachQuerySet(AccessQuerySet):
    def newest(self):
        """{indicator: (its newest period, the places told of in it, the number of the delivery that came last)}."""
        last = self.order_by("indicator", "-period__ends_on", "-period").distinct("indicator")
        pairs = list(last.values_list("indicator", "period"))
        if not pairs:
            return {}
        found = {}
        for row in self.filter(among(Reach, ("indicator_id", "period_id"), pairs)):
            _period, places, number = found.get(row.indicator_id, (None, 0, 0))
            found[row.indicator_id] = row.period_id, places + row.places, max(number, row.last)
        return found


class Reach(models.Model):
    """Of an indicator in a period what one audience is told: EVERYONE, or the party that has not released it yet."""

    access = {"view": [ForAudience()]}

    collaboration = models.ForeignKey(Collaboration, models.CASCADE, related_name="+", db_index=False)
    indicator = models.ForeignKey("lagesbild.Indicator", models.CASCADE, related_name="+", db_index=False)
    period = models.ForeignKey(Period, models.CASCADE, related_name="+", db_index=False)
    audience = models.IntegerField()
    # Of a party only those that no released figure tells of, so that its readers add the two.
    places = models.PositiveIntegerField()
    # The number of the newest of the deliveries that the figures come from.
    last = models.PositiveIntegerField()

    objects = ReachQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period", "audience"],
                include=["collaboration", "places", "last"],
                name="reach_once_per_audience",
            )
        ]
        indexes = [
            models.Index(fields=["collaboration", "audience", "indicator", "period"], name="reach_of_all")
        ]

    def __str__(self):
        return f"{self.indicator}, {self.period}"
