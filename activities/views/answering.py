"""What a mail's link opens: one report, without a sign-in and without anything else of the portal.

Looking changes nothing, so a scanner that follows links does no harm. The token in the address is the whole
right, no cookie is: so no cookie is asked for, and none is set.
"""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from activities.forms.reporting import MailReportForm
from activities.reminders.mail_links import BadSignature, Dead, MailLink, NeedsLogin
from collab.accounts import too_many_tries
from collab.pages import AskPage, Page

PER_LINK, PER_NETWORK = 20, 100


@method_decorator([csrf_exempt, login_not_required], name="dispatch")
class ByMail:
    """Reads the link; an answer leaves no trace of its address in the next page's log or in a search engine."""

    def dispatch(self, request, *args, **kwargs):
        try:
            self.link = MailLink.read(kwargs["token"])
            response = self.answer(request, *args, **kwargs)
        except (BadSignature, Dead) as trouble:
            response = self.nothing(request, trouble)
        except NeedsLogin as door:
            response = HttpResponseRedirect(f"{door.url}?{request.GET.urlencode()}")
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def answer(self, request, *args, **kwargs):
        """The page, in the language of who got the mail."""
        self.read_link()
        with translation.override(self.membership.user.language or translation.get_language()):
            response = super().dispatch(request, *args, **kwargs)
            if not getattr(response, "is_rendered", True):
                response.render()
        return response

    def nothing(self, request, trouble):
        """That the link leads nowhere; whoever makes up links is counted."""
        is_forged = isinstance(trouble, BadSignature)
        if is_forged and too_many_tries(request, "mail link", limit=PER_NETWORK):
            return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        status = HTTPStatus.NOT_FOUND if is_forged else HTTPStatus.GONE
        return render(request, "activities/answer/gone.html", status=status)

    def allows(self, actor):
        return True


class Answer(ByMail, AskPage):
    """The report form with the status of the link chosen; sent only by a press on its button."""

    form_class = MailReportForm
    template_name = "activities/answer/form.html"

    def read_link(self):
        self.membership, self.commitment, self.round = self.link.open(hold=self.request.method == "POST")

    def post(self, request, *args, **kwargs):
        key = f"{self.link.commitment}.{self.link.membership}"
        if too_many_tries(request, "mail link", limit=PER_LINK, account=key):
            return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        return super().post(request, *args, **kwargs)

    def sender(self):
        return self.membership.user

    def get_initial(self):
        status = self.request.GET.get("status")
        return {"status": status} if status else {}

    def get_form_kwargs(self):
        own = {"actor": self.membership, "row": self.commitment, "in_round": self.round}
        return {**super().get_form_kwargs(), **own}

    def get_context_data(self, **kwargs):
        return super().get_context_data(commitment=self.commitment, member=self.membership, **kwargs)

    def get_success_url(self):
        return reverse("activities:answered", args=[self.link.token])


class Answered(ByMail, Page):
    """That the report is sent, and how to change it."""

    template_name = "activities/answer/sent.html"

    def read_link(self):
        self.membership, self.report = self.link.sent_report()

    def get_context_data(self, **kwargs):
        return super().get_context_data(report=self.report, link=self.link, member=self.membership, **kwargs)
