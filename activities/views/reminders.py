"""Asking a party for an answer it owes."""

from django.contrib import messages
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from activities.models import Commitment
from collab.pages import ActionPage


class Remind(ActionPage):
    """*Påminn*: tells whoever answers for the part, and leads back to where it was pressed."""

    model = Commitment
    action = "nudge"

    def perform(self, commitment):
        told = commitment.nudge(by=self.request.actor)
        names = get_text_list([one.user.name for one in told], _("and"))
        messages.success(self.request, _("%(names)s has been reminded.") % {"names": names})
        return self.pressed_on()
