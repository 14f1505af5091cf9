"""Imports: the list, the steps of a draft, and what can be done to a delivery."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from collab.models import AuditEvent
from collab.pages import ActionPage, CreatePage, DetailPage, ListPage, VerbPage
from lagesbild.forms import ColumnsForm, ReviewForm, SameFileForm, TableForm, UndoForm, UploadForm
from lagesbild.models import IMPORTERS, Delivery, ImportBatch, ImportIssue, ImportProfile, Indicator

from .review_rows import ReviewRows
from .steps import steps

SHOWN = 50


class Imports:
    section = "imports"
    model = ImportBatch


class ImportList(Imports, ListPage):
    template_name = "lagesbild/import_list.html"

    def get_queryset(self):
        return super().get_queryset().listed().newest_first()

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_import=self.request.actor.role in IMPORTERS, **kwargs)


class ImportCreate(Imports, CreatePage):
    form_class = UploadForm
    template_name = "lagesbild/import_file.html"

    def get_parent(self):
        """Nothing: those who may deliver for their party may begin."""
        if self.request.actor is None or self.request.actor.role not in IMPORTERS:
            raise PermissionDenied

    def get_form_kwargs(self):
        asked = Delivery.objects.for_actor(self.request.actor, "deliver")
        self.order = asked.filter(public_id=self.request.GET.get("underlag", "")).first()
        return {**super().get_form_kwargs(), "order": self.order}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(steps=steps("file"), **kwargs)
        return {**context, "order": self.order}


class Step(Imports, VerbPage):
    """A step of a draft; what the verb refuses is told in words above the form."""

    needs = ()

    def get_object(self, queryset=None):
        batch = super().get_object(queryset)
        if set(self.needs) - set(batch.mapping):
            raise Http404
        return batch

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs) if self.is_open else self.leave()

    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs) if self.is_open else self.leave()

    @property
    def is_open(self):
        return self.object.is_draft and not self.object.work

    def leave(self):
        """What is imported or thrown away has no steps any more, only its own page; nor while a worker is at it."""
        return HttpResponseRedirect(self.object.get_absolute_url())

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "wanted": self.request.GET}

    def get_context_data(self, **kwargs):
        others = ImportBatch.objects.for_actor(self.request.actor)
        facts = {
            "same": others.same_file(self.object).first(),
            "draft": others.same_draft(self.object).first(),
        }
        way = steps(self.step, self.object)
        return super().get_context_data(batch=self.object, steps=way, **facts, **kwargs)


class ImportSheet(Step):
    step = "sheet"
    form_class = TableForm
    template_name = "lagesbild/import_sheet.html"


class ImportColumns(Step):
    step = "columns"
    form_class = ColumnsForm
    template_name = "lagesbild/import_columns.html"
    needs = ("header_row",)


class ImportReview(Step):
    step = "review"
    form_class = ReviewForm
    template_name = "lagesbild/import_review.html"
    needs = ("columns",)

    def get_context_data(self, **kwargs):
        rows = ReviewRows(self.object, self.request)
        profile = ImportProfile.objects.for_actor(self.request.actor).filter(
            pk=self.object.mapping.get("profile")
        )
        return super().get_context_data(
            rows=rows, counts=self.object.overview.counts(), profile=profile.first(), **kwargs
        )

    def get_success_url(self):
        later = self.request.POST.get("do") == "later"
        return reverse("lagesbild:imports") if later else self.object.get_absolute_url()


class ImportSame(Step):
    """Says that the file was delivered before, before anything is asked about it."""

    step = "file"
    form_class = SameFileForm
    template_name = "lagesbild/import_same.html"

    @property
    def is_open(self):
        return self.object.is_delivered_before


WORKED_AT = {ImportBatch.Kind.LOOK: "file", ImportBatch.Kind.READ: "columns"}


class ImportWork(Imports, DetailPage):
    """How far a worker has come; leads on when it is done."""

    template_name = "lagesbild/import_work.html"
    context_object_name = "batch"

    def get_queryset(self):
        return ImportBatch.objects.for_actor(self.request.actor, "change")

    def get(self, request, *args, **kwargs):
        batch = self.get_object()
        if not batch.work:
            return HttpResponseRedirect(batch.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        step = WORKED_AT.get(self.object.work, "review")
        return super().get_context_data(steps=steps(step, self.object), **kwargs)


class ImportDetail(Imports, DetailPage):
    template_name = "lagesbild/import_detail.html"
    context_object_name = "batch"

    def get_context_data(self, **kwargs):
        issues = ImportIssue.objects.for_actor(self.request.actor).filter(batch=self.object)
        indicators = Indicator.objects.for_actor(self.request.actor).filter(pk__in=self.object.indicators())
        way = steps("detail", self.object)
        events = AuditEvent.objects.for_actor(self.request.actor).about(self.object)[:SHOWN]
        facts = {
            "issues": issues[:SHOWN],
            "issue_count": issues.count(),
            "indicators": indicators,
            "events": events,
            "steps": way,
        }
        return super().get_context_data(**facts, **kwargs)


class ImportUndo(Imports, VerbPage):
    """Says what an undo changes, and which later values it leaves alone, before it is done."""

    form_class = UndoForm
    template_name = "lagesbild/import_undo.html"

    def get(self, request, *args, **kwargs):
        if self.object.is_committed:
            return super().get(request, *args, **kwargs)
        return HttpResponseRedirect(self.object.get_absolute_url())

    def get_context_data(self, **kwargs):
        batch = self.object
        restored, removed = batch.undo_means()
        later = batch.changed_since(self.request.actor)
        facts = {"batch": batch, "restored": restored, "removed": removed, "count": later.count()}
        return super().get_context_data(later=later.with_source()[:SHOWN], **facts, **kwargs)


class ImportNext(Imports, ActionPage):
    """Begins another import of the same file, for a table that is left in it."""

    def perform(self, batch):
        return batch.take_in_again(by=self.request.actor).get_absolute_url()


class ImportRelease(Imports, ActionPage):
    action = "release"

    def perform(self, batch):
        batch.release(by=self.request.actor)


class ImportDiscard(Imports, ActionPage):
    def perform(self, batch):
        batch.discard(by=self.request.actor)
        return reverse("lagesbild:imports")
