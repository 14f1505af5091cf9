"""Pages about the portal itself; they hold nobody's rows and most are open to the world."""

import sys
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.decorators import method_decorator
from django.views.defaults import server_error as failed
from django.views.generic import TemplateView

from collab import showcase
from collab.models import Membership
from collab.models.collaboration import sole_collaboration
from collab.operations import state

RETRY_SECONDS = 30
# What PostgreSQL calls a lost connection, too many of them, and a server that stops or starts.
AWAY = ("08", "53", "57P")


@method_decorator(login_not_required, name="dispatch")
class Public(TemplateView):
    """Open to whoever asks; shows who to ask only to those who are signed in."""

    def get_context_data(self, **kwargs):
        contacts = Membership.objects.for_actor(self.request.actor).coordinating().for_list()
        facts = {"contacts": contacts, "contact_mail": settings.CONTACT_MAIL}
        return super().get_context_data(only=sole_collaboration(), **facts, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class Components(Public):
    """Every component in every state, in the demo."""

    template_name = "collab/components_page.html"

    def dispatch(self, request, *args, **kwargs):
        if not settings.DEMO:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), **showcase.samples()}


class Operations(TemplateView):
    """How the installation is, for the technical administrator; no party's data."""

    template_name = "collab/operations.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_technical:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(facts=state(), **kwargs)


@login_not_required
@transaction.non_atomic_requests
def healthz(request):
    """200 while the database answers, 503 while not; says nothing else to anybody."""
    try:
        connection.cursor().execute("SELECT 1")
    except OperationalError:
        return HttpResponse("away", content_type="text/plain", status=HTTPStatus.SERVICE_UNAVAILABLE)
    return HttpResponse("ok", content_type="text/plain")


def server_error(request):
    """The page about an error; while the database is away, one that says so and that nothing is lost."""
    if not is_away(sys.exc_info()[1]):
        return failed(request)
    return HttpResponse(
        render_to_string("503.html"),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        headers={"Retry-After": RETRY_SECONDS},
    )


def is_away(error):
    """Whether the database could not be asked; an error that it answered with has a code of its own."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = getattr(error.__cause__, "pgcode", None)
    return code is None or code.startswith(AWAY)
