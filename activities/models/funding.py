"""Fundings: whose money pays for activities, and the days on which a funder wants something."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.access import WORKING, AccessQuerySet, Through
from collab.history import keep_versions
from collab.models import Collaboration, Public, Versioned, next_version


class FundingQuerySet(AccessQuerySet):
    def deadlines(self, first, last):
        """The days from `first` to `last` on which a funder wants something, in order."""
        found = [
            deadline for funding in self for deadline in funding.deadlines if first <= deadline.day <= last
        ]
        return sorted(found, key=lambda deadline: (deadline.day, deadline.funding.pk))


@dataclass(frozen=True)
class Deadline:
    """A day on which a funder wants something, and what."""

    funding: "Funding"
    day: date
    what: str


@keep_versions
class Funding(Public, Versioned):
    """Money for one year, such as Brå's grant (SFS 2023:442): application, interim report, final report."""

    access = {
        "view": [Through("collaboration", "view", to=WORKING)],
        "change": [Through("collaboration", "curate")],
    }
    recorded_under = "collaboration"

    collaboration = models.ForeignKey(Collaboration, models.PROTECT, related_name="fundings")
    name = models.CharField(_("name"), max_length=120)
    applied_by = models.DateField(_("last day to apply"), null=True, blank=True)
    interim_by = models.DateField(_("interim report"), null=True, blank=True)
    final_by = models.DateField(_("final report"), null=True, blank=True)
    url = models.URLField(_("where the terms stand"), blank=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = FundingQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        default_permissions = ()
        triggers = [next_version()]
        constraints = [
            models.UniqueConstraint(
                fields=["collaboration", "name"],
                name="funding_name_once_per_collaboration",
                violation_error_message=_("There is already a funding with that name."),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("activities:fundings")

    @property
    def deadlines(self):
        """What the funder wants and when, in order."""
        days = [
            (self.applied_by, _("Last day to apply")),
            (self.interim_by, _("Interim report to the funder")),
            (self.final_by, _("Final report to the funder")),
        ]
        return sorted(
            (Deadline(self, day, what) for day, what in days if day), key=lambda deadline: deadline.day
        )

    def clean(self):
        if self.applied_by and self.final_by and self.final_by < self.applied_by:
            raise ValidationError({"final_by": _("The final report cannot come before the application.")})
        if self.interim_by and self.final_by and self.final_by < self.interim_by:
            raise ValidationError({"final_by": _("The final report cannot come before the interim report.")})
