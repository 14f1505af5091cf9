"""The pages of people who come and go: what one inherits, hands over, or is to be given."""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activities.forms.people import ContactForm, FarewellForm, HandOverForm
from activities.inheritance import Inheritance
from activities.models import Commitment
from collab.models import Membership
from collab.pages import EditPage, OneEffect, Page, VerbPage


class InheritancePage(Page):
    """What a new contact takes over, and whom to call."""

    section = "overview"
    template_name = "activities/inheritance.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(page=Inheritance(self.request.actor), **kwargs)


class Settle(OneEffect, Page):
    """Takes the pointer to the inheritance away from the first page; the page itself stays."""

    http_method_names = ["post"]

    def post(self, request):
        request.actor.settle(by=request.actor)
        return HttpResponseRedirect(reverse("activities:overview"))


class HandOver(VerbPage):
    """Gives what a person answers for to colleagues, all in one step."""

    model = Membership
    action = "hand_over"
    section = "people"
    form_class = HandOverForm
    template_name = "activities/hand_over.html"
    said = _("The commitments have been handed over.")

    def get_success_url(self):
        return self.object.party.get_absolute_url()


class EndMembership(VerbPage):
    """Ends a role, and in the same step hands over what hangs on it."""

    model = Membership
    section = "people"
    form_class = FarewellForm
    template_name = "activities/end_membership.html"
    said = _("The role has been ended.")

    def get_success_url(self):
        return reverse("collab:people")


class AppointContact(EditPage):
    """Names who answers for a commitment."""

    model = Commitment
    section = "activities"
    form_class = ContactForm
    template_name = "activities/appoint_contact.html"
