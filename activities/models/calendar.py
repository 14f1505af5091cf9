"""Calendar feeds: an address that shows one membership its own dates, until it or the membership ends."""

import hashlib
import secrets
from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q

from collab.access import STAFF, AccessQuerySet, Own
from collab.clock import now
from collab.history import keep_versions
from collab.models import LoginAttempt, Membership, Public, Recorded

READ_NOTED_EVERY = timedelta(hours=1)
# How often an address is read, and how often a network guesses at one, at most.
PERIOD = timedelta(hours=1)
READS, GUESSES = 60, 60


def digest(token):
    """What is kept of a token: nobody who reads the table can read a calendar."""
    return hashlib.sha256(token.encode()).hexdigest()


class CalendarFeedQuerySet(AccessQuerySet):
    def live(self):
        return self.filter(ended_at=None)

    def answering(self, token):
        """The live feed of a token whose membership is in force, or None."""
        held = Membership.objects.in_force().filter(role__in=STAFF)
        found = self.live().filter(token_hash=digest(token), membership__in=held)
        return found.select_related("membership__user", "membership__party__collaboration").first()


@keep_versions(exclude=["last_read_at"])
class CalendarFeed(Public, Recorded):
    """An address outside the sign-in, kept as a hash of its token; what it shows is asked of the gate each time."""

    access = {"view": [Own(to=STAFF)], "change": [Own(to=STAFF)]}
    recorded_under = "membership"

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)
    last_read_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["membership"], condition=Q(ended_at=None), name="one_calendar_per_membership"
            )
        ]

    def __str__(self):
        return str(self.membership)

    @classmethod
    @transaction.atomic
    def make(cls, *, by):
        """Give the acting membership a new address and end its earlier one; returns (feed, token)."""
        # One at a time per person: two clicks leave one address.
        Membership.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
        for earlier in cls.objects.live().filter(membership=by):
            earlier.end(by=by)
        token = secrets.token_urlsafe(32)
        feed = cls.objects.create(membership=by, token_hash=digest(token))
        feed.record("calendar_made", by=by)
        return feed, token

    @classmethod
    def ask(cls, token, network):
        """(the feed of a token or None, whether the asker may go on): readings and guesses are counted."""
        feed = cls.objects.answering(token)
        key, limit = (f"calendar:{feed.token_hash}", READS) if feed else (f"calendar {network}", GUESSES)
        return feed, LoginAttempt.objects.allow(key, limit=limit, period=PERIOD)

    @transaction.atomic
    def end(self, *, by):
        """Let the address show nothing from now on."""
        if self.ended_at is None:
            self.ended_at = now()
            self.save(update_fields=["ended_at"])
            self.record("calendar_ended", by=by)

    def note_read(self):
        """Remember that the address is in use, about once an hour."""
        if self.last_read_at is None or now() - self.last_read_at > READ_NOTED_EVERY:
            CalendarFeed.objects.filter(pk=self.pk).update(last_read_at=now())
