"""The page *Aktiviteter*: the actor's list, narrowed, in groups while it is short and page by page when it is long."""

from functools import cached_property
from itertools import groupby

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from agreements.models import PriorityArea
from collab.alphabet import alphabetical
from collab.models import Party
from collab.numbers import number

from .finding.saved import saved_tabs
from .forms.filtering import TITLES
from .models import Activity, FollowUpRound, Status
from .models.questions import COUNT_AT_MOST, fetch_shown
from .rows import rows_of

GROUPED_BELOW = 200


def count_text(n, at_most=COUNT_AT_MOST):
    """A count of a list; beyond what is counted it says so."""
    return f"{number(at_most - 1)}+" if n >= at_most else number(n)


class Listing:
    """What the list page shows of the rows a filter form leaves; each question is asked once."""

    def __init__(self, form, actor):
        self.form, self.actor = form, actor

    @cached_property
    def everything(self):
        return Activity.objects.for_actor(self.actor).keyed()

    @cached_property
    def rounds(self):
        return list(FollowUpRound.objects.for_actor(self.actor).open().for_page())

    @cached_property
    def views(self):
        """The views that can hold something for the actor: key, label."""
        found = [("all", _("All"))]
        if self.actor.party.kind != Party.Kind.OBSERVER:
            found.append(("ours", _("Our own")))
        found.append(("attention", _("Need action")))
        if self.rounds:
            found.append(("missing", _("Report missing")))
        return [*found, ("done", pgettext("several activities", "Done"))]

    def seen_in(self, view):
        """The rows of a view."""
        narrow = {
            "ours": lambda rows: rows.owned_by(self.actor.party),
            "attention": lambda rows: rows.needing_a_hand(),
            "missing": lambda rows: rows.missing_report(self.rounds),
            "done": lambda rows: rows.filter(key_status=Status.DONE),
        }.get(view)
        return narrow(self.everything) if narrow else self.everything

    @cached_property
    def tabs(self):
        """The views as links with their counts; beside a list beyond counting the others are not counted."""
        found, saved = [], saved_tabs(self.form, self.actor)
        is_saved = any(tab["current"] for tab in saved)
        for key, label in self.views:
            is_here = key == self.form.chosen_view and not is_saved
            is_long = found and found[0]["total"] >= COUNT_AT_MOST
            total = None if is_long and not is_here else self.count(key)
            url = f"?view={key}"
            count = None if total is None else count_text(total)
            found.append({"label": label, "url": url, "total": total, "count": count, "current": is_here})
        return found + saved

    def count(self, view):
        if view == "attention":
            return self.everything.count_needing_a_hand()
        return self.seen_in(view).capped()

    @cached_property
    def narrowed(self):
        """The rows that the view and the filter leave; an unknown view is all."""
        known = {key for key, _label in self.views}
        view = self.form.chosen_view if self.form.chosen_view in known else "all"
        return self.form.apply(self.seen_in(view), self.rounds)

    @cached_property
    def total(self):
        """How many rows there are, counted to 1,001."""
        counted = [tab["total"] for tab in self.tabs if tab["current"]]
        return counted[0] if counted and not self.form.narrowing else self.narrowed.capped()

    @property
    def is_grouped(self):
        return self.total < GROUPED_BELOW

    @cached_property
    def page(self):
        """(rows, previous URL, next URL): all of a short list, else the fifty after or before a row."""
        if self.is_grouped:
            rows, _more = self.narrowed.with_parts().sorted_page(self.key_sort, size=GROUPED_BELOW)
            return self.by_title(rows), "", ""
        after, before = (self.row_at(self.form.cursor[name]) for name in ("after", "before"))
        rows, has_more = self.narrowed.select_related("priority_area").sorted_page(
            self.key_sort, after=after, before=before
        )
        has_next, has_previous = (bool(before), has_more) if before else (has_more, bool(after))
        first, last = (rows[0].public_id, rows[-1].public_id) if rows else ("", "")
        previous = self.url(before=first) if has_previous and rows else ""
        return fetch_shown(rows), previous, self.url(after=last) if has_next and rows else ""

    @property
    def key_sort(self):
        """The order that the database gives: a title has no index, so only a short list is sorted by it."""
        return "due" if self.form.chosen_sort in TITLES else self.form.chosen_sort

    @property
    def shown_sort(self):
        return self.form.chosen_sort if self.is_grouped else self.key_sort

    def by_title(self, rows):
        """The rows in the alphabet's order when that was asked for, else as they came."""
        if self.form.chosen_sort not in TITLES:
            return rows
        falling = self.form.chosen_sort.startswith("-")
        return sorted(rows, key=lambda row: alphabetical(row.title), reverse=falling)

    def row_at(self, public_id):
        """The row a page begins after or ends before, as the actor sees it; None begins anew."""
        return self.everything.filter(public_id=public_id).first() if public_id else None

    def url(self, **cursor):
        return self.form.link(**cursor)

    @cached_property
    def rows(self):
        return rows_of(self.page[0], self.rounds, self.reports_label)

    @property
    def previous_url(self):
        return self.page[1]

    @property
    def next_url(self):
        return self.page[2]

    @cached_property
    def groups(self):
        """(heading, rows): per priority area while the list is short, else one without a heading."""
        if not self.is_grouped:
            return [("", self.rows)] if self.rows else []

        def order(row):
            area = row.activity.priority_area
            return -area.agreement_id, area.order, area.pk

        rows = sorted(self.rows, key=order)
        several = len({row.activity.priority_area.agreement_id for row in rows}) > 1
        return [(self.heading(key[2], several), list(members)) for key, members in groupby(rows, key=order)]

    def heading(self, area, several):
        """The priority area's name and way, with its agreement's years when the list spans several agreements."""
        area = self.areas[area]
        name = f"{area.name}, {area.agreement.years}" if several else area.name
        return format_html('<a href="{}">{}</a>', reverse("activities:subject", args=[area.public_id]), name)

    @cached_property
    def areas(self):
        keys = {row.activity.priority_area_id for row in self.rows}
        return PriorityArea.objects.for_actor(self.actor).select_related("agreement").in_bulk(keys)

    @property
    def caption(self):
        """Sixteen activities, in words, and how they stand."""
        words = ngettext("%(n)s activity", "%(n)s activities", self.total) % {"n": count_text(self.total)}
        if self.is_grouped:
            return _("%(count)s, grouped by priority area. Dark badge = coordinating party.") % {
                "count": words
            }
        return _("%(count)s. Dark badge = coordinating party.") % {"count": words}

    @property
    def reports_label(self):
        """Reports T3, or Reports nov, when one round is open."""
        name = self.rounds[0].short_name if len(self.rounds) == 1 else ""
        return f"{_('Reports')} {name.lower() if name.isalpha() else name}".strip()

    @cached_property
    def may_plan(self):
        return PriorityArea.objects.for_actor(self.actor, "plan").exists()
