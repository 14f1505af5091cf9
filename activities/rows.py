"""The cells of an activity in a list, made once in Python: a page of fifty rows is then mostly text."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext as _

from collab import clock, marks
from collab.models import Area

from .models import FollowUpReport


@dataclass(frozen=True)
class Row:
    """What components and templates print of an activity, as ready markup."""

    activity: object
    url: str
    title: str
    sub: str
    status: str
    parties: str
    due: str
    reports: str


def badges(parts):
    """The badges of the owning parties; the one that coordinates is dark."""
    facts = [(p.party.code, p.party.title, p.party.hue, p.is_lead) for p in parts]
    return marks.parties(tuple(facts)) if facts else ""


def places(activity):
    """The places in words."""
    names = [
        _("The whole municipality") if area.kind == Area.Kind.MUNICIPALITY else area.name
        for area in activity.areas.all()
    ]
    return ", ".join(names)


def due(row):
    """The end date, how far it is, and where it was moved from."""
    return marks.due(row.due_on, clock.today(), row.is_closed, row.moved_from)


def rows_of(activities, rounds):
    """A Row per activity, with how many reports are in of those the open `rounds` ask for."""
    activities = list(activities)
    filled = FollowUpReport.objects.filled(activities, rounds)
    asked = {one.agreement_id for one in rounds}
    return [row_of(activity, filled, asked) for activity in activities]


def row_of(activity, filled, asked):
    parts = list(activity.commitments.all())
    where = places(activity)
    code = format_html('<span class="id">{}</span>{}', activity.code, f" · {where}" if where else "")
    draft = format_html(' <span class="tag">{}</span>', _("Draft")) if activity.is_draft else ""
    return Row(
        activity=activity,
        url=activity.get_absolute_url(),
        title=activity.title,
        sub=format_html("{}{}", code, draft),
        status=marks.status(activity.status, False),
        parties=badges(parts),
        due=due(activity),
        reports=report_count(activity, parts, filled, asked),
    )


def report_count(activity, parts, filled, asked):
    """2 of 3, or a dash when no round asks."""
    owed = [part for part in parts if part.pk in filled or not part.is_closed]
    if activity.is_draft or not owed or activity.priority_area.agreement_id not in asked:
        return format_html('<span class="muted">–<span class="vh"> {}</span></span>', _("not needed"))
    done = sum(part.pk in filled for part in owed)
    words = _("%(done)s of %(total)s") % {"done": done, "total": len(owed)}
    return format_html("<strong>{}</strong>" if done < len(owed) else "{}", words)
