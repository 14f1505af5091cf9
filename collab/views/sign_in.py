"""Getting in: one page with a code by mail or a password; the same answer for every address."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, RequestLoginCodeForm
from allauth.account.views import ConfirmLoginCodeView, LoginView, LogoutView, RequestLoginCodeView
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse

from collab.accounts import UNKNOWN, is_expected, limit_attempts
from collab.models.collaboration import sole_collaboration


class Entrance:
    """What the pages before one is in have in common."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(only=sole_collaboration(), **kwargs)

    def _redirect_to_pending_stage(self, request, stage):
        # Whoever waits for a code may still ask for another, or write another address.
        return None


class SignIn(Entrance, LoginView):
    """The page with both ways in; its own form is the password's."""

    template_name = "account/login.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, "password_form": context["form"], "code_form": RequestLoginCodeForm()}


class RequestCode(Entrance, RequestLoginCodeView):
    """Sends a code to a known address, and says the same of an unknown one."""

    template_name = "account/login.html"

    def form_valid(self, form):
        try:
            limit_attempts(self.request, "mail", form.cleaned_data["email"])
        except ValidationError as error:
            form.add_error("email", error)
            return self.form_invalid(form)
        if not is_expected(form.cleaned_data["email"]):
            form._user = None
            adapter = get_adapter()
            adapter.send_mail(UNKNOWN, form.cleaned_data["email"], {"code": adapter.generate_login_code()})
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, "code_form": context["form"], "password_form": LoginForm()}


class ConfirmCode(Entrance, ConfirmLoginCodeView):
    """Takes the code; guesses are counted per account, beside allauth's three per code."""

    template_name = "account/confirm_login_code.html"

    def post(self, request, *args, **kwargs):
        try:
            limit_attempts(request, "code", self._process.state["email"])
        except ValidationError as error:
            messages.error(request, error.message)
            self._process.abort()
            return HttpResponseRedirect(reverse("account_login"))
        return super().post(request, *args, **kwargs)


class SignOut(LogoutView):
    """A POST signs out; a GET asks."""

    template_name = "account/logout.html"
