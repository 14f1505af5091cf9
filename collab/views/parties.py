"""The parties of the collaboration, and whom to call there."""

from collab.models import Membership, Party
from collab.pages import DetailPage, ListPage


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
