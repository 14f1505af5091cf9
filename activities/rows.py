"""The cells of an activity in a list, made once in Python: a page of fifty rows is then mostly text."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from collab import clock, marks
from collab.models import Area

from .models import FollowUpReport

# The row of a list as one text: fifty rows of template nodes cost more than their query.
ROW = (
    '<tr role="row"><th role="rowheader" scope="row"><a class="table__title" href="{}">{}</a>'
    '<span class="table__sub">{}</span></th>'
    '<td role="cell" data-label="{}" class="c-status">{}</td>'
    '<td role="cell" data-label="{}" class="c-parties">{}</td>'
    '<td role="cell" data-label="{}" class="c-due">{}</td>'
    '<td role="cell" data-label="{}" class="c-rep num">{}</td></tr>'
)


@dataclass(frozen=True)
class Row:
    """An activity in a list: the row, and its markup."""

    activity: object
    markup: str

    @property
    def title(self):
        return self.activity.title


def badges(parts):
    """The badges of the owning parties; the one that coordinates is dark."""
    facts = [(p.party.code, p.party.title, p.party.hue, p.is_lead) for p in parts]
    return marks.parties(tuple(facts)) if facts else ""


def places(areas):
    """The places in words."""
    return ", ".join(map(place_name, areas))


def place_name(area):
    return _("The whole municipality") if area.kind == Area.Kind.MUNICIPALITY else area.name


def place_link(public_id, name, kind):
    name = _("The whole municipality") if kind == Area.Kind.MUNICIPALITY else name
    return format_html('<a href="{}">{}</a>', reverse("activities:place", args=[public_id]), name)


def due(row):
    """The end date, how far it is, and where it was moved from."""
    return marks.due(row.due_on, clock.today(), row.is_closed, row.moved_from)


def rows_of(activities, rounds, reports_label):
    """A Row per activity, with how many reports are in of those the open `rounds` ask for."""
    activities = list(activities)
    filled = FollowUpReport.objects.filled(activities, rounds)
    asked = {one.agreement_id for one in rounds}
    day, label = clock.today(), str(reports_label)
    facts = (Facts.of(activity, day, label, reports_in(activity, filled, asked)) for activity in activities)
    return [Row(activity, drawn(shown)) for activity, shown in zip(activities, facts, strict=True)]


def reports_in(activity, filled, asked):
    """(how many are in, how many are asked for), or None when no round asks."""
    owed = [part for part in activity.parts if part.pk in filled or not (part.is_closed or part.is_offered)]
    if activity.is_draft or not owed or activity.priority_area.agreement_id not in asked:
        return None
    return sum(part.pk in filled for part in owed), len(owed)


class Facts(NamedTuple):
    """Everything that a row shows."""

    day: date
    reports_label: str
    reports: tuple | None
    public_id: str
    code: str
    title: str
    status: str
    is_judged: bool
    is_draft: bool
    due: tuple
    places: tuple
    parties: tuple

    @classmethod
    def of(cls, activity, day, reports_label, reports):
        return cls(
            day,
            reports_label,
            reports,
            activity.public_id,
            activity.code,
            activity.title,
            activity.status,
            activity.is_judged,
            activity.is_draft,
            due=(activity.is_closed, activity.due_on, activity.moved_from),
            places=tuple((area.public_id, area.name, area.kind) for area in activity.shown_areas),
            parties=tuple((p.party.code, p.party.title, p.party.hue, p.is_lead) for p in activity.parts),
        )


@marks.kept
def drawn(shown):
    """The row, kept by its facts: a list shows the same rows again and again."""
    where = format_html_join(", ", "{}", ((place_link(*place),) for place in shown.places))
    draft = format_html(' <span class="tag">{}</span>', _("Draft")) if shown.is_draft else ""
    under = format_html(
        '<span class="id">{}</span>{}{}', shown.code, where and format_html(" · {}", where), draft
    )
    is_closed, due_on, moved_from = shown.due
    cells = (
        *(_("Status"), joint(shown.status, shown.is_judged)),
        *(_("Parties"), marks.parties(shown.parties) if shown.parties else ""),
        *(_("Due"), marks.due(due_on, shown.day, is_closed, moved_from)),
        *(shown.reports_label, share(shown.reports)),
    )
    return format_html(ROW, reverse("activities:detail", args=[shown.public_id]), shown.title, under, *cells)


def joint(status, is_judged):
    """The joint status, marked where somebody set it instead of letting it follow."""
    mark = marks.status(status, False)
    if not is_judged:
        return mark
    words = _("Set by the coordinating party: the reason stands on the page of the activity")
    return format_html('{} <span class="tag tag--outline" title="{}">{}</span>', mark, words, _("set"))


def share(reports):
    """2 of 3, or a dash when no round asks."""
    if reports is None:
        return format_html('<span class="muted">–<span class="vh"> {}</span></span>', _("not needed"))
    done, total = reports
    words = _("%(done)s of %(total)s") % {"done": done, "total": total}
    return format_html("<strong>{}</strong>" if done < total else "{}", words)
