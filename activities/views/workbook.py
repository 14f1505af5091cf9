"""The party's commitments as a workbook: downloaded, sent in, reviewed and confirmed."""

import tempfile

from django.contrib import messages
from django.http import FileResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from activities.forms.workbook import ConfirmForm, SendInForm
from activities.models import WorkbookUpload
from activities.workbook.columns import LABELS
from activities.workbook.comparing import Review
from activities.workbook.held import Holdings
from activities.workbook.writing import line, write_commitments
from collab.access import STAFF
from collab.clock import today
from collab.export.files import XLSX_TYPE
from collab.models import Party
from collab.pages import ActionPage, Allowed, AskPage, FilePage, VerbPage


class OwnCommitments(Allowed):
    """For those who report for a party that can own a part."""

    section = "overview"

    def allows(self, actor):
        return actor is not None and actor.role in STAFF and actor.party.kind != Party.Kind.OBSERVER


class WorkbookPage(OwnCommitments, AskPage):
    form_class = SendInForm
    template_name = "activities/workbook.html"

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        waiting = WorkbookUpload.objects.for_actor(actor).waiting()
        count = len(Holdings(actor).to_take_out())
        return super().get_context_data(waiting=waiting, count=count, **kwargs)

    def done(self, form):
        return HttpResponseRedirect(form.upload.get_absolute_url())


class WorkbookFile(OwnCommitments, View):
    """The workbook itself; that it left the portal is recorded."""

    http_method_names = ["get"]

    def get(self, request):
        actor = request.actor
        lines = [line(held) for held in Holdings(actor).to_take_out()]
        name = f"{slugify(_('Our commitments'))}-{today().isoformat()}.xlsx"
        actor.party.record("exported", by=actor, file=name, rows=len(lines))
        return workbook(actor, lines, name)


def workbook(actor, lines, name, *, problems=False):
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed by the answer, when it has been sent
    write_commitments(file, actor, lines, problems=problems)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX_TYPE)


class WorkbookReview(OwnCommitments, VerbPage):
    """What the file changes; confirmed once, and then told as what was done."""

    model = WorkbookUpload
    form_class = ConfirmForm
    template_name = "activities/workbook_review.html"

    def get_context_data(self, **kwargs):
        missing = [label for key, label in LABELS.items() if key not in self.object.columns]
        return super().get_context_data(upload=self.object, missing=missing, **kwargs)

    def done(self, form):
        said = ngettext("%(n)s commitment was changed.", "%(n)s commitments were changed.", form.count)
        messages.success(self.request, said % {"n": form.count})
        return HttpResponseRedirect(self.get_success_url())


class WorkbookErrors(OwnCommitments, FilePage):
    """The rows that could not be taken, with what is wrong with each: to be mended and sent in again."""

    model = WorkbookUpload

    def file(self, upload):
        actor = self.request.actor
        lines = [{**line.cells, "problem": line.words} for line in Review(upload, actor).refused]
        return workbook(actor, lines, f"{slugify(_('To mend'))}-{today().isoformat()}.xlsx", problems=True)


class WorkbookDiscard(OwnCommitments, ActionPage):
    model = WorkbookUpload

    def perform(self, upload):
        upload.discard(by=self.request.actor)
        return reverse("activities:workbook")
