"""A joint status that somebody set: another than follows from the parties' own, with its reason.

It stands until it is lifted, or until a party reports a new status of its own: then the picture that was judged is
another one, the judgement lapses, and who made it is told.
"""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.access import AccessQuerySet, Through
from collab.clock import now
from collab.history import keep_versions
from collab.models import Membership, Public
from collab.notify import tell

from .status import Status, joint_status


class Judged(models.Model):
    """The joint status of an activity: what follows from its commitments, or what was judged instead."""

    # Stored with the status, so that a list can mark it without asking.
    is_judged = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    def following_status(self):
        """The status that follows from what the parties report."""
        return joint_status(self.commitments.values_list("status", flat=True))

    def judgement(self):
        """The judgement in force, or None."""
        return self.judgements.filter(ended_at=None).select_related("made_by__user", "made_by__party").first()

    @transaction.atomic
    def follow_commitments(self):
        """Store the joint status with the change that caused it, and let the grants follow."""
        judged = self.judgements.filter(ended_at=None).first()
        self.is_judged = judged is not None
        self.status = judged.status if judged else self.following_status()
        rows = type(self).objects.filter(pk=self.pk)
        same = Q(status=self.status, is_judged=self.is_judged)
        rows.exclude(same).update(status=self.status, is_judged=self.is_judged)

    @transaction.atomic
    def judge(self, status, *, reason, by):
        """Set another joint status than follows from the parties' own, and say why."""
        # Held, so that of two judgements at once the second replaces the first.
        type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        follows = self.following_status()
        if status == follows:
            raise ValidationError(
                {"status": _("That already follows from what the parties report. Choose another.")}
            )
        self.judgements.filter(ended_at=None).update(ended_at=now())
        made = self.judgements.create(status=status, reason=reason, follows=follows, made_by=by)
        self.follow_commitments()
        self.record("judged", by=by, status=status, follows=follows, reason=reason)
        people = self.commitments.all().people().exclude(user=by.user_id)
        tell(people, "judged", self, slot=made.public_id)
        return made

    @transaction.atomic
    def lift_judgement(self, *, by):
        """Let the joint status follow from the parties' own again."""
        if not self.judgements.filter(ended_at=None).update(ended_at=now()):
            raise ValidationError(_("The joint status follows from the parties' own already."))
        self.follow_commitments()
        self.record("unjudged", by=by, status=self.status)

    def let_judgement_lapse(self, *, by):
        """End the judgement in force because a party's own status became another; tell who made it."""
        judged = self.judgement()
        if judged is None:
            return
        judged.ended_at = now()
        judged.save(update_fields=["ended_at"])
        self.record("lapsed", by=by, status=judged.status)
        tell([judged.made_by], "lapsed", self, slot=judged.public_id)


@keep_versions
class Judgement(Public):
    """That the joint status is another than follows, why, by whom, and until when."""

    access = {"view": [Through("activity", "view")]}

    activity = models.ForeignKey("activities.Activity", models.CASCADE, related_name="judgements")
    status = models.CharField(_("joint status"), max_length=12, choices=Status)
    reason = models.CharField(_("reason"), max_length=300)
    # What followed from the parties' own statuses at the time.
    follows = models.CharField(max_length=12, choices=Status)
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["activity"], condition=Q(ended_at=None), name="one_judgement_at_a_time"
            )
        ]

    def __str__(self):
        return f"{self.get_status_display()}: {self.reason}"
