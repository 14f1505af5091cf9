"""The pages of a joint status that somebody sets: setting it, and lifting it."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.forms.judging import JudgeForm
from activities.models import Activity
from collab.pages import ActionPage, VerbPage


class JudgePage(VerbPage):
    section = "activities"
    model = Activity
    form_class = JudgeForm
    template_name = "activities/judge.html"
    said = gettext_lazy("The joint status is set. The parties see why.")


class LiftJudgement(ActionPage):
    model = Activity

    def perform(self, row):
        row.lift_judgement(by=self.request.actor)
        messages.success(self.request, _("The joint status follows from the parties again."))
