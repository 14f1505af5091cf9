"""Import batches: one delivery by one party, from draft to import, release and undo."""

import hashlib
import unicodedata

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.access import ALWAYS, AccessQuerySet, Grantable, Granted, PartyGrant, Role
from collab.clock import now
from collab.history import keep_versions
from collab.models import Collaboration, Membership, Party, Public, Versioned, next_version
from collab.notify import tell
from lagesbild.disclosure import masking
from lagesbild.imports import comparing, names, reaching, settling, staging

from .draft import DraftSteps
from .indicator import Indicator, Released
from .profile import IMPORTERS, ImportProfile
from .undoing import Undoing
from .work import Work, WorkQuerySet

RELEASERS = IMPORTERS - {Role.CONTACT}
# What an import tells of its way: compared, written, small counts hidden.
COMMIT_STEPS = 4


class NothingNew(ValidationError):
    """A file that changes nothing is no delivery; `counts` says what became of its cells."""

    def __init__(self, counts):
        super().__init__(_("Every figure in the file is already here: there is nothing to import."))
        self.counts = counts


class ImportBatchQuerySet(WorkQuerySet, AccessQuerySet):
    def newest_first(self):
        return self.select_related("party", "uploaded_by__user").order_by("-uploaded_at", "-pk")

    def listed(self):
        """All but what was thrown away."""
        return self.exclude(state=ImportBatch.State.DISCARDED)

    def unreleased(self):
        """Imported deliveries that only their party sees, newest first."""
        return self.filter(is_released=False, state=ImportBatch.State.COMMITTED).newest_first()

    def last_release(self):
        """The delivery that was released last and still stands; None when there is none."""
        rows = self.filter(is_released=True, state=ImportBatch.State.COMMITTED).select_related("party")
        return rows.order_by("-released_at", "-pk").first()

    def same_file(self, batch):
        """Other imported deliveries of the very same file."""
        return self.filter(sha256=batch.sha256, state=ImportBatch.State.COMMITTED).exclude(pk=batch.pk)

    def same_draft(self, batch):
        """Other drafts of the very same file."""
        return self.filter(sha256=batch.sha256, state=ImportBatch.State.DRAFT).exclude(pk=batch.pk)

    @transaction.atomic
    def deliver(self, *, by, name, rows, release=True, is_demo=False):
        """Import `rows` without a file, as one delivery of the party of `by`, the way every import is made.

        Each row is a dict: `indicator` (an Indicator), `area` (an Area), `period` (kind, first day, last day),
        `number` (or None), and if wanted `flag` (Value.Flag), `breakdown` (list of (dimension, words); everybody
        when left out), `text` (as delivered), and `sheet`, `row`, `col` (its cell). Only what differs from today's
        figures is stored: delivering the same rows again gives None. Released to every party at once unless
        `release` is False.
        """
        batch = self.create(
            collaboration=by.party.collaboration,
            party=by.party,
            uploaded_by=by,
            file_name=name,
            is_demo=is_demo,
        )
        batch.regrant()
        staging.stage_rows(batch, rows)
        if not comparing.counts(batch)["to_import"]:
            batch.discard(by=by)
            return None
        batch.commit(by=by)
        if release:
            batch.release(by=by)
        return batch


def printable(name):
    """A file name without what cannot be seen: control and direction marks."""
    return "".join(c for c in name if unicodedata.category(c)[0] != "C").strip()[:200]


def random_path(batch, _name):
    """Where an upload lies: nothing of its name, never served by path."""
    return f"imports/{batch.public_id}"


@keep_versions(exclude=Work.WORKING)
class ImportBatch(DraftSteps, Undoing, Work, Public, Versioned, Grantable):
    """A delivery: a draft that nobody else knows of, then imported for its party, then released to all, or undone."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        COMMITTED = "committed", _("Imported")
        UNDONE = "undone", _("Undone")
        DISCARDED = "discarded", _("Thrown away")

    access = {
        "view": [Granted("deliver", to=IMPORTERS), Released("is_released")],
        "change": [Granted("deliver", to=IMPORTERS)],
        "release": [Granted("deliver", to=RELEASERS)],
    }

    collaboration = models.ForeignKey(Collaboration, models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=now)
    file_name = models.CharField(max_length=200)
    file = models.FileField(upload_to=random_path, blank=True, max_length=120)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    # What was chosen on the way: sheet, header row, the meaning of columns and names.
    mapping = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    # The order of imports within the collaboration: of two values for one figure, the higher number is newer.
    number = models.PositiveIntegerField(null=True)
    committed_at = models.DateTimeField(null=True)
    committed_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    is_released = models.BooleanField(default=False)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    is_demo = models.BooleanField(default=False)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        default_permissions = ("deliver",)
        triggers = [next_version(derived=Work.WORKING)]
        constraints = [models.UniqueConstraint(fields=["collaboration", "number"], name="import_number_once")]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        """Where the work goes on: the next step of a draft, else the delivery's own page."""
        step = "import_detail" if self.state != self.State.DRAFT else f"import_{self.next_step}"
        return reverse(f"lagesbild:{step}", args=[self.public_id])

    @property
    def next_step(self):
        if self.work:
            return "work"
        if self.is_delivered_before:
            return "same"
        if "columns" in self.mapping:
            return "review"
        return "columns" if "header_row" in self.mapping else "sheet"

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def is_committed(self):
        return self.state == self.State.COMMITTED

    @property
    def is_delivered_before(self):
        """Whether the party has imported the very same file, and nobody has said to take it in all the same."""
        own = ImportBatch.objects.filter(party=self.party)
        return self.is_draft and not self.mapping and own.same_file(self).exists()

    @property
    def order(self):
        """The order that the file answers to; None when it came unasked."""
        return getattr(self, "delivery", None)

    @property
    def written(self):
        """How many values the import wrote."""
        return self.counts.get("to_import", 0)

    @property
    def left_out(self):
        """How many cells of the file were not imported: on purpose, unknown, unreadable, or in conflict."""
        return sum(self.counts.get(name, 0) for name in ("skipped", "errors"))

    def indicators(self):
        """What the delivery measures."""
        return Indicator.objects.filter(pk__in=self.values.order_by().values("indicator").distinct())

    def due_grants(self):
        """The delivering party keeps its delivery; the others see it by its release."""
        yield self.party_id, "deliver", *ALWAYS

    @classmethod
    @transaction.atomic
    def upload(cls, file, *, by):
        """Take a file in as a draft; nothing of it is read into the picture yet."""
        digest = hashlib.sha256()
        for chunk in file.chunks():
            digest.update(chunk)
        batch = cls.objects.create(
            collaboration=by.party.collaboration,
            party=by.party,
            uploaded_by=by,
            file_name=printable(file.name),
            size=file.size,
            sha256=digest.hexdigest(),
        )
        batch.file.save("", file)
        batch.regrant()
        batch.record("uploaded", by=by, sha256=batch.sha256)
        return batch

    def last_number(self):
        """The number of the collaboration's latest import; 0 before the first."""
        rows = ImportBatch.objects.filter(collaboration=self.collaboration_id)
        return rows.aggregate(last=Max("number"))["last"] or 0

    def take_turn(self):
        """Wait until no other delivery of the collaboration is being imported, released or undone."""
        Collaboration.objects.select_for_update(no_key=True, of=("self",)).get(pk=self.collaboration_id)

    def must_be(self, state):
        if self.state != state:
            raise ValidationError(
                _("This import is already %(state)s."), params={"state": self.get_state_display().lower()}
            )

    @transaction.atomic
    def commit(self, *, by):
        """Import every sound cell in one transaction; what is the same as today is not written again."""
        self.must_be(self.State.DRAFT)
        self.take_turn()
        self.note_progress(1, COMMIT_STEPS)
        names.make_chosen(self, by=by)
        counts = settling.sift(self)
        self.note_progress(2, COMMIT_STEPS)
        if not counts["to_import"]:
            raise NothingNew(counts)
        self.number = self.last_number() + 1
        self.state, self.committed_at, self.committed_by = self.State.COMMITTED, now(), by
        self.counts = counts
        self.save()
        settling.insert(self, changed=counts["changed"])
        reaching.recount(self)
        self.note_progress(3, COMMIT_STEPS)
        masking.guard_import(self)
        self.staged.all().delete()
        if self.mapping.get("remember"):
            ImportProfile.objects.remember(self)
        self.record("imported", by=by, new=counts["new"], changed=counts["changed"])

    @transaction.atomic
    def release(self, *, by):
        """Let every party of the collaboration see the delivery, and know of what it measures."""
        self.must_be(self.State.COMMITTED)
        if self.is_released:
            return
        order = self.order
        if order and order.reviewed_at is None:
            raise ValidationError(_("Review what is delivered for secrecy first: the order asks for it."))
        self.take_turn()
        self.is_released, self.released_at, self.released_by = True, now(), by
        self.save()
        settling.settle(self)
        reaching.recount(self)
        masking.guard_release(self)
        for indicator in Indicator.objects.filter(is_published=False, values__batch=self).distinct():
            indicator.publish(by=by)
        if order:
            tell([order.ordered_by], "delivery_released", order)
        self.record("released", by=by)


@keep_versions
class ImportBatchGrant(PartyGrant):
    content_object = models.ForeignKey(ImportBatch, models.CASCADE, related_name="grants")
