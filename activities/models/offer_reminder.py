"""Reminding of unanswered offers: the contact after some working days, then the party's leads; decided in SQL."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction

from activities.reminders import offering
from activities.reminders.slots import is_open_for_sending
from collab.clock import now, today
from collab.models import InboxItem, Membership, NoticeChoice, OutgoingMail
from collab.notices import Pace, digest_day

from .offer import Offer

KIND = "offer_reminder"


class OfferReminderQuerySet(models.QuerySet):
    @transaction.atomic
    def remind(self):
        """Tell everyone who is to be reminded of an offer by now, one mail each; returns how many were told.

        Written and told in one transaction: a tick that is cut off leaves neither, and of two at once one waits.
        """
        if not is_open_for_sending() or not Offer.objects.waiting().exists():
            return 0
        sql, parameters = offering.write(day=today(), instant=now())
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            keys = [row[0] for row in cursor.fetchall()]
        people = defaultdict(list)
        for reminder in self.filter(pk__in=keys).select_related("recipient").order_by("pk"):
            people[reminder.recipient.user_id].append(reminder)
        for person, reminders in people.items():
            paces = NoticeChoice.objects.paces([one.recipient for one in reminders], KIND)
            mail = None
            if Pace.AT_ONCE in paces.values():
                key = f"offers:{person}:{reminders[0].pk}"
                mail = OutgoingMail.objects.create(key=key, recipient_id=person)
            InboxItem.objects.bulk_create(one.item_in(mail, paces[one.recipient]) for one in reminders)
        return len(keys)


class OfferReminder(models.Model):
    """That a person was reminded of an offer at a step; unique, so that writing it twice does nothing."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="reminders", db_index=False)
    recipient = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    # How many working days the answer had been awaited.
    step = models.SmallIntegerField()
    since = models.DateField()
    created_at = models.DateTimeField(default=now)

    objects = OfferReminderQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "since", "step", "recipient"], name="reminded_of_offer_once"
            )
        ]

    def __str__(self):
        return f"{self.offer} +{self.step}"

    def item_in(self, mail, pace):
        """The inbox item that tells it at a pace, not yet saved."""
        return InboxItem(
            recipient=self.recipient,
            kind=KIND,
            subject_type=ContentType.objects.get_for_model(Offer),
            subject_id=self.offer_id,
            slot=f"{self.since} +{self.step}",
            data={"since": self.since.isoformat()},
            mail=mail if pace == Pace.AT_ONCE else None,
            digest_on=digest_day(pace, is_morning=True),
        )
