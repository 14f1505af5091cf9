"""The pages of a proposal: submitting a draft, reading it as coordinator, and answering."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.forms.proposing import AdoptForm, ProposeForm, ReplyForm
from activities.models import Activity, Proposal
from collab.access import may
from collab.pages import ActionPage, DetailPage, VerbPage


class Propose(VerbPage):
    section = "activities"
    model = Activity
    form_class = ProposeForm
    template_name = "activities/proposals/propose.html"
    said = gettext_lazy("The proposal is with the coordinator. You are told what comes of it.")


class ProposalPage(DetailPage):
    section = "overview"
    model = Proposal
    template_name = "activities/proposals/proposal.html"

    def get_queryset(self):
        return super().get_queryset().for_page()

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        form = AdoptForm(row=self.object, actor=actor) if may(actor, "answer", self.object) else None
        return super().get_context_data(form=form, **kwargs)


class Answering(VerbPage):
    """The coordinator's answer; afterwards the draft is the party's alone again."""

    section = "overview"
    model = Proposal
    action = "answer"

    def get_success_url(self):
        return reverse("activities:overview")


class Adopt(Answering):
    form_class = AdoptForm
    template_name = "activities/proposals/proposal.html"
    said = gettext_lazy("The activity is published, and the other parties are offered their parts.")

    def get_success_url(self):
        return self.object.activity.get_absolute_url()


class SendBack(Answering):
    form_class = ReplyForm
    template_name = "activities/proposals/send_back.html"
    said = gettext_lazy("The proposal is sent back with your words.")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "verb": "send_back"}


class DeclineProposal(Answering):
    form_class = ReplyForm
    template_name = "activities/proposals/decline.html"
    said = gettext_lazy("The proposal is declined, and the party has been told why.")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "verb": "decline"}


class TakeBack(ActionPage):
    model = Proposal
    action = "take_back"

    def perform(self, proposal):
        proposal.take_back(by=self.request.actor)
        messages.success(
            self.request, _("The proposal is taken back. The draft is your party's alone again.")
        )
        return proposal.activity.get_absolute_url()
