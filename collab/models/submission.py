"""One effect per form: a form rendered once takes effect once, however often it is sent."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models

from collab.clock import now


class SubmissionQuerySet(models.QuerySet):
    def first_time(self, key, *, user):
        """The submission for `key`, and whether this request is the first to make it (others wait, then learn)."""
        return self.get_or_create(key=key, user=user)

    def forget_old(self):
        """Delete those whose form stands open in nobody's browser any more; returns how many."""
        return self.filter(at__lt=now() - timedelta(days=30)).delete()[0]


class Submission(models.Model):
    """That a person sent a rendered form, and where the answer led."""

    key = models.UUIDField(default=uuid.uuid4)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    answer = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=now)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_effect_per_form")]

    def __str__(self):
        return str(self.key)
