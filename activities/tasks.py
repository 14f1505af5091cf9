"""The periodic tasks; the clock stands in settings."""

from celery import shared_task

from collab.operations import note_tick

from .models import Snapshot, WorkbookUpload
from .reminders.ticking import run
from .snapshots.setting import set_pdf


@shared_task
def tick(at=None):
    """Remind whoever is to be reminded by now, or by the instant `at`, and send what waits."""
    run(at)
    note_tick()


@shared_task
def forget_uploads():
    """Let go of the rows of workbooks that nobody confirmed."""
    WorkbookUpload.objects.forget_old()


@shared_task
def set_snapshot(pk):
    """Make the PDF of a frozen report."""
    set_pdf(pk)


@shared_task
def set_snapshots():
    """Take up the PDFs whose worker died; one that is being made is left alone."""
    for pk in Snapshot.objects.unset().values_list("pk", flat=True):
        set_snapshot.delay(pk)
