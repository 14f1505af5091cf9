"""Utkorg: the mails that the demo keeps in a folder instead of sending, open to whoever tries the demo."""

from csp.constants import NONE
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from collab.mail import kept_mail, kept_mails


@method_decorator(login_not_required, name="dispatch")
class Outbox(TemplateView):
    """The kept mails, newest first."""

    template_name = "collab/outbox.html"

    def dispatch(self, request, *args, **kwargs):
        if not settings.DEMO:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "mails": kept_mails()}


class KeptMail(Outbox):
    """One kept mail, as text."""

    template_name = "collab/outbox_mail.html"

    def get_context_data(self, *, name, **kwargs):
        if not (mail := kept_mail(name)):
            raise Http404
        return {**super().get_context_data(**kwargs), "mail": mail}


# A mail carries its styles in its markup; nothing else of it is let loose.
MAIL_POLICY = {
    "default-src": [NONE],
    "style-src": ["'unsafe-inline'"],
    "form-action": [NONE],
    "base-uri": [NONE],
}


@method_decorator(csp_replace(MAIL_POLICY), name="dispatch")
class KeptMailPage(KeptMail):
    """One kept mail, as a mail reader shows it."""

    def render_to_response(self, context, **kwargs):
        if not context["mail"].html:
            raise Http404
        return HttpResponse(context["mail"].html)
