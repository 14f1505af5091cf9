"""Follow-up rounds, and the one report per commitment and round."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models import CollaborationAgreement
from collab.access import WORKING, AccessQuerySet, Through
from collab.clock import now, today
from collab.history import keep_versions
from collab.models import Membership, Public, Versioned, next_version

from .commitment import Commitment
from .finding import writes_text
from .status import Status

OF_PART = "(SELECT activity_id FROM activities_commitment WHERE id = ROW.commitment_id)"


class FollowUpRoundQuerySet(AccessQuerySet):
    def open(self, on=None):
        """Rounds that take reports on a day, today unless told."""
        return self.filter(opens_on__lte=on or today(), closed_at=None)

    def for_page(self):
        """With the agreement, the round that ends first at the head."""
        return self.select_related("agreement").order_by("due_on", "pk")


@keep_versions
class FollowUpRound(Public, Versioned):
    """A period that every party reports on, open until somebody closes it."""

    access = {
        "view": [Through("agreement", "view", to=WORKING)],
        "change": [Through("agreement", "change")],
    }
    recorded_under = "agreement"

    agreement = models.ForeignKey(CollaborationAgreement, models.CASCADE, related_name="rounds")
    name = models.CharField(_("name"), max_length=60)
    short_name = models.CharField(_("short name"), max_length=12, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    opens_on = models.DateField(_("opens"))
    due_on = models.DateField(_("last day to report"))
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = FollowUpRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        default_permissions = ()
        triggers = [next_version()]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "name"], name="round_name_once_per_agreement"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="round_ends_after_it_starts"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def in_sentence(self):
        """The name within a sentence: tertial 2 2024."""
        return self.name[:1].lower() + self.name[1:]

    def is_open(self, on=None):
        return self.closed_at is None and self.opens_on <= (on or today())


class FollowUpReportQuerySet(AccessQuerySet):
    def newest_first(self):
        return self.order_by("-reported_at", "-pk")

    def filled(self, activities, rounds):
        """The keys of those commitments of `activities` that have a report in one of `rounds`."""
        rows = self.filter(round__in=rounds, commitment__activity__in=activities) if rounds else self.none()
        return set(rows.order_by().values_list("commitment", flat=True))

    def latest(self):
        """The newest report of each commitment."""
        return self.order_by("commitment_id", "-reported_at", "-pk").distinct("commitment_id")


@keep_versions
class FollowUpReport(Public):
    """What a party said about its own part: a status, a sentence, and what is needed to move on."""

    access = {
        "view": [Through("commitment", "view")],
        "change": [Through("commitment", "report")],
    }

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="reports")
    round = models.ForeignKey(FollowUpRound, models.PROTECT, null=True, blank=True, related_name="reports")
    status = models.CharField(_("status"), max_length=12, choices=Status)
    text = models.TextField(_("what has happened"), blank=True)
    needs = models.CharField(_("what is needed"), max_length=300, blank=True)
    new_due_on = models.DateField(_("new end date"), null=True, blank=True)
    # The date the report moved, when it moved one.
    old_due_on = models.DateField(null=True, blank=True, editable=False)
    reported_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(default=now)

    objects = FollowUpReportQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at"]
        default_permissions = ()
        triggers = [writes_text(OF_PART, "text", "needs")]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "round"],
                condition=~Q(round=None),
                name="one_report_per_commitment_and_round",
            )
        ]

    def __str__(self):
        return f"{self.commitment} {self.get_status_display()}"
