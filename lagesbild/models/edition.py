"""Editions: the texts of a situational picture as parties approved them, each readable as it was."""

from functools import cached_property

from django.db import models
from django.urls import reverse

from collab.access import AccessQuerySet, Through
from collab.clock import now
from collab.history import keep_versions
from collab.models import Membership, Party

from .need import Need
from .situation import SituationalPicture


@keep_versions
class Approval(models.Model):
    """That a party stands behind one edition of a picture."""

    access = {"view": [Through("situation", "view")]}

    situation = models.ForeignKey(SituationalPicture, models.CASCADE, related_name="approvals")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    edition = models.PositiveSmallIntegerField()
    approved_at = models.DateTimeField(default=now)
    approved_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")

    objects = AccessQuerySet.as_manager()

    class Meta:
        ordering = ["-edition", "approved_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["situation", "party", "edition"], name="approval_once_per_edition"
            )
        ]

    def __str__(self):
        return str(self.party)


class Edition:
    """One edition as it last read; a picture that was changed since is read from its kept versions."""

    def __init__(self, situation, number):
        self.situation, self.number = situation, number

    @cached_property
    def text(self):
        """The kept version with the texts of the edition; None when there was no such edition."""
        rows = self.situation.versions.filter(edition=self.number)
        return rows.order_by("pgh_id").last()

    @property
    def is_replaced(self):
        return self.number < self.situation.edition

    @property
    def is_adopted(self):
        rows = self.situation.versions.filter(adopted_edition=self.number)
        return rows.exists()

    def get_absolute_url(self):
        return reverse("lagesbild:situation_edition", args=[self.situation.public_id, self.number])

    def needs(self):
        """The needs as they read while the edition stood."""
        rows = Need.pgh_event_model.objects.filter(situation=self.situation)
        later = self.situation.versions.filter(edition__gt=self.number)
        if until := later.order_by("pgh_id").values_list("pgh_created_at", flat=True).first():
            rows = rows.filter(pgh_created_at__lte=until)
        newest = rows.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
        read = [row for row in newest if row.pgh_label != "delete"]
        return sorted(read, key=lambda row: (row.rank is None, row.rank, row.order, row.pk))

    def changes(self):
        """(label, then, now) of each text that reads otherwise today."""
        found = []
        for name in SituationalPicture.TEXTS:
            then, today = getattr(self.text, name), getattr(self.situation, name)
            if then != today:
                found.append((SituationalPicture._meta.get_field(name).verbose_name, then, today))
        return found
