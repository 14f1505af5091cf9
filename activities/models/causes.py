"""The causes an activity acts on: the knot of the red thread between what is seen and what is done."""

from django.db import models, transaction

from collab.access import Both, Through
from collab.history import keep_versions
from collab.models import GatedLinkQuerySet
from lagesbild.models import Cause


@keep_versions
class ActivityCause(models.Model):
    """That an activity acts on a cause; it exists for those who see both."""

    access = {"view": [Both(Through("activity", "view"), Through("cause", "view"))]}

    activity = models.ForeignKey("Activity", models.CASCADE, related_name="cause_links")
    cause = models.ForeignKey(Cause, models.CASCADE, related_name="+")

    objects = GatedLinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["activity", "cause"], name="cause_once_per_activity")]

    def __str__(self):
        return str(self.cause)


class ActsOnCauses(models.Model):
    """An activity's causes."""

    class Meta:
        abstract = True

    @transaction.atomic
    def act_on(self, causes, *, by):
        """Make `causes` those the activity acts on, among the ones that `by` sees; the others stay."""
        if ActivityCause.objects.replace(self, causes, by=by):
            self.record("aimed", by=by, causes=[cause.text for cause in causes])
