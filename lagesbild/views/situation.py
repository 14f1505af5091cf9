"""The situational picture as a document: its texts, its needs, and how the parties weigh them."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from collab.access import may
from collab.models import AuditEvent
from collab.pages import ActionPage, CreatePage, DetailPage, EditPage, ListPage, VerbPage
from collab.views.documents import AttachPage
from lagesbild.forms import RevealForm, ScoreForm, SituationForm
from lagesbild.models import (
    CRITERIA,
    ENDS,
    Approval,
    Edition,
    Need,
    PartyStance,
    SituationalPicture,
    weighed_by,
)

HAPPENINGS = 10


class SituationPages:
    section = "lagesbild"
    model = SituationalPicture


class SituationList(SituationPages, ListPage):
    template_name = "lagesbild/situation_list.html"

    def get_queryset(self):
        return super().get_queryset().with_approvals().newest_first()


class SituationPage(SituationPages, DetailPage):
    template_name = "lagesbild/situation.html"
    context_object_name = "situation"

    def get_context_data(self, **kwargs):
        actor, situation = self.request.actor, self.object
        needs = Need.objects.for_actor(actor).filter(situation=situation).ranked().prefetch_related("areas")
        held = PartyStance.objects.for_actor(actor).filter(situation=situation)
        by_party = {stance.party_id: stance for stance in held}
        given = (
            Approval.objects.for_actor(actor).filter(situation=situation).select_related("approved_by__user")
        )
        approvals = {one.party_id: one for one in reversed(given)}
        own = actor.party_id
        rows = [(p, approvals.get(p.pk), by_party.get(p.pk)) for p in situation.parties()]
        return super().get_context_data(
            needs=needs,
            rows=rows,
            takes_part=any(party.pk == own for party, _approval, _stance in rows),
            has_approved=own in approvals and approvals[own].edition == situation.edition,
            has_scored=own in by_party and by_party[own].scored_at is not None,
            weighed=weighed_by(actor, needs) if situation.is_revealed else (),
            editions=[Edition(situation, n) for n in range(situation.edition - 1, 0, -1)],
            events=AuditEvent.objects.for_actor(actor).about(situation)[:HAPPENINGS],
            **kwargs,
        )


class SituationEdition(SituationPages, DetailPage):
    """An edition that parties approved, as it read."""

    template_name = "lagesbild/situation_edition.html"
    context_object_name = "situation"

    def get_context_data(self, **kwargs):
        edition = Edition(self.object, self.kwargs["number"])
        if edition.text is None:
            raise Http404
        approvals = Approval.objects.for_actor(self.request.actor).filter(
            situation=self.object, edition=edition.number
        )
        return super().get_context_data(
            edition=edition, approvals=approvals.select_related("party", "approved_by__user"), **kwargs
        )


class SituationCreate(SituationPages, CreatePage):
    form_class = SituationForm
    template_name = "lagesbild/situation_form.html"

    def get_parent(self):
        """Nothing: those who keep the situational picture may begin one."""
        actor = self.request.actor
        if actor is None or not may(actor, "curate", actor.party.collaboration):
            raise PermissionDenied


class SituationEdit(SituationPages, EditPage):
    form_class = SituationForm
    template_name = "lagesbild/situation_form.html"


class SituationApprove(SituationPages, ActionPage):
    action = "approve"

    def perform(self, situation):
        situation.approve(version=self.request.POST.get("version", ""), by=self.request.actor)


class SituationScore(SituationPages, VerbPage):
    action = "score"
    form_class = ScoreForm
    template_name = "lagesbild/situation_score.html"
    said = _("Kept. Nobody but your party sees the scores until they are revealed.")

    def dispatch(self, request, *args, **kwargs):
        if self.get_object().is_revealed:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        ends = [(CRITERIA[name], low, high) for name, (low, high) in ENDS.items()]
        return super().get_context_data(ends=ends, **kwargs)


class SituationReveal(SituationPages, VerbPage):
    form_class = RevealForm
    template_name = "lagesbild/situation_reveal.html"


class SituationDocumentCreate(AttachPage):
    """Whoever works for a party may add what the others need to read."""

    section = "lagesbild"
    within = (SituationalPicture, "score")
