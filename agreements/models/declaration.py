"""Declarations of intent: the four-year promise that agreements are made under."""

from django.db import models
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.access import ALWAYS, EVERYONE, Granted, PartyGrant, Role
from collab.history import keep_versions
from collab.models import Collaboration, Public, Versioned, next_version

from .drafting import Drafting
from .joint import Joint
from .periods import Participation, Period, PeriodQuerySet


class DeclarationQuerySet(Drafting, PeriodQuerySet):
    def with_tree(self, actor):
        """What holds first, each with the agreements the actor may see, in a bounded number of queries.

        The agreements lie in `tree`, each with its priority areas and places; the decisions come along.
        """
        agreements = self.model.agreements.rel.related_model.objects.for_actor(actor).order_by("-starts_on")
        below = agreements.prefetch_related(
            "declaration", "priority_areas", "places__area__parent", "parts__party", "signatures", "decisions"
        )
        return (
            self.current_first()
            .prefetch_related(Prefetch("agreements", below, to_attr="tree"))
            .prefetch_related("parts__party", "decisions__agreement", "decisions__decided_by")
            .prefetch_related("decisions__passed_to", "decisions__numbers")
            .prefetch_related("signatures__entered_by__user", "signatures__entered_by__party")
            .with_predecessor(actor)
        )

    def with_predecessor(self, actor):
        """With the one before, or None in its place when the actor may not see it."""
        return self.prefetch_related(Prefetch("predecessor", self.model.objects.for_actor(actor)))


@keep_versions
class DeclarationOfIntent(Public, Versioned, Joint):
    """An avsiktsförklaring: who promises to work together, and for which years."""

    access = {
        "view": [Granted("view", to=EVERYONE)],
        "change": [Granted("change", to=frozenset({Role.COORDINATOR}))],
        "sign": [
            Granted("view", to=frozenset({Role.LEAD})),
            Granted("change", to=frozenset({Role.COORDINATOR})),
        ],
        # To register what a body has decided about it: for any party, or for one's own.
        "decide": [
            Granted("change", to=frozenset({Role.COORDINATOR})),
            Granted("view", to=frozenset({Role.LEAD})),
        ],
    }

    collaboration = models.ForeignKey(Collaboration, models.PROTECT, related_name="declarations")
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
    predecessor_note = models.TextField(_("earlier declarations"), blank=True)
    # Historical: in force although the dates of the signatures are not known.
    is_historic = models.BooleanField(_("historical, dates of signature unknown"), default=False)
    is_demo = models.BooleanField(default=False)

    objects = DeclarationQuerySet.as_manager()

    class Meta(Period.Meta):
        default_permissions = ("view", "change")
        triggers = [next_version()]

    def __str__(self):
        return f"{self.name} {self.years}"

    def get_absolute_url(self):
        return reverse("agreements:declaration", args=[self.public_id])

    def get_edit_url(self):
        return reverse("agreements:edit_declaration", args=[self.public_id])

    def get_decide_url(self):
        return reverse("agreements:register_decision", args=[self.public_id])

    def get_sign_url(self):
        return reverse("agreements:sign_declaration", args=[self.public_id])

    def get_leave_url(self):
        return reverse("activities:leave_declaration", args=[self.public_id])

    def get_admit_url(self):
        return reverse("agreements:admit_to_declaration", args=[self.public_id])

    def own_decisions(self):
        """The steps of the decision chain about the declaration, alone or with the agreement it began with."""
        return [
            one
            for one in self.decisions.all()
            if one.agreement_id is None or one.agreement.starts_on == self.starts_on
        ]

    def next_decision(self, actor, *, body=None, about=None):
        """What a form about the next decision begins with, as far as `actor` sees.

        `body` is the public id of one, `about` that of an agreement under it.
        """
        agreement = self.agreements.for_actor(actor).filter(public_id=about).first() if about else None
        steps = self.decisions.for_actor(actor).select_related("agreement", "passed_to")
        last = steps.filter(**({"agreement": agreement} if agreement else {})).last()
        bodies = self.decisions.model.decided_by.field.related_model.objects.for_actor(actor, "decide")
        awaited = last and last.awaited_body
        chosen = bodies.filter(public_id=body or (awaited.public_id if awaited else "")).first()
        if agreement and last is None and chosen is None:
            chosen = bodies.in_use().filter(party=actor.party).first()
        following = chosen and bodies.after(chosen)
        agreement = agreement or (last and last.agreement)
        return {
            "matter": last.matter if last else str(agreement or ""),
            "agreement": agreement and agreement.public_id,
            "decided_by": chosen and chosen.public_id,
            "passed_to": following and following.public_id,
        }

    def due_grants(self):
        """The parties of the declaration see it; the coordinating party keeps it."""
        for part in self.parts.select_related("party"):
            yield part.party_id, "view", *part.span()
        for party in self.collaboration.parties.filter(is_coordinating=True):
            yield party.pk, "view", *ALWAYS
            yield party.pk, "change", *ALWAYS


@keep_versions
class DeclarationParty(Participation):
    declaration = models.ForeignKey(DeclarationOfIntent, models.CASCADE, related_name="parts")
    is_new = models.BooleanField(_("new in this declaration"), default=False)

    class Meta(Participation.Meta):
        constraints = [
            models.UniqueConstraint(fields=["declaration", "party"], name="one_part_per_declaration")
        ]


@keep_versions
class DeclarationOfIntentGrant(PartyGrant):
    content_object = models.ForeignKey(DeclarationOfIntent, models.CASCADE, related_name="grants")
