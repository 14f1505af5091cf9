"""Who waits for whom, on the page of an activity: both ends of each dependency that the reader sees."""

from dataclasses import dataclass, field

from .models import Commitment, Dependency


@dataclass(frozen=True)
class Link:
    """A dependency with the other end's part, as it stands under one of the two."""

    dependency: Dependency
    other: Commitment
    is_elsewhere: bool
    may_remove: bool
    # Whether the part that waits is the reader's own.
    is_own: bool


@dataclass(frozen=True)
class Waits:
    """A part, what it waits for, and what waits for it."""

    commitment: Commitment
    may_add: bool
    awaits: list = field(default_factory=list)
    awaited_by: list = field(default_factory=list)


def waits_of(commitments, actor, changeable):
    """Waits of each of the commitments, in their order, that the actor sees or can add a dependency to."""
    keys = {row.pk for row in commitments}
    found = {row.pk: Waits(row, row.pk in changeable and not row.is_closed) for row in commitments}
    links = Dependency.objects.for_actor(actor).touching(keys)
    removable = set()
    if links:
        allowed = Dependency.objects.for_actor(actor, "remove").touching(keys)
        removable = set(allowed.order_by().values_list("pk", flat=True))
    for link in links:
        is_elsewhere = link.waiting.activity_id != link.awaited.activity_id
        facts = (is_elsewhere, link.pk in removable, link.waiting.party_id == actor.party_id)
        if link.waiting_id in keys:
            found[link.waiting_id].awaits.append(Link(link, link.awaited, *facts))
        if link.awaited_id in keys:
            found[link.awaited_id].awaited_by.append(Link(link, link.waiting, *facts))
    return [one for one in found.values() if one.may_add or one.awaits or one.awaited_by]
