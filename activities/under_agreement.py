"""The joint work under one agreement as an actor sees it: per priority area, how many of each status."""

from collections import Counter, defaultdict
from functools import cached_property

from lagesbild.models import PriorityBasis

from .models import Activity, ActivityFate, Status


class Work:
    """Every activity in it came through the gate, in one query."""

    def __init__(self, agreement, actor):
        self.agreement, self.actor = agreement, actor

    @cached_property
    def by_area(self):
        rows = Activity.objects.for_actor(self.actor).filter(priority_area__agreement=self.agreement)
        found = defaultdict(list)
        waiting = set(self.left)
        for activity in rows.order_by("due_on", "code"):
            activity.is_to_be_reconsidered = activity.pk in waiting
            found[activity.priority_area_id].append(activity)
        for activity in carried_on(self.agreement, Activity.objects.for_actor(self.actor)):
            found[activity.priority_area_id].append(activity)
        return found

    @property
    def left(self):
        """The keys of those that were left to be reconsidered when it got a successor."""
        if not self.agreement.is_expired():
            return []
        return ActivityFate.objects.awaiting().of(self.agreement).values_list("activity", flat=True)

    @cached_property
    def needs(self):
        """The needs of the situational picture that each priority area rests on, the newest picture's first."""
        rows = PriorityBasis.objects.for_actor(self.actor).filter(priority_area__agreement=self.agreement)
        found = defaultdict(list)
        for basis in rows.select_related("need__situation").order_by("-need__situation__dated_on", "need"):
            found[basis.priority_area_id].append(basis.need)
        return found

    @property
    def areas(self):
        """(priority area, [(status, n), …], activities, the needs it rests on), in the agreement's order."""
        for area in self.agreement.priority_areas.all():
            activities = self.by_area.get(area.pk, [])
            yield area, counts(activities), activities, self.needs.get(area.pk, [])

    @property
    def total(self):
        return sum(map(len, self.by_area.values()))

    @property
    def done(self):
        return sum(a.status == Status.DONE for rows in self.by_area.values() for a in rows)


def carried_on(agreement, activities):
    """Those of the activities that went on under the successor, each as it was under the agreement that it left."""
    gone = ActivityFate.objects.carried_from(agreement).select_related("succession__successor", "area_then")
    fates = {one.activity_id: one for one in gone}
    found = list(activities.filter(pk__in=fates))
    for activity in found:
        then = fates[activity.pk]
        activity.priority_area, activity.code, activity.status = (
            then.area_then,
            then.code_then,
            then.status_then,
        )
        activity.carried_to = then.succession.successor
    return sorted(found, key=lambda activity: (activity.due_on, activity.code))


def counts(activities):
    """(status, how many) in the order of the statuses, those that occur."""
    found = Counter(activity.status for activity in activities)
    return [(status, found[status]) for status in Status.values if found[status]]
