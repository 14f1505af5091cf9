"""Offers: what others plan for a party is an offer until the party takes it, declines it or asks to change it."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.access import STAFF, AccessQuerySet, OwnParty, Role, Through
from collab.clock import now, today
from collab.history import keep_versions
from collab.models import InboxItem, Membership, Party, Public, Recorded
from collab.notify import tell

from .offered import tells_its_part


class OfferQuerySet(AccessQuerySet):
    def waiting(self):
        """Those the party has yet to answer."""
        return self.filter(answer=Offer.Answer.WAITING)

    def asked(self):
        """Those the party asked to change, which the coordinating party has yet to decide."""
        return self.filter(answer=Offer.Answer.ASKED)

    def open(self):
        return self.filter(answer__in=Offer.OPEN)

    def declined(self):
        return self.filter(answer=Offer.Answer.DECLINED)

    def for_page(self):
        return self.select_related(
            "activity__priority_area__agreement",
            "commitment__contact__user",
            "commitment__party",
            "party",
            "made_by__user",
            "made_by__party",
            "answered_by__user",
        ).order_by("waiting_since", "pk")

    def to_tell(self):
        return self.for_page()


@keep_versions
class Offer(Public, Recorded):
    """That a part was offered to a party, and what the party answered."""

    class Answer(models.TextChoices):
        WAITING = "waiting", _("Waiting for an answer")
        ASKED = "asked", _("Has asked for a change")
        ACCEPTED = "accepted", _("Has taken the part")
        DECLINED = "declined", _("Has declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    OPEN = (Answer.WAITING, Answer.ASKED)

    access = {
        "view": [Through("activity", "view")],
        "answer": [OwnParty(to=STAFF)],
        "decide": [Through("activity", "change")],
    }
    recorded_under = "activity"

    activity = models.ForeignKey("activities.Activity", models.CASCADE, related_name="offers")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    # None once the party is out of the activity; its answer stays.
    commitment = models.ForeignKey(
        "activities.Commitment", models.SET_NULL, null=True, blank=True, related_name="offers"
    )
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    # The day from which the party's answer is awaited: later than the offer when a change was turned down.
    waiting_since = models.DateField(default=today)
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.WAITING)
    answered_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    # Why the party declined.
    words = models.CharField(max_length=300, blank=True)
    wanted_text = models.CharField(_("what the party does"), max_length=200, blank=True)
    wanted_due_on = models.DateField(null=True, blank=True)
    # What the coordinating party said to the change it did not take over.
    reply = models.CharField(max_length=300, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["commitment"],
                condition=Q(answer__in=["waiting", "asked"]),
                name="one_open_offer_per_part",
            )
        ]
        triggers = [tells_its_part()]
        indexes = [
            models.Index(fields=["waiting_since"], condition=Q(answer="waiting"), name="offers_waiting"),
        ]

    def __str__(self):
        return f"{self.activity.code} {self.party.code}"

    def get_absolute_url(self):
        return reverse("activities:offer", args=[self.public_id])

    @property
    def is_waiting(self):
        return self.answer == self.Answer.WAITING

    @property
    def is_asked(self):
        return self.answer == self.Answer.ASKED

    @property
    def is_open(self):
        return self.answer in self.OPEN

    def people(self):
        """Who answers for the party: the contact of the part, else its leads."""
        parts = type(self).commitment.field.related_model.objects
        return parts.filter(pk=self.commitment_id).people()

    def askers(self):
        """Who is told of the answer: those who answer for the coordinating part, and who made the offer."""
        lead = self.activity.commitments.filter(is_lead=True).exclude(party=self.party).people()
        acting = Membership.objects.in_force().exclude(party=self.party).select_related("user", "party")
        found = acting.filter(Q(pk__in=lead.values("pk")) | Q(pk=self.made_by_id))
        return found or acting.filter(party=self.made_by.party_id, role__in=[Role.COORDINATOR, Role.LEAD])

    def hold(self, *answers):
        """Hold the row until the change is made; refuse, in words, when the answer is another than expected."""
        held = type(self).objects.select_for_update().get(pk=self.pk)
        if held.answer not in answers:
            raise ValidationError(_("The offer has been answered already."))
        self.answer = held.answer

    def settle(self, answer, *, by, **facts):
        """Write the answer; a mail that still asks for it does not go."""
        self.answer, self.answered_by, self.answered_at = answer, by, now()
        for name, value in facts.items():
            setattr(self, name, value)
        self.save()
        # In the inbox it stays, where it was told.
        about = InboxItem.objects.filter(kind__in=ASKING, subject_id=self.pk)
        about = about.filter(subject_type__app_label="activities", subject_type__model="offer")
        about.unsent().update(mail=None)
        about.for_digest().update(digest_on=None)

    def tell_askers(self, *, by):
        people = self.askers().exclude(user=by.user_id)
        slot = f"{self.answer} {self.answered_at:%Y%m%d%H%M%S}"
        kind = "offer_taken" if self.answer == self.Answer.ACCEPTED else "offer_answered"
        tell(people, kind, self, slot=slot, answer=self.answer)

    def check_own(self, by):
        if by.party_id != self.party_id:
            raise ValidationError(_("Only the party itself answers what it is offered."))

    @transaction.atomic
    def accept(self, *, by):
        """Take the part as it was offered."""
        self.check_own(by)
        self.take(by=by)

    def take(self, *, by):
        """Note that the part is taken: by an answer, or by a report on it."""
        self.hold(*self.OPEN)
        self.settle(self.Answer.ACCEPTED, by=by)
        self.record("took_part", by=by, party=self.party.short)
        self.tell_askers(by=by)

    @transaction.atomic
    def decline(self, reason, *, by):
        """Say no, with the reason: the part leaves the activity, and the reason stays."""
        self.check_own(by)
        self.hold(*self.OPEN)
        part = self.commitment
        if part.is_lead:
            raise ValidationError(
                _(
                    "Your party is to coordinate, and an activity needs somebody who does. Another party must"
                    " coordinate first; you can ask for a change."
                )
            )
        self.settle(self.Answer.DECLINED, by=by, words=reason, commitment=None)
        part.take_out()
        self.record("turned_down", by=by, party=self.party.short, reason=reason)
        self.tell_askers(by=by)

    @transaction.atomic
    def ask(self, *, text, due_on, by):
        """Ask for another text or another date; the coordinating party decides."""
        self.check_own(by)
        self.hold(self.Answer.WAITING)
        part = self.commitment
        if (text, due_on) == (part.text, part.due_on):
            raise ValidationError(
                {"text": _("Nothing differs: change the text or the date, or take the part as it is.")}
            )
        self.settle(self.Answer.ASKED, by=by, wanted_text=text, wanted_due_on=due_on, reply="")
        self.record("asked_for_change", by=by, party=self.party.short)
        self.tell_askers(by=by)

    @property
    def moves_activity(self):
        """Whether the wanted date lies after the end of the whole activity, which would move with it."""
        return bool(self.wanted_due_on) and self.wanted_due_on > self.activity.due_on

    @transaction.atomic
    def agree(self, *, by):
        """Take over the change that the party asked for: the part is as it wants, and taken."""
        self.hold(self.Answer.ASKED)
        if self.moves_activity:
            self.activity.change(by=by, due_on=self.wanted_due_on)
        self.commitment.change(by=by, text=self.wanted_text, due_on=self.wanted_due_on)
        self.answer = self.Answer.ACCEPTED
        self.save(update_fields=["answer"])
        self.record("agreed_to_change", by=by, party=self.party.short)
        self.tell_decided(by=by)

    @transaction.atomic
    def refuse(self, reply, *, by):
        """Keep the part as it was offered, and say why: the party is asked again."""
        self.hold(self.Answer.ASKED)
        self.answer, self.reply, self.waiting_since = self.Answer.WAITING, reply, today()
        self.save(update_fields=["answer", "reply", "waiting_since"])
        self.record("kept_as_offered", by=by, party=self.party.short)
        self.tell_decided(by=by)

    def tell_decided(self, *, by):
        people = self.people().exclude(user=by.user_id)
        slot = f"{self.answer} {now():%Y%m%d%H%M%S}"
        tell(people, "offer_decided", self, slot=slot, answer=self.answer)


# The kinds that ask for the answer; they are not worth a mail once it is there.
ASKING = ("offered", "offer_reminder")
