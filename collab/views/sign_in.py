"""Getting in: one page with a code by mail or a password; the same answer for every address."""

from allauth.account.forms import LoginForm, RequestLoginCodeForm
from allauth.account.views import ConfirmLoginCodeView, LoginView, LogoutView, RequestLoginCodeView
from django.core.exceptions import ValidationError

from collab.accounts import limit_attempts
from collab.models.collaboration import sole_collaboration


class SignIn(LoginView):
    """The page with both ways in; its own form is the password's."""

    template_name = "account/login.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "password_form": context["form"],
            "code_form": RequestLoginCodeForm(),
            **shown_parties(),
        }


class RequestCode(RequestLoginCodeView):
    """Sends a code to a known address, and says the same of an unknown one."""

    template_name = "account/login.html"

    def form_valid(self, form):
        try:
            limit_attempts(self.request, form.cleaned_data["email"])
        except ValidationError as error:
            form.add_error("email", error)
            return self.form_invalid(form)
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, "code_form": context["form"], "password_form": LoginForm(), **shown_parties()}


class ConfirmCode(ConfirmLoginCodeView):
    template_name = "account/confirm_login_code.html"


class SignOut(LogoutView):
    """A POST signs out; a GET asks."""

    template_name = "account/logout.html"


def shown_parties():
    """What the sign-in page may name: the collaboration, when it has the installation to itself."""
    return {"only": sole_collaboration()}
