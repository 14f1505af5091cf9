"""The pages of a party's part: adding, changing, taking out, reporting."""

from django.http import Http404
from django.urls import reverse

from activities.forms.editing import CommitmentForm, NewCommitmentForm, RemoveForm
from activities.forms.reporting import ReportForm
from activities.models import Activity, Commitment
from activities.own import queue
from collab.pages import ChangesRow, CreatePage, DetailPage, EditPage, VerbPage


class CommitmentCreate(CreatePage):
    section = "activities"
    model = Commitment
    within = (Activity, "change")
    form_class = NewCommitmentForm
    template_name = "activities/commitment_form.html"


class CommitmentEdit(EditPage):
    section = "activities"
    model = Commitment
    form_class = CommitmentForm
    template_name = "activities/commitment_form.html"


class CommitmentRemove(VerbPage):
    section = "activities"
    model = Commitment
    action = "remove"
    form_class = RemoveForm
    template_name = "activities/commitment_remove.html"

    def get_success_url(self):
        return self.object.activity.get_absolute_url()


class ReportPage(VerbPage):
    """The report of one's own part; ?status= only chooses an answer beforehand."""

    section = "overview"
    model = Commitment
    action = "report"
    form_class = ReportForm
    template_name = "activities/report.html"

    def get_initial(self):
        status = self.request.GET.get("status")
        return {"status": status} if status else {}

    def get_context_data(self, **kwargs):
        previous = self.object.reports.newest_first().exclude(
            round=kwargs["form"].round if "form" in kwargs else None
        )
        return super().get_context_data(queue=queue(self.request.actor), previous=previous.first(), **kwargs)

    def get_success_url(self):
        return reverse("activities:report_sent", args=[self.object.public_id])


class ReportSent(ChangesRow, DetailPage):
    """That the report is sent, who will know, and which one is next."""

    section = "overview"
    model = Commitment
    action = "report"
    template_name = "activities/report_sent.html"

    def get_context_data(self, **kwargs):
        waiting = [row for row in queue(self.request.actor) if row != self.object]
        report = self.object.reports.newest_first().first()
        if report is None:
            raise Http404
        others = self.object.activity.commitments.exclude(pk=self.object.pk).count()
        return super().get_context_data(waiting=waiting, report=report, others=others, **kwargs)
