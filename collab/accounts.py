"""How people get in: by invitation only, with a code to their address or a password, a limited number of times."""

import ipaddress
import time
from datetime import timedelta

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from .models import LoginAttempt, Membership, User
from .tasks import send_account_mail

# So many tries of one kind in a period: at most twenty within any hour, and the rightful person waits a quarter.
PERIOD = timedelta(minutes=15)
RECENTLY = timedelta(minutes=15)
PER_ACCOUNT, PER_NETWORK = 4, 100
TOO_MANY = _("Too many attempts. Wait a quarter of an hour, or ask your coordinator for help.")

NOBODY = _("You have no role in force today. Ask the coordinator of your collaboration for an invitation.")
UNKNOWN, LOGIN_CODE = "account/email/unknown_account", "account/email/login_code"
KINDS = ("password", "mail", "code")


class Adapter(DefaultAccountAdapter):
    """No public sign-up; guesses are counted per account and per network before they are looked at."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The address and the password do not belong together."),
        "incorrect_code": _("That is not the code in the latest mail. Look again, or ask for a new one."),
        "incorrect_password": _("That is not your current password."),
        "enter_current_password": _("That is not your current password."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request):
        return False

    def get_login_redirect_url(self, request):
        """Whoever looks after the installation and acts for no party has a page of their own."""
        if request.user.memberships.in_force().exists():
            return super().get_login_redirect_url(request)
        return reverse("collab:operations")

    def pre_authenticate(self, request, **credentials):
        limit_attempts(request, "password", credentials.get("email") or "")
        super().pre_authenticate(request, **credentials)

    def pre_login(self, request, user, **kwargs):
        """Turn away whoever proved who they are but acts for nobody any more."""
        if user.may_sign_in():
            return None
        messages.error(request, NOBODY)
        return HttpResponseRedirect(reverse("account_login"))

    def login(self, request, user):
        """Whoever got in was no guesser: the tries of the account are forgotten, those of the network given back."""
        super().login(request, user)
        forget_attempts(request, user.email)
        user.note_arrival()

    def format_email_subject(self, subject):
        return str(subject)

    def send_mail(self, template_prefix, email, context):
        """Hand the mail to a worker; for an unknown address the same work is done, and the mail goes to nobody."""
        is_unknown = template_prefix == UNKNOWN
        context = {
            **context,
            "email": email,
            "site_url": settings.SITE_URL,
            "is_demo": settings.DEMO,
        }
        letter = self.render_mail(LOGIN_CODE if is_unknown else template_prefix, email, context)
        send_account_mail.delay_on_commit(letter.subject, letter.body, [] if is_unknown else letter.to)


def is_expected(email):
    """Whether somebody with this address may sign in today; both questions are asked of every address."""
    people = User.objects.filter(email=email, is_active=True)
    acts = Membership.objects.in_force().filter(user__in=people.values("pk")).exists()
    looks_after = people.filter(is_technical=True).exists()
    return acts or looks_after


def limit_attempts(request, kind, account):
    """Raise ValidationError when this account, or this network, has been tried too often of late."""
    tries = LoginAttempt.objects
    by_account = tries.allow(of_account(kind, account), limit=PER_ACCOUNT, period=PERIOD)
    by_network = tries.allow(of_network(request), limit=PER_NETWORK, period=PERIOD)
    if not (by_account and by_network):
        raise ValidationError(TOO_MANY)


def too_many_tries(request, kind, *, limit, account=None):
    """Count one more try of a kind, from this network or at an account; True once there are more than `limit`."""
    key = of_account(kind, account) if account else f"{kind}:{network(request)}"
    return not LoginAttempt.objects.allow(key, limit=limit, period=PERIOD)


def forget_attempts(request, account):
    """Start counting anew for an account that its person has just entered."""
    LoginAttempt.objects.forget([of_account(kind, account) for kind in KINDS], shared=of_network(request))


def entered_by_code(request):
    """Whether this session began with a code to the person's address, a short while ago."""
    recent = time.time() - RECENTLY.total_seconds()
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "code" and record["at"] > recent for record in records)


def of_account(kind, account):
    """One person, however the address is spelled: the address itself is not kept."""
    return f"{kind}:{salted_hmac('login attempts', account.strip().casefold()).hexdigest()}"


def of_network(request):
    return f"network:{network(request)}"


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
