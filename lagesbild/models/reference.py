"""Reference data on its way in: the rows of a spreadsheet, kept from their preview until they are brought in."""

from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab.access import AccessQuerySet, Through
from collab.clock import now
from collab.history import keep_versions
from collab.models import Collaboration, Membership, Public, Versioned, next_version


@keep_versions(exclude=["rows"])
class ReferenceFile(Public, Versioned):
    """A file of indicators, places or sources; `rows` are its cells under `keys`, with their numbers in the sheet."""

    class Kind(models.TextChoices):
        INDICATORS = "indicators", gettext_lazy("Indicators")
        AREAS = "areas", gettext_lazy("Places and aliases")
        SOURCES = "sources", gettext_lazy("Sources")

    access = {
        "view": [Through("collaboration", "curate")],
        "change": [Through("collaboration", "curate")],
    }
    recorded_under = "collaboration"

    collaboration = models.ForeignKey(Collaboration, models.PROTECT, related_name="+")
    kind = models.CharField(gettext_lazy("what the file holds"), max_length=12, choices=Kind)
    file_name = models.CharField(max_length=200)
    keys = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    numbers = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=now)
    brought_in_at = models.DateTimeField(null=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        default_permissions = ()
        triggers = [next_version()]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("lagesbild:reference_file", args=[self.public_id])

    @cached_property
    def resource(self):
        from lagesbild.resources import RESOURCES

        return RESOURCES[self.kind]

    def preview(self, *, by):
        """What each row would do, tried and taken back."""
        return self.resource(by).bring_in(self.keys, self.rows, self.numbers, dry_run=True)

    @transaction.atomic
    def bring_in(self, *, by):
        """Do what every row says, or with one wrong row nothing."""
        if self.brought_in_at:
            raise ValidationError(_("The file is brought in already."))
        changes = self.resource(by).bring_in(self.keys, self.rows, self.numbers, dry_run=False)
        if any(change.kind == "wrong" for change in changes):
            raise ValidationError(_("Some rows are wrong, so nothing was brought in."))
        self.brought_in_at = now()
        self.save()
        self.record("reference_brought_in", by=by, rows=len(changes))
