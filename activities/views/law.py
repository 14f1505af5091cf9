"""The page of the law: which paragraph is met, and what shows it; to be printed for those who supervise."""

from activities.paragraphs import paragraphs
from collab.access import WORKING
from collab.pages import Page


class LawPage(Page):
    section = "agreements"
    template_name = "activities/law.html"

    def allows(self, actor):
        return actor is not None and actor.role in WORKING

    def get_context_data(self, **kwargs):
        rows = paragraphs(self.request.actor)
        unmet = sum(row.duty.is_met is False for row in rows)
        return super().get_context_data(paragraphs=rows, unmet=unmet, **kwargs)
