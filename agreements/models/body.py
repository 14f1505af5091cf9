"""The bodies that decide: a municipality's committees and council, a company's board, a federation's direktion."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.access import AccessQuerySet, OwnParty, Role, Through
from collab.history import keep_versions
from collab.models import Party, Public, Versioned, next_version


class BodyQuerySet(AccessQuerySet):
    def in_use(self, named=()):
        """Those that decisions are registered for and those of the keys `named`, party by party, chain by chain."""
        return self.filter(Q(is_in_use=True) | Q(pk__in=named)).by_party()

    def by_party(self):
        return self.select_related("party").order_by("party__order", "order", "name")

    def after(self, body):
        """The body that the same party's matters go to next, or None."""
        return (
            self.filter(is_in_use=True, party=body.party_id, order__gt=body.order).order_by("order").first()
        )


@keep_versions
class DecisionBody(Public, Versioned):
    """A body of a party, and where it stands in the chain that the party's matters go through."""

    access = {
        "view": [Through("party", "view")],
        # The coordinator registers for every party; a lead for the bodies of its own.
        "decide": [Through("party", "change"), OwnParty(to=frozenset({Role.LEAD}))],
        "change": [Through("party", "change"), OwnParty(to=frozenset({Role.LEAD}))],
    }
    recorded_under = "party"

    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("party"))
    name = models.CharField(_("name"), max_length=120)
    short = models.CharField(_("abbreviation"), max_length=12, blank=True)
    order = models.PositiveSmallIntegerField(
        _("place in the chain"), default=1, help_text=_("The lowest number decides first.")
    )
    is_in_use = models.BooleanField(_("new decisions are registered for it"), default=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["party__order", "order", "name"]
        default_permissions = ()
        triggers = [next_version()]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "name"],
                name="body_once_per_party",
                violation_error_message=_("The party already has a body with that name."),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("agreements:bodies")

    @property
    def brief(self):
        return self.short or self.name
