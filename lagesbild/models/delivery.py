"""Deliveries that were ordered: what each party is to deliver for which period, and how far it has come.

The state follows from the facts: a file taken in, a secrecy review, a release, and the word that it may be published.
Until a release, other parties learn that something was delivered and nothing of what.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.access import AccessQuerySet, OwnParty, Through
from collab.clock import now, today
from collab.history import keep_versions
from collab.models import Collaboration, Membership, Party, Public, Versioned, next_version
from collab.notify import tell

from .batch import RELEASERS, ImportBatch
from .indicator import Indicator
from .period import Period
from .profile import IMPORTERS

# Days before (or, negative, after) the day a delivery is due on which its party is reminded.
REMINDED = (14, 3, -1, -8, -15)
# A reminder older than this is history.
FLOOR = timedelta(days=14)


class DeliveryQuerySet(AccessQuerySet):
    def with_facts(self):
        """With everything that the state is told from."""
        return self.select_related("party", "indicator", "period", "batch")

    def told_to(self, actor):
        """With how far each has come as `actor` may know: a draft or a review is the party's own affair."""
        state, own = Delivery.State, Q(party=actor.party_id)
        done, released = Q(batch__state=ImportBatch.State.COMMITTED), Q(batch__is_released=True)
        steps = [
            (Q(withdrawn_at__isnull=False), state.WITHDRAWN),
            (done & released & Q(publishable_at__isnull=False), state.PUBLISHABLE),
            (done & released, state.RELEASED),
            (done & own & Q(reviewed_at__isnull=False), state.REVIEWED),
            (done, state.DELIVERED),
            (own & Q(batch__state=ImportBatch.State.DRAFT), state.DRAFT),
        ]
        reached = [When(facts, then=Value(step.value)) for facts, step in steps]
        told = Case(*reached, default=Value(state.ORDERED.value), output_field=models.CharField())
        return self.with_facts().annotate(told_state=told)

    def by_due_day(self):
        return self.order_by(F("due_on").asc(), "party__order", "pk")

    def wanted(self):
        """Those that nobody has withdrawn and that are not released yet."""
        done = Q(batch__is_released=True, batch__state=ImportBatch.State.COMMITTED)
        return self.filter(withdrawn_at=None).exclude(done)

    def missing(self):
        """Those that nothing has been imported for."""
        return self.wanted().exclude(batch__state=ImportBatch.State.COMMITTED)

    def remind(self):
        """Tell the parties whose deliveries have a reminder due, once for each; returns how many were told."""
        told = 0
        horizon = today() + timedelta(days=max(REMINDED))
        for pk in self.missing().filter(due_on__lte=horizon).values_list("pk", flat=True):
            with transaction.atomic():
                row = self.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
                told += bool(row and row.remind_if_due())
        return told

    @transaction.atomic
    def order(self, parties, *, by, **facts):
        """One delivery per party, each told at once."""
        made = []
        for party in parties:
            row = self.create(
                collaboration=by.party.collaboration, party=party, ordered_by=by, ordered_on=today(), **facts
            )
            row.record("ordered", by=by)
            tell(row.deliverers(), "delivery_ordered", row)
            made.append(row)
        return made


@keep_versions
class Delivery(Public, Versioned):
    """An order to one party: what, for which period, by which day."""

    class State(models.TextChoices):
        ORDERED = "ordered", _("Ordered")
        DRAFT = "draft", _("Begun")
        DELIVERED = "delivered", _("Delivered, not released")
        REVIEWED = "reviewed", _("Reviewed for secrecy")
        RELEASED = "released", _("Released")
        PUBLISHABLE = "publishable", _("May be published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    access = {
        "view": [Through("collaboration", "curate"), OwnParty("party", to=IMPORTERS)],
        "change": [Through("collaboration", "curate")],
        "deliver": [OwnParty("party", to=IMPORTERS)],
        "review": [OwnParty("party", to=RELEASERS)],
    }

    collaboration = models.ForeignKey(Collaboration, models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("party"))
    title = models.CharField(_("what is to be delivered"), max_length=160)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("indicator")
    )
    period = models.ForeignKey(Period, models.PROTECT, related_name="+")
    due_on = models.DateField(_("by when"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    ordered_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    ordered_on = models.DateField(default=today)
    batch = models.OneToOneField(ImportBatch, models.SET_NULL, null=True, blank=True, related_name="delivery")
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    ground = models.CharField(max_length=300, blank=True)
    publishable_at = models.DateTimeField(null=True)
    publishable_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    publishable_ground = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    # The day whose reminder was the last one, and the day somebody last pressed the button.
    reminded_for = models.DateField(null=True)
    nudged_on = models.DateField(null=True)
    is_demo = models.BooleanField(default=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        default_permissions = ()
        triggers = [next_version(derived=["reminded_for", "nudged_on"])]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("lagesbild:delivery", args=[self.public_id])

    @property
    def told(self):
        """How far it has come, of a row read with `told_to`."""
        return self.State(self.told_state)

    @property
    def is_delivered(self):
        return self.batch is not None and self.batch.state == ImportBatch.State.COMMITTED

    @property
    def is_released(self):
        return self.is_delivered and self.batch.is_released

    @property
    def is_late(self):
        return self.withdrawn_at is None and not self.is_delivered and self.due_on < today()

    @property
    def is_reminded_today(self):
        """Whether somebody has pressed the button today; once a day is enough."""
        return self.nudged_on == today()

    def deliverers(self):
        """Those who can deliver for the party, in force."""
        return Membership.objects.acting().of(self.party).filter(role__in=IMPORTERS)

    def must_stand(self):
        if self.withdrawn_at:
            raise ValidationError(_("The order is withdrawn."))

    @transaction.atomic
    def attach(self, batch, *, by):
        """Let a file that is being imported be this delivery; an earlier file that was undone gives way."""
        self.must_stand()
        if batch.party_id != self.party_id:
            raise ValidationError(_("The order is to another party."))
        if self.is_delivered:
            raise ValidationError(_("Something is delivered already: undo that import first."))
        self.batch, self.reviewed_at, self.reviewed_by, self.ground = batch, None, None, ""
        self.publishable_at, self.publishable_by, self.publishable_ground = None, None, ""
        self.save()

    @transaction.atomic
    def review(self, *, by, ground):
        """Note that the party has reviewed what it delivered for secrecy, and on which ground it may be shown."""
        self.must_stand()
        if not self.is_delivered:
            raise ValidationError(_("Nothing is imported for the order yet."))
        if not ground.strip():
            raise ValidationError({"ground": _("Write the ground, such as: No data under secrecy.")})
        self.reviewed_at, self.reviewed_by, self.ground = now(), by, ground.strip()
        self.save(update_fields=["reviewed_at", "reviewed_by", "ground"])
        # In the history of the file, which only its party sees until it is released.
        self.batch.record("reviewed", by=by)

    @transaction.atomic
    def allow_publishing(self, *, by, ground):
        """Note that what is released may also stand in public reports."""
        self.must_stand()
        if not self.is_released:
            raise ValidationError(_("The party has not released it yet."))
        if not ground.strip():
            raise ValidationError({"ground": _("Write the ground: who has agreed, and when.")})
        self.publishable_at, self.publishable_by = now(), by
        self.publishable_ground = ground.strip()
        self.save(update_fields=["publishable_at", "publishable_by", "publishable_ground"])
        self.record("allowed_publishing", by=by)

    @transaction.atomic
    def withdraw(self, *, by):
        """Take the order back; what is delivered stays the party's."""
        if self.is_delivered:
            raise ValidationError(_("It is delivered already and cannot be withdrawn."))
        if self.withdrawn_at is None:
            self.withdrawn_at = now()
            self.save(update_fields=["withdrawn_at"])
            self.record("withdrawn", by=by)

    @transaction.atomic
    def nudge(self, *, by):
        """Remind the party at once; once a day is enough."""
        self.must_stand()
        if self.is_delivered:
            raise ValidationError(_("It is delivered already."))
        if self.is_reminded_today:
            raise ValidationError(_("The party has been reminded today."))
        self.nudged_on = today()
        self.save(update_fields=["nudged_on"])
        tell(self.deliverers(), "delivery_due", self, slot=f"nudge {today()}")
        self.record("nudged", by=by)

    def remind_if_due(self):
        """Tell the party once for the latest of the days it is to be reminded on; whether it was told."""
        days = (self.due_on - timedelta(days=n) for n in REMINDED)
        reached = [day for day in days if max(self.ordered_on, today() - FLOOR) < day <= today()]
        slot = max(reached, default=None)
        if slot is None or (self.reminded_for and self.reminded_for >= slot):
            return False
        self.reminded_for = slot
        self.save(update_fields=["reminded_for"])
        tell(self.deliverers(), "delivery_due", self, slot=slot.isoformat())
        return True
