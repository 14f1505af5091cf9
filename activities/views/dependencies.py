"""The pages of a dependency: saying what a part waits for, and that it waits no longer."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.forms.dependencies import DependencyForm
from activities.models import Commitment, Dependency
from collab.pages import ActionPage, CreatePage


class DependencyCreate(CreatePage):
    """?q= finds the parts of other activities."""

    section = "activities"
    model = Dependency
    within = (Commitment, "change")
    form_class = DependencyForm
    template_name = "activities/dependency_form.html"
    said = gettext_lazy(
        "Saved. Whoever answers for the part is told if the awaited one slips, and when it is done."
    )

    def get_form_kwargs(self):
        sent = self.request.POST or self.request.GET
        return {**super().get_form_kwargs(), "words": sent.get("q", "")}


class DependencyRemove(ActionPage):
    model = Dependency
    action = "remove"

    def perform(self, row):
        goal = row.get_absolute_url()
        row.undo(by=self.request.actor)
        messages.success(self.request, _("The part waits for that one no longer."))
        return goal
