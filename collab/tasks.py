"""What workers do for collab."""

from celery import shared_task
from django.core.mail import EmailMessage
from django.core.management import call_command

from .models import DocumentVersion, LoginAttempt, Submission


@shared_task
def send_account_mail(subject, body, to):
    """Send a mail about signing in; it is worth nothing later, so it waits in no outbox."""
    EmailMessage(subject, body, to=to).send()


@shared_task
def sweep():
    """Forget what no request can ask for any more: ended sessions, counters, sent forms, half uploads."""
    call_command("clearsessions")
    LoginAttempt.objects.forget_old()
    Submission.objects.forget_old()
    DocumentVersion.objects.forget_orphans()
