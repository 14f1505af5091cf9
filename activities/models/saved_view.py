"""Saved views of the list: a query with a name, one's own or everybody's in the party."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.access import EVERYONE, AccessQuerySet, Role
from collab.history import keep_versions
from collab.models import Membership, Party, Public, Versioned, next_version

VIEWS_AT_MOST = 30
# Who keeps the views that a whole party has.
KEEPERS = frozenset({Role.LEAD, Role.COORDINATOR})


@dataclass(frozen=True)
class OwnView:
    """Open to the person who saved the view, in the membership it was saved in."""

    to: frozenset = EVERYONE

    def rows(self, queryset, actor):
        return queryset.filter(owner=actor.pk)


@dataclass(frozen=True)
class PartyView:
    """Open to the roles `to` of the party whose view it is."""

    to: frozenset = EVERYONE

    def rows(self, queryset, actor):
        return queryset.filter(owner=None, party=actor.party_id)


class SavedViewQuerySet(AccessQuerySet):
    def in_order(self):
        """One's own before the party's, in the order they were saved."""
        return self.order_by(models.F("owner").asc(nulls_last=True), "pk")

    def default(self):
        """The view that opens with the list: one's own choice before the party's; None when nobody chose."""
        return self.filter(is_default=True).in_order().first()

    @transaction.atomic
    def keep(self, *, name, query, by, for_party=False, is_default=False):
        """Save a query under a name, for oneself or, as a keeper of the party's views, for all of the party."""
        view = self.model(owner=None if for_party else by, party=by.party, name=name, query=query)
        if for_party and by.role not in KEEPERS:
            raise ValidationError({"for_party": _("The party lead keeps the views of the whole party.")})
        if view.siblings().count() >= VIEWS_AT_MOST:
            raise ValidationError(_("There are thirty views already: take one away first."))
        view.full_clean()
        view.save()
        view.record("created", by=by)
        if is_default:
            view.open_first(by=by)
        return view


@keep_versions
class SavedView(Public, Versioned):
    """A query of the list under a name; without an owner it is the party's."""

    access = {
        "view": [OwnView(), PartyView()],
        "change": [OwnView(), PartyView(to=KEEPERS)],
        "share": [OwnView(to=KEEPERS)],
    }
    recorded_under = "party"

    owner = models.ForeignKey(
        Membership, models.CASCADE, null=True, blank=True, related_name="saved_views", editable=False
    )
    party = models.ForeignKey(Party, models.CASCADE, related_name="saved_views", editable=False)
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=1000, blank=True, editable=False)
    is_default = models.BooleanField(_("open the list with this view"), default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        triggers = [next_version()]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "party", "name"],
                name="view_name_once_per_keeper",
                nulls_distinct=False,
                violation_error_message=_("There is already a view with that name."),
            ),
            models.UniqueConstraint(
                fields=["owner", "party"],
                condition=Q(is_default=True),
                name="one_default_view_per_keeper",
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{reverse('activities:list')}?{self.query or 'view=all'}"

    @property
    def is_of_party(self):
        return self.owner_id is None

    def siblings(self):
        """The other views of the same person or party."""
        return SavedView.objects.filter(owner=self.owner, party=self.party).exclude(pk=self.pk)

    @transaction.atomic
    def rename(self, name, *, by):
        """Give it another name."""
        if name != self.name:
            self.name = name
            self.full_clean()
            self.save()
            self.record("changed", by=by, fields=["name"])

    @transaction.atomic
    def open_first(self, *, by, chosen=True):
        """Let the list open with it, and with no other of the same keeper; or no longer."""
        for other in self.siblings().filter(is_default=True) if chosen else ():
            other.is_default = False
            other.save()
        if self.is_default != chosen:
            self.is_default = chosen
            self.save()
            self.record("changed", by=by, fields=["is_default"])

    @transaction.atomic
    def share(self, *, by):
        """Give the whole party a view of the same query; one's own stays."""
        return SavedView.objects.keep(name=self.name, query=self.query, by=by, for_party=True)

    @transaction.atomic
    def remove(self, *, by):
        """Take it away."""
        self.record("thrown_away", by=by)
        self.delete()
