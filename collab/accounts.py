"""How people get in: by invitation only, with a code to their address or a password, a limited number of times."""

import ipaddress
from datetime import timedelta

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.sites.requests import RequestSite
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import LoginAttempt
from .tasks import send_account_mail

PERIOD = timedelta(hours=1)
PER_ACCOUNT, PER_NETWORK = 20, 200
TOO_MANY = _("Too many attempts. Wait an hour, or ask your coordinator for help.")


class Adapter(DefaultAccountAdapter):
    """No public sign-up; guesses are counted per account and per network before they are looked at."""

    def is_open_for_signup(self, request):
        return False

    def pre_authenticate(self, request, **credentials):
        limit_attempts(request, credentials.get("email") or "")
        super().pre_authenticate(request, **credentials)

    def send_mail(self, template_prefix, email, context):
        """Hand the mail to a worker: a known address must not take longer to answer than an unknown one."""
        context = {
            **context,
            "email": email,
            "current_site": RequestSite(self.request),
            "is_demo": settings.DEMO,
        }
        letter = self.render_mail(template_prefix, email, context)
        send_account_mail.delay_on_commit(letter.subject, letter.body, letter.to)


def limit_attempts(request, account):
    """Raise ValidationError when this account, or this network, has been tried too often within the hour."""
    tries = LoginAttempt.objects
    by_account = tries.allow(f"account:{account.strip().lower()[:150]}", limit=PER_ACCOUNT, period=PERIOD)
    by_network = tries.allow(f"network:{network(request)}", limit=PER_NETWORK, period=PERIOD)
    if not (by_account and by_network):
        raise ValidationError(TOO_MANY)


def network(request):
    """The network that a request comes from: /24 of an IPv4 address, /64 of an IPv6 address.

    Behind trusted proxies the address is the one that the outermost of them saw; what a client claims is not read.
    """
    address = request.META["REMOTE_ADDR"]
    claimed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    behind = settings.ADDRESSES_BEHIND_PROXY
    if behind and len(claimed) >= behind:
        address = claimed[-behind]
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network(f"{ip}/{24 if ip.version == 4 else 64}", strict=False))
