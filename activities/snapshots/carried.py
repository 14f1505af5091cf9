"""What went on under a successor: the report of the agreement that it left keeps it as it was when it left."""

from functools import cached_property

from django.db.models import prefetch_related_objects

from activities.models import Activity, ActivityFate, Commitment
from collab.clock import now
from collab.history import as_of, row_of


class Carried:
    """The activities of an agreement that had gone on under its successor by an instant."""

    def __init__(self, agreement, at=None):
        self.agreement, self.at = agreement, at or now()

    @cached_property
    def fates(self):
        """{activity: its fate}, of what had gone on by then."""
        gone = ActivityFate.objects.carried_from(self.agreement).filter(settled_at__lte=self.at)
        rows = gone.select_related("succession__successor").order_by("settled_at")
        return {fate.activity_id: fate for fate in rows}

    @cached_property
    def left_at(self):
        """{part: when its activity left}, of the parts that it had."""
        return {int(pk): fate.settled_at for fate in self.fates.values() for pk in fate.parts_then}

    def instant_of(self, activity_id):
        """When an activity left, or the instant that is asked about."""
        fate = self.fates.get(activity_id)
        return fate.settled_at if fate else self.at

    def activities(self, keys):
        """The last version under this agreement of those of the activities that left, with `carried_to`."""
        gone = [pk for pk in keys if pk in self.fates]
        model = Activity.versions.rel.related_model
        versions = model.objects.filter(pgh_obj_id__in=gone, priority_area__agreement=self.agreement)
        last = {version.pgh_obj_id: version for version in versions.order_by("pgh_id")}
        found = [row_of(Activity, version) for version in last.values()]
        for row in found:
            row.carried_to = self.fates[row.pk].succession.successor
        prefetch_related_objects(found, "priority_area")
        return found

    def parts(self, keys):
        """Their parts as they were when they left."""
        gone = [pk for pk in keys if pk in self.fates]
        if not gone:
            return []
        statuses = {pk: status for one in gone for pk, status in self.fates[one].parts_then.items()}
        until = max(self.fates[pk].settled_at for pk in gone)
        rows = as_of(Commitment, until, activity_id__in=gone).values()
        found = [row for row in rows if str(row.pk) in statuses]
        for row in found:
            row.status = statuses[str(row.pk)]
        return found
