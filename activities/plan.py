"""The plan of measures, as Brå lays one out: per priority area the causes, numbered, and what is done about each.

From one list of activities: all of the agreement's, or those in which the municipality has a part, which are its own
plan by 5 § of the law (2023:196).
"""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab.dates import day_short
from collab.models import Party
from lagesbild.models import Cause, Need

from .models import Activity, ActivityCause, FollowUpReport
from .under_agreement import carried_on

WHOLE, MUNICIPAL = "", "kommunen"


@dataclass(frozen=True)
class Measure:
    """A row of the plan: an activity under one of the causes it acts on, or under none."""

    number: str
    cause: object
    cause_number: str
    activity: object
    parts: list
    note: str

    @property
    def cause_in_words(self):
        return f"{self.cause_number} {self.cause}" if self.cause else _("No cause is named")

    @property
    def when(self):
        first, last = self.activity.starts_on, day_short(self.activity.due_on)
        return f"{day_short(first)} – {last}" if first else last

    @property
    def who(self):
        """Each party and what it does, who coordinates first."""
        return [
            _("%(party)s (coordinates): %(text)s") % {"party": part.party.short, "text": part.text}
            if part.is_lead
            else f"{part.party.short}: {part.text}"
            for part in self.parts
        ]

    @property
    def follow_up(self):
        return ". ".join(filter(None, [str(self.activity.get_status_display()), self.note]))

    @property
    def cells(self):
        """In Brå's columns: cause, measure, operational goals, when, who, follow-up."""
        named = f"{self.number} {self.activity.code} {self.activity.title}".strip()
        goal, who = self.activity.goal, "\n".join(self.who)
        return [self.cause_in_words, named, goal, self.when, who, self.follow_up]


class Plan:
    """The plan of an agreement as an actor sees it."""

    def __init__(self, agreement, actor, scope=WHOLE):
        self.agreement, self.actor, self.scope = agreement, actor, scope

    @property
    def is_municipal(self):
        return self.scope == MUNICIPAL

    @cached_property
    def every(self):
        """All activities of the agreement that the actor sees, drafts left out, each with its parts.

        Those that went on under its successor stand as they left it.
        """
        rows = Activity.objects.for_actor(self.actor).published().with_parts()
        own = rows.filter(priority_area__agreement=self.agreement)
        return sorted(
            [*own, *carried_on(self.agreement, rows)],
            key=lambda row: (row.priority_area.order, row.due_on, row.code),
        )

    @cached_property
    def municipal(self):
        """Those in which the municipality has a part."""
        kind = Party.Kind.MUNICIPALITY
        return [row for row in self.every if any(part.party.kind == kind for part in row.parts)]

    @property
    def activities(self):
        return self.municipal if self.is_municipal else self.every

    @property
    def counts_in_words(self):
        """How the two numbers hang together."""
        all_of_them, own = len(self.every), len(self.municipal)
        words = ngettext(
            "%(n)s activity that you may see stands in the agreement's plan.",
            "%(n)s activities that you may see stand in the agreement's plan.",
            all_of_them,
        ) % {"n": all_of_them}
        other = ngettext(
            "In %(n)s of them the municipality has a part: it is the municipality's plan of measures (5 §).",
            "In %(n)s of them the municipality has a part: they are the municipality's plan of measures (5 §).",
            own,
        ) % {"n": own}
        rest = ngettext(
            "The other %(n)s belongs to other parties alone.",
            "The other %(n)s belong to other parties alone.",
            all_of_them - own,
        ) % {"n": all_of_them - own}
        return " ".join([words, other, rest] if all_of_them > own else [words, other])

    @cached_property
    def notes(self):
        """{activity: the latest sentence that a party wrote of it}."""
        rows = FollowUpReport.objects.for_actor(self.actor).filter(commitment__activity__in=self.activities)
        newest = rows.exclude(text="").order_by("commitment__activity", "-reported_at", "-pk")
        found = newest.distinct("commitment__activity").values_list("commitment__activity", "text")
        return dict(found)

    @cached_property
    def links(self):
        """{cause: keys of the activities that act on it}."""
        found = {}
        rows = ActivityCause.objects.for_actor(self.actor).filter(activity__in=self.activities)
        for cause, activity in rows.values_list("cause", "activity"):
            found.setdefault(cause, set()).add(activity)
        return found

    @cached_property
    def areas(self):
        """(priority area, its needs, its rows), in the agreement's order."""
        return [self.area(area) for area in self.agreement.priority_areas.order_by("order")]

    def area(self, area):
        own = [row for row in self.activities if row.priority_area_id == area.pk]
        keys = {row.pk for row in own}
        needs = list(Need.objects.for_actor(self.actor).under(area, self.actor).ranked())
        acted_on = [cause for cause, activities in self.links.items() if activities & keys]
        causes = Cause.objects.for_actor(self.actor).filter(pk__in=acted_on)
        found, left = [], set(keys)
        for n, cause in enumerate(causes.order_by("need__rank", "need__order", "need", "pk"), 1):
            acting = [row for row in own if row.pk in self.links[cause.pk]]
            left -= {row.pk for row in acting}
            found += [self.row(f"{n}.{i}", cause, str(n), row) for i, row in enumerate(acting, 1)]
        found += [self.row("", None, "", row) for row in own if row.pk in left]
        return area, needs, found

    def row(self, number, cause, cause_number, activity):
        gone_to = getattr(activity, "carried_to", None)
        note = (
            _("Carried on to %(agreement)s") % {"agreement": gone_to}
            if gone_to
            else self.notes.get(activity.pk, "")
        )
        return Measure(number, cause, cause_number, activity, activity.parts, note)
