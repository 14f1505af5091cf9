"""Who acts in this request, in which language; the only module that knows about htmx."""

from datetime import timedelta

from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse
from django.utils import translation

from .clock import now
from .models import Membership, User, Visit
from .models.membership import ACTING_AS

SEEN_EVERY = timedelta(minutes=5)


class ActorMiddleware:
    """Puts the acting membership in `request.actor`; the session ends with it, and nobody slides into another."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor, request.memberships = None, []
        if request.user.is_authenticated:
            self.find_actor(request)
        return self.get_response(request)

    def find_actor(self, request):
        request.memberships = list(Membership.objects.acting().filter(user=request.user))
        if ACTING_AS not in request.session and request.memberships:
            # Chosen once: a membership that comes later must not change for whom one acts.
            request.session[ACTING_AS] = request.memberships[0].pk
        chosen = request.session.get(ACTING_AS)
        request.actor = next((m for m in request.memberships if m.pk == chosen), None)
        if request.actor is None and (chosen or not request.user.is_technical):
            logout(request)
        elif request.user.last_seen_at is None or now() - request.user.last_seen_at > SEEN_EVERY:
            User.objects.filter(pk=request.user.pk).update(last_seen_at=now())
            if request.actor:
                Visit.objects.note(request.actor)


class LanguageMiddleware:
    """The person's own choice of language, else the browser's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = getattr(request.user, "language", "") or translation.get_language_from_request(request)
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen
            response = self.get_response(request)
            if getattr(response, "is_rendered", True) is False:
                response.render()
        response.headers.setdefault("Content-Language", chosen)
        return response


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page asks for a sign-in unless it says otherwise; a part fetched by htmx leads the whole page there."""

    def handle_no_permission(self, request, view_func):
        response = super().handle_no_permission(request, view_func)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": response.url})
        return response


class PrivateAnswerMiddleware:
    """No answer made for a person is kept by a browser or a proxy; and pages may use none of the device."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
