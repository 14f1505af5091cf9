"""Collaboration agreements: the two-year priorities under a declaration, by subject and by place."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collab.access import (
    ALWAYS,
    EVERYONE,
    STAFF,
    AccessQuerySet,
    Granted,
    PartyGrant,
    Role,
    Through,
)
from collab.clock import now, today
from collab.dates import day_full
from collab.history import keep_versions
from collab.models import Area, Collaboration, Party, Public, Recorded, Versioned, next_version

from .declaration import DeclarationOfIntent
from .drafting import Drafting, Prioritising
from .following import regrant_followers
from .joint import Joint
from .periods import Participation, Period, PeriodQuerySet
from .wording import places_in_words


class AgreementQuerySet(Drafting, PeriodQuerySet):
    def with_relatives(self, actor):
        """With declaration, predecessor and successors, each only where the actor may see it."""
        agreements = self.model.objects.for_actor(actor)
        declarations = DeclarationOfIntent.objects.for_actor(actor)
        return self.prefetch_related(
            Prefetch("declaration", declarations),
            Prefetch("predecessor", agreements),
            Prefetch("successors", agreements),
            Prefetch("decisions", self.model.decisions.rel.related_model.objects.for_actor(actor)),
            "priority_areas",
            "places__area__parent",
            "parts__party",
            "signatures__entered_by__user",
            "signatures__entered_by__party",
        )


@keep_versions
class CollaborationAgreement(Public, Versioned, Prioritising, Joint):
    """A samverkansöverenskommelse: what its parties prioritise together, and where."""

    access = {
        "view": [Granted("view", to=EVERYONE)],
        "change": [Granted("change", to=frozenset({Role.COORDINATOR}))],
        "sign": [
            Granted("view", to=frozenset({Role.LEAD})),
            Granted("change", to=frozenset({Role.COORDINATOR})),
        ],
        "plan": [Granted("view", to=STAFF)],
    }

    collaboration = models.ForeignKey(Collaboration, models.PROTECT, related_name="agreements")
    declaration = models.ForeignKey(DeclarationOfIntent, models.PROTECT, related_name="agreements")
    name = models.CharField(_("name"), max_length=200)
    purpose = models.TextField(_("purpose"), blank=True)
    predecessor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("predecessor"),
    )
    is_historic = models.BooleanField(_("historical, dates of signature unknown"), default=False)
    is_demo = models.BooleanField(default=False)
    # Set at every change of the text: its areas and places stand in rows of their own.
    written_at = models.DateTimeField(default=now, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta(Period.Meta):
        default_permissions = ("view", "change")
        triggers = [next_version()]

    def __str__(self):
        return f"{self.name} {self.years}"

    def get_absolute_url(self):
        return reverse("agreements:detail", args=[self.public_id])

    def get_edit_url(self):
        return reverse("agreements:edit", args=[self.public_id])

    def get_decide_url(self):
        return f"{self.declaration.get_decide_url()}?om={self.public_id}"

    def get_sign_url(self):
        return reverse("agreements:sign", args=[self.public_id])

    def get_leave_url(self):
        return reverse("activities:leave", args=[self.public_id])

    def get_admit_url(self):
        return reverse("agreements:admit", args=[self.public_id])

    def clean(self):
        """An agreement lies inside its declaration, in one collaboration."""
        if self.declaration.collaboration_id != self.collaboration_id:
            raise ValidationError({"declaration": _("The declaration belongs to another collaboration.")})
        words = _("The period of an agreement lies inside its declaration's, %(first)s–%(last)s.") % {
            "first": day_full(self.declaration.starts_on),
            "last": day_full(self.declaration.ends_on),
        }
        if self.starts_on and self.starts_on < self.declaration.starts_on:
            raise ValidationError({"starts_on": words})
        if self.ends_on and self.ends_on > self.declaration.ends_on:
            raise ValidationError({"ends_on": words})

    def unfinished(self):
        return super().unfinished() + ([] if self.priority_areas.all() else [gettext("a priority area")])

    def content(self):
        return {
            **super().content(),
            "declaration": self.declaration_id,
            "priority_areas": [f"{area.letter}. {area.name}" for area in self.priority_areas.all()],
            "places": [str(place.area) for place in self.places.all()],
        }

    def own_decisions(self):
        """The steps of the decision chain that are about this agreement."""
        return self.decisions.all()

    def regrant(self):
        """As of any row; and the grants on the work under it follow its parts."""
        return super().regrant() + regrant_followers(self)

    def due_grants(self):
        """The parties of the agreement see it while they take part; the coordinating party keeps it."""
        for part in self.parts.all():
            yield part.party_id, "view", *part.span()
        for party in self.collaboration.parties.filter(is_coordinating=True):
            yield party.pk, "view", *ALWAYS
            yield party.pk, "change", *ALWAYS

    def places_in_words(self):
        """Districts: A and B. Sub-area of C: D."""
        return places_in_words([place.area for place in self.places.all()])

    def parties(self, on=None):
        """The parties that take part on a day, observers left out, in the collaboration's order."""
        on = on or today()
        taking_part = self.signatories().exclude(joined_on__gt=on).exclude(left_on__lt=on)
        return Party.objects.filter(pk__in=taking_part.values("party")).order_by("order")


@keep_versions
class AgreementParty(Participation):
    agreement = models.ForeignKey(CollaborationAgreement, models.CASCADE, related_name="parts")

    class Meta(Participation.Meta):
        constraints = [models.UniqueConstraint(fields=["agreement", "party"], name="one_part_per_agreement")]


@keep_versions
class CollaborationAgreementGrant(PartyGrant):
    content_object = models.ForeignKey(CollaborationAgreement, models.CASCADE, related_name="grants")


@keep_versions
class PriorityArea(Public, Recorded):
    """A subject the agreement prioritises, in the text's own spelling."""

    access = {
        "view": [Through("agreement", "view")],
        "plan": [Through("agreement", "plan")],
        "change": [Through("agreement", "change")],
    }
    recorded_under = "agreement"

    agreement = models.ForeignKey(CollaborationAgreement, models.CASCADE, related_name="priority_areas")
    order = models.PositiveSmallIntegerField(default=0)
    letter = models.CharField(_("letter"), max_length=2)
    name = models.CharField(_("name"), max_length=160)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        ordering = ["agreement", "order"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["agreement", "letter"], name="priority_letter_once_per_agreement")
        ]

    def __str__(self):
        return self.name

    @property
    def short(self):
        return self.short_name or self.name

    def get_absolute_url(self):
        return f"{self.agreement.get_absolute_url()}#{self.public_id}"


@keep_versions
class AgreementArea(models.Model):
    """A place the agreement prioritises, and why."""

    agreement = models.ForeignKey(CollaborationAgreement, models.CASCADE, related_name="places")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    motive = models.TextField(blank=True)

    class Meta:
        ordering = ["area__order"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["agreement", "area"], name="place_once_per_agreement")]

    def __str__(self):
        return str(self.area)
