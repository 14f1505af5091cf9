"""The inbox: what a person, acting for a party, was told in the portal.

An item is written in the transaction of the change that causes it, once by its unique key. It holds no word about the
row: what a person reads is composed when it is shown or sent, of what the gate lets the person see at that moment.
"""

from collections import defaultdict

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from collab.access import alike
from collab.clock import now

from .membership import Membership
from .recorded import Public


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

    def for_digest(self, day=None):
        """The items that wait for a digest, by a morning when one is given; what was read meanwhile waits no more."""
        waiting = self.filter(mail=None, read_at=None, digest_on__isnull=False)
        return waiting.filter(digest_on__lte=day) if day else waiting

    def seen_by_recipients(self):
        """A list of those items whose recipient may see the subject now, each with its subject in place."""
        # Fetched apart: the items of many mails share their people, parties and collaborations.
        items = list(self.prefetch_related("recipient__user", "recipient__party__collaboration"))
        asked = defaultdict(set)
        for item in items:
            asked[item.audience].add((item.recipient, item.subject_id))
        rows = {}
        for audience, pairs in asked.items():
            # One question for all whom the gate treats alike: it asks for the party and the role, not for the person.
            actor, ids = next(iter(pairs))[0], {subject for _recipient, subject in pairs}
            seen = subject_model(audience[0]).objects.for_actor(actor).to_tell()
            rows[audience] = seen.order_by().in_bulk(ids)
        return [item for item in items if item.take_subject(rows[item.audience])]


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
    # The morning whose digest is to carry it; None for what comes by a mail of its own, or by none.
    digest_on = models.DateField(null=True, blank=True)
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
        indexes = [
            models.Index(
                fields=["digest_on"],
                condition=Q(mail=None, read_at=None, digest_on__isnull=False),
                name="waiting_for_a_digest",
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

    @property
    def audience(self):
        """The kind of row and what the gate asks of the recipient: items with the same are asked about together."""
        return self.subject_type_id, *alike(self.recipient, subject_model(self.subject_type_id))

    def take_subject(self, rows):
        """Put the subject in place from {pk: row}; False when it is not there."""
        if self.subject_id in rows:
            self.subject = rows[self.subject_id]
        return self.subject_id in rows

    def read(self):
        """Remember when the person first opened it."""
        InboxItem.objects.filter(pk=self.pk, read_at=None).update(read_at=now())
