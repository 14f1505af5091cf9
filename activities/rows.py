"""The cells of an activity in a list, made once in Python: a page of fifty rows is then mostly text."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
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


def linked(areas):
    """The places in words, each leading to its page."""
    links = ((place_link(area.public_id, area.name, area.kind),) for area in areas)
    return format_html_join(", ", "{}", links)


@marks.kept
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
    # Escaped once for the page, not once a row.
    labels = [escape(label) for label in (_("Status"), _("Parties"), _("Due"), reports_label)]
    return [Row(activity, row_of(activity, filled, asked, labels)) for activity in activities]


def joint(activity):
    """The joint status, marked where somebody set it instead of letting it follow."""
    mark = marks.status(activity.status, False)
    if not activity.is_judged:
        return mark
    words = _("Set by the coordinating party: the reason stands on the page of the activity")
    return format_html('{} <span class="tag tag--outline" title="{}">{}</span>', mark, words, _("set"))


def row_of(activity, filled, asked, labels):
    parts = activity.parts
    where = linked(activity.shown_areas)
    draft = format_html(' <span class="tag">{}</span>', _("Draft")) if activity.is_draft else ""
    sub = format_html(
        '<span class="id">{}</span>{}{}', activity.code, where and format_html(" · {}", where), draft
    )
    cells = (
        joint(activity),
        badges(parts),
        due(activity),
        report_count(activity, parts, filled, asked),
    )
    pairs = [text for pair in zip(labels, cells, strict=True) for text in pair]
    return format_html(ROW, activity.get_absolute_url(), activity.title, sub, *pairs)


def report_count(activity, parts, filled, asked):
    """2 of 3, or a dash when no round asks."""
    owed = [part for part in parts if part.pk in filled or not part.is_closed]
    if activity.is_draft or not owed or activity.priority_area.agreement_id not in asked:
        return format_html('<span class="muted">–<span class="vh"> {}</span></span>', _("not needed"))
    done = sum(part.pk in filled for part in owed)
    words = _("%(done)s of %(total)s") % {"done": done, "total": len(owed)}
    return format_html("<strong>{}</strong>" if done < len(owed) else "{}", words)
