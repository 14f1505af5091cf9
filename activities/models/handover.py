"""Handing over: what one person answered for goes to colleagues in one step, and each is told once."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.access import STAFF, AccessQuerySet, OwnParty
from collab.clock import now
from collab.history import keep_versions
from collab.models import Membership, Party, Public, Recorded
from collab.notify import tell

from .commitment import Commitment
from .reminder import Reminder


class HandoverQuerySet(AccessQuerySet):
    def for_page(self):
        """With the names a page says, the latest first."""
        return self.select_related("giver__user", "receiver__user", "party").order_by("-at", "-pk")

    @transaction.atomic
    def make(self, *, giver, receiver, by, exceptions=None):
        """Give all that `giver` answers for to `receiver`, or to whom `exceptions` (by commitment) names instead."""
        giver.party.hold_people()
        exceptions = exceptions or {}
        rows = list(giver.commitments.open().select_for_update(of=("self",)).order_by("pk"))
        shares = defaultdict(list)
        for row in rows:
            shares[exceptions.get(row, receiver)].append(row)
        if None in shares:
            raise ValidationError({"receiver": _("Choose who takes over the commitments.")})
        return [self.give(giver, one, share, by=by) for one, share in shares.items()]

    def give(self, giver, receiver, share, *, by):
        """Let `receiver` answer for `share` from now on: recorded, reminded and told as one."""
        receiver.refresh_from_db(fields=["role", "starts_on", "ends_on"])
        if receiver.party_id != giver.party_id or receiver.role not in STAFF or not receiver.is_in_force():
            raise ValidationError({"receiver": _("Choose somebody who reports for the same party.")})
        handover = self.create(giver=giver, receiver=receiver, party=giver.party)
        for row in share:
            row.contact = receiver
            row.save()
            handover.items.create(commitment=row)
            row.record("passed_on", by=by, person=receiver.user.name, before=giver.user.name)
            for step in row.steps.undone().filter(contact=giver):
                # Saved unasked: a step whose day has come to lie after the activity's must not stop a handover.
                step.contact = receiver
                step.save()
                step.record("step_changed", by=by, party=giver.party.short, fields=["contact"])
        Reminder.objects.pass_on(share, giver=giver, receiver=receiver)
        handover.record("handed_on", by=by, n=len(share))
        if by is None or receiver.user_id != by.user_id:
            tell([receiver], "took_over", handover)
        return handover


@keep_versions
class Handover(Public, Recorded):
    """That a person took over what a colleague answered for; the record that *My inheritance* reads."""

    access = {"view": [OwnParty("party")]}
    recorded_under = "party"

    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    giver = models.ForeignKey(Membership, models.PROTECT, related_name="handed_over")
    receiver = models.ForeignKey(Membership, models.PROTECT, related_name="taken_over")
    at = models.DateTimeField(default=now)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        default_permissions = ()

    def __str__(self):
        return f"{self.giver.user} → {self.receiver.user}"

    def get_absolute_url(self):
        return reverse("activities:inheritance")


@keep_versions
class HandedOver(models.Model):
    """One commitment that changed hands in a handover."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="items")
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="handed_over")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["handover", "commitment"], name="handed_over_once"),
        ]

    def __str__(self):
        return f"{self.commitment}"
