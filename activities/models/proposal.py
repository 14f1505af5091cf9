"""Proposals: a party's draft that the collaboration's coordinator is asked to adopt, seen by nobody else."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.access import (
    ALWAYS,
    STAFF,
    AccessQuerySet,
    Grantable,
    Granted,
    OwnParty,
    PartyGrant,
    Role,
)
from collab.clock import now
from collab.history import keep_versions
from collab.models import Membership, Party, Public, Recorded
from collab.notify import tell


class ProposalQuerySet(AccessQuerySet):
    def waiting(self):
        return self.filter(answer=Proposal.Answer.WAITING)

    def for_page(self):
        return self.select_related(
            "activity__priority_area__agreement__collaboration", "party", "made_by__user", "answered_by__user"
        ).order_by("made_at", "pk")

    def to_tell(self):
        return self.for_page()


@keep_versions
class Proposal(Grantable, Public, Recorded):
    """That a party submitted a draft to the coordinator, and what came of it.

    The draft itself stays the party's alone: the coordinator reads it on this row's page, and only while it waits.
    """

    class Answer(models.TextChoices):
        WAITING = "waiting", _("Waiting for the coordinator")
        ADOPTED = "adopted", _("Adopted")
        SENT_BACK = "sent_back", _("Sent back")
        DECLINED = "declined", _("Declined")
        TAKEN_BACK = "taken_back", _("Taken back")

    access = {
        "view": [OwnParty(to=STAFF), Granted("answer", to=frozenset({Role.COORDINATOR}))],
        "take_back": [OwnParty(to=STAFF)],
        "answer": [Granted("answer", to=frozenset({Role.COORDINATOR}))],
    }

    activity = models.ForeignKey("activities.Activity", models.CASCADE, related_name="proposals")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    words = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.WAITING)
    reply = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        default_permissions = ("answer",)
        constraints = [
            models.UniqueConstraint(
                fields=["activity"], condition=Q(answer="waiting"), name="one_waiting_proposal"
            )
        ]

    def __str__(self):
        return str(self.activity)

    def get_absolute_url(self):
        return reverse("activities:proposal", args=[self.public_id])

    @property
    def is_waiting(self):
        return self.answer == self.Answer.WAITING

    def coordinating(self):
        """The parties that coordinate the collaboration."""
        return self.activity.agreement.collaboration.parties.filter(is_coordinating=True)

    def due_grants(self):
        """While it waits, the coordinating party's to answer; before and after, nobody's but the party's own."""
        if self.is_waiting:
            for party in self.coordinating():
                yield party.pk, "answer", *ALWAYS

    def parts(self):
        """The parts as the coordinator reads them."""
        return self.activity.commitments.select_related("party", "contact__user")

    @property
    def text(self):
        """What the coordinator reads and adopts, as a mark that differs when a word of it does."""
        parts = self.activity.commitments.order_by("pk").values_list("pk", "version")
        return "-".join([str(self.activity.version), *(f"{pk}.{version}" for pk, version in parts)])

    def settle(self, answer, *, by, reply=""):
        held = type(self).objects.select_for_update().get(pk=self.pk)
        if not held.is_waiting:
            raise ValidationError(
                _("The proposal has been answered already: %(answer)s."),
                params={"answer": held.get_answer_display().lower()},
            )
        self.answer, self.reply, self.answered_by, self.answered_at = answer, reply, by, now()
        self.save()
        self.regrant()
        self.record(f"proposal_{answer}", by=by)

    def tell_party(self):
        """Tell who proposed, or the leads of the party when that person has left."""
        acting = Membership.objects.in_force().select_related("user", "party")
        people = acting.filter(pk=self.made_by_id) or acting.filter(party=self.party, role=Role.LEAD)
        tell(people, "proposal_answered", self, slot=self.answer, answer=self.answer)

    @transaction.atomic
    def adopt(self, visibility, *, text, by):
        """Publish the draft as it was read: its parts are offered to the others, and the proposer is told."""
        if text != self.text:
            raise ValidationError(
                _(
                    "The party changed the proposal while you read. This is the new text: read it, and choose again."
                )
            )
        self.settle(self.Answer.ADOPTED, by=by)
        self.activity.share(visibility, by=by)
        self.tell_party()

    @transaction.atomic
    def send_back(self, reply, *, by):
        """Give it back to be changed, with words."""
        self.settle(self.Answer.SENT_BACK, by=by, reply=reply)
        self.tell_party()

    @transaction.atomic
    def decline(self, reply, *, by):
        """Say no, with the reason; the draft stays the party's."""
        self.settle(self.Answer.DECLINED, by=by, reply=reply)
        self.tell_party()

    @transaction.atomic
    def take_back(self, *, by):
        """Take it back while nobody has answered."""
        self.settle(self.Answer.TAKEN_BACK, by=by)


class Proposed(models.Model):
    """A draft that its party can submit to the coordinator."""

    class Meta:
        abstract = True

    def proposal(self):
        """The latest proposal, or None."""
        return self.proposals.select_related("answered_by__user", "made_by__user").first()

    @transaction.atomic
    def propose(self, *, by, words=""):
        """Ask the coordinator to adopt the draft."""
        if not self.is_draft or by.party_id != self.drafted_by_id:
            raise ValidationError(
                _("Only the party whose draft it is can propose it, before it is published.")
            )
        if by.party.is_coordinating:
            raise ValidationError(
                _("Your party coordinates the collaboration: publish the activity instead.")
            )
        if self.proposals.waiting().exists():
            raise ValidationError(_("The proposal is with the coordinator already."))
        self.check_ready(by)
        made = self.proposals.create(party=by.party, words=words, made_by=by)
        made.regrant()
        made.record("proposed", by=by)
        coordinators = Membership.objects.in_force().filter(
            role=Role.COORDINATOR, party__in=made.coordinating()
        )
        tell(coordinators.select_related("user", "party"), "proposed", made)
        return made

    def end_proposals(self, *, by):
        """A draft that its party publishes itself is proposed no more."""
        for waiting in self.proposals.waiting():
            waiting.take_back(by=by)


@keep_versions
class ProposalGrant(PartyGrant):
    content_object = models.ForeignKey(Proposal, models.CASCADE, related_name="grants")
