"""The pages of follow-up rounds: how one goes, making, editing, closing and opening again; and what was not done."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.forms.rounds import KINDS, NewRoundForm, NotDoneFilter, ReopenForm, RoundFilter, RoundForm
from activities.models import Cause, FollowUpReport, FollowUpRound
from activities.progress import Progress
from agreements.models import CollaborationAgreement
from collab.pages import ActionPage, CreatePage, EditPage, ListPage, Page, VerbPage


class FollowUpPage(Page):
    """A round: what is in, what is missing, how it goes per priority area; the open one unless another is asked for."""

    section = "follow_up"
    template_name = "activities/follow_up.html"

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        rounds = list(FollowUpRound.objects.for_actor(actor).select_related("agreement"))
        asked = RoundFilter(self.request.GET, actor=actor)
        if self.request.GET.get("round") and not asked.value("round"):
            raise Http404
        chosen = [one for one in rounds if one == asked.value("round")] or rounds
        current = next((one for one in chosen if one.is_open()), chosen[0] if chosen else None)
        progress = current and Progress(
            current,
            actor,
            only_missing=asked.value("show") == "missing",
            only_party=asked.value("party"),
        )
        may_make = CollaborationAgreement.objects.for_actor(actor, "change").exists()
        reopen = ReopenForm(row=current, actor=actor) if progress and progress.may_change else None
        return super().get_context_data(
            rounds=rounds, progress=progress, may_make=may_make, reopen=reopen, **kwargs
        )


class RoundCreate(CreatePage):
    """A round, filled with the tertial that comes next; ?kind= asks for a month or for own dates."""

    section = "follow_up"
    model = FollowUpRound
    form_class = NewRoundForm
    template_name = "activities/rounds/round_form.html"

    def get_parent(self):
        if not CollaborationAgreement.objects.for_actor(self.request.actor, "change").exists():
            raise PermissionDenied
        return super().get_parent()

    @property
    def kind(self):
        return self.request.GET.get("kind") or next(iter(KINDS))

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "kind": self.kind}

    def get_context_data(self, **kwargs):
        return super().get_context_data(kind=self.kind, **kwargs)

    def done(self, form):
        answer = super().done(form)
        messages.success(self.request, told_of(form.instance))
        return answer


def told_of(one_round):
    """What has come of a round that was just made."""
    words = _("%(round)s is open. The parties have been told.")
    if not one_round.is_open():
        words = _("%(round)s is planned. The parties are told on the day it opens.")
    return words % {"round": one_round.name}


class RoundEdit(EditPage):
    section = "follow_up"
    model = FollowUpRound
    form_class = RoundForm
    template_name = "activities/rounds/round_form.html"


class RoundClose(ActionPage):
    model = FollowUpRound

    def perform(self, row):
        row.close(by=self.request.actor)
        messages.success(
            self.request, _("%(round)s is closed. Its reports are locked.") % {"round": row.name}
        )


class RoundReopen(VerbPage):
    section = "follow_up"
    model = FollowUpRound
    form_class = ReopenForm
    template_name = "activities/rounds/reopen.html"
    said = gettext_lazy("The round is open again, and the parties have been told.")


class NotCarriedOut(ListPage):
    """What was agreed and not done, by cause, each with its lesson."""

    section = "follow_up"
    model = FollowUpReport
    filter_form = NotDoneFilter
    template_name = "activities/rounds/not_carried_out.html"

    def get_queryset(self):
        self.filter = NotDoneFilter(self.request.GET, actor=self.request.actor)
        seen = FollowUpReport.objects.for_actor(self.request.actor).not_carried_out()
        self.narrowed = self.filter.apply(seen)
        cause = self.filter.value("cause")
        rows = self.narrowed.filter(cause=cause) if cause else self.narrowed
        return rows.order_by("cause", "-reported_at", "-pk")

    def get_context_data(self, **kwargs):
        counts = self.narrowed.per_cause()
        causes = [(Cause(value), counts.get(value, 0)) for value in Cause.values]
        return super().get_context_data(
            filter=self.filter, causes=causes, total=sum(counts.values()), **kwargs
        )
