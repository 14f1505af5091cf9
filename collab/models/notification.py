"""Being told: an inbox in the portal, and an outbox of mails that are sent once.

Both are written in the transaction of the change that causes them. A unique key per item makes writing them
twice harmless; a mail keeps its Message-ID through every attempt. Neither holds a word about the row: what a
person reads is composed when it is shown or sent, of what the gate lets the person see at that moment.
"""

import logging
import uuid
from collections import defaultdict
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.mail import get_connection
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.access import sight
from collab.clock import now
from collab.mail import compose

from .membership import Membership
from .recorded import Public

logger = logging.getLogger(__name__)

# So many mails in one transaction: after a crash no more than these are sent again, under their old ids.
BATCH = 200
# Minutes until the next attempt, after each attempt that failed; after the last the mail is a dead letter.
PATIENCE = (1, 5, 15, 60, 240, 720, 1440)
# The server's own answer about one mail; any other failure is the connection's.
ABOUT_THE_MAIL = (SMTPResponseException, SMTPRecipientsRefused)
# Answers of a mail server from here on are final.
FOR_GOOD = 500


class InboxItemQuerySet(models.QuerySet):
    def for_actor(self, actor, action="view"):
        """What the acting membership was told about rows it may still see, newest first."""
        if actor is None or not actor.is_in_force():
            return self.none()
        own = self.filter(recipient=actor)
        seen = Q(pk__in=[])
        for kind in own.order_by().values_list("subject_type", flat=True).distinct():
            about = own.order_by().filter(subject_type=kind).values("subject_id")
            rows = subject_model(kind).objects.for_actor(actor).filter(pk__in=about)
            seen |= Q(subject_type=kind, subject_id__in=rows.values("pk"))
        return own.filter(seen)

    def unread(self):
        return self.filter(read_at=None)

    def unsent(self):
        """The items whose mail has not gone."""
        return self.exclude(mail=None).filter(mail__sent_at=None, mail__withdrawn_at=None)

    def seen_by_recipients(self):
        """A list of those items whose recipient may see the subject now, each with its subject in place."""
        # Fetched apart: the items of many mails share their people, parties and collaborations.
        items = list(self.prefetch_related("recipient__user", "recipient__party__collaboration"))
        asked = defaultdict(set)
        for item in items:
            asked[alike(item)].add((item.recipient, item.subject_id))
        rows = {}
        for group, pairs in asked.items():
            # One question for all whom the gate treats alike: it asks for the party and the role, not for the person.
            actor, ids = next(iter(pairs))[0], {subject for _recipient, subject in pairs}
            seen = subject_model(group[0]).objects.for_actor(actor).to_tell()
            rows[group] = seen.order_by().in_bulk(ids)
        return [item for item in items if item.take_subject(rows[alike(item)])]


def alike(item):
    """What the gate asks about an item: recipients with the same answer see the same rows."""
    one = item.recipient
    seen_by = sight(subject_model(item.subject_type_id), one.role)
    return item.subject_type_id, one.party_id, seen_by, one.is_in_force()


def subject_model(kind):
    return ContentType.objects.get_for_id(kind).model_class()


class InboxItem(Public):
    """Something a person, acting for a party, was told in the portal; asks the gate again when it is shown.

    The kind names the templates: `<package>/mail/<kind>.txt`, whose first line is the subject, and
    `<package>/inbox/<kind>.html`.
    """

    recipient = models.ForeignKey(Membership, models.CASCADE, related_name="inbox")
    kind = models.CharField(max_length=40)
    subject_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    slot = models.CharField(max_length=40, blank=True)
    # Facts of the moment that the row forgets, such as which date it was; never a text about the row.
    data = models.JSONField(default=dict)
    mail = models.ForeignKey(
        "collab.OutgoingMail", models.SET_NULL, null=True, blank=True, related_name="items"
    )
    created_at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = InboxItemQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "subject_type", "subject_id", "slot"], name="told_once"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.recipient}"

    def get_absolute_url(self):
        """Where the item leads: an address of its own, else its row's."""
        return self.data.get("url") or self.subject.get_absolute_url()

    @property
    def template(self):
        """The template that says it in the inbox."""
        return f"{self.subject_type.app_label}/inbox/{self.kind}.html"

    def take_subject(self, rows):
        """Put the subject in place from {pk: row}; False when it is not there."""
        if self.subject_id in rows:
            self.subject = rows[self.subject_id]
        return self.subject_id in rows

    def read(self):
        """Remember when the person first opened it."""
        InboxItem.objects.filter(pk=self.pk, read_at=None).update(read_at=now())


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
