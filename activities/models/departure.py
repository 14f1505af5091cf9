"""A party leaves an agreement: the day after its last its parts get their fates, and no more is told to it."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.models import CollaborationAgreement
from collab.access import AccessQuerySet, Through
from collab.clock import now, today
from collab.history import keep_versions
from collab.models import InboxItem, Membership, Party, Public, Recorded

from .commitment import Commitment
from .reminder import Reminder
from .status import Cause, Status


class PartFate(models.TextChoices):
    """What becomes of a part whose party leaves."""

    TAKEN_OVER = "taken_over", _("Taken over by another party")
    ENDED = "ended", _("Ended")
    RECONSIDERED = "reconsidered", _("Reconsidered")


class DepartureQuerySet(AccessQuerySet):
    def due(self):
        """Those whose last day has passed and that have not been carried out."""
        return self.filter(settled_at=None, last_on__lt=today())

    @transaction.atomic
    def make(self, agreement, party, *, by, last_on, lesson="", fates=None):
        """Let the party's last day be `last_on`; `fates` is {commitment: (fate, the party that takes over or None)}."""
        if party.is_coordinating:
            raise ValidationError({"party": _("The party coordinates the collaboration and cannot leave.")})
        for part, (fate, taker) in (fates or {}).items():
            if fate == PartFate.TAKEN_OVER and taker in (None, party):
                raise ValidationError(_("Choose who takes over %(part)s.") % {"part": part})
        agreement.dismiss(party, by=by, on=last_on)
        self.filter(agreement=agreement, party=party, settled_at=None).delete()
        made = self.create(agreement=agreement, party=party, last_on=last_on, lesson=lesson, made_by=by)
        for part, (fate, taker) in (fates or {}).items():
            made.items.create(commitment=part, fate=fate, taker=taker)
        if last_on < today():
            made.settle()
        return made

    def settle(self):
        """Carry out what is due; returns how many."""
        with transaction.atomic():
            due = list(self.due().select_for_update(skip_locked=True, of=("self",)).order_by("pk"))
            for one in due:
                one.settle()
        return len(due)


@keep_versions
class Departure(Public, Recorded):
    """That a party leaves an agreement on a day, and what was decided about its parts."""

    access = {"view": [Through("agreement", "change")]}
    recorded_under = "agreement"

    agreement = models.ForeignKey(CollaborationAgreement, models.CASCADE, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    last_on = models.DateField()
    # What is told of the parts that end or are reconsidered.
    lesson = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = DepartureQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["last_on"], condition=models.Q(settled_at=None), name="departures_waiting")
        ]

    def __str__(self):
        return f"{self.party} – {self.agreement}"

    @transaction.atomic
    def settle(self):
        """Give every part its fate (reconsidered, when none was chosen), and let what waits to be told be gone."""
        self.settled_at = now()
        self.save(update_fields=["settled_at"])
        if not self.agreement.parts.filter(party=self.party, left_on=self.last_on).exists():
            # It was let in again, or leaves on another day by now.
            return
        chosen = {item.commitment_id: item for item in self.items.select_related("taker")}
        rows = Commitment.objects.filter(activity__priority_area__agreement=self.agreement, party=self.party)
        for part in rows.open().select_for_update(of=("self",)).order_by("pk"):
            self.settle_part(part, chosen.get(part.pk))
        for proposal in self.proposals():
            proposal.take_back(by=self.made_by)
        self.silence()

    def settle_part(self, part, item):
        fate = item.fate if item else PartFate.RECONSIDERED
        activity = part.activity
        if part.is_lead:
            self.pass_lead(activity, item.taker if fate == PartFate.TAKEN_OVER else None, part)
            part.refresh_from_db()
        if part.is_offered:
            part.offers.open().update(answer="withdrawn")
        if fate == PartFate.TAKEN_OVER:
            self.give_over(part, item.taker)
        if part.activity.is_draft:
            return
        facts = {"party": self.party.short, "to": item.taker.short if fate == PartFate.TAKEN_OVER else ""}
        if fate == PartFate.RECONSIDERED:
            needs = gettext("%(party)s has left the agreement: decide who does this.") % facts
            part.conclude(Status.STOPPED, by=self.made_by, needs=needs, text=self.lesson)
        else:
            said = gettext("Taken over by %(to)s.") % facts if facts["to"] else self.lesson
            part.conclude(Status.CANCELLED, by=self.made_by, cause=Cause.PARTY, lesson=said)
        activity.record(f"part_{fate}", by=self.made_by, **facts)

    def pass_lead(self, activity, taker, part):
        """Let another party coordinate: who takes over, else the coordinating party, else the first that has a part."""
        others = activity.commitments.exclude(pk=part.pk).exclude(party=self.party).select_related("party")
        found = sorted(others, key=lambda one: (one.party != taker, not one.party.is_coordinating, one.pk))
        if taker and not any(one.party == taker for one in found):
            # One part coordinates at a time: this one gives it up before the new one has it.
            part.is_lead = False
            part.save()
        elif found:
            activity.hand_over(found[0].party, by=self.made_by)

    def give_over(self, part, taker):
        """Give `taker` a part of the same words, offered to it; one that it has already grows to hold both."""
        activity = part.activity
        if activity.commitments.filter(party=taker).exists():
            return
        is_lead = not activity.commitments.filter(is_lead=True).exists()
        made = activity.add_part(
            party=taker,
            text=part.text,
            due_on=part.due_on,
            is_lead=is_lead,
            target_number=part.target_number,
            target_unit=part.target_unit,
        )
        activity.regrant()
        if not activity.is_draft:
            activity.offer_parts([made], by=self.made_by)

    def proposals(self):
        """The party's drafts under the agreement that wait for the coordinator."""
        model = Commitment.activity.field.related_model.proposals.rel.related_model
        return model.objects.filter(
            activity__priority_area__agreement=self.agreement, party=self.party
        ).waiting()

    def silence(self):
        """Let nothing that waits be told to the party's people of what they no longer see."""
        parts = Commitment.objects.filter(activity__priority_area__agreement=self.agreement)
        people = Membership.objects.filter(party=self.party)
        waiting = Reminder.objects.filter(recipient__in=people, commitment__in=parts, handled_at=None)
        waiting.update(handled_at=now())
        for person in people.in_force():
            own = InboxItem.objects.filter(recipient=person)
            seen = own.for_actor(person).order_by().values("pk")
            for unsaid in (own.unsent(), own.for_digest()):
                unsaid.exclude(pk__in=seen).delete()


@keep_versions
class DepartureItem(models.Model):
    """What was chosen for one part."""

    departure = models.ForeignKey(Departure, models.CASCADE, related_name="items")
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="+")
    fate = models.CharField(max_length=12, choices=PartFate)
    taker = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["departure", "commitment"], name="one_fate_per_part_left")
        ]

    def __str__(self):
        return f"{self.commitment}: {self.get_fate_display()}"
