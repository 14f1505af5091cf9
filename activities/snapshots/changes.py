"""What has changed since a report was frozen: each difference between its contents and those of now."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
from django.utils.translation import gettext as _

from activities.models import Activity
from collab import charts, marks
from collab.dates import day_short
from collab.models import AuditEvent
from collab.numbers import number

from .contents import contents
from .keys import addresses


@dataclass(frozen=True)
class Change:
    """What differs, what it was, what it is, and when it was changed last; `url` where the reader may see it."""

    what: str
    before: str
    after: str
    source: str
    at: datetime | None = None
    url: str = ""


def changes(snapshot, actor):
    """The differences between a frozen report and a report of now, as the actor sees both."""
    now = contents(snapshot.agreement, actor, one_round=snapshot.round)
    then = snapshot.content
    found = [*of_work(then, now), *of_parties(then, now), *of_figures(then, now)]
    return dated(found, snapshot, actor)


def of_work(then, now):
    """Activities that came or went, and what is told otherwise of the others and of their parts."""
    before, after = by_key(then), by_key(now)
    for key in {**before, **after}:
        old, new = before.get(key), after.get(key)
        name = f"{(new or old)['code']} {(new or old)['title']}"
        if old is None or new is None:
            words = (
                (_("not in the report"), _("added")) if old is None else (_("in the report"), _("no longer"))
            )
            yield Change(name, *words, key)
        else:
            yield from of_activity(name, key, old, new)


def of_activity(name, key, old, new):
    for field, label in (
        ("title", _("title")),
        ("goal", _("operational goal")),
        ("status", _("joint status")),
        ("due_on", _("due")),
        ("carried_to", _("carried on to")),
    ):
        was, is_now = old.get(field, ""), new[field]
        if was != is_now:
            yield Change(f"{name}: {label}", in_words(field, was), in_words(field, is_now), key)
    parts, others = ({part["party_code"]: part for part in one["parts"]} for one in (old, new))
    for code in {**parts, **others}:
        was, is_now = parts.get(code), others.get(code)
        if was is None or is_now is None:
            words = (_("no part"), _("has a part")) if was is None else (_("has a part"), _("no part"))
            yield Change(f"{name}, {code}", *words, key)
            continue
        for field, label in (("status", _("status")), ("due_on", _("due")), ("told", _("report"))):
            if was[field] != is_now[field]:
                words = in_words(field, was[field]), in_words(field, is_now[field])
                yield Change(f"{name}, {code}: {label}", *words, key)


def of_parties(then, now):
    """Signatures that came, and reports that came in."""
    before = {one["party_code"]: one for one in then["parties"]}
    for one in now["parties"]:
        old = before.get(one["party_code"])
        if old and old["signed_on"] != one["signed_on"]:
            words = in_words("signed_on", old["signed_on"]), in_words("signed_on", one["signed_on"])
            yield Change(_("%(party)s: signed") % {"party": one["name"]}, *words, "")


def of_figures(then, now):
    """Figures that were corrected; one that has come since is no change of what was told."""
    before, after = figures(then), figures(now)
    for key in before.keys() & after.keys():
        (name, old), (_name, new) = before[key], after[key]
        if old != new:
            yield Change(name, figure_in_words(old), figure_in_words(new), key)


def figures(content):
    """{key: (what it measures, where and when, the figure)}."""
    return {
        one["source"]: (f"{trend['name']}, {place['name']}, {period}", one["value"])
        for trend in content["trends"]
        for place in trend["places"]
        for period, one in zip(trend["periods"], place["values"], strict=True)
        if one["source"]
    }


def figure_in_words(value):
    return _("too few to show") if value == charts.SUPPRESSED else number(value)


def by_key(content):
    return {one["activity"]: one for area in content["areas"] for one in area["activities"]}


def in_words(field, value):
    """A value as the list of changes shows it."""
    if field == "status":
        return str(marks.STATUSES[value][1])
    if field.endswith("_on") and value:
        return day_short(date.fromisoformat(value))
    return value or "–"


def dated(found, snapshot, actor):
    """The changes with the last event of each activity since the freeze, and its address where the actor sees it."""
    ids = [one.source.partition(":")[2] for one in found]
    rows = {
        f"activity:{row.public_id}": row
        for row in Activity.objects.for_actor(actor).filter(public_id__in=ids)
    }
    kind = ContentType.objects.get_for_model(Activity)
    events = AuditEvent.objects.filter(
        root_type=kind, root_id__in=[row.pk for row in rows.values()], at__gt=snapshot.frozen_at
    )
    measured = addresses([one.source for one in found if one.source.startswith("figure:")], actor)
    last = dict(events.order_by().values_list("root_id").annotate(at=Max("at")))
    return [
        Change(
            one.what,
            one.before,
            one.after,
            one.source,
            last.get(rows[one.source].pk) if one.source in rows else None,
            rows[one.source].get_absolute_url() if one.source in rows else measured.get(one.source, ""),
        )
        for one in found
    ]
