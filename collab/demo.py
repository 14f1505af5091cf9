"""The demo's accounts: one made-up person per role, all with one password that is printed for whoever tries it."""

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import CommandError

from .models import Membership, User

DOMAIN = "demo.example"
# No secret: made-up people, made only where the demo is switched on.
PASSWORD = "prova-samsyn-lugnt"  # noqa: S105


def only_in_the_demo():
    """Refuse to make or show made-up people on a real server."""
    if not (settings.DEMO or settings.DEBUG):
        raise CommandError("Only in the demo: DEMO is off.")


def make_people(rows, parties, *, starts_on):
    """The made-up people of a demo with their memberships; returns the first membership of each, by key."""
    password = make_password(PASSWORD)
    first = {}
    for row in rows:
        user = User.objects.create(
            email=f"{row['key']}@{DOMAIN}",
            name=row["name"],
            title=row["title"],
            is_technical=row.get("is_technical", False),
            password=password,
        )
        for code, role in row["memberships"]:
            membership = Membership.objects.create(
                user=user, party=parties[code], role=role, starts_on=starts_on
            )
            first.setdefault(row["key"], membership)
    for row in rows:
        if "deputy" in row:
            first[row["key"]].deputy = first[row["deputy"]]
            first[row["key"]].save()
    return first


def accounts():
    """(name, e-mail address, [membership, …]) of everyone in the demo, in the order they were made."""
    held = {}
    for membership in Membership.objects.in_force().select_related("party").order_by("pk"):
        held.setdefault(membership.user_id, []).append(membership)
    people = User.objects.filter(email__endswith=f"@{DOMAIN}", is_active=True).order_by("pk")
    return [(user, held.get(user.pk, [])) for user in people]
