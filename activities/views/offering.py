"""The pages of an offer: what it is, the party's answer, and what the coordinating party says to a wanted change."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.forms.offering import AskForm, DeclineForm, KeepForm
from activities.models import Offer
from collab.pages import ActionPage, DetailPage, VerbPage


class OfferPage(DetailPage):
    section = "overview"
    model = Offer
    template_name = "activities/offers/offer.html"

    def get_queryset(self):
        return super().get_queryset().for_page()


class AcceptOffer(ActionPage):
    """One press takes the part, and leads back to where it was pressed."""

    model = Offer
    action = "answer"

    def perform(self, offer):
        offer.accept(by=self.request.actor)
        messages.success(self.request, _("Your party has taken the part."))
        return self.pressed_on()


class DeclineOffer(VerbPage):
    section = "overview"
    model = Offer
    action = "answer"
    form_class = DeclineForm
    template_name = "activities/offers/decline.html"
    said = gettext_lazy("Your party has declined. Those who coordinate have been told why.")

    def get_success_url(self):
        return reverse("activities:overview")


class AskForChange(VerbPage):
    section = "overview"
    model = Offer
    action = "answer"
    form_class = AskForm
    template_name = "activities/offers/ask.html"
    said = gettext_lazy("Your wish is sent. You are told what those who coordinate decide.")


class AgreeToChange(ActionPage):
    model = Offer
    action = "decide"

    def perform(self, offer):
        offer.agree(by=self.request.actor)
        messages.success(self.request, _("The part is changed as the party asked, and taken."))
        return offer.activity.get_absolute_url()


class KeepOffer(VerbPage):
    section = "activities"
    model = Offer
    action = "decide"
    form_class = KeepForm
    template_name = "activities/offers/keep.html"
    said = gettext_lazy("The part stays as it was offered, and the party is asked again.")

    def get_success_url(self):
        return self.object.activity.get_absolute_url()
