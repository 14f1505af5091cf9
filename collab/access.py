"""The one gate: who may see and do what. No other module imports guardian.

A model says in `access` which rules open which action. A rule is either a grant to the acting party, limited to
some roles, or the way through a parent row. `for_actor` turns the rules into one SQL condition; `may` asks the
same condition about one row, so what a list shows and what a button offers cannot drift apart.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase

from .clock import today

ALWAYS = (date.min, date.max)


class Role(models.TextChoices):
    """What a person does for the party (domain glossary; the last two may belong to an observer)."""

    COORDINATOR = "coordinator", _("Coordinator")
    LEAD = "lead", _("Party lead")
    CONTACT = "contact", _("Party contact")
    DATA_ADMIN = "data_admin", _("Situational picture administrator")
    READER = "reader", _("Reader")
    STEERING = "steering", _("Steering group")
    AUDITOR = "auditor", _("Auditor")
    ELECTED = "elected", _("Elected representative")


EVERYONE = frozenset(Role.values)
STAFF = frozenset({Role.COORDINATOR, Role.LEAD, Role.CONTACT})
# An elected representative reads frozen reports, never live work (permission matrix).
WORKING = EVERYONE - {Role.ELECTED}


@dataclass(frozen=True)
class Granted:
    """Open to the roles `to` of a party that holds `permission` on the row."""

    permission: str
    to: frozenset = EVERYONE

    def rows(self, queryset, actor):
        return holding(queryset, actor, self.permission, today())


def holding(queryset, actor, permission, day, name="granted"):
    """The rows on which the acting party holds a permission on a day."""
    condition = Q(
        grants__group=actor.party_id,
        grants__permission=permission_id(queryset.model, permission),
        grants__starts_on__lte=day,
        grants__ends_on__gte=day,
    )
    relation = FilteredRelation("grants", condition=condition)
    return queryset.alias(**{name: relation}).filter(**{f"{name}__isnull": False})


def granted_on(queryset, actor, day):
    """Of rows that came through the gate, those that the acting party was also let see on another day."""
    return holding(queryset, actor, "view", day, name="granted_then")


@dataclass(frozen=True)
class Through:
    """Open to the roles `to` when `action` is open on the row that `field` points to."""

    field: str
    action: str = "view"
    to: frozenset = EVERYONE

    def rows(self, queryset, actor):
        parent = queryset.model._meta.get_field(self.field).related_model
        return queryset.filter(**{f"{self.field}__in": reached(parent, actor, self.action)})


@dataclass(frozen=True)
class Both:
    """Open where two rules are: a link between two rows exists only for those who reach both ends."""

    first: object
    second: object

    @property
    def to(self):
        return self.first.to & self.second.to

    def rows(self, queryset, actor):
        return self.second.rows(self.first.rows(queryset, actor), actor)


@dataclass(frozen=True)
class OwnParty:
    """Open to the roles `to` when `field` points to the acting party itself."""

    field: str = "party"
    to: frozenset = EVERYONE

    def rows(self, queryset, actor):
        return queryset.filter(**{self.field: actor.party_id})


@dataclass(frozen=True)
class Own:
    """Open to the very membership that `field` points to (its own row: "pk"), and to no colleague."""

    field: str = "membership"
    to: frozenset = EVERYONE

    def rows(self, queryset, actor):
        return queryset.filter(**{self.field: actor.pk})


def reached(model, actor, action):
    """As `for_actor`, made once for an actor: a page asks many times for what lies under the same parents."""
    kept = actor.__dict__.setdefault("reached", {})
    key = model, action, actor.party_id, actor.role, today(), actor.is_in_force()
    if key not in kept:
        kept[key] = model.objects.for_actor(actor, action)
    return kept[key]


@cache
def permission_id(model, name):
    """The id of the permission `name` on `model`; kept for the life of the process."""
    content_type = ContentType.objects.get_for_model(model)
    return Permission.objects.get(content_type=content_type, codename=f"{name}_{model._meta.model_name}").pk


class AccessQuerySet(models.QuerySet):
    """A queryset whose rows people reach through `for_actor` alone."""

    def for_actor(self, actor, action="view"):
        """The rows on which `actor` (a membership in force, or None) may do `action`."""
        rules = self.model.access[action]
        if actor is None or not actor.is_in_force():
            return self.none()
        open_rules = [rule for rule in rules if actor.role in rule.to]
        if not open_rules:
            return self.none()
        if len(open_rules) == 1:
            return open_rules[0].rows(self, actor)
        every = self.model._default_manager.all()
        ways = [Q(pk__in=rule.rows(every, actor).values("pk")) for rule in open_rules]
        return self.filter(Q(*ways, _connector=Q.OR))

    def to_tell(self):
        """With everything that mails and the inbox say of a row, so that many are told without a question for each."""
        return self


def may(actor, action, row):
    """True when `actor` may do `action` to `row`; asked of the database, by the very rule of the lists."""
    return type(row).objects.for_actor(actor, action).filter(pk=row.pk).exists()


def who_may(memberships, action, row):
    """The memberships that may do `action` to `row`, in their order; of those who see alike, one is asked about.

    Only for rows whose rules ask for the party and the role, not for the person.
    """
    groups = {}
    for one in memberships:
        groups.setdefault(alike(one, type(row), action), []).append(one)
    rows = type(row).objects.order_by().filter(pk=row.pk)
    asked = [
        rows.for_actor(group[0], action).annotate(group=models.Value(n)).values_list("group", flat=True)
        for n, group in enumerate(groups.values())
    ]
    if not asked:
        return []
    allowed = set(asked[0].union(*asked[1:]))
    keys = {key for n, key in enumerate(groups) if n in allowed}
    return [one for one in memberships if alike(one, type(row), action) in keys]


def alike(membership, model, action="view"):
    """What the gate asks of a membership about rows of `model`: those with the same answer see the same rows."""
    return membership.party_id, sight(model, membership.role, action), membership.is_in_force()


@cache
def sight(model, role, action="view"):
    """The rules that `role` sees rows of `model` by: two roles with the same answer see the same rows of a party."""
    return tuple(sight_by(rule, model, role) for rule in model.access[action] if role in rule.to)


def sight_by(rule, model, role):
    """What a rule asks of the role; of a rule not known here it may ask anything."""
    if isinstance(rule, Through):
        parent = model._meta.get_field(rule.field).related_model
        return rule.field, sight(parent, role, rule.action)
    return rule.permission if isinstance(rule, Granted) else (rule, role)


class PartyGrant(GroupObjectPermissionBase):
    """A permission of one party on one row, from one day to another (guardian's direct-key model)."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="+", db_index=False)
    permission = models.ForeignKey(Permission, models.CASCADE, db_index=False)
    starts_on = models.DateField(default=date.min)
    ends_on = models.DateField(default=date.max)

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = True
        default_permissions = ()


class Grantable(models.Model):
    """A row that parties hold grants on; the grants derive from relational facts by `due_grants`."""

    class Meta:
        abstract = True

    def due_grants(self):
        """Yield (party id, permission, first day, last day) for every grant the facts call for."""
        raise NotImplementedError(f"{type(self).__name__} does not say who holds grants on it")

    @transaction.atomic
    def regrant(self):
        """Make the stored grants equal the due ones; returns how many rows differed."""
        return regrant(type(self), [self])


def regrant(model, rows, *, apply=True):
    """Compare stored grants with due ones for `rows`; mend them if `apply`. Returns the number of differences."""
    grant = model._meta.get_field("grants").related_model
    due = {}
    for row in rows:
        for party_id, permission, first, last in row.due_grants():
            key = (row.pk, party_id, permission_id(model, permission))
            held = due.get(key, (first, last))
            due[key] = (min(first, held[0]), max(last, held[1]))
    stored = {
        (g.content_object_id, g.group_id, g.permission_id): g
        for g in grant.objects.filter(content_object__in=[row.pk for row in rows])
    }
    surplus = [g.pk for key, g in stored.items() if key not in due]
    moved = [g for key, g in stored.items() if key in due and (g.starts_on, g.ends_on) != due[key]]
    missing = [key for key in due if key not in stored]
    if apply:
        grant.objects.filter(pk__in=surplus).delete()
        for g in moved:
            g.starts_on, g.ends_on = due[g.content_object_id, g.group_id, g.permission_id]
        grant.objects.bulk_update(moved, ["starts_on", "ends_on"], batch_size=1000)
        grant.objects.bulk_create(
            [
                grant(
                    content_object_id=row,
                    group_id=party,
                    permission_id=permission,
                    starts_on=first,
                    ends_on=last,
                )
                for (row, party, permission) in missing
                for first, last in [due[row, party, permission]]
            ],
            batch_size=1000,
        )
    return len(surplus) + len(moved) + len(missing)
