"""The outbox: mails that are sent once.

A mail is written in the transaction of the change that causes it, once by its unique key, and keeps its Message-ID
through every attempt.
"""

import logging
import uuid
from collections import defaultdict
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import get_connection
from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from collab.clock import now, today
from collab.mail import DIGEST, compose
from collab.notices import is_digest_time

from .inbox import InboxItem

logger = logging.getLogger(__name__)

# So many mails in one transaction: after a crash no more than these are sent again, under their old ids.
BATCH = 200
# Minutes until the next attempt, after each attempt that failed; after the last the mail is a dead letter.
PATIENCE = (1, 5, 15, 60, 240, 720, 1440)
# The server's own answer about one mail; any other failure is the connection's.
ABOUT_THE_MAIL = (SMTPResponseException, SMTPRecipientsRefused)
# Answers of a mail server from here on are final.
FOR_GOOD = 500


class OutgoingMailQuerySet(models.QuerySet):
    def unsent(self):
        return self.filter(sent_at=None, withdrawn_at=None)

    def waiting(self):
        """Mails whose next attempt is due, the longest waiting first."""
        return self.unsent().filter(next_attempt_at__lte=now()).order_by("next_attempt_at", "pk")

    def dead(self):
        """Mails given up after the last attempt; somebody has to look at them."""
        return self.unsent().filter(next_attempt_at=None)

    def retry(self):
        """Give dead letters all their attempts again; returns how many."""
        return self.dead().update(attempts=0, next_attempt_at=now())

    @transaction.atomic
    def write_digests(self):
        """Gather what waits for this morning into one mail per person; returns how many mails that made.

        What comes after the mail of the morning has gone waits for the next one.
        """
        waiting = InboxItem.objects.for_digest(today())
        people = set(waiting.order_by().values_list("recipient__user", flat=True)) if is_digest_time() else ()
        if not people:
            return 0
        keys = {f"{DIGEST}{person}:{today()}": person for person in people}
        known = set(self.filter(key__in=keys).values_list("key", flat=True))
        new = [self.model(key=key, recipient_id=person) for key, person in keys.items() if key not in known]
        self.bulk_create(new, ignore_conflicts=True)
        # Held until the items are in: a sender that has one of them already is passed by.
        held = self.unsent().filter(key__in=keys).select_for_update(skip_locked=True, of=("self",))
        mails = self.filter(pk__in=[mail.pk for mail in held])
        theirs = mails.filter(recipient__memberships=OuterRef("recipient_id")).values("pk")[:1]
        waiting.filter(recipient__user__in=mails.values("recipient")).update(mail_id=Subquery(theirs))
        return len(new)

    def send_waiting(self):
        """Send what waits, in batches over one connection; returns how many mails were sent.

        A failure of the connection ends the round: the next one begins with another mail.
        """
        if not self.waiting().exists():
            return 0
        server, sent = get_connection(), 0
        try:
            server.open()
            while batch := self.send_batch(server):
                sent += sum(mail.sent_at is not None for mail in batch)
                if batch[-1].lost_connection:
                    break
        except OSError as error:
            logger.warning("The mail server cannot be reached: %s", error)
        finally:
            server.close()
        return sent

    @transaction.atomic
    def send_batch(self, server):
        """Claim some waiting mails, which no other sender then touches, and send them; returns those tried."""
        batch, tried = self.waiting().select_for_update(skip_locked=True, of=("self",))[:BATCH], []
        mails = list(batch.select_related("recipient"))
        items = defaultdict(list)
        for item in InboxItem.objects.filter(mail__in=mails).order_by("pk").seen_by_recipients():
            items[item.mail_id].append(item)
        for mail in mails:
            mail.attempt(items[mail.pk], server)
            tried.append(mail)
            if mail.lost_connection:
                break
        self.keep(tried)
        return tried

    def keep(self, tried):
        """Write how the attempts ended; those that went, in one statement."""
        sent = [mail.pk for mail in tried if mail.sent_at]
        if sent:
            self.filter(pk__in=sent).update(sent_at=now())
        rest = [mail for mail in tried if not mail.sent_at]
        self.bulk_update(rest, ["withdrawn_at", "attempts", "next_attempt_at", "error"])


class OutgoingMail(models.Model):
    """A mail to one person, unique by its key, claimed by one sender at a time.

    With inbox items it is composed of them when it is sent; without, it says what `subject` and `body` say.
    """

    key = models.CharField(_("key"), max_length=200, unique=True)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mails")
    message_id = models.UUIDField(default=uuid.uuid4, unique=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    html = models.TextField(blank=True)
    created_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # None: no more attempts.
    next_attempt_at = models.DateTimeField(default=now, null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects = OutgoingMailQuerySet.as_manager()
    lost_connection = False

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(sent_at=None, withdrawn_at=None),
                name="mail_waiting",
            )
        ]

    def __str__(self):
        return self.key

    def attempt(self, items, server):
        """Send what may still be said of `items`; nothing left to say withdraws the mail."""
        message = None
        try:
            if message := compose(self, items):
                server.send_messages([message])
        except OSError as error:
            self.lost_connection = not isinstance(error, ABOUT_THE_MAIL)
            if isinstance(error, SMTPRecipientsRefused) and is_final(error):
                self.recipient.note_bounce()
            self.postpone(error)
        except Exception as error:
            # One mail that cannot be written must not hold up the others.
            logger.exception("Mail %s cannot be composed", self.pk)
            self.postpone(error)
        else:
            self.sent_at, self.withdrawn_at = (now(), None) if message else (None, now())

    def postpone(self, error):
        """Plan the next attempt, or give up after the last."""
        wait = PATIENCE[self.attempts : self.attempts + 1]
        self.next_attempt_at = now() + timedelta(minutes=wait[0]) if wait else None
        self.attempts += 1
        self.error = f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()


def is_final(refusal):
    """Whether a server refused every recipient for good, and not only for now."""
    return all(code >= FOR_GOOD for code, _text in refusal.recipients.values())
