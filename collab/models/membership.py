"""Memberships: for which party a person acts, as what, and from when to when."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collab.access import AccessQuerySet, Role, Through
from collab.clock import today
from collab.history import keep_versions

from .party import Party
from .recorded import Public, Versioned, next_version


class MembershipQuerySet(AccessQuerySet):
    def in_force(self, on=None):
        """Memberships of active people that hold on a day, today unless told."""
        on = on or today()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on, user__is_active=True)

    def acting(self):
        """With everything a request asks of its actor, in one query."""
        return self.in_force().select_related("user", "party__collaboration")

    def of(self, party):
        return self.filter(party=party)


@keep_versions
class Membership(Public, Versioned):
    """A person acting for one party in one role, between two dates: the actor of every request and verb."""

    access = {
        "view": [Through("party", "view")],
        "change": [Through("party", "manage")],
    }
    recorded_under = "party"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    party = models.ForeignKey(Party, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    starts_on = models.DateField(_("from"), default=today)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    deputy = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="deputy_for", verbose_name=_("deputy")
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["party", "user__name"]
        default_permissions = ()
        triggers = [next_version()]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.UniqueConstraint(
                fields=["user", "party", "role"],
                condition=Q(ends_on=None),
                name="one_open_membership_per_person_party_and_role",
                violation_error_message=_("This person already has that role for the party."),
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.party}"

    def clean(self):
        if self.deputy and self.deputy.party_id != self.party_id:
            raise ValidationError({"deputy": _("A deputy belongs to the same party.")})

    def is_in_force(self, on=None):
        """True while the membership holds and the person is active."""
        on = on or today()
        return self.user.is_active and self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)

    @transaction.atomic
    def end(self, *, on, by):
        """Let the membership end on a day; the person acts no more from the day after."""
        self.ends_on = on
        self.full_clean(exclude=["deputy"])
        self.save()
        self.record("ended", by=by, on=on.isoformat(), role=self.role)
