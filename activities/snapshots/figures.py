"""How it goes in the places that an agreement prioritises: released, publishable figures and no small count."""

from collections import Counter

from django.db.models import Q

from collab import charts
from collab.models import Area
from lagesbild.models import Evidence, Indicator, PriorityBasis, Value
from lagesbild.models.batch import ImportBatch
from lagesbild.models.series import trends_of

from .keys import figure_key

CHARTS_AT_MOST = 4


def publishable(values, at=None):
    """Of figures that came through the gate, those that may be told in public by an instant.

    What was ordered may once somebody has said so; what came unasked may once its party has released it.
    """
    rows = values.filter(batch__is_released=True, batch__state=ImportBatch.State.COMMITTED)
    said = Q(batch__delivery=None) | Q(batch__delivery__publishable_at__isnull=False)
    if at is None:
        return rows.filter(said, current_for__isnull=False)
    said = Q(batch__delivery=None) | Q(batch__delivery__publishable_at__lte=at)
    return rows.filter(said, batch__released_at__lte=at)


def newest(values):
    """Of several values of one figure the one that was delivered last."""
    found = {}
    for value in sorted(values, key=lambda value: value.batch.number):
        found[value.area_id, value.period_id, value.indicator_id] = value
    return list(found.values())


def trends(rows):
    """The developments that the work of a report is about; else the one that most of its places have."""
    places = list(Area.objects.for_actor(rows.actor).filter(pk__in=[area.pk for area in rows.places]))
    towns = (
        Area.objects.for_actor(rows.actor).filter(kind=Area.Kind.MUNICIPALITY).values_list("pk", flat=True)
    )
    keys = {area.pk for area in places}
    seen = Value.objects.for_actor(rows.actor).filter(area__in=keys | set(towns)).total()
    related = ("period", "area", "indicator", "batch")
    values = newest(publishable(seen, rows.at).select_related(*related))
    by_indicator = {}
    for value in values:
        by_indicator.setdefault(value.indicator_id, []).append(value)
    indicators = Indicator.objects.for_actor(rows.actor).filter(pk__in=by_indicator)
    drawn = [
        trends_of(indicator, places, by_indicator[indicator.pk], None, 8)
        for indicator in indicators
        if any(value.area_id in keys for value in by_indicator[indicator.pk])
    ]
    aimed = aimed_at(rows)
    chosen = [one for one in drawn if one.indicator.pk in aimed]
    chosen.sort(key=lambda one: (-aimed[one.indicator.pk], one.indicator.name))
    if not chosen:
        chosen = sorted(drawn, key=lambda one: (-len(one.rows), one.indicator.name))[:1]
    return [told(one) for one in chosen[:CHARTS_AT_MOST]]


def aimed_at(rows):
    """How many activities aim at an indicator, and how many of the agreement's needs rest on it."""
    bases = PriorityBasis.objects.for_actor(rows.actor).filter(priority_area__agreement=rows.agreement)
    evidence = Evidence.objects.for_actor(rows.actor).filter(need__in=bases.values("need"))
    found = Counter(evidence.order_by().values_list("indicator", flat=True))
    found.update(row.indicator_id for row in rows.activities if row.indicator_id)
    return found


def told(one):
    """A development as plain data: every figure with the address of its own source."""
    return {
        "name": one.indicator.name,
        "unit": one.indicator.mark,
        "periods": one.labels,
        "back": one.step,
        "places": [
            {
                "name": area.name,
                "values": [
                    {
                        "value": plain(value),
                        "source": figure_key(one.indicator, area, period) if value is not None else "",
                    }
                    for period, value in zip(one.periods, values, strict=True)
                ],
            }
            for area, values in one.rows
        ],
        "reference": [plain(value) for value in one.reference],
    }


def plain(value):
    """A number as JSON keeps it; a small count is told as such, and never as a number."""
    return charts.tidy(float(value)) if charts.is_plotted(value) else value
