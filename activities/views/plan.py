"""The plan of measures: a page, a Word file and a table to take out; the whole agreement's, or the municipality's."""

from django.http import Http404, HttpResponse
from django.utils.text import slugify

from activities.lists import PlanTable
from activities.plan import MUNICIPAL, WHOLE, Plan
from activities.snapshots.word import DOCX_TYPE
from activities.word_plan import write_plan
from agreements.models import CollaborationAgreement
from collab.access import WORKING
from collab.clock import today
from collab.export.pages import ExportPage
from collab.pages import DetailPage, FilePage


class OfPlan:
    """The plan of an agreement, for those who see the work; the address says whose."""

    section = "agreements"
    model = CollaborationAgreement
    context_object_name = "agreement"

    def allows(self, actor):
        return actor is not None and actor.role in WORKING

    def plan_of(self, agreement):
        scope = self.request.GET.get("scope", WHOLE)
        if scope not in (WHOLE, MUNICIPAL):
            raise Http404
        return Plan(agreement, self.request.actor, scope)


class PlanPage(OfPlan, DetailPage):
    template_name = "activities/plan.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(plan=self.plan_of(self.object), **kwargs)


class PlanFile(OfPlan, FilePage):
    """The plan as a Word file."""

    def file(self, row):
        plan = self.plan_of(row)
        row.record("took_out_report", by=self.request.actor, kind="plan")
        name = f"{slugify(f'atgardsplan {row} {plan.scope}')}-{today().isoformat()}.docx"
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(write_plan(plan), content_type=DOCX_TYPE, headers=disposition)


class PlanExport(ExportPage):
    table = PlanTable
