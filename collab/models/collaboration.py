"""A collaboration: one municipality's joint safety work, which owns its parties, places and agreements."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from collab.access import EVERYONE, STAFF, AccessQuerySet, Grantable, Granted, PartyGrant, Role
from collab.history import keep_versions

from .recorded import Public, Versioned, next_version


@keep_versions
class Collaboration(Public, Versioned, Grantable):
    """The frame that parties, places, indicators and agreements belong to; nothing crosses it."""

    access = {
        "view": [Granted("view", to=EVERYONE)],
        "change": [Granted("change", to=frozenset({Role.COORDINATOR}))],
        # Places, indicators and imports on behalf of all parties.
        "curate": [Granted("change", to=frozenset({Role.COORDINATOR, Role.DATA_ADMIN}))],
        "plan": [Granted("view", to=STAFF)],
    }

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=120)
    tagline = models.CharField(_("tagline"), max_length=120, blank=True)
    area_code = models.CharField(_("municipality code"), max_length=10, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = AccessQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        default_permissions = ("view", "change")
        triggers = [next_version()]

    def __str__(self):
        return self.name

    def due_grants(self):
        """Each party sees its collaboration while it takes part; the coordinating party keeps it."""
        for party in self.parties.all():
            span = (party.starts_on or date.min, party.ends_on or date.max)
            yield party.pk, "view", *span
            if party.is_coordinating:
                yield party.pk, "change", *span


@keep_versions
class CollaborationGrant(PartyGrant):
    content_object = models.ForeignKey(Collaboration, models.CASCADE, related_name="grants")


def sole_collaboration():
    """The only collaboration of the installation, which may then be named to the world; None of several."""
    found = list(Collaboration.objects.order_by("pk")[:2])
    return found[0] if len(found) == 1 else None
