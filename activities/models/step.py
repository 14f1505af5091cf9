"""Steps: what a party does on the way to its part, each with a day and an owner; progress is counted, never typed."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from collab.access import AccessQuerySet, Through
from collab.clock import now, today
from collab.history import keep_versions
from collab.models import Membership, Public, Versioned, next_version

from .commitment import Commitment


class StepQuerySet(AccessQuerySet):
    def undone(self):
        return self.filter(done_at=None)

    def of(self, party):
        return self.filter(commitment__party=party)

    def published(self):
        """Steps of activities that have left the draft."""
        return self.filter(commitment__in=Commitment.objects.published())

    def in_open_parts(self):
        """Steps of parts that are still going on."""
        return self.filter(commitment__in=Commitment.objects.open())

    def answered_by(self, membership):
        """Those the person owns: named for the step, or the contact of a part whose step names nobody in force."""
        named = Membership.objects.in_force().keeping_contact().filter(pk=OuterRef("contact"))
        unnamed = ~Exists(named) & Q(commitment__in=Commitment.objects.answered_by(membership))
        return self.filter(Q(contact=membership) | unnamed)

    def for_page(self):
        """With what a line of a list says, the earliest first."""
        related = (
            "commitment__activity__priority_area",
            "commitment__party",
            "contact__user",
            "done_by__user",
        )
        return self.select_related(*related).order_by("due_on", "pk")


@keep_versions
class Step(Public, Versioned):
    """One thing a party does for its part by a day; done when somebody says so."""

    access = {
        "view": [Through("commitment", "view")],
        "change": [Through("commitment", "change")],
    }
    recorded_under = "commitment"

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="steps", verbose_name=_("whose part")
    )
    text = models.CharField(_("what will be done"), max_length=160)
    due_on = models.DateField(_("to be done by"))
    contact = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who does it")
    )
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        default_permissions = ()
        triggers = [next_version()]
        indexes = [models.Index(fields=["due_on"], condition=Q(done_at=None), name="undone_steps_by_date")]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return f"{self.commitment.activity.get_absolute_url()}#steg"

    @property
    def is_done(self):
        return self.done_at is not None

    @property
    def is_over(self):
        """True when nobody waits for it: it is done, or its part is."""
        return self.is_done or self.commitment.is_closed

    def is_late(self, on=None):
        """True when the day has passed and somebody still waits for it."""
        return not self.is_over and self.due_on < (on or today())

    def clean(self):
        if self.contact and self.commitment_id and self.contact.party_id != self.commitment.party_id:
            raise ValidationError({"contact": _("Whoever does it belongs to the party that has the part.")})
        if self.commitment_id and self.due_on and self.due_on > self.commitment.activity.due_on:
            raise ValidationError({"due_on": _("The activity ends before that. Choose an earlier day.")})

    @transaction.atomic
    def take_on(self, *, by):
        """Save a new step of a part."""
        self.full_clean()
        self.save()
        self.record("step_added", by=by, party=self.commitment.party.short)

    @transaction.atomic
    def change(self, *, by, **values):
        """Change the named fields, and record which; returns their names."""
        stored = Step.objects.get(pk=self.pk)
        changed = [name for name, value in values.items() if getattr(stored, name) != value]
        for name in changed:
            setattr(self, name, values[name])
        self.full_clean()
        if changed:
            self.save()
            self.record("step_changed", by=by, party=self.commitment.party.short, fields=changed)
        return changed

    @transaction.atomic
    def finish(self, *, by):
        """Say that it is done, now and by this person; a second time changes nothing."""
        if not self.is_done:
            self.done_at, self.done_by = now(), by
            self.save()
            self.record("step_done", by=by, party=self.commitment.party.short)

    @transaction.atomic
    def resume(self, *, by):
        """Say that it is not done after all."""
        if self.is_done:
            self.done_at = self.done_by = None
            self.save()
            self.record("step_undone", by=by, party=self.commitment.party.short)

    @transaction.atomic
    def remove(self, *, by):
        """Take it away."""
        self.record("step_removed", by=by, party=self.commitment.party.short)
        self.delete()
