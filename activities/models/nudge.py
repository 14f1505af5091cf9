"""Nudges: somebody asks for an answer now, at most once a day, and everybody sees that it was done."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from collab.access import AccessQuerySet, Through
from collab.clock import now, today
from collab.models import Membership
from collab.notify import tell

KIND = "nudged"


class NudgeQuerySet(AccessQuerySet):
    def latest(self):
        """The newest nudge of each commitment, with who pressed."""
        rows = self.select_related("by__user", "by__party")
        return rows.order_by("commitment_id", "-on").distinct("commitment_id")


class Nudge(models.Model):
    """That a person asked for an answer about a commitment on a day; unique, so that nobody is nagged twice."""

    access = {"view": [Through("commitment", "view")]}

    commitment = models.ForeignKey("activities.Commitment", models.CASCADE, related_name="nudges")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    on = models.DateField(default=today)
    at = models.DateTimeField(default=now)

    objects = NudgeQuerySet.as_manager()

    class Meta:
        ordering = ["-on"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["commitment", "on"], name="nudged_once_a_day"),
        ]

    def __str__(self):
        return f"{self.commitment} {self.on}"


class Nudgeable(models.Model):
    """A commitment whose party can be asked for an answer it owes."""

    class Meta:
        abstract = True

    def owed_round(self):
        """The open round that lacks the commitment's report; None when none does."""
        if self.is_closed or self.is_offered or self.activity.is_draft:
            return None
        found = self.round_to_report()
        return None if found is None or self.reports.filter(round=found).exists() else found

    def owes_answer(self):
        """Whether an offer is unanswered, a report is missing, or the own date has passed."""
        if self.activity.is_draft:
            return False
        return self.is_late() or self.waiting_offer() is not None or self.owed_round() is not None

    @transaction.atomic
    def nudge(self, *, by):
        """Tell whoever answers for the part, now, that an answer is awaited; returns those who were told."""
        if not self.owes_answer():
            raise ValidationError(_("Nothing is missing any more: the party has answered."))
        people = type(self).objects.filter(pk=self.pk).people().exclude(user=by.user_id)
        if not people:
            raise ValidationError(
                _("There is nobody to remind: the part has no contact and the party no lead.")
            )
        first, is_new = self.nudges.get_or_create(on=today(), defaults={"by": by})
        if not is_new:
            raise ValidationError(
                _("%(name)s has already reminded them today."), params={"name": first.by.user.name}
            )
        told = self.ask_again(people, by=by)
        self.record("nudged", by=by, names=[item.recipient.user.name for item in told])
        return [item.recipient for item in told]

    def ask_again(self, people, *, by):
        """Ask for the answer to an offer while that is missing, else for the report; returns the new items."""
        who = f"{by.user.name}, {by.party.short}"
        if offer := self.waiting_offer():
            since = offer.waiting_since.isoformat()
            return tell(people, "offer_reminder", offer, slot=f"asked {today()}", since=since, by=who)
        asked = self.owed_round()
        return tell(
            people,
            KIND,
            self,
            slot=today().isoformat(),
            due_on=(asked.due_on if asked else self.due_on).isoformat(),
            round=asked.name if asked else "",
            round_id=asked.public_id if asked else "",
            url=self.get_report_url(),
            by=who,
        )
