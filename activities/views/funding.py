"""The pages of fundings: whose money there is, and the days the funders ask for something."""

from django.core.exceptions import PermissionDenied

from activities.forms.funding import FundingForm
from activities.models import Funding
from collab.access import may
from collab.pages import CreatePage, EditPage, ListPage


def may_keep(actor):
    """Whether the actor keeps the collaboration's fundings."""
    return actor is not None and may(actor, "curate", actor.party.collaboration)


class FundingList(ListPage):
    section = "activities"
    model = Funding
    template_name = "activities/funding_list.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_keep=may_keep(self.request.actor), **kwargs)


class FundingCreate(CreatePage):
    section = "activities"
    model = Funding
    form_class = FundingForm
    template_name = "activities/funding_form.html"

    def get_parent(self):
        if not may_keep(self.request.actor):
            raise PermissionDenied
        return super().get_parent()


class FundingEdit(EditPage):
    section = "activities"
    model = Funding
    form_class = FundingForm
    template_name = "activities/funding_form.html"
