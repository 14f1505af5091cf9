"""Commitments: what one party has taken on in a joint activity, and what it reports about it."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.access import ALWAYS, STAFF, AccessQuerySet, Grantable, Granted, PartyGrant, Through
from collab.clock import now, today
from collab.history import keep_versions
from collab.models import Membership, Party, Public, Versioned, next_version

from .activity import Activity
from .status import OPEN, Status


class CommitmentQuerySet(AccessQuerySet):
    def open(self):
        return self.filter(status__in=OPEN)

    def of(self, party):
        return self.filter(party=party)

    def late(self, on=None):
        """Open commitments whose own date has passed."""
        return self.open().filter(due_on__lt=on or today())

    def missing_report(self, rounds):
        """Open commitments without a report in one of the open `rounds` of their agreement."""
        owed = self.open().filter(activity__priority_area__agreement__in=rounds.values("agreement"))
        return owed.exclude(reports__round__in=rounds).exclude(activity__visibility=Activity.Visibility.DRAFT)

    def for_list(self):
        return self.select_related("activity__priority_area", "party", "contact__user")


@keep_versions
class Commitment(Public, Versioned, Grantable):
    """One party's own part of an activity: what, when, who, and how it goes. Nobody else reports it."""

    access = {
        "view": [Through("activity", "view")],
        "change": [Granted("report", to=STAFF), Through("activity", "change")],
        "report": [Granted("report", to=STAFF)],
    }
    recorded_under = "activity"

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="commitments")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("party"))
    text = models.CharField(_("what the party does"), max_length=200)
    contact = models.ForeignKey(
        Membership,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("contact"),
    )
    due_on = models.DateField(_("to be done by"))
    # The date before the last move, kept visible beside the new one.
    moved_from = models.DateField(null=True, blank=True, editable=False)
    is_lead = models.BooleanField(_("coordinates the activity"), default=False)
    status = models.CharField(max_length=12, choices=Status, default=Status.NOT_STARTED, editable=False)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["-is_lead", "party__order", "pk"]
        default_permissions = ("report",)
        triggers = [next_version(derived=["status"])]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "party"],
                name="one_commitment_per_party",
                violation_error_message=_("The party already has a part in this activity."),
            ),
            models.UniqueConstraint(
                fields=["activity"],
                condition=Q(is_lead=True),
                name="one_coordinating_party",
                violation_error_message=_("Exactly one party coordinates."),
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(status__in=OPEN), name="open_commitments_by_date"),
        ]

    def __str__(self):
        return f"{self.activity.code} {self.party.code}: {self.text}"

    def get_absolute_url(self):
        return f"{self.activity.get_absolute_url()}#{self.public_id}"

    def get_report_url(self):
        return reverse("activities:report", args=[self.public_id])

    def clean(self):
        if self.contact and self.party_id and self.contact.party_id != self.party_id:
            raise ValidationError({"contact": _("The contact belongs to the party that has the part.")})
        if self.party_id and self.party.kind == Party.Kind.OBSERVER:
            raise ValidationError({"party": _("An observer owns no part of an activity.")})

    @property
    def is_closed(self):
        return self.status not in OPEN

    def is_late(self, on=None):
        return not self.is_closed and self.due_on < (on or today())

    def due_grants(self):
        """The party of the commitment, and nobody else, reports it."""
        yield self.party_id, "report", *ALWAYS

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Save; the activity's status and grants follow its commitments."""
        super().save(*args, **kwargs)
        self.regrant()
        self.activity.regrant()
        self.activity.follow_commitments()

    @transaction.atomic
    def report(self, *, status, by, text="", needs="", new_due_on=None, in_round=None):
        """Tell how the own part goes; in an open round the party's one report is written or rewritten."""
        if in_round and not in_round.is_open():
            raise ValidationError(_("The round is closed: its reports cannot be changed any more."))
        content = {
            "status": status,
            "text": text,
            "needs": needs,
            "new_due_on": new_due_on if new_due_on != self.due_on else None,
            "reported_by": by,
            "reported_at": now(),
        }
        if in_round:
            report, is_new = self.reports.update_or_create(round=in_round, defaults=content)
        else:
            report, is_new = self.reports.create(**content), True
        before, self.status = self.status, status
        if report.new_due_on:
            self.moved_from, self.due_on = self.due_on, report.new_due_on
        self.save()
        self.record(
            "reported",
            by=by,
            before=before,
            after=status,
            first=is_new,
            round=in_round.name if in_round else "",
        )
        return report


@keep_versions
class CommitmentGrant(PartyGrant):
    content_object = models.ForeignKey(Commitment, models.CASCADE, related_name="grants")
