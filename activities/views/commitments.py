"""The pages of a party's part: adding, changing, taking out, reporting."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from activities.forms.editing import CommitmentForm, NewCommitmentForm, RemoveForm
from activities.forms.reporting import ReportForForm, ReportForm
from activities.models import Activity, Commitment
from activities.own import queue
from activities.progress import Progress
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
    said_to_round = gettext_lazy("The report is saved.")

    def get_initial(self):
        status = self.request.GET.get("status")
        return {"status": status} if status else {}

    def get_form_kwargs(self):
        wanted = self.request.POST.get("round") or self.request.GET.get("round")
        asked = next((one for one in self.object.rounds() if one.public_id == wanted), None)
        return {**super().get_form_kwargs(), "in_round": asked}

    def get_context_data(self, **kwargs):
        form = kwargs.get("form") or self.get_form()
        previous = self.object.reports.newest_first().exclude(round=form.in_round).first()
        return super().get_context_data(
            **{**kwargs, "form": form},
            queue=queue(self.request.actor),
            previous=previous,
            is_from_round=self.is_from_round,
        )

    @property
    def is_from_round(self):
        """Whether one came from the matrix of a round, and goes back there or on to the next that is missing."""
        return (self.request.POST or self.request.GET).get("back") == "round"

    def done(self, form):
        self.in_round = form.in_round
        if self.is_from_round:
            messages.success(self.request, self.said_to_round)
        return super().done(form)

    def get_success_url(self):
        if self.is_from_round and self.in_round:
            return self.on_in_round()
        return reverse("activities:report_sent", args=[self.object.public_id])

    def on_in_round(self):
        """The next report that is missing in the round, when it was asked for; else back to the matrix."""
        progress = Progress(self.in_round, self.request.actor)
        following = progress.next_missing(after=self.object) if "next" in self.request.POST else ""
        return following or f"{self.in_round.get_absolute_url()}#{self.object.activity.public_id}"


class ReportForPage(ReportPage):
    """The report of another party's part, at its request; then back to the round, or on to the next."""

    section = "follow_up"
    action = "report_for"
    form_class = ReportForForm
    template_name = "activities/report_for.html"
    said_to_round = gettext_lazy("The report is saved, and the party has been told.")
    is_from_round = True

    def get(self, request, *args, **kwargs):
        if self.object.party_id == request.actor.party_id:
            query = request.GET.urlencode()
            return redirect(self.object.get_report_url() + (f"?{query}" if query else ""))
        return super().get(request, *args, **kwargs)

    def get_success_url(self):
        return self.on_in_round() if self.in_round else self.object.get_absolute_url()


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
