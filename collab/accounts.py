"""How people get in: by invitation only, with a code to their address or a password."""

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    """No public sign-up: people are invited."""

    def is_open_for_signup(self, request):
        return False
