"""The first page."""

from django.shortcuts import redirect

from activities.overview import Overview
from activities.own import OwnWork
from collab.navigation import COMMITMENTS_FIRST
from collab.pages import Page


class OverviewPage(Page):
    """The overview; who reports for a party begins with the party's own commitments."""

    section = "overview"

    def dispatch(self, request, *args, **kwargs):
        if request.actor is None and request.user.is_technical:
            return redirect("collab:operations")
        return super().dispatch(request, *args, **kwargs)

    def get_template_names(self):
        is_own = self.request.actor.role in COMMITMENTS_FIRST
        return ["activities/own.html" if is_own else "activities/overview.html"]

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        page = OwnWork(actor) if actor.role in COMMITMENTS_FIRST else Overview(actor)
        return super().get_context_data(page=page, **kwargs)
