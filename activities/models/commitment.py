"""Commitments: what one party has taken on in a joint activity, and what it reports about it."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activities.reminders.countdown import counts_down
from agreements.models import AgreementParty, PriorityArea
from collab.access import STAFF, AccessQuerySet, Grantable, Granted, PartyGrant, Role, Through
from collab.clock import today
from collab.history import keep_versions
from collab.models import Membership, Party, next_version

from .activity import Activity
from .dated import Dated
from .dependency import Awaited
from .finding import writes_text
from .nudge import Nudgeable
from .offered import Offered, knows_its_offer
from .questions import RowByRow
from .reporting import Reporting
from .status import OPEN, Status


def nobody_answers(people):
    """The two reasons why nobody answers for a part: no contact is named, or the one among `people` cannot."""
    return Q(contact=None), Q(contact__in=people.out_of_reach())


class CommitmentQuerySet(AccessQuerySet):
    def open(self):
        return self.filter(status__in=OPEN)

    def taken(self):
        """Commitments that are the party's: offered ones are not until the party takes them."""
        return self.filter(is_offered=False)

    def of(self, party):
        return self.filter(party=party)

    def of_any(self, parties):
        return self.filter(party__in=list(parties))

    def late(self, on=None):
        """Open commitments whose own date has passed."""
        return self.open().filter(due_on__lt=on or today())

    def published(self):
        """Commitments of activities that have left the draft."""
        return self.exclude(activity__visibility=Activity.Visibility.DRAFT)

    def without_contact(self):
        """Open, published, and nobody in force answers for them: a defect to fix."""
        unnamed, gone = nobody_answers(Membership.objects)
        return self.open().published().filter(unnamed | gone)

    def activities_without_contact(self, parties):
        """The keys of activities with such a part of one of the `parties`; each of the reasons by its own index."""
        rows = self.order_by().open().filter(party__in=parties)
        reasons = nobody_answers(Membership.objects.filter(party__in=parties))
        unnamed, gone = (rows.filter(reason).values("activity") for reason in reasons)
        return unnamed.union(gone)

    def missing_report(self, rounds):
        """Open commitments that lack the report of an open round of their agreement, among `rounds`."""
        missing = Q(pk__in=[])
        for one in rounds:
            asked = PriorityArea.objects.order_by().filter(agreement=one.agreement_id)
            reports = self.model.reports.rel.related_model.objects.filter(round=one)
            asked_for = RowByRow(asked.filter(pk=OuterRef("activity__priority_area")))
            missing |= Q(asked_for) & ~Q(RowByRow(reports.filter(commitment=OuterRef("pk"))))
        return self.open().taken().published().filter(missing)

    def owed_in(self, one_round):
        """The commitments a round asks about: reported in it, or open; or open when it closed.

        A party that has left the agreement is asked for nothing, whatever became of its part.
        """
        reported = Q(reports__round=one_round)
        if one_round.closed_at:
            asked = Q(pk__in=one_round.unanswered.values("commitment"))
        else:
            agreement = one_round.agreement_id
            asked = Q(status__in=OPEN, is_offered=False, activity__priority_area__agreement=agreement)
            gone = AgreementParty.objects.left().filter(agreement=agreement)
            asked &= ~Q(party__in=gone.values("party"))
        return self.published().filter(reported | asked).distinct()

    def answered_by(self, membership):
        """Those that the person is the contact of; for a lead also those without a contact in force."""
        named = Q(contact=membership)
        if membership.role == Role.LEAD:
            kept = self.of(membership.party).filter(contact__in=Membership.objects.in_force())
            named |= Q(party=membership.party) & ~Q(pk__in=kept.order_by().values("pk"))
        return self.filter(named)

    def people(self):
        """Who answers for them: each one's contact, or the party's leads where none is in force."""
        named = Membership.objects.in_force().filter(commitments__in=self)
        alone = self.exclude(contact__in=named)
        leads = Membership.objects.in_force().filter(role=Role.LEAD, party__in=alone.values("party"))
        everyone = Membership.objects.filter(Q(pk__in=named.values("pk")) | Q(pk__in=leads.values("pk")))
        return everyone.select_related("user", "party__collaboration")

    def to_tell(self):
        return self.select_related(
            "activity__priority_area__agreement", "party", "contact__user", "contact__deputy"
        )

    def apart_from_activity(self):
        """Commitments that end on another day than their activity."""
        return self.exclude(due_on=F("activity__due_on"))

    def to_regrant(self):
        """With the facts that grants derive from."""
        return self.select_related("activity__priority_area").prefetch_related(
            "activity__priority_area__agreement__parts"
        )

    def with_activity(self):
        return self.select_related("activity__priority_area__agreement", "party", "contact__user")


@keep_versions
class Commitment(Awaited, Dated, Reporting, Nudgeable, Offered, Grantable):
    """One party's own part of an activity: what, when, who, and how it goes. Nobody else reports it."""

    granted_by_parts = "activity__priority_area__agreement"
    access = {
        "view": [Through("activity", "view")],
        "change": [Granted("report", to=STAFF), Through("activity", "change")],
        "report": [Granted("report", to=STAFF)],
        # In the party's place, at its request, and marked as such wherever it shows.
        "report_for": [Through("activity", "coordinate")],
        "remove": [Through("activity", "change")],
        # Who coordinates asks the others for what is missing.
        "nudge": [Through("activity", "change")],
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
        db_index=False,
        related_name="commitments",
        verbose_name=_("contact"),
    )
    is_lead = models.BooleanField(_("coordinates the activity"), default=False)
    # What is counted, when the part can be counted: at least 8 inspections.
    target_number = models.DecimalField(
        _("how many"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"), _("Write a number above 0."))],
    )
    target_unit = models.CharField(_("of what"), max_length=40, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.NOT_STARTED, editable=False)
    # Kept by the database: whether the party has yet to take the part. Until then nobody asks how it goes.
    is_offered = models.BooleanField(default=False, db_default=False, editable=False)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["-is_lead", "party__order", "pk"]
        default_permissions = ("report",)
        triggers = [
            next_version(derived=["status", "is_offered"]),
            counts_down(),
            writes_text("ROW.activity_id", "text"),
            knows_its_offer(),
        ]
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
            models.Index(
                fields=["activity", "due_on"],
                include=["id", "is_offered"],
                condition=Q(status__in=OPEN),
                name="open_commitments_of_activity",
            ),
            models.Index(fields=["contact", "activity"], name="commitments_by_contact"),
            models.Index(
                fields=["party", "contact"],
                include=["activity"],
                condition=Q(status__in=OPEN),
                name="open_commitments_by_contact",
            ),
        ]

    def __str__(self):
        return f"{self.activity.code} {self.party.code}: {self.text}"

    def get_absolute_url(self):
        return f"{self.activity.get_absolute_url()}#{self.public_id}"

    def get_report_url(self):
        return reverse("activities:report", args=[self.public_id])

    def get_report_for_url(self):
        return reverse("activities:report_for", args=[self.public_id])

    def clean(self):
        if self.contact and self.party_id and self.contact.party_id != self.party_id:
            raise ValidationError({"contact": _("The contact belongs to the party that has the part.")})
        if self.party_id and self.party.kind == Party.Kind.OBSERVER:
            raise ValidationError({"party": _("An observer owns no part of an activity.")})
        if self.target_unit and self.target_number is None:
            raise ValidationError({"target_number": _("Write how many, or leave both empty.")})

    def due_grants(self):
        """The party of the commitment, and nobody else, reports it; a draft is not reported."""
        if not self.activity.is_draft:
            yield self.party_id, "report", *self.activity.until_it_left(self.party_id)

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Save; the activity's status and grants follow its commitments."""
        super().save(*args, **kwargs)
        self.regrant()
        self.activity.regrant()
        self.activity.follow_commitments()

    def rounds(self):
        """The open rounds that ask about it, the one that ends first at the head."""
        agreement = self.activity.priority_area.agreement_id
        open_rounds = self.reports.model.round.field.related_model.objects.open()
        return open_rounds.filter(agreement=agreement).order_by("due_on", "pk")

    def round_to_report(self):
        """The open round that lacks its report, else the last open one; None when no round is open."""
        rounds = list(self.rounds())
        reported = set(self.reports.filter(round__in=rounds).values_list("round", flat=True))
        return next((one for one in rounds if one.pk not in reported), rounds[-1] if rounds else None)

    def check_removable(self):
        """Refuse, in words, to take out the coordinating party or what has been reported."""
        if self.is_lead:
            raise ValidationError(
                _("The coordinating party cannot be taken out: let another party coordinate first.")
            )
        if self.reports.exists():
            raise ValidationError(
                _("The party has reported: its part stays. It can be reported as cancelled instead.")
            )

    @transaction.atomic
    def withdraw(self, *, by):
        """Take the party out of the activity."""
        self.check_removable()
        self.offers.open().update(answer="withdrawn")
        self.take_out()
        self.activity.record("left", by=by, party=self.party.short)

    def take_out(self):
        """Delete it; what the activity shows and who sees it follow."""
        activity = self.activity
        self.delete()
        activity.regrant()
        activity.follow_commitments()


@keep_versions
class CommitmentGrant(PartyGrant):
    content_object = models.ForeignKey(Commitment, models.CASCADE, related_name="grants")
