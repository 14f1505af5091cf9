"""Frozen follow-up reports: a version with its day, its registry number and its checksums, that nothing changes.

What follows is a row of its own: that it was published, that the report was opened again. The database refuses every
change of a frozen version, but for the one that a worker makes: the PDF, once, of the content that was frozen.
"""

import hashlib
import json

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import CollaborationAgreement
from collab.access import WORKING, AccessQuerySet, Role, Through, who_may
from collab.clock import now
from collab.models import Membership, Public, Recorded
from collab.notify import tell

from .rounds import FollowUpRound
from .snapshot_access import Published, never_changed, set_once

# Who is told that a report is published: those who read it, and do not make it.
READERS = (Role.ELECTED, Role.STEERING, Role.AUDITOR, Role.LEAD)


class SnapshotQuerySet(AccessQuerySet):
    def of(self, agreement, one_round):
        """The versions of one report, the newest first."""
        return self.filter(agreement=agreement, round=one_round).order_by("-number")

    def newest_first(self):
        return self.order_by("-frozen_at", "-pk")

    def published(self):
        return self.filter(publication__isnull=False)

    def for_page(self):
        """With what a page tells of them; the PDF stays in the database until somebody wants it."""
        related = ("agreement", "round", "frozen_by__user", "publication", "reopening")
        return self.select_related(*related).defer("pdf")

    def citing(self, keys):
        """Those in which one of the keys stands."""
        return self.filter(cites__overlap=list(keys))

    def unset(self):
        """Those whose PDF no worker has made yet."""
        return self.filter(pdf=None)

    @transaction.atomic
    def freeze(self, agreement, content, cites, *, by, one_round=None, dnr=""):
        """Keep the content as the report's next version; a worker makes its PDF, and `by` is told when it is there."""
        # Held, so that of two who freeze at once the second meets the first's version.
        CollaborationAgreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
        last = self.of(agreement, one_round).first()
        if last and not last.is_reopened:
            raise ValidationError(_("The report is frozen already. Open it again first, and say why."))
        row = self.create(
            agreement=agreement,
            round=one_round,
            number=last.number + 1 if last else 1,
            dnr=dnr,
            content=content,
            cites=cites,
            content_sha256=digest(content),
            frozen_by=by,
        )
        row.record("frozen", by=by, number=row.number, dnr=dnr, sha256=row.content_sha256)
        return row


class Snapshot(Public, Recorded):
    """A version of the follow-up report of an agreement, frozen."""

    access = {
        "view": [Through("agreement", "view", to=WORKING), Published()],
        "change": [Through("agreement", "change")],
    }
    recorded_under = "agreement"

    agreement = models.ForeignKey(CollaborationAgreement, models.PROTECT, related_name="snapshots")
    # None: the whole period of the agreement.
    round = models.ForeignKey(FollowUpRound, models.PROTECT, null=True, related_name="snapshots")
    number = models.PositiveSmallIntegerField()
    dnr = models.CharField(gettext_lazy("registry number"), max_length=60, blank=True)
    content = models.JSONField()
    cites = ArrayField(models.CharField(max_length=80))
    content_sha256 = models.CharField(max_length=64)
    pdf = models.BinaryField(null=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True, default="")
    frozen_at = models.DateTimeField(default=now)
    frozen_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-frozen_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "round", "number"], name="snapshot_number_once", nulls_distinct=False
            )
        ]
        indexes = [
            GinIndex(fields=["cites"], name="snapshots_by_source"),
            models.Index(fields=["frozen_at"], condition=Q(pdf=None), name="snapshots_to_set"),
        ]
        triggers = [set_once("pdf", "pdf_sha256")]

    def __str__(self):
        return _("%(title)s, version %(n)s") % {"title": self.content["title"], "n": self.number}

    def get_absolute_url(self):
        return reverse("activities:snapshot", args=[self.public_id])

    @property
    def is_set(self):
        """Whether its PDF is there."""
        return bool(self.pdf_sha256)

    @property
    def is_published(self):
        return hasattr(self, "publication")

    @property
    def is_reopened(self):
        return hasattr(self, "reopening")

    def was_reopened_after(self, instant):
        return self.is_reopened and self.reopening.reopened_at > instant

    @transaction.atomic
    def keep_pdf(self, pdf):
        """Keep the PDF that was made of the content, once and for all, and tell who froze it."""
        self.pdf, self.pdf_sha256 = pdf, hashlib.sha256(pdf).hexdigest()
        self.save(update_fields=["pdf", "pdf_sha256"])
        tell([self.frozen_by], "report_frozen", self)

    @transaction.atomic
    def publish(self, *, by):
        """Let those read it who do not see the work itself; they are told."""
        if not self.is_set:
            raise ValidationError(_("The PDF is not made yet. Publish when it is there."))
        if self.is_published:
            raise ValidationError(_("The report is published already."))
        Publication.objects.create(snapshot=self, published_by=by)
        self.record("published", by=by, number=self.number)
        people = Membership.objects.in_force().filter(
            role__in=READERS, party__collaboration=self.agreement.collaboration_id
        )
        people = list(people.exclude(user=by.user_id).select_related("user", "party__collaboration"))
        readers = who_may(people, "view", self)
        tell(readers, "report_published", self)

    @transaction.atomic
    def reopen(self, *, note, by):
        """Let the report be written anew: the next time it is frozen it is another version; this one stays."""
        if self.is_reopened:
            raise ValidationError(_("The report is open already."))
        SnapshotReopening.objects.create(snapshot=self, note=note, reopened_by=by)
        self.record("reopened", by=by, number=self.number, note=note)


class Publication(models.Model):
    """That a frozen report was published, by whom and when."""

    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="publication")
    published_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        triggers = [never_changed()]

    def __str__(self):
        return str(self.snapshot)


class SnapshotReopening(models.Model):
    """That a frozen report was opened again, why, by whom and when."""

    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="reopening")
    note = models.CharField(gettext_lazy("why it is opened again"), max_length=300)
    reopened_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        triggers = [never_changed()]

    def __str__(self):
        return self.note


def digest(content):
    """The checksum of a content: of its JSON with sorted names, no spaces, in UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
