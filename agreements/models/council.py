"""The strategic council (10 §) and the working groups: who sits in them, for which party, from when to when."""

from collections import defaultdict
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.access import (
    ALWAYS,
    EVERYONE,
    WORKING,
    AccessQuerySet,
    Grantable,
    Granted,
    PartyGrant,
    Role,
    Through,
)
from collab.clock import today
from collab.history import keep_versions
from collab.models import Collaboration, Membership, Party, Public, Versioned, next_version

# Who keeps figures works with no minutes (permission matrix).
READS_MINUTES = EVERYONE - {Role.DATA_ADMIN}


class CouncilQuerySet(AccessQuerySet):
    def in_order(self):
        """The strategic council first, then the groups by name; those that are closed last."""
        closed = F("closed_on").asc(nulls_first=True)
        strategic = models.Case(models.When(kind=Council.Kind.STRATEGIC, then=0), default=1)
        return self.order_by(closed, strategic, "name")


@keep_versions
class Council(Public, Versioned, Grantable):
    """A group of people who meet for their parties; its parties, the coordinator and the observers read its minutes."""

    class Kind(models.TextChoices):
        STRATEGIC = "strategic", _("Strategic council (10 §)")
        WORKING = "working", _("Working group")

    access = {
        "view": [Granted("view", to=READS_MINUTES)],
        "change": [Granted("change", to=frozenset({Role.COORDINATOR}))],
        # What is live about the work is read by the parties that sit in it, and by nobody who only follows.
        "prepare": [Granted("attend", to=WORKING - {Role.DATA_ADMIN})],
    }

    collaboration = models.ForeignKey(Collaboration, models.PROTECT, related_name="councils")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.STRATEGIC)
    name = models.CharField(_("name"), max_length=120)
    purpose = models.TextField(_("what it is for"), blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = CouncilQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        default_permissions = ("view", "change", "attend")
        triggers = [next_version()]
        constraints = [
            models.UniqueConstraint(
                fields=["collaboration", "name"],
                name="council_name_once",
                violation_error_message=_("There is already a group with that name."),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("agreements:council", args=[self.public_id])

    @property
    def is_strategic(self):
        return self.kind == self.Kind.STRATEGIC

    def due_grants(self):
        """A party attends while somebody of it has a seat; the coordinating party keeps it; observers look on."""
        for seat in self.seats.select_related("person"):
            yield seat.person.party_id, "view", *seat.span()
            yield seat.person.party_id, "attend", *seat.span()
        for party in self.collaboration.parties.all():
            if party.is_coordinating:
                for permission in ("view", "change", "attend"):
                    yield party.pk, permission, *ALWAYS
            elif party.kind == Party.Kind.OBSERVER:
                yield party.pk, "view", party.starts_on or date.min, party.ends_on or date.max

    def parties(self, on=None):
        """The parties that somebody sits for on a day, in the collaboration's order."""
        seated = self.seats.current(on).values("person__party")
        return Party.objects.filter(pk__in=seated).order_by("order")

    def is_led_by_the_municipality(self, on=None):
        """Whether somebody of the coordinating party holds the chair on a day."""
        chairs = self.seats.current(on).filter(function=Seat.Function.CHAIR)
        return chairs.filter(person__party__is_coordinating=True).exists()

    def lacking(self, on=None):
        """(parties without a seat, parties without anybody in a leading position): what 10 § asks of the council."""
        if not self.is_strategic:
            return [], []
        held = defaultdict(list)
        for seat in self.seats.current(on).select_related("person"):
            held[seat.person.party_id].append(seat.is_leading)
        due = list(self.collaboration.parties.owning().taking_part(on))
        empty = [party for party in due if party.pk not in held]
        return empty, [party for party in due if party.pk in held and not any(held[party.pk])]

    @transaction.atomic
    def begin(self, *, by):
        """Start the council; the parties that get a seat in it read its minutes."""
        self.full_clean()
        self.save()
        self.regrant()
        self.record("created", by=by)


@keep_versions
class CouncilGrant(PartyGrant):
    content_object = models.ForeignKey(Council, models.CASCADE, related_name="grants")


class SeatQuerySet(AccessQuerySet):
    def current(self, on=None):
        """Seats that are held on a day by somebody whose membership is in force then."""
        on = on or today()
        held = self.filter(starts_on__lte=on).exclude(ends_on__lt=on)
        return held.filter(person__in=Membership.objects.in_force(on))

    def for_page(self):
        """With who sits and for which party; the chair first, then party by party."""
        chair = models.Case(models.When(function=Seat.Function.CHAIR, then=0), default=1)
        people = self.select_related("person__user", "person__party")
        return people.order_by(chair, "person__party__order", "person__user__name")


@keep_versions
class Seat(Public, Versioned):
    """A person in a council, for a party: as what, in which position, from when to when."""

    class Function(models.TextChoices):
        CHAIR = "chair", _("Chair")
        MEMBER = "member", _("Member")
        DEPUTY = "deputy", _("Deputy member")
        SECRETARY = "secretary", _("Secretary")

    access = {
        "view": [Through("council", "view")],
        "change": [Through("council", "change")],
    }
    recorded_under = "council"

    council = models.ForeignKey(Council, models.CASCADE, related_name="seats")
    person = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name=_("person"))
    function = models.CharField(_("function"), max_length=10, choices=Function, default=Function.MEMBER)
    position = models.CharField(_("position"), max_length=120, blank=True)
    is_leading = models.BooleanField(_("leading position (10 §)"), default=False)
    starts_on = models.DateField(_("from"), default=today)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["council", "pk"]
        default_permissions = ()
        triggers = [next_version()]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="seat_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first."),
            )
        ]

    def __str__(self):
        return f"{self.person.user.name}, {self.council}"

    def get_absolute_url(self):
        return self.council.get_absolute_url()

    def span(self):
        return self.starts_on, self.ends_on or date.max

    def clean(self):
        """Somebody of the collaboration, who has no other seat in the council on the same days."""
        if not (self.person_id and self.starts_on):
            return
        if self.person.party.collaboration_id != self.council.collaboration_id:
            raise ValidationError({"person": _("The person works in another collaboration.")})
        same = self.council.seats.filter(person=self.person).exclude(pk=self.pk)
        if same.filter(Q(ends_on=None) | Q(ends_on__gte=self.starts_on)).exclude(
            starts_on__gt=self.ends_on or date.max
        ):
            raise ValidationError({"person": _("The person already has a seat then.")})

    @transaction.atomic
    def take(self, *, by):
        """Take the seat; the party reads the minutes from its first day."""
        self.full_clean()
        self.save()
        self.council.regrant()
        self.council.record("seated", by=by, party=self.person.party.short)

    @transaction.atomic
    def change(self, *, by, **values):
        """Change the named facts; what the party reads follows."""
        stored = Seat.objects.get(pk=self.pk)
        changed = [name for name, value in values.items() if getattr(stored, name) != value]
        for name in changed:
            setattr(self, name, values[name])
        self.full_clean()
        if changed:
            self.save()
            self.council.regrant()
            self.council.record("seat_changed", by=by, party=self.person.party.short)
