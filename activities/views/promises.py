"""The pages of citizen promises: all of them, one, writing, publishing, counting, correcting."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from activities.forms.promises import CountForm, OccasionForm, PromiseForm, TakeBackForm
from activities.models import Activity, Promise, PromiseOccasion
from agreements.models import CollaborationAgreement
from collab.access import may
from collab.pages import ActionPage, CreatePage, DetailPage, EditPage, ListPage, VerbPage


class PromiseList(ListPage):
    section = "overview"
    model = Promise
    template_name = "activities/promise_list.html"

    def get_queryset(self):
        return super().get_queryset().for_page().holding_first()

    def get_context_data(self, **kwargs):
        may_plan = CollaborationAgreement.objects.for_actor(self.request.actor, "plan").exists()
        return super().get_context_data(may_plan=may_plan, **kwargs)


class PromiseDetail(DetailPage):
    section = "overview"
    model = Promise
    template_name = "activities/promise_detail.html"

    def get_queryset(self):
        return super().get_queryset().for_page()

    def get_context_data(self, **kwargs):
        actor, promise = self.request.actor, self.object
        may_count = bool(promise.published_on) and may(actor, "count", promise)
        occasions = PromiseOccasion.objects.for_actor(actor).filter(promise=promise)
        mine = PromiseOccasion.objects.for_actor(actor, "change").filter(promise=promise)
        return super().get_context_data(
            form=CountForm(row=promise, actor=actor) if may_count else None,
            occasions=occasions.select_related("party", "counted_by__user", "counted_by__party"),
            correctable=set(mine.values_list("pk", flat=True)),
            activities=Activity.objects.for_actor(actor).filter(promise_links__promise=promise),
            **kwargs,
        )


class PromiseCreate(CreatePage):
    section = "overview"
    model = Promise
    form_class = PromiseForm
    template_name = "activities/promise_form.html"

    def get_parent(self):
        if not CollaborationAgreement.objects.for_actor(self.request.actor, "plan").exists():
            raise PermissionDenied
        return super().get_parent()


class PromiseEdit(EditPage):
    section = "overview"
    model = Promise
    form_class = PromiseForm
    template_name = "activities/promise_form.html"


class PromisePublish(ActionPage):
    model = Promise

    def perform(self, promise):
        promise.publish(by=self.request.actor)
        messages.success(self.request, _("The promise is published, and its contacts told."))


class PromiseCount(VerbPage):
    """Counts one more occasion."""

    section = "overview"
    model = Promise
    action = "count"
    form_class = CountForm
    template_name = "activities/promise_count.html"
    said = _("It is counted.")


class OccasionEdit(EditPage):
    section = "overview"
    model = PromiseOccasion
    form_class = OccasionForm
    template_name = "activities/occasion_form.html"


class OccasionTakeBack(VerbPage):
    section = "overview"
    model = PromiseOccasion
    form_class = TakeBackForm
    template_name = "activities/occasion_take_back.html"
    said = _("The occasion is no longer counted.")

    def get_success_url(self):
        return self.object.promise.get_absolute_url()
