"""Reminders: which slot of which deadline is due for whom, decided in SQL and written once."""

from django.db import models

from collab.clock import now
from collab.models import Membership, OutgoingMail

from .commitment import Commitment


class Reminder(models.Model):
    """That a person is to be told, on a day, about a commitment's date; unique, so writing it twice does nothing."""

    recipient = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="reminders")
    # Days from the commitment's date: -14, -3, 0, 1, 7, 14.
    offset = models.SmallIntegerField()
    due_on = models.DateField()
    slot_on = models.DateField()
    created_at = models.DateTimeField(default=now)
    mail = models.ForeignKey(OutgoingMail, models.SET_NULL, null=True, blank=True, related_name="reminders")

    class Meta:
        ordering = ["slot_on", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "commitment", "offset", "due_on"], name="reminded_once"
            )
        ]

    def __str__(self):
        return f"{self.commitment} {self.offset:+} {self.slot_on}"
