"""How the installation is: numbers for whoever looks after it, none of them a party's."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils.translation import gettext as _

from collab.clock import now
from collab.models import OutgoingMail, User

RECENTLY = timedelta(days=1)


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
        (_("Mails waiting"), waiting),
        (_("Mails given up"), dead),
        (_("Last mail sent"), latest.strftime("%Y-%m-%d %H:%M UTC") if latest else _("none yet")),
    ]
