"""Finding: the search over everything one may see, and the views of the list that people save."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activities.finding.everything import Finding
from activities.forms.saving import ChangeViewForm, SaveViewForm
from activities.models import SavedView
from collab.pages import ActionPage, AskPage, ListPage, Page, VerbPage


class SearchPage(Page):
    section = "search"
    template_name = "activities/search.html"

    def get_context_data(self, **kwargs):
        asked = self.request.GET
        finding = Finding(asked.get("q", "")[:120], self.request.actor, asked.get("kind", ""))
        return super().get_context_data(finding=finding, **kwargs)


class SavedViews(ListPage):
    """The views one has, and those of the party."""

    section = "activities"
    model = SavedView
    template_name = "activities/saved_views.html"

    def get_queryset(self):
        return super().get_queryset().in_order()


class SaveView(AskPage):
    section = "activities"
    form_class = SaveViewForm
    template_name = "activities/save_view.html"
    said = _("The view is saved.")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "query": self.request.GET.urlencode()}

    def get_success_url(self):
        return self.form.view.get_absolute_url()

    def form_valid(self, form):
        self.form = form
        return super().form_valid(form)


class ChangeView(VerbPage):
    section = "activities"
    model = SavedView
    form_class = ChangeViewForm
    template_name = "activities/change_view.html"
    said = _("The view is changed.")

    def get_success_url(self):
        return reverse("activities:saved_views")


class RemoveView(ActionPage):
    model = SavedView

    def perform(self, view):
        view.remove(by=self.request.actor)
        return reverse("activities:saved_views")


class ShareView(ActionPage):
    model = SavedView
    action = "share"

    def perform(self, view):
        view.share(by=self.request.actor)
        return reverse("activities:saved_views")
