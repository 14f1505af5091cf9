"""The first page, and how a round goes."""

from django.http import Http404
from django.shortcuts import redirect

from activities.models import FollowUpRound
from activities.overview import Overview
from activities.own import OwnWork
from activities.progress import Progress
from collab.navigation import COMMITMENTS_FIRST
from collab.pages import Page


class OverviewPage(Page):
    """The overview; who reports for a party begins with the party's own commitments."""

    section = "overview"

    def dispatch(self, request, *args, **kwargs):
        if request.actor is None and request.user.is_technical:
            return redirect("collab:operations")
        return super().dispatch(request, *args, **kwargs)

    def get_template_names(self):
        is_own = self.request.actor.role in COMMITMENTS_FIRST
        return ["activities/own.html" if is_own else "activities/overview.html"]

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        page = OwnWork(actor) if actor.role in COMMITMENTS_FIRST else Overview(actor)
        return super().get_context_data(page=page, **kwargs)


class FollowUpPage(Page):
    """A round: what is in, what is missing, how it goes per priority area; the open one unless another is asked for."""

    section = "follow_up"
    template_name = "activities/follow_up.html"

    def get_context_data(self, **kwargs):
        rounds = list(FollowUpRound.objects.for_actor(self.request.actor).select_related("agreement"))
        wanted = self.request.GET.get("round")
        chosen = [one for one in rounds if one.public_id == wanted] if wanted else rounds
        if wanted and not chosen:
            raise Http404
        current = next((one for one in chosen if one.is_open()), chosen[0] if chosen else None)
        progress = Progress(current, self.request.actor) if current else None
        return super().get_context_data(rounds=rounds, progress=progress, **kwargs)
