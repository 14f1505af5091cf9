"""What workers do for the situational picture."""

from celery import shared_task

from .models import ImportBatch


@shared_task
def work_on(pk):
    """Read or import a file that takes longer than a page should."""
    ImportBatch.objects.do_work(pk)


@shared_task
def take_up():
    """Take up again the work of imports whose worker died; one that is at it is left alone."""
    for pk in ImportBatch.objects.left_alone().values_list("pk", flat=True):
        work_on.delay(pk)
