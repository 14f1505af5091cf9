"""The pages of decisions: one, registering and correcting it, and the bodies that decide."""

from django.utils.translation import gettext_lazy as _

from agreements import happenings
from agreements.forms.decisions import BodyForm, DecisionForm
from agreements.lists import DecisionTable
from agreements.models import Decision, DecisionBody, DeclarationOfIntent
from collab.export.pages import ExportPage
from collab.formsets import Growing
from collab.models import Party
from collab.pages import CreatePage, DetailPage, EditPage, ListPage
from collab.views.documents import AttachPage


class DecisionDetail(DetailPage):
    model = Decision
    section = "agreements"

    def get_queryset(self):
        return super().get_queryset().with_minutes(self.request.actor)

    def get_context_data(self, **kwargs):
        decision, actor = self.object, self.request.actor
        events = happenings.about(decision.declaration, actor, only=decision)
        return super().get_context_data(events=events, **kwargs)


class DecisionCreate(Growing, CreatePage):
    section = "agreements"
    model = Decision
    within = (DeclarationOfIntent, "decide")
    form_class = DecisionForm
    template_name = "agreements/decision_form.html"
    said = _("The decision is registered.")

    def get_initial(self):
        """What the decision before it tells of the matter, and the body it waits for.

        ?organ= names another body, ?om= the agreement that the decision is about.
        """
        asked = self.request.GET
        return self.parent.next_decision(self.request.actor, body=asked.get("organ"), about=asked.get("om"))


class DecisionEdit(Growing, EditPage):
    section = "agreements"
    model = Decision
    form_class = DecisionForm
    template_name = "agreements/decision_form.html"


class DecisionDocumentCreate(AttachPage):
    section = "agreements"
    within = (Decision, "change")


class DecisionExport(ExportPage):
    table = DecisionTable


class BodyList(ListPage):
    section = "agreements"
    model = DecisionBody
    paginate_by = None
    template_name = "agreements/body_list.html"

    def get_queryset(self):
        return super().get_queryset().by_party()

    def get_context_data(self, **kwargs):
        may_change = set(DecisionBody.objects.for_actor(self.request.actor, "change"))
        may_add = Party.objects.for_actor(self.request.actor, "manage").owning().exists()
        return super().get_context_data(may_change=may_change, may_add=may_add, **kwargs)


class BodyCreate(CreatePage):
    section = "agreements"
    model = DecisionBody
    form_class = BodyForm
    template_name = "agreements/body_form.html"

    def allows(self, actor):
        return super().allows(actor) and Party.objects.for_actor(actor, "manage").owning().exists()


class BodyEdit(EditPage):
    section = "agreements"
    model = DecisionBody
    form_class = BodyForm
    template_name = "agreements/body_form.html"
