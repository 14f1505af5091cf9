"""The parties: authorities and companies that work together, each of them a group that holds grants."""

from django.contrib.auth.models import Group, GroupManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.access import EVERYONE, AccessQuerySet, OwnParty, Role, Through, may
from collab.clock import today
from collab.history import keep_versions

from .collaboration import Collaboration
from .recorded import Public, Versioned, next_version

HUES = 8
# Which roles a party can have, by what it is in the collaboration.
OBSERVING = frozenset({Role.READER, Role.AUDITOR, Role.ELECTED})
PARTAKING = frozenset({Role.LEAD, Role.CONTACT, Role.READER, Role.STEERING})
COORDINATING = frozenset({Role.COORDINATOR, Role.DATA_ADMIN, Role.AUDITOR, Role.ELECTED})


class PartyQuerySet(AccessQuerySet):
    def taking_part(self, on=None):
        """The parties that take part on a day, today unless told; observers included."""
        on = on or today()
        return self.exclude(starts_on__gt=on).exclude(ends_on__lt=on)

    def owning(self):
        """The parties that can own activities: all but observers."""
        return self.exclude(kind=Party.Kind.OBSERVER)

    def with_people(self, memberships):
        """With the people of each party among `memberships`, those who can be called first."""
        people = memberships.in_force().to_call().select_related("user").order_by("user__name")
        return self.prefetch_related(models.Prefetch("memberships", people, to_attr="people"))

    def of(self, collaboration):
        return self.filter(collaboration=collaboration)


@keep_versions
class Party(Public, Versioned, Group):
    """A samverkanspart. It *is* a guardian group, so a grant to the group is a grant to the party."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("Municipality")
        STATE_AUTHORITY = "state_authority", _("State authority")
        MUNICIPAL_FEDERATION = "municipal_federation", _("Municipal federation")
        MUNICIPAL_COMPANY = "municipal_company", _("Municipal company")
        OBSERVER = "observer", _("Observer")

    access = {
        "view": [Through("collaboration", "view", to=EVERYONE)],
        "change": [Through("collaboration", "change")],
        "manage": [Through("collaboration", "change"), OwnParty("pk", to=frozenset({Role.LEAD}))],
        "audit": [
            Through("collaboration", "change"),
            OwnParty("pk", to=frozenset({Role.LEAD, Role.AUDITOR})),
        ],
    }

    collaboration = models.ForeignKey(Collaboration, models.PROTECT, related_name="parties")
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    code = models.CharField(_("short code"), max_length=8)
    title = models.CharField(_("name"), max_length=120)
    short_title = models.CharField(_("short name"), max_length=60, blank=True)
    hue = models.PositiveSmallIntegerField(
        _("colour"), default=1, validators=[MinValueValidator(1), MaxValueValidator(HUES)]
    )
    order = models.PositiveSmallIntegerField(default=0)
    is_coordinating = models.BooleanField(_("coordinates the collaboration"), default=False)
    since = models.PositiveSmallIntegerField(_("part since"), null=True, blank=True)
    asks_for_login = models.BooleanField(_("links in mails ask for a sign-in"), default=False)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    objects = PartyQuerySet.as_manager()
    groups = GroupManager()

    class Meta:
        ordering = ["order", "title"]
        default_permissions = ()
        triggers = [next_version()]
        constraints = [
            models.UniqueConstraint(
                fields=["collaboration", "code"], name="party_code_once_per_collaboration"
            ),
            models.CheckConstraint(
                condition=models.Q(hue__gte=1, hue__lte=HUES), name="party_hue_has_a_token"
            ),
        ]

    def __str__(self):
        return self.title

    def roles_given_by(self, by):
        """The roles that `by` may give in this party; none unless the gate lets `by` manage its people."""
        if not may(by, "manage", self):
            return frozenset()
        if self.kind == self.Kind.OBSERVER:
            return OBSERVING
        roles = PARTAKING | (COORDINATING if self.is_coordinating else frozenset())
        return roles if by.role == Role.COORDINATOR else roles - {Role.COORDINATOR}

    def hold_people(self):
        """Keep others from changing the collaboration's people until the transaction ends."""
        # Every party: of two last coordinators each may belong to another.
        together = Party.objects.filter(collaboration=self.collaboration_id).order_by("pk")
        list(together.select_for_update(of=("self",), no_key=True))

    @transaction.atomic
    def ask_for_login(self, asks, *, by):
        """Decide whether the links in the party's reminders ask for a sign-in."""
        if asks != self.asks_for_login:
            self.asks_for_login = asks
            self.save()
            self.record("login_asked" if asks else "login_spared", by=by)

    def get_absolute_url(self):
        return reverse("collab:party", args=[self.public_id])

    @property
    def short(self):
        return self.short_title or self.title

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Save; the group name is `<collaboration>/<code>`, and the grants follow the dates."""
        self.name = f"{self.collaboration.code}/{self.code}"
        super().save(*args, **kwargs)
        self.collaboration.regrant()
