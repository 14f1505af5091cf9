"""The pages of follow-up reports: the draft of now or of a day, and the frozen versions with what has changed since."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from activities.forms.snapshots import FreezeForm, ReportFilter, SnapshotReopenForm
from activities.models import Snapshot
from activities.snapshots.changes import changes
from activities.snapshots.contents import contents
from activities.snapshots.paper import print_report
from activities.snapshots.reading import Report, state_of
from activities.snapshots.setting import progress
from activities.snapshots.word import DOCX_TYPE, write_report
from agreements.models import CollaborationAgreement
from collab.access import WORKING, Role
from collab.pages import ActionPage, DetailPage, FilePage, ListPage, VerbPage

PDF_TYPE = "application/pdf"


class OfAgreement:
    """A report of an agreement, of the round that the address names; for those who see the work itself."""

    section = "follow_up"
    model = CollaborationAgreement
    context_object_name = "agreement"

    def allows(self, actor):
        return actor is not None and actor.role in WORKING

    def asked(self):
        asked = ReportFilter(self.request.GET, actor=self.request.actor, agreement=self.object)
        if asked.is_wrong():
            raise Http404
        return asked


class ReportDraft(OfAgreement, DetailPage):
    """The report as it would be frozen now."""

    template_name = "activities/snapshots/draft.html"

    def get_context_data(self, **kwargs):
        actor, asked = self.request.actor, self.asked()
        one_round = asked.value("round")
        content = contents(self.object, actor, one_round=one_round, at=asked.at)
        versions = Snapshot.objects.for_actor(actor).of(self.object, one_round).for_page()
        return super().get_context_data(
            report=Report(content, actor, per=asked.day),
            versions=versions,
            round=one_round,
            rounds=asked.rounds,
            per=asked.day,
            **kwargs,
        )


class ReportDraftFile(OfAgreement, FilePage):
    """The draft as a PDF or a Word file, marked as a draft."""

    def file(self, row, kind):
        self.object = row
        asked = self.asked()
        content = contents(row, self.request.actor, one_round=asked.value("round"), at=asked.at)
        row.record("took_out_report", by=self.request.actor, kind=kind)
        return answer(content, kind, _("Draft"))


class ReportFreeze(OfAgreement, VerbPage):
    """Freezes the report of now."""

    form_class = FreezeForm
    template_name = "activities/snapshots/freeze.html"
    said = gettext_lazy(
        "The report is frozen. Its PDF is being made, and you are told in the inbox when it is there."
    )

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "one_round": self.asked().value("round")}

    def done(self, form):
        self.snapshot = form.snapshot
        return super().done(form)

    def get_success_url(self):
        return self.snapshot.get_absolute_url()


class SnapshotList(ListPage):
    """The frozen reports, the newest first."""

    section = "follow_up"
    model = Snapshot
    template_name = "activities/snapshots/snapshot_list.html"

    def get_queryset(self):
        return super().get_queryset().for_page().newest_first()


class SnapshotDetail(DetailPage):
    """A frozen report, with what it rests on, and what has changed since."""

    section = "follow_up"
    model = Snapshot
    template_name = "activities/snapshots/snapshot.html"
    context_object_name = "snapshot"

    def get_queryset(self):
        return super().get_queryset().for_page()

    def get_context_data(self, **kwargs):
        row, actor = self.object, self.request.actor
        # What is going on is no business of those who read the frozen report alone.
        later = changes(row, actor) if actor.role != Role.ELECTED else []
        report = Report(row.content, actor, state=state_of(row))
        return super().get_context_data(report=report, changes=later, progress=progress(row), **kwargs)


class SnapshotFile(FilePage):
    """A frozen report as the PDF that was frozen with it, or as a Word file to edit."""

    section = "follow_up"
    model = Snapshot

    def file(self, row, kind):
        if kind == "pdf" and not row.is_set:
            raise Http404
        row.record("took_out_report", by=self.request.actor, kind=kind, number=row.number)
        made = bytes(row.pdf) if kind == "pdf" else None
        # In the language it was frozen in, whoever takes it out.
        with override(row.content["language"]):
            return answer(row.content, kind, state_of(row), made=made)


class SnapshotPublish(ActionPage):
    """Lets a frozen report be read by those who do not see the work."""

    section = "follow_up"
    model = Snapshot

    def perform(self, row):
        row.publish(by=self.request.actor)
        messages.success(self.request, _("The report is published, and its readers are told."))


class SnapshotReopen(VerbPage):
    section = "follow_up"
    model = Snapshot
    form_class = SnapshotReopenForm
    template_name = "activities/snapshots/reopen.html"
    said = gettext_lazy("The report is open again. The next time it is frozen it becomes a new version.")


def answer(content, kind, state, *, made=None):
    """A report as a file of a kind; 404 for a kind there is not."""
    if kind == "pdf":
        body, content_type = made or print_report(content, state=state), PDF_TYPE
    elif kind == "docx":
        body, content_type = write_report(content, state=state), DOCX_TYPE
    else:
        raise Http404
    demo = "demo-" if content["is_demo"] else ""
    name = f"{demo}{slugify(content['title'])}-{content['made_on']}.{kind}"
    return HttpResponse(
        body, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
