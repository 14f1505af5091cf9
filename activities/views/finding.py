"""Finding: the search over everything one may see."""

from activities.finding.everything import Finding
from collab.pages import Page


class SearchPage(Page):
    section = "search"
    template_name = "activities/search.html"

    def get_context_data(self, **kwargs):
        asked = self.request.GET
        finding = Finding(asked.get("q", "")[:120], self.request.actor, asked.get("kind", ""))
        return super().get_context_data(finding=finding, **kwargs)
