"""The pages of templates: the list, saving an activity as one, renaming and removing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.forms.templates import FROM_NOW, KeepTemplateForm, RenameTemplateForm
from activities.models import Activity, ActivityTemplate
from agreements.models import PriorityArea
from collab.access import may
from collab.clock import today
from collab.pages import ActionPage, ListPage, VerbPage


class TemplateList(ListPage):
    section = "activities"
    model = ActivityTemplate
    template_name = "activities/template_list.html"

    def allows(self, actor):
        return super().allows(actor) and PriorityArea.objects.for_actor(actor, "plan").exists()

    def get_queryset(self):
        return super().get_queryset().for_page()

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        return super().get_context_data(
            may_keep=may(actor, "change", actor.party.collaboration), start=today() + FROM_NOW, **kwargs
        )


class TemplateKeep(VerbPage):
    """Saves the activity as a template; for who looks after the collaboration's."""

    section = "activities"
    model = Activity
    action = "view"
    form_class = KeepTemplateForm
    template_name = "activities/template_form.html"
    success_url = reverse_lazy("activities:templates")
    said = gettext_lazy("The template is saved. Whoever plans can start from it.")

    def get_object(self, queryset=None):
        row = super().get_object(queryset)
        if not may(self.request.actor, "change", self.request.actor.party.collaboration):
            raise PermissionDenied
        return row

    def get_success_url(self):
        return self.success_url


class TemplateRename(VerbPage):
    section = "activities"
    model = ActivityTemplate
    form_class = RenameTemplateForm
    template_name = "activities/template_form.html"
    said = gettext_lazy("The template has its new name.")

    def get_success_url(self):
        return reverse("activities:templates")


class TemplateRemove(ActionPage):
    model = ActivityTemplate

    def perform(self, row):
        row.remove(by=self.request.actor)
        messages.success(self.request, _("The template is removed. What was planned from it stays."))
        return reverse("activities:templates")
