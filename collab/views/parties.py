"""The parties of the collaboration, and whom to call there."""

from django.contrib import messages
from django.utils.translation import gettext as _

from collab.models import Membership, Party
from collab.pages import ActionPage, DetailPage, ListPage


class PartyList(ListPage):
    model = Party
    section = "parties"
    template_name = "collab/party_list.html"

    def get_queryset(self):
        return (
            super().get_queryset().taking_part().with_people(Membership.objects.for_actor(self.request.actor))
        )


class PartyDetail(DetailPage):
    model = Party
    section = "parties"
    template_name = "collab/party_detail.html"

    def get_context_data(self, **kwargs):
        people = Membership.objects.for_actor(self.request.actor).of(self.object).in_force().for_list()
        return super().get_context_data(people=people, **kwargs)


class AskForLogin(ActionPage):
    """Whether the links in the party's reminders ask for a sign-in."""

    model = Party
    action = "manage"

    def perform(self, party):
        party.ask_for_login(self.request.POST.get("asks") == "yes", by=self.request.actor)
        messages.success(self.request, _("The change is saved."))
