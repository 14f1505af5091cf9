"""One's own page: name, language, password, and the memberships one has."""

from allauth.account.forms import SetPasswordForm
from allauth.account.views import PasswordChangeView, PasswordSetView
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from collab.accounts import entered_by_code
from collab.notice_forms import NoticesForm
from collab.pages import AskPage, Page
from collab.people_forms import ProfileForm


class Profile(AskPage):
    form_class = ProfileForm
    template_name = "collab/profile.html"
    said = _("The change is saved.")

    def allows(self, actor):
        return True

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": self.request.user}

    def get_context_data(self, **kwargs):
        return super().get_context_data(held=self.request.memberships, **kwargs)

    def get_success_url(self):
        return reverse("collab:profile")


class Notices(AskPage):
    """At which pace one is told what by mail."""

    form_class = NoticesForm
    template_name = "collab/notices.html"
    said = _("The change is saved.")

    def get_success_url(self):
        return reverse("collab:notices")


class ChangePassword(PasswordChangeView):
    """Asks for the old password, unless the person has just proved the address by a code."""

    template_name = "account/password.html"
    success_url = reverse_lazy("collab:profile")
    extra_context = {"heading": _("Change password")}

    def get_form_class(self):
        return SetPasswordForm if entered_by_code(self.request) else super().get_form_class()


class SetPassword(PasswordSetView):
    template_name = "account/password.html"
    success_url = reverse_lazy("collab:profile")
    extra_context = {"heading": _("Choose a password")}


class More(Page):
    """The rest of the menu, for phones."""

    section = "more"
    template_name = "collab/more.html"


class Shortcuts(Page):
    """What the keys do; the same as the help that ? opens."""

    template_name = "collab/shortcuts.html"
