"""What a sentence or figure of a report rests on, named so that it is found again: `activity:…`, `figure:…/…/…`."""

from django.db.models import Q

from activities.models import Activity, FollowUpReport
from lagesbild.models import Need, Value

ROWS = {"activity": Activity, "report": FollowUpReport, "need": Need}


def key_of(row):
    """The key of an activity, a party's report or a need."""
    kind = next(kind for kind, model in ROWS.items() if isinstance(row, model))
    return f"{kind}:{row.public_id}"


def figure_key(indicator, area, period):
    return f"figure:{indicator.public_id}/{area.public_id}/{period.code}"


def key_of_value(value):
    return figure_key(value.indicator, value.area, value.period)


def keys_in(content):
    """Every key that a part of a report names, once."""
    if isinstance(content, dict):
        own = {content["source"]} if content.get("source") else set()
        return own.union(*map(keys_in, content.values()))
    return set().union(*map(keys_in, content)) if isinstance(content, list) else set()


def addresses(keys, actor):
    """{key: where the actor finds it}, without what the actor may not see or what is gone."""
    named = {}
    for key in keys:
        kind, _colon, name = key.partition(":")
        named.setdefault(kind, []).append(name)
    return {
        **{key_of(row): row.get_absolute_url() for row in seen(Activity, named, "activity", actor)},
        **{key_of(row): row.get_absolute_url() for row in seen(Need, named, "need", actor)},
        **{key_of(row): address_of_report(row) for row in seen(FollowUpReport, named, "report", actor)},
        **{
            key_of_value(value): value.get_absolute_url() for value in figures(named.get("figure", ()), actor)
        },
    }


def seen(model, named, kind, actor):
    rows = model.objects.for_actor(actor).filter(public_id__in=named.get(kind, ()))
    return rows.select_related("commitment__activity") if model is FollowUpReport else rows


def address_of_report(report):
    return f"{report.commitment.activity.get_absolute_url()}#{report.anchor}"


def figures(names, actor):
    """The figures that the actor may see, by the names in their keys."""
    parts = [name.split("/") for name in names]
    if not parts:
        return []
    indicators, areas = ({part[n] for part in parts} for n in (0, 1))
    rows = Value.objects.for_actor(actor).filter(
        Q(indicator__public_id__in=indicators) & Q(area__public_id__in=areas), current_for__isnull=False
    )
    return rows.total().select_related("indicator", "area", "period", "breakdown")
