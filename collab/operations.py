"""How the installation is: numbers for whoever looks after it, none of them a party's."""

from contextlib import suppress

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from collab.clock import now
from collab.models import OutgoingMail, User

LAST_TICK = "last-tick"


def note_tick():
    """Remember when the last tick came; a hint for whoever looks after the installation, and nothing depends on it."""
    with suppress(RedisError):
        cache.set(LAST_TICK, now(), timeout=None)


def last_tick():
    try:
        return said(cache.get(LAST_TICK))
    except RedisError:
        return _("not known: the cache is away")


def state():
    """Pairs of term and value for the page Operations."""
    waiting, dead = OutgoingMail.objects.waiting().count(), OutgoingMail.objects.dead().count()
    latest = (
        OutgoingMail.objects.exclude(sent_at=None)
        .order_by("-sent_at")
        .values_list("sent_at", flat=True)
        .first()
    )
    return [
        (_("Version"), settings.VERSION),
        (_("Database"), f"PostgreSQL {connection.pg_version // 10000}.{connection.pg_version % 10000}"),
        (_("People who can sign in"), User.objects.filter(is_active=True).count()),
        (_("Sessions in use"), Session.objects.filter(expire_date__gt=now()).count()),
        (_("Last tick"), last_tick()),
        (_("Mails waiting"), waiting),
        (_("Mails given up"), dead),
        (_("Addresses that mail does not reach"), User.objects.exclude(bouncing_since=None).count()),
        (_("Last mail sent"), said(latest)),
    ]


def said(instant):
    return instant.strftime("%Y-%m-%d %H:%M:%S UTC") if instant else _("none yet")
