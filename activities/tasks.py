"""The periodic tasks; the clock stands in settings."""

from celery import shared_task

from collab.operations import note_tick

from .models import WorkbookUpload
from .reminders.ticking import run


@shared_task
def tick(at=None):
    """Remind whoever is to be reminded by now, or by the instant `at`, and send what waits."""
    run(at)
    note_tick()


@shared_task
def forget_uploads():
    """Let go of the rows of workbooks that nobody confirmed."""
    WorkbookUpload.objects.forget_old()
