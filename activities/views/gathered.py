"""A priority area, and a place: everything about it on one page."""

from activities.gathered import GatheredPlace, GatheredSubject
from agreements.models import PriorityArea
from collab.models import Area
from collab.pages import DetailPage


class SubjectPage(DetailPage):
    section = "activities"
    model = PriorityArea
    template_name = "activities/gathered.html"

    def get_queryset(self):
        return super().get_queryset().select_related("agreement")

    def get_context_data(self, **kwargs):
        return super().get_context_data(page=GatheredSubject(self.object, self.request.actor), **kwargs)


class PlacePage(DetailPage):
    section = "activities"
    model = Area
    template_name = "activities/gathered.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(page=GatheredPlace(self.object, self.request.actor), **kwargs)
