"""Uploaded workbooks: rows that wait between being seen and being confirmed, for the one who sent them."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.access import STAFF, AccessQuerySet, Own
from collab.clock import now
from collab.history import keep_versions
from collab.models import Membership, Party, Public, Versioned, next_version

from .status import TROUBLED

KEPT = timedelta(days=7)


class WorkbookUploadQuerySet(AccessQuerySet):
    def waiting(self):
        """Seen but not confirmed, and not too old to mean anything."""
        return self.filter(state=WorkbookUpload.State.DRAFT, uploaded_at__gt=now() - KEPT)

    def forget_old(self):
        """Let go of the rows that waited too long; returns how many uploads they belonged to."""
        old = self.filter(state=WorkbookUpload.State.DRAFT, uploaded_at__lte=now() - KEPT)
        count = 0
        for upload in old:
            upload.close(WorkbookUpload.State.EXPIRED)
            count += 1
        return count


@keep_versions
class WorkbookUpload(Public, Versioned):
    """A workbook with a party's commitments, sent in by one membership and for that one to confirm."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Waits to be confirmed")
        CONFIRMED = "confirmed", _("Confirmed")
        DISCARDED = "discarded", _("Thrown away")
        EXPIRED = "expired", _("Waited too long")

    access = {"view": [Own(to=STAFF)], "change": [Own(to=STAFF)]}
    recorded_under = "party"

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField(default=now)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    # Where each known column stands, {key: letters}, and the headings that nobody knows.
    columns = models.JSONField(default=dict)
    strange = models.JSONField(default=list)
    # The ids of the activities whose commitments it changed.
    changed = models.JSONField(default=list)
    confirmed_at = models.DateTimeField(null=True)

    objects = WorkbookUploadQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        default_permissions = ()
        triggers = [next_version()]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("activities:workbook_review", args=[self.public_id])

    @property
    def is_waiting(self):
        return self.state == self.State.DRAFT and self.uploaded_at > now() - KEPT

    @classmethod
    @transaction.atomic
    def take_in(cls, read, *, name, by):
        """Keep the rows of a file (see `activities.workbook.reading`); the file itself is not kept."""
        upload = cls.objects.create(
            membership=by,
            party=by.party,
            file_name=name,
            columns=read.columns,
            strange=read.strange,
        )
        upload.rows.bulk_create(
            [UploadedRow(upload=upload, number=number, cells=cells) for number, cells in read.rows],
            batch_size=1000,
        )
        upload.record("sent_in", by=by, rows=len(read.rows))
        return upload

    def close(self, state):
        """Let the rows go; what they changed stands in the history of what they changed."""
        self.rows.all().delete()
        self.state = state
        self.save()

    def must_wait(self):
        if not self.is_waiting:
            raise ValidationError(_("This file is no longer waiting. Send it in again."))

    @transaction.atomic
    def confirm(self, review, taken, *, by):
        """Change every row of the review in one transaction, as its party's own change and report; or none at all.

        `taken` are the choices made for rows that somebody changed meanwhile. Returns how many rows were changed.
        """
        self.must_wait()
        plans = review.plans(taken)
        if not plans:
            raise ValidationError(_("There is nothing to change."))
        refused = []
        for line, edits in plans:
            try:
                with transaction.atomic():
                    carry_out(line.held, edits, review, by)
            except ValidationError as error:
                facts = {"n": line.number, "code": line.code, "words": " ".join(error.messages)}
                refused.append(_("Row %(n)s (%(code)s): %(words)s") % facts)
        if refused:
            raise ValidationError(refused)
        self.changed = [line.code for line, _edits in plans]
        self.confirmed_at = now()
        self.close(self.State.CONFIRMED)
        self.record("brought_in", by=by, rows=[[line.code, [e.name for e in edits]] for line, edits in plans])
        return len(plans)

    @transaction.atomic
    def discard(self, *, by):
        """Throw the rows away."""
        self.must_wait()
        self.close(self.State.DISCARDED)
        self.record("thrown_away", by=by)


def carry_out(held, edits, review, by):
    """Make the edits of one row with the verbs a person uses: a change of the plan, and a report of how it goes."""
    new, row = {edit.name: edit for edit in edits}, held.commitment
    values = {}
    if "text" in new:
        values["text"] = new["text"].new
    if "due_on" in new:
        values["due_on"] = date.fromisoformat(new["due_on"].new)
    if "contact" in new:
        values["contact"] = review.person(new["contact"].text) if new["contact"].new else None
    if values:
        row.change(by=by, **values)
    told = {name: new[name].new for name in ("status", "report", "needs") if name in new}
    if told:
        status = told.get("status", row.status)
        needs = told.get("needs", held.values["needs"])
        # What the workbook does not show stays as it was told.
        kept = (
            {name: getattr(held.report, name) for name in ("number", "cause", "lesson")}
            if held.report
            else {}
        )
        row.report(
            status=status,
            text=told.get("report", held.values["report"]),
            needs=needs if status in TROUBLED else "",
            in_round=held.round,
            by=by,
            **kept,
        )


class UploadedRow(models.Model):
    """A row of the file: its number there, and its cells as text by the key of their column."""

    upload = models.ForeignKey(WorkbookUpload, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        default_permissions = ()

    def __str__(self):
        return f"{self.upload} {self.number}"
