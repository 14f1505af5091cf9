"""Being told: an inbox in the portal, and an outbox of mails that are sent once.

Both are written in the transaction of the change that causes them. A unique key per item makes writing them
twice harmless; a mail keeps its Message-ID through every attempt.
"""

import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from collab.clock import now

from .membership import Membership


class InboxItem(models.Model):
    """Something a person, acting for a party, was told in the portal; asks the gate again when it is shown."""

    recipient = models.ForeignKey(Membership, models.CASCADE, related_name="inbox")
    kind = models.CharField(max_length=40)
    subject_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    slot = models.CharField(max_length=40, blank=True)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "subject_type", "subject_id", "slot"], name="told_once"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.recipient}"


class OutgoingMail(models.Model):
    """A mail to one person, unique by its key, claimed by one sender at a time."""

    key = models.CharField(_("key"), max_length=200, unique=True)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    message_id = models.UUIDField(default=uuid.uuid4, unique=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    html = models.TextField(blank=True)
    created_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=now)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(sent_at=None, withdrawn_at=None),
                name="mail_waiting",
            )
        ]

    def __str__(self):
        return self.subject
