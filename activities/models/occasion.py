"""An occasion counted towards a citizen promise: when, by which party, and what was done in one sentence."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from collab.access import STAFF, AccessQuerySet, OwnParty, Through
from collab.clock import now, today
from collab.history import keep_versions
from collab.models import Membership, Party, Public, Versioned, next_version

from .promise import Promise


@keep_versions
class PromiseOccasion(Public, Versioned):
    access = {
        "view": [Through("promise")],
        # The party that did it corrects it; so does who keeps the promise.
        "change": [OwnParty("party", to=STAFF), Through("promise", "change")],
    }
    recorded_under = "promise"

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="occasions")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("party"))
    held_on = models.DateField(_("day"), default=today)
    text = models.CharField(_("what was done"), max_length=200)
    counted_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    counted_at = models.DateTimeField(default=now)

    objects = AccessQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        default_permissions = ()
        triggers = [next_version()]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return f"{self.promise.get_absolute_url()}#{self.public_id}"

    @transaction.atomic
    def correct(self, *, by, held_on, text):
        """Change the day or the sentence of what was counted."""
        self.promise.check_day(held_on)
        changed = [
            name for name, value in (("held_on", held_on), ("text", text)) if getattr(self, name) != value
        ]
        self.held_on, self.text = held_on, text
        self.save()
        if changed:
            self.record("recounted", by=by, fields=changed)

    @transaction.atomic
    def take_back(self, *, by):
        """Count it no more; the history keeps that it was counted."""
        self.record("uncounted", by=by, party=self.party.short, on=self.held_on.isoformat())
        self.delete()
