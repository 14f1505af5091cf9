"""Work on an import that takes longer than a page should: asked for, done by a worker, taken up again if one dies.

What waits is told by columns of the import alone. The work is one transaction, so a worker that is cut off leaves
nothing behind; a lock of the database says whether somebody is at it, and goes with the connection.
"""

from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from kombu.exceptions import OperationalError

from collab.clock import now
from collab.models import Membership
from collab.notify import tell
from lagesbild.sheets.refusals import Refused

# A piece of work that has brought down this many workers is given up.
TRIES = 5
# What has waited so long may have lost its worker.
WAITS = timedelta(seconds=20)
LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('import'), %s)"
PROGRESS_SECONDS = 60


class WorkQuerySet(models.QuerySet):
    def working(self):
        return self.exclude(work="")

    def left_alone(self):
        """The work that has waited long enough for its worker to have died."""
        return self.working().filter(work_asked_at__lt=now() - WAITS)

    def do_work(self, pk):
        """Do the work that waits for an import, unless somebody is at it; whether it was done."""
        with transaction.atomic():
            if not self.is_free(pk):
                return False
            self.filter(pk=pk).update(work_tries=F("work_tries") + 1)
        batch = self.working().filter(pk=pk).select_related("work_by__user", "party").first()
        if batch is None:
            return False
        if batch.work_tries > TRIES:
            return batch.give_up(_("The work was cut off again and again. Try with a smaller file."))
        try:
            with transaction.atomic(), override(settings.LANGUAGE_CODE):
                return self.is_free(pk) and batch.do_own_work()
        except ValidationError as error:
            return batch.give_up(" ".join(error.messages))
        except Refused as refusal:
            with override(settings.LANGUAGE_CODE):
                return batch.give_up(str(refusal), is_unread=batch.work == Work.Kind.LOOK)

    def is_free(self, pk):
        """Take the lock of an import for this transaction; False when somebody has it."""
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [pk])
            return cursor.fetchone()[0]


class Work(models.Model):
    """What a worker is to do to an import: read its table in, import it, or write its error rows."""

    class Kind(models.TextChoices):
        LOOK = "look", gettext_lazy("Looking through the file")
        READ = "read", gettext_lazy("Reading the file")
        ANSWER = "answer", gettext_lazy("Working out the review anew")
        IMPORT = "import", gettext_lazy("Importing")
        ERRORS = "errors", gettext_lazy("Writing the error rows")

    # None of these is an edit: the version does not count them.
    WORKING = ("work", "work_data", "work_by", "work_asked_at", "work_tries", "work_failed")

    work = models.CharField(max_length=6, choices=Kind, blank=True, default="", db_default="")
    work_data = models.JSONField(default=dict, blank=True)
    work_by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    work_asked_at = models.DateTimeField(null=True)
    work_tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    work_failed = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta:
        abstract = True

    @property
    def is_heavy(self):
        """Whether the file is too large to be read or imported while a page waits."""
        return self.size > settings.IMPORT_WHILE_WAITING_BYTES

    @transaction.atomic
    def ask(self, kind, *, by, **data):
        """Let a worker do it; the page may be closed, and `by` is told when it is done."""
        if self.work:
            raise ValidationError(_("The portal is working on this import."))
        self.work, self.work_data, self.work_by = kind, data, by
        self.work_asked_at, self.work_tries, self.work_failed = now(), 0, ""
        self.save(update_fields=self.WORKING)
        key = self.pk
        transaction.on_commit(lambda: enqueue(key))

    def do_own_work(self):
        """Within the lock: the verb that was asked for, and the word that it is done."""
        kind, data, by = self.work, self.work_data, self.work_by
        if kind == self.Kind.LOOK:
            self.recognise(by=by)
        elif kind == self.Kind.READ:
            self.choose_columns(**data, by=by)
        elif kind == self.Kind.ERRORS:
            self.write_error_rows(**data, by=by)
        else:
            self.catch_up()
            if kind == self.Kind.IMPORT:
                self.commit(by=by)
                if data.get("release"):
                    self.release(by=by)
        if kind != self.Kind.ERRORS and self.is_draft and "columns" in self.mapping:
            self.overview.work_out()
        self.end_work()
        tell([by], DONE.get(kind, "import_read"), self, slot=now().isoformat())
        return True

    def write_error_rows(self, ending, language, *, by):
        """Write the file with the rows that have errors, for `by` to take out in the language of the page."""
        from lagesbild.error_rows import KeptErrorRows

        with override(language):
            KeptErrorRows(by, self, ending).make()

    def end_work(self, failed=""):
        self.work, self.work_data, self.work_failed = "", {}, failed[:300]
        self.save(update_fields=["work", "work_data", "work_failed"])
        cache.delete(self.progress_key)

    @transaction.atomic
    def give_up(self, sentence, *, is_unread=False):
        """Say in one sentence why the work could not be done; nothing of it is left."""
        batch = type(self).objects.get(pk=self.pk)
        batch.end_work(failed=sentence)
        if is_unread:
            # No step could do anything with the file.
            batch.discard(by=self.work_by)
        tell([self.work_by], "import_failed", batch, slot=now().isoformat())
        return False

    @property
    def progress_key(self):
        return f"import-progress:{self.public_id}"

    def note_progress(self, done, of):
        """Let the page that waits know how far the work has come."""
        if self.work and of:
            cache.set(self.progress_key, (min(done, of), of), PROGRESS_SECONDS)

    @property
    def progress(self):
        """(done, of) as the worker told last; None while nobody is at it."""
        return cache.get(self.progress_key)


DONE = {Work.Kind.IMPORT: "import_done", Work.Kind.ERRORS: "import_errors"}


def enqueue(pk):
    """Hand the work to whichever worker is free; without a broker it waits until `take_up` finds it."""
    from lagesbild.tasks import work_on

    with suppress(OperationalError):
        work_on.apply_async([pk], retry=False)
