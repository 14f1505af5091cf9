"""Memberships: for which party a person acts, as what, and from when to when."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.template import Context
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from collab.access import STAFF, AccessQuerySet, Own, Role, Through
from collab.clock import now, today
from collab.history import keep_versions

from .party import Party
from .recorded import Public, Versioned, next_version
from .user import User

# Where a session keeps which of the person's memberships is acting.
ACTING_AS = "acting_as"
LAST_CONTACT = _(
    "The party would be left without a contact. Choose who takes over, or invite somebody first."
)
LAST_COORDINATOR = _("The collaboration would be left without a coordinator. Choose who takes over.")
LAST_LEAD = _("The party would be left without a lead. Choose who takes over, or invite somebody first.")
# What somebody else must be, before the one of whom it is said may go.
KEEPING = {
    LAST_CONTACT: STAFF,
    LAST_LEAD: frozenset({Role.LEAD}),
    LAST_COORDINATOR: frozenset({Role.COORDINATOR}),
}
ALREADY = _("This person already has that role for the party.")


class MembershipQuerySet(AccessQuerySet):
    def in_force(self, on=None):
        """Memberships of active people that hold on a day, today unless told."""
        on = on or today()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on, user__is_active=True)

    def out_of_reach(self, on=None):
        """Memberships by which nobody can answer for anything: not in force, or not of those who report."""
        on = on or today()
        reached = Q(ends_on=None) | Q(ends_on__gte=on)
        return self.exclude(reached, starts_on__lte=on, user__is_active=True, role__in=STAFF)

    def acting(self):
        """With everything a request asks of its actor, in one query."""
        return self.in_force().select_related("user", "party__collaboration")

    def of(self, party):
        return self.filter(party=party)

    def among(self, others):
        """Those that are also in the queryset `others`, with what their names are made of."""
        return self.filter(pk__in=others.values("pk")).select_related("user", "party")

    def coordinating(self):
        """The coordinators: whom people turn to about the collaboration itself."""
        return self.in_force().filter(role=Role.COORDINATOR)

    def for_list(self):
        """With what a list of people shows, ordered by party and name."""
        return self.select_related("user", "party", "deputy__user").order_by("party__order", "user__name")

    def keeping_contact(self):
        """The memberships by which a party can be reached and can report."""
        return self.filter(role__in=STAFF)

    def to_call(self):
        """Whom to call: those by whom a party can be reached; of an observer, everybody."""
        return self.filter(Q(role__in=STAFF) | Q(party__kind=Party.Kind.OBSERVER))

    @transaction.atomic
    def invite(self, *, party, email, name, role, by, title="", starts_on=None, ends_on=None):
        """Give a person a role in a party, making the person known if need be, and say so by mail."""
        email = User.objects.normalize_email(email).lower()
        user = User.objects.filter(email=email).first() or User.objects.create_user(
            email, name=name, title=title
        )
        membership = self.model(
            user=user, party=party, role=role, starts_on=starts_on or today(), ends_on=ends_on
        )
        membership.may_be_given(by)
        if membership.starts_on < today():
            raise ValidationError({"starts_on": _("The first day cannot have passed.")})
        if membership.is_held_already():
            raise ValidationError({"email": ALREADY})
        membership.full_clean()
        membership.save()
        membership.record("invited", by=by, role=role)
        membership.send_invitation(by)
        return membership


@keep_versions
class Membership(Public, Versioned):
    """A person acting for one party in one role, between two dates: the actor of every request and verb."""

    access = {
        "view": [Through("party", "view")],
        "change": [Through("party", "manage")],
        # Whoever leaves hands over; so do those who look after the party's people.
        "hand_over": [Through("party", "manage"), Own("pk")],
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
    # When the person had read what was taken over, and needs no pointer to it any more.
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)

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
                violation_error_message=ALREADY,
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.party}"

    def clean(self):
        if self.deputy and self.deputy.party_id != self.party_id:
            raise ValidationError({"deputy": _("A deputy belongs to the same party.")})
        if self.deputy and self.deputy.user_id == self.user_id:
            raise ValidationError({"deputy": _("Nobody is their own deputy.")})

    def is_in_force(self, on=None):
        """True while the membership holds and the person is active."""
        on = on or today()
        return self.user.is_active and self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)

    @property
    def reports(self):
        """Whether the person answers for commitments of the party, and so can inherit some."""
        return self.role in STAFF

    def is_held_already(self):
        """Whether the person has this role in this party anyway on some of the days."""
        same = Membership.objects.filter(user=self.user, party=self.party, role=self.role).exclude(pk=self.pk)
        if self.ends_on:
            same = same.filter(starts_on__lte=self.ends_on)
        return same.filter(Q(ends_on=None) | Q(ends_on__gte=self.starts_on)).exists()

    def may_be_given(self, by):
        """Raise ValidationError when `by` may not give this role in this party, nor take it from somebody."""
        roles = self.party.roles_given_by(by)
        if self.role not in roles:
            words = ", ".join(str(label) for value, label in Role.choices if value in roles)
            text = _("For %(party)s you decide about these roles: %(roles)s.") % {
                "party": self.party,
                "roles": words or _("none"),
            }
            raise ValidationError({"role": text})

    def why_kept(self, on):
        """What would be missing after the day `on` without this membership, in words; empty when nothing would."""
        rest = Membership.objects.in_force(on + timedelta(days=1)).exclude(pk=self.pk)
        # Whoever stays must stay as long as this person would have: two endings must not leave a gap together.
        stays = Q(ends_on=None) | Q(ends_on__gte=self.ends_on) if self.ends_on else Q(ends_on=None)
        rest = rest.filter(stays)
        everywhere = rest.filter(party__collaboration=self.party.collaboration_id)
        if self.role == Role.COORDINATOR and not everywhere.filter(role=self.role).exists():
            return LAST_COORDINATOR
        if self.party.kind == Party.Kind.OBSERVER or self.role not in STAFF:
            return ""
        rest = rest.of(self.party)
        if self.role == Role.LEAD and not rest.filter(role=self.role).exists():
            return LAST_LEAD
        return "" if rest.keeping_contact().exists() else LAST_CONTACT

    def act(self, session):
        """Be the membership that this session acts as from now on; the session gets a new key."""
        session[ACTING_AS] = self.pk
        session.cycle_key()
        self.record("acted_as", by=self, role=self.role)

    @transaction.atomic
    def change_role(self, role, *, by):
        """Let the person do something else for the party from now on."""
        self.party.hold_people()
        self.may_be_given(by)
        before = self.role
        why = self.why_kept(today() - timedelta(days=1)) if self.is_in_force() else ""
        if why and role not in KEEPING[why]:
            raise ValidationError({"role": why})
        self.role = role
        self.may_be_given(by)
        if self.is_held_already():
            raise ValidationError({"role": ALREADY})
        self.full_clean(exclude=["deputy"])
        self.save()
        self.record("role_changed", by=by, before=before, after=role)

    @transaction.atomic
    def appoint_deputy(self, deputy, *, by):
        """Name who answers when the person is away; None takes the deputy away."""
        self.deputy = deputy
        self.full_clean()
        self.save()
        self.record("deputy_appointed", by=by, deputy=str(deputy.user) if deputy else "")

    def settle(self, *, by):
        """Remember that the person has read what was taken over."""
        self.settled_at = now()
        self.save(update_fields=["settled_at"])
        self.record("settled", by=by)

    @transaction.atomic
    def end(self, *, on, by, successor=None):
        """Let the membership end on a day, yesterday for at once; a successor of the same party takes over the role."""
        self.party.hold_people()
        self.may_be_given(by)
        if on < today() - timedelta(days=1):
            raise ValidationError({"ends_on": _("The last day can be yesterday at the earliest.")})
        if successor:
            self.hand_over(successor, by=by)
        if why := self.why_kept(on):
            raise ValidationError({"ends_on": why})
        self.ends_on = on
        # Ended before it began: it then held for no day but the last.
        self.starts_on = min(self.starts_on, on)
        self.full_clean(exclude=["deputy"])
        self.save()
        self.record("ended", by=by, on=on.isoformat(), role=self.role)

    def hand_over(self, successor, *, by):
        """Give the role to a colleague, from now on."""
        if successor.party_id != self.party_id or not successor.is_in_force():
            raise ValidationError({"successor": _("Choose somebody who acts for the same party.")})
        successor.change_role(self.role, by=by)

    def successors(self):
        """The colleagues who could take over the role."""
        colleagues = Membership.objects.in_force().of(self.party)
        return colleagues.exclude(user=self.user_id).exclude(role=self.role)

    def send_invitation(self, by):
        """One mail that says who invited to what, and with which address to sign in."""
        context = {"membership": self, "by": by, "site_url": settings.SITE_URL, "is_demo": settings.DEMO}
        context["waits"] = self.starts_on > today()
        with translation.override(self.user.language or settings.LANGUAGE_CODE):
            text = get_template("collab/mail/invited.txt").template
            subject, _rest, body = text.render(Context(context, autoescape=False)).strip().partition("\n")
        self.user.mails.create(key=f"invited:{self.public_id}", subject=subject.strip(), body=body.strip())
