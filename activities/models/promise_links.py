"""What belongs to a citizen promise: its parties, its places, and the activities that carry it."""

from django.db import models

from collab.history import keep_versions
from collab.models import Area, LinkQuerySet, Membership, Party


@keep_versions
class PromiseParty(models.Model):
    """A party that makes the promise, and who answers for it there."""

    promise = models.ForeignKey("Promise", models.CASCADE, related_name="parts")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    contact = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["promise", "party"], name="party_once_per_promise")]

    def __str__(self):
        return str(self.party)


@keep_versions
class PromiseArea(models.Model):
    promise = models.ForeignKey("Promise", models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")

    objects = LinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["promise", "area"], name="place_once_per_promise")]

    def __str__(self):
        return str(self.area)


@keep_versions
class PromiseActivity(models.Model):
    """That an activity carries the promise; seen only by those who see the activity."""

    promise = models.ForeignKey("Promise", models.CASCADE, related_name="+")
    activity = models.ForeignKey("Activity", models.CASCADE, related_name="promise_links")

    objects = LinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["promise", "activity"], name="activity_once_per_promise")
        ]

    def __str__(self):
        return str(self.activity)
