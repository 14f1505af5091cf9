"""The one report per commitment and round: what a party said about its own part, or had somebody say for it."""

import pgtrigger
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from collab.access import AccessQuerySet, Through
from collab.clock import now
from collab.history import keep_versions
from collab.models import Membership, Public

from .commitment import Commitment
from .finding import writes_text
from .rounds import FollowUpRound
from .status import Cause, Status

OF_PART = "(SELECT activity_id FROM activities_commitment WHERE id = ROW.commitment_id)"
LOCKED = """
    IF TG_OP <> 'INSERT' THEN
        SELECT closed_at INTO shut_at FROM activities_followupround WHERE id = OLD.round_id FOR SHARE;
        IF shut_at IS NOT NULL THEN
            RAISE EXCEPTION 'reports of a closed round are locked' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        SELECT closed_at INTO shut_at FROM activities_followupround WHERE id = NEW.round_id FOR SHARE;
        IF shut_at IS NOT NULL THEN
            RAISE EXCEPTION 'reports of a closed round are locked' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    RETURN OLD;
"""


class FollowUpReportQuerySet(AccessQuerySet):
    def newest_first(self):
        return self.order_by("-reported_at", "-pk")

    def filled(self, activities, rounds):
        """The keys of those commitments of `activities`, read with their parts, that have a report in the `rounds`."""
        parts = [part.pk for activity in activities for part in activity.parts]
        rows = self.filter(round__in=rounds, commitment__in=parts) if rounds else self.none()
        return set(rows.order_by().values_list("commitment", flat=True))

    def latest(self):
        """The newest report of each commitment."""
        return self.order_by("commitment_id", "-reported_at", "-pk").distinct("commitment_id")

    def not_carried_out(self):
        """The report that ended each cancelled commitment, newest first, with what a page of them shows."""
        newest = FollowUpReport.objects.filter(commitment=OuterRef("commitment")).newest_first()
        ended = self.filter(commitment__status=Status.CANCELLED, pk=Subquery(newest.values("pk")[:1]))
        rows = ended.filter(commitment__activity__in=Commitment.objects.published().values("activity"))
        return rows.select_related("commitment__activity__priority_area", "commitment__party", "round")

    def per_cause(self):
        """How many of them have each cause: {cause: n}."""
        rows = self.order_by().values_list("cause").annotate(n=models.Count("pk"))
        return dict(rows)


@keep_versions
class FollowUpReport(Public):
    """A status, a sentence, and what is needed to move on; locked when its round closes."""

    access = {
        "view": [Through("commitment", "view")],
        "change": [Through("commitment", "report")],
    }

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="reports")
    round = models.ForeignKey(FollowUpRound, models.PROTECT, null=True, blank=True, related_name="reports")
    status = models.CharField(_("status"), max_length=12, choices=Status)
    text = models.TextField(_("what has happened"), blank=True)
    needs = models.CharField(_("what is needed"), max_length=300, blank=True)
    # How far the countable target has been reached, when the commitment has one.
    number = models.DecimalField(_("so far"), max_digits=12, decimal_places=2, null=True, blank=True)
    new_due_on = models.DateField(_("new end date"), null=True, blank=True)
    # The date the report moved, when it moved one; of several moves in a round the first.
    old_due_on = models.DateField(null=True, blank=True, editable=False)
    # Of what is not carried out: why, and what to do otherwise next time.
    cause = models.CharField(_("why it was not carried out"), max_length=12, choices=Cause, blank=True)
    lesson = models.CharField(_("what we learned"), max_length=500, blank=True)
    # How the party asked for it, when the coordinator reported in its place; empty when the party did itself.
    on_behalf = models.CharField(_("who asked, and how"), max_length=200, blank=True)
    reported_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(default=now)

    objects = FollowUpReportQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "round"],
                condition=~Q(round=None),
                name="one_report_per_commitment_and_round",
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="locked_with_its_round",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("shut_at", "timestamptz")],
                func=LOCKED,
            ),
            writes_text(OF_PART, "text", "needs", "lesson"),
        ]

    def __str__(self):
        return f"{self.commitment} {self.get_status_display()}"

    @property
    def anchor(self):
        """Where it stands on the page of its activity."""
        return f"report-{self.public_id}"
