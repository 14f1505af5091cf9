"""Citizen promises: what some of the parties have promised the people of a place, counted occasion by occasion."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, Count, F, Prefetch, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models import CollaborationAgreement
from collab.access import (
    ALWAYS,
    STAFF,
    WORKING,
    AccessQuerySet,
    Grantable,
    Granted,
    PartyGrant,
    Role,
)
from collab.clock import today
from collab.history import keep_versions
from collab.models import Area, Membership, Party, Public, Versioned, next_version
from collab.notify import tell

from .activity import Activity
from .promise_links import PromiseActivity, PromiseArea, PromiseParty


class PromiseQuerySet(AccessQuerySet):
    def current(self, on=None):
        """Published promises whose period holds a day or is still to come."""
        return self.exclude(published_on=None).filter(ends_on__gte=on or today())

    def of(self, party):
        """Promises that the party has made."""
        return self.filter(parts__party=party)

    def for_page(self):
        """With parties, places and the number of occasions counted, in a bounded number of queries."""
        parts = PromiseParty.objects.select_related("party", "contact__user").order_by("party__order")
        return (
            self.annotate(done=Count("occasions", distinct=True))
            .select_related("agreement", "drafted_by")
            .prefetch_related(Prefetch("parts", parts), "areas")
            .order_by("ends_on", "pk")
        )

    def holding_first(self, on=None):
        """What holds or is to come, then drafts, then what is over."""
        drafts = When(published_on=None, then=Value(1))
        over = When(ends_on__lt=on or today(), then=Value(2))
        return self.order_by(Case(drafts, over, default=Value(0)), "ends_on", "pk")

    @transaction.atomic
    def make(self, *, agreement, by, **facts):
        """A draft that only the party of `by` sees."""
        promise = self.model(agreement=agreement, drafted_by=by.party)
        promise.write(by=by, verb="drafted", **facts)
        return promise


@keep_versions
class Promise(Public, Versioned, Grantable):
    """A medborgarlöfte: a text, its own parties, a period and a number; how far it has come is counted, never typed."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        COMING = "coming", _("Not begun")
        GOING = "going", _("Going on")
        AT_RISK = "at_risk", _("At risk")
        KEPT = "kept", _("Fulfilled")
        BROKEN = "broken", _("Not fulfilled")

    access = {
        "view": [Granted("view", to=WORKING)],
        "change": [Granted("change", to=STAFF), Granted("coordinate", to=frozenset({Role.COORDINATOR}))],
        # Its parties count what they have done; who keeps it counts for them when asked to.
        "count": [
            Granted("count", to=STAFF),
            Granted("change", to=STAFF),
            Granted("coordinate", to=frozenset({Role.COORDINATOR})),
        ],
    }

    agreement = models.ForeignKey(
        CollaborationAgreement, models.PROTECT, related_name="promises", verbose_name=_("agreement")
    )
    text = models.CharField(_("the promise"), max_length=200)
    target = models.PositiveSmallIntegerField(_("at least how many?"))
    unit = models.CharField(_("of what?"), max_length=60)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    areas = models.ManyToManyField(Area, through="PromiseArea", related_name="+", verbose_name=_("places"))
    activities = models.ManyToManyField(Activity, through="PromiseActivity", related_name="+")
    published_on = models.DateField(null=True, blank=True, editable=False)
    drafted_by = models.ForeignKey(Party, models.PROTECT, related_name="+")
    is_demo = models.BooleanField(default=False)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ["ends_on", "pk"]
        default_permissions = ("view", "change", "count", "coordinate")
        triggers = [next_version()]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="promise_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.CheckConstraint(
                condition=Q(target__gte=1),
                name="promise_has_a_target",
                violation_error_message=_("Write a number from 1."),
            ),
        ]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return reverse("activities:promise", args=[self.public_id])

    def due_grants(self):
        """A draft is its party's; a published promise is counted by its parties and seen by the agreement's."""
        yield self.drafted_by_id, "view", *ALWAYS
        yield self.drafted_by_id, "change", *ALWAYS
        if not self.published_on:
            return
        for part in self.parts.all():
            yield part.party_id, "view", *ALWAYS
            yield part.party_id, "count", *ALWAYS
        coordinating = {p.pk for p in self.agreement.collaboration.parties.all() if p.is_coordinating}
        for part in self.agreement.parts.all():
            yield part.party_id, "view", *part.span()
            if part.party_id in coordinating:
                yield part.party_id, "coordinate", *part.span()

    @property
    def done(self):
        """How many occasions are counted."""
        return self.__dict__["done"] if "done" in self.__dict__ else self.occasions.count()

    @done.setter
    def done(self, n):
        self.__dict__["done"] = n

    def expected(self, on=None):
        """How many there would be by a day at an even pace."""
        day = min(on or today(), self.ends_on)
        days = (day - self.starts_on).days + 1
        return max(0, self.target * days // ((self.ends_on - self.starts_on).days + 1))

    def state(self, on=None):
        """What follows from the dates and the count; a kept promise is kept whatever the day."""
        on = on or today()
        if not self.published_on:
            return self.State.DRAFT
        if self.done >= self.target:
            return self.State.KEPT
        if on > self.ends_on:
            return self.State.BROKEN
        if on < self.starts_on:
            return self.State.COMING
        # The last day of the pace is today's: what is to be done today is not late yet.
        return self.State.AT_RISK if self.done < self.expected(on - timedelta(days=1)) else self.State.GOING

    @property
    def heading(self):
        """Under which it stands in the list of all."""
        if not self.published_on:
            return _("Drafts")
        return _("Earlier promises") if today() > self.ends_on else _("Promises that hold")

    def possible_parties(self):
        return self.agreement.parties().owning()

    @transaction.atomic
    def write(self, *, by, verb="changed", parties=None, areas=None, activities=None, **facts):
        """Set the facts, the parties ({party: contact}), the places and the activities given, and record it."""
        stored = type(self).objects.filter(pk=self.pk).values(*facts).first() or {}
        for name, value in facts.items():
            setattr(self, name, value)
        self.full_clean()
        self.save()
        changed = [name for name in facts if stored.get(name) != facts[name]]
        if parties is not None:
            changed += ["parties"] if self.set_parties(parties) else []
        for name, link, rows in (("areas", PromiseArea, areas), ("activities", PromiseActivity, activities)):
            if rows is not None and link.objects.replace(self, rows):
                changed.append(name)
        self.regrant()
        if changed:
            self.record(verb, by=by, fields=changed)

    def set_parties(self, parties):
        """Make `parties` the ones that promise; one that has counted stays. Returns whether anything differed."""
        held = {part.party_id: part for part in self.parts.all()}
        wanted = {party.pk: contact for party, contact in parties.items()}
        gone = set(held) - set(wanted)
        counted = self.occasions.filter(party__in=gone).select_related("party").first()
        if counted:
            raise ValidationError(
                {"parties": _("%(party)s has counted occasions and stays.") % {"party": counted.party.short}}
            )
        for pk in gone:
            held[pk].delete()
        for pk, contact in wanted.items():
            PromiseParty.objects.update_or_create(promise=self, party_id=pk, defaults={"contact": contact})
        return bool(gone) or any(pk not in held or held[pk].contact != c for pk, c in wanted.items())

    @transaction.atomic
    def publish(self, *, by):
        """Let the parties of the agreement see it, and tell those that promise."""
        if self.published_on:
            return
        if not self.parts.exists():
            raise ValidationError(_("Choose at least one party that makes the promise."))
        self.published_on = today()
        self.save()
        self.regrant()
        self.record("published", by=by)
        contacts = Membership.objects.in_force().filter(pk__in=self.parts.values("contact"))
        tell([person for person in contacts if person.user_id != by.user_id], "promised", self)

    def check_day(self, day):
        """Refuse, in words, a day on which nothing can have been done for it."""
        if day > today():
            raise ValidationError({"held_on": _("The day has not come yet.")})
        if not self.starts_on <= day <= self.ends_on:
            raise ValidationError({"held_on": _("The day lies outside the period of the promise.")})

    @transaction.atomic
    def count(self, *, held_on, party, text, by):
        """Count one occasion of a party."""
        if not self.published_on:
            raise ValidationError(_("A draft is not counted: publish the promise first."))
        if not self.parts.filter(party=party).exists():
            raise ValidationError({"party": _("Choose one of the parties that make the promise.")})
        self.check_day(held_on)
        occasion = self.occasions.create(held_on=held_on, party=party, text=text, counted_by=by)
        self.__dict__.pop("done", None)
        occasion.record("counted", by=by, party=party.short, on=held_on.isoformat())
        return occasion


@keep_versions
class PromiseGrant(PartyGrant):
    content_object = models.ForeignKey(Promise, models.CASCADE, related_name="grants")
