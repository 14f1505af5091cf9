"""Reminders: which slot of which date is due for whom, decided in SQL, written once, told once."""

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models import Exists, F, OuterRef, Q

from activities.reminders import slots, statement
from collab.clock import now, today
from collab.models import InboxItem, Membership, NoticeChoice, OutgoingMail
from collab.notices import Pace, digest_day

from .activity import Activity
from .commitment import Commitment
from .followup import FollowUpReport, FollowUpRound
from .status import CLOSED

KIND = "reminder"
# What a reminder is about, beside whom it is to.
WHAT = ("commitment_id", "due_on", "offset", "round_id")


class ReminderQuerySet(models.QuerySet):
    def write_due(self):
        """Write a row for everyone who is to be told by now; returns how many are new.

        One statement over the local date: a missed tick, two at a time or a killed one change nothing in the end.
        """
        waiting = slots.waiting_on(today()) if slots.is_open_for_sending() else []
        if not self.may_be_due(waiting):
            return 0
        sql, parameters = statement.write(waiting, day=today(), instant=now())
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchone()[0]

    def may_be_due(self, waiting):
        """Whether the statement has anything to decide; most ticks of a day end here."""
        if not waiting:
            return False
        ends = [slot.due_on for slot in waiting if slot.kind == slots.REPORT]
        rounds = FollowUpRound.objects.open(today()).filter(due_on__in=ends)
        return Countdown.objects.filter(next_on__lte=today()).exists() or rounds.exists()

    def waiting(self):
        """Written, but not yet told or dropped."""
        return self.filter(handled_at=None)

    def settled(self):
        """Reminders that nobody needs any more: closed, moved, reported, or back to a draft."""
        reported = FollowUpReport.objects.filter(commitment=OuterRef("commitment"), round=OuterRef("round"))
        moved = Q(round=None) & ~Q(commitment__due_on=F("due_on"))
        round_over = Q(round__closed_at__isnull=False) | Exists(reported)
        closed = Q(commitment__status__in=CLOSED) | Q(
            commitment__activity__visibility=Activity.Visibility.DRAFT
        )
        return self.filter(closed | moved | round_over)

    def deliver(self):
        """Tell everyone whose reminders wait, person by person; returns how many mails that made."""
        people = self.waiting().order_by().values_list("recipient__user", flat=True).distinct()
        return sum(self.deliver_to(person) for person in list(people))

    @transaction.atomic
    def deliver_to(self, person):
        """One mail to a person and day, and an inbox item per reminder; what comes after the mail waits a day."""
        rows = self.waiting().filter(recipient__user=person).order_by("pk").select_for_update(of=("self",))
        reminders = list(rows.select_related("recipient__user", "recipient__party", "commitment", "round"))
        # Asked for once the rows are held: of two at once the second sees the mail of the first.
        key = f"reminders:{person}:{today()}"
        mail = OutgoingMail.objects.select_for_update().filter(key=key).first()
        if mail and (mail.sent_at or mail.withdrawn_at):
            return False
        told = self.still_to_tell(reminders)
        paces = NoticeChoice.objects.paces([reminder.recipient for reminder in told], KIND)
        at_once = {reminder for reminder in told if paces[reminder.recipient] == Pace.AT_ONCE}
        # A tick at the same time may have made the mail already: what is told here then joins it.
        makes_mail = bool(at_once) and not mail
        if makes_mail:
            mail = OutgoingMail.objects.create(key=key, recipient_id=person)
        items = InboxItem.objects.bulk_create(
            reminder.item_in(mail) if reminder in at_once else reminder.item_at(paces[reminder.recipient])
            for reminder in told
        )
        for reminder, item in zip(told, items, strict=True):
            reminder.item = item
        for reminder in reminders:
            reminder.handled_at = now()
        self.bulk_update(reminders, ["item", "handled_at"])
        return makes_mail

    def still_to_tell(self, reminders):
        """Those of `reminders` that are not settled and whose recipients may see the commitment now."""
        gone = set(self.filter(pk__in=[r.pk for r in reminders]).settled().values_list("pk", flat=True))
        seen = {
            recipient: set(
                Commitment.objects.for_actor(recipient).filter(pk__in=ids).values_list("pk", flat=True)
            )
            for recipient, ids in by_recipient(reminders).items()
        }
        return [r for r in reminders if r.pk not in gone and r.commitment_id in seen[r.recipient]]

    def pass_on(self, commitments, *, giver, receiver):
        """Let what `giver` was to be told, and no mail has told yet, be told to `receiver` instead."""
        rows = self.filter(recipient=giver, commitment__in=commitments)
        unsent = InboxItem.objects.unsent().filter(kind=KIND, recipient=giver)
        moving = rows.filter(Q(handled_at=None) | Q(item__in=unsent.values("pk")))
        unsent = unsent.filter(reminders__in=moving)
        withdrawn = list(unsent.values_list("pk", flat=True))
        told = set(self.filter(recipient=receiver, commitment__in=commitments).values_list(*WHAT))
        # As a deputy the receiver may have been told the same already.
        fresh = [row.pk for row in moving if tuple(getattr(row, name) for name in WHAT) not in told]
        self.filter(pk__in=fresh).update(recipient=receiver, handled_at=None, item=None)
        InboxItem.objects.filter(pk__in=withdrawn).update(mail=None)

    def drop_settled(self):
        """Take what is settled out of the mails that have not gone; it stays in the inbox, where it was told."""
        # Asked first: there are few, and the planner may not know that yet.
        waiting = list(InboxItem.objects.unsent().filter(kind=KIND).values_list("pk", flat=True))
        if not waiting:
            return 0
        settled = self.filter(item__in=waiting).settled()
        return InboxItem.objects.filter(pk__in=settled.values("item")).update(mail=None, digest_on=None)


def by_recipient(reminders):
    found = {}
    for reminder in reminders:
        found.setdefault(reminder.recipient, []).append(reminder.commitment_id)
    return found


class Countdown(models.Model):
    """The day on which the next slot of an open commitment comes; None after the last.

    An index to find what is due among all dates, kept by a trigger; `Reminder` is the truth of what was told.
    """

    commitment = models.OneToOneField(Commitment, models.CASCADE, primary_key=True, related_name="+")
    next_on = models.DateField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["next_on"], name="countdowns_by_date")]

    def __str__(self):
        return f"{self.commitment} {self.next_on}"


class Reminder(models.Model):
    """That a person is to be told, on a day, about a date; unique, so writing it twice does nothing."""

    recipient = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="reminders", db_index=False)
    # The round whose report is missing; none when it is the commitment's own date.
    round = models.ForeignKey(FollowUpRound, models.CASCADE, null=True, blank=True, related_name="+")
    # Days from the date: -14, -3, 0, 1, 7, 14.
    offset = models.SmallIntegerField()
    due_on = models.DateField()
    slot_on = models.DateField()
    created_at = models.DateTimeField(default=now)
    handled_at = models.DateTimeField(null=True, blank=True)
    # None also when the recipient could not be told: the row was settled or out of sight by then.
    item = models.ForeignKey(InboxItem, models.SET_NULL, null=True, blank=True, related_name="reminders")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["slot_on", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "due_on", "offset", "round", "recipient"],
                name="reminded_once",
                nulls_distinct=False,
            )
        ]
        indexes = [
            models.Index(fields=["recipient"], condition=Q(handled_at=None), name="reminders_waiting"),
        ]

    def __str__(self):
        return f"{self.commitment} {self.offset:+} {self.slot_on}"

    def item_at(self, pace):
        """The inbox item that tells it in a digest, this morning's or Monday's, or without a mail; not yet saved."""
        item = self.item_in(None)
        item.digest_on = digest_day(pace, is_morning=True)
        return item

    def item_in(self, mail):
        """The inbox item that tells it, not yet saved."""
        return InboxItem(
            recipient=self.recipient,
            kind=KIND,
            subject_type=ContentType.objects.get_for_model(Commitment),
            subject_id=self.commitment_id,
            slot=f"{self.due_on}{self.offset:+}" + (f" round {self.round_id}" if self.round_id else ""),
            data={
                "due_on": self.due_on.isoformat(),
                "offset": self.offset,
                "round": self.round.name if self.round_id else "",
                "round_id": self.round.public_id if self.round_id else "",
                "url": self.commitment.get_report_url(),
            },
            mail=mail,
        )
