"""The pages of steps: adding, changing, saying that one is done."""

from django.core.exceptions import PermissionDenied

from activities.forms.steps import NewStepForm, StepForm
from activities.models import Activity, Commitment, Step
from collab.pages import ActionPage, CreatePage, EditPage


class StepCreate(CreatePage):
    """Open to whoever may change a part of the activity that is still going on."""

    section = "activities"
    model = Step
    within = (Activity, "view")
    form_class = NewStepForm
    template_name = "activities/step_form.html"

    def get_parent(self):
        activity = super().get_parent()
        parts = Commitment.objects.for_actor(self.request.actor, "change")
        if not parts.open().filter(activity=activity).exists():
            raise PermissionDenied
        return activity


class StepEdit(EditPage):
    section = "activities"
    model = Step
    form_class = StepForm
    template_name = "activities/step_form.html"


class StepAction(ActionPage):
    """Something a button does to a step; one goes back to the page it stood on."""

    model = Step


class StepFinish(StepAction):
    def perform(self, step):
        step.finish(by=self.request.actor)
        return self.pressed_on()


class StepResume(StepAction):
    def perform(self, step):
        step.resume(by=self.request.actor)
        return self.pressed_on()


class StepRemove(StepAction):
    def perform(self, step):
        address = step.get_absolute_url()
        step.remove(by=self.request.actor)
        return address
