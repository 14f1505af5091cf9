"""People and their memberships: invited, changed and ended by the coordinator, or by the party's own lead."""

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.models import Membership, Party
from collab.pages import AskPage, ListPage, Page, VerbPage
from collab.people_forms import InviteForm, MembershipForm


class PeopleList(ListPage):
    model = Membership
    section = "people"
    template_name = "collab/people.html"
    paginate_by = 200

    def allows(self, actor):
        return Party.objects.for_actor(actor, "manage").exists()

    def get_queryset(self):
        return self.model.objects.for_actor(self.request.actor, "change").for_list()


class Invite(AskPage):
    """Gives a person a role in a party that the actor looks after."""

    section = "people"
    form_class = InviteForm
    template_name = "collab/invite.html"
    said = _("The invitation is on its way.")

    def allows(self, actor):
        return Party.objects.for_actor(actor, "manage").exists()

    def get_initial(self):
        return {"party": self.request.actor.party_id}

    def get_success_url(self):
        return reverse("collab:people")


class MembershipEdit(VerbPage):
    """What a person does for the party, and who answers when the person is away."""

    model = Membership
    section = "people"
    form_class = MembershipForm
    template_name = "collab/membership.html"
    said = _("The change is saved.")

    def get_success_url(self):
        return reverse("collab:people")


class ActAs(Page):
    """Acts for another of one's own memberships from now on: audited, and with a new session key."""

    http_method_names = ["post"]

    def post(self, request):
        wanted = request.POST.get("membership", "")
        chosen = next((m for m in request.memberships if m.public_id == wanted), None)
        if chosen is None:
            raise Http404
        chosen.act(request.session)
        return HttpResponseRedirect(reverse("activities:overview"))
