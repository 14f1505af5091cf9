"""The first page."""

from django.shortcuts import redirect

from activities.overview import overview_of
from collab.pages import Page


class OverviewPage(Page):
    """The overview: what it says first is what the acting person's role asks first."""

    section = "overview"

    def dispatch(self, request, *args, **kwargs):
        if request.actor is None and request.user.is_technical:
            return redirect("collab:operations")
        return super().dispatch(request, *args, **kwargs)

    def get_template_names(self):
        return [self.page.template]

    def get_context_data(self, **kwargs):
        self.page = overview_of(self.request.actor)
        return super().get_context_data(page=self.page, **kwargs)
