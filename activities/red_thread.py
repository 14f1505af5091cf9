"""The red thread as a reader sees it, both ways: from what is done to the cells behind it, and back.

Every knot came through the gate; where one is hidden, the thread ends without a trace of it.
"""

from collections import defaultdict
from functools import cached_property

from lagesbild.models import Cause, Evidence, Need, PriorityBasis, Value

from .models import Activity, ActivityCause, Snapshot
from .models.status import OPEN
from .snapshots.keys import key_of, key_of_value


class Knots:
    """The needs of a thread with what lies on both sides of each."""

    def __init__(self, needs, actor):
        self.needs, self.actor = list(needs), actor
        self.figures = self.by_need(
            Evidence.objects.for_actor(actor).select_related(
                "indicator__source", "area", "period", "breakdown"
            )
        )
        bases = PriorityBasis.objects.for_actor(actor).select_related("priority_area__agreement")
        self.bases = self.by_need(bases)

    def by_need(self, rows):
        found = defaultdict(list)
        for row in rows.filter(need__in=self.needs):
            found[row.need_id].append(row)
        return found

    @cached_property
    def values(self):
        """By need: (evidence, its current figure), all of them asked for at once."""
        rows = [row for figures in self.figures.values() for row in figures]
        found = defaultdict(list)
        for row, value in Value.objects.for_actor(self.actor).of_each(rows):
            found[row.need_id].append((row, value))
        return found


class ThreadOfActivity:
    """Why an activity is done: its causes, their needs, and the figures and priorities of these."""

    def __init__(self, activity, actor):
        links = ActivityCause.objects.for_actor(actor).filter(activity=activity)
        self.causes = list(Cause.objects.for_actor(actor).filter(pk__in=links.values("cause")))
        # An activity that goes on is to act on something, once anybody has written what.
        is_open = activity.status in OPEN
        self.is_gap = is_open and not self.causes and Cause.objects.for_actor(actor).exists()
        found = Need.objects.for_actor(actor).filter(causes__in=self.causes).select_related("situation")
        self.knots = Knots(found.distinct().ranked(), actor)

    def __bool__(self):
        return bool(self.causes)

    def needs(self):
        """(need, the causes of it that are acted on, its figures, its priority areas)."""
        for need in self.knots.needs:
            causes = [cause for cause in self.causes if cause.need_id == need.pk]
            yield need, causes, self.knots.values[need.pk], self.knots.bases[need.pk]


class ThreadOfNeeds:
    """What is done about needs: the priority areas that rest on each, and the activities that act on its causes."""

    def __init__(self, needs, actor):
        self.knots = Knots(needs, actor)
        links = ActivityCause.objects.for_actor(actor).filter(cause__need__in=self.knots.needs)
        self.links = list(links.select_related("cause"))
        activities = Activity.objects.for_actor(actor).filter(
            pk__in=[link.activity_id for link in self.links]
        )
        self.activities = {row.pk: row for row in activities}

    def __bool__(self):
        return bool(self.knots.needs)

    def acting_on(self, cause):
        """The activities that act on a cause, by their codes."""
        acting = {link.activity_id for link in self.links if link.cause_id == cause.pk}
        return sorted((self.activities[pk] for pk in acting & set(self.activities)), key=lambda row: row.code)

    def is_gap(self, branch):
        """Whether nothing acts on a cause, nor on any cause behind it."""
        return not self.acting_on(branch.cause) and all(self.is_gap(below) for below in branch.below)

    def needs(self):
        """(need, its priority areas, [(activity, the causes it acts on)])."""
        for need in self.knots.needs:
            acting = defaultdict(list)
            for link in self.links:
                if link.cause.need_id == need.pk and link.activity_id in self.activities:
                    acting[link.activity_id].append(link.cause)
            pairs = [(self.activities[pk], causes) for pk, causes in acting.items()]
            yield need, self.knots.bases[need.pk], sorted(pairs, key=lambda pair: pair[0].code)


def thread_of_value(value, actor):
    """What rests on a figure: its needs and what is done about them."""
    seen = Evidence.objects.for_actor(actor).taking_up(value)
    needs = Need.objects.for_actor(actor).resting_on(seen).select_related("situation")
    return ThreadOfNeeds(needs.ranked(), actor)


def citing(row, actor):
    """The frozen reports that rest on an activity, a figure or a need: the last knot of the thread."""
    key = key_of_value(row) if isinstance(row, Value) else key_of(row)
    return list(Snapshot.objects.for_actor(actor).citing([key]).for_page().newest_first())
