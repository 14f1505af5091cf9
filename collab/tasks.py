"""What workers do for collab."""

from celery import shared_task
from django.core.mail import EmailMessage


@shared_task
def send_account_mail(subject, body, to):
    """Send a mail about signing in; it is worth nothing later, so it waits in no outbox."""
    EmailMessage(subject, body, to=to).send()
