"""The situational picture as a document: its texts, its needs, and how the parties weigh them."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from collab.access import may
from collab.models import AuditEvent
from collab.pages import ActionPage, AskPage, CreatePage, DetailPage, EditPage, ListPage, VerbPage
from collab.views.documents import AttachPage
from lagesbild.forms import (
    CauseForm,
    ChoiceForm,
    EvidenceForm,
    NeedForm,
    RevealForm,
    ScoreForm,
    SituationForm,
)
from lagesbild.models import (
    Cause,
    Evidence,
    Need,
    PartyStance,
    PriorityBasis,
    Score,
    SituationalPicture,
    Value,
    weigh,
)
from lagesbild.models.cause import tree_of

HAPPENINGS = 10


class SituationPages:
    section = "lagesbild"
    model = SituationalPicture


class SituationList(SituationPages, ListPage):
    template_name = "lagesbild/situation_list.html"

    def get_queryset(self):
        return super().get_queryset().newest_first()


class SituationPage(SituationPages, DetailPage):
    template_name = "lagesbild/situation.html"
    context_object_name = "situation"

    def get_context_data(self, **kwargs):
        actor, situation = self.request.actor, self.object
        needs = list(
            Need.objects.for_actor(actor).filter(situation=situation).ranked().prefetch_related("areas")
        )
        held = (
            PartyStance.objects.for_actor(actor)
            .filter(situation=situation)
            .select_related("approved_by__user")
        )
        by_party = {stance.party_id: stance for stance in held}
        stances = [(party, by_party.get(party.pk)) for party in situation.parties()]
        own = by_party.get(actor.party_id)
        scores = Score.objects.for_actor(actor).filter(need__in=needs).select_related("party")
        return super().get_context_data(
            needs=needs,
            stances=stances,
            takes_part=any(party.pk == actor.party_id for party, _stance in stances),
            has_approved=bool(own and own.approved_at),
            has_scored=bool(own and own.scored_at),
            weighed=weigh(needs, scores) if situation.is_revealed else (),
            events=AuditEvent.objects.for_actor(actor).about(situation)[:HAPPENINGS],
            **kwargs,
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
        situation.approve(by=self.request.actor)


class SituationScore(SituationPages, VerbPage):
    action = "score"
    form_class = ScoreForm
    template_name = "lagesbild/situation_score.html"
    said = _("Kept. Nobody but your party sees the scores until they are revealed.")

    def dispatch(self, request, *args, **kwargs):
        if self.get_object().is_revealed:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class SituationReveal(SituationPages, VerbPage):
    form_class = RevealForm
    template_name = "lagesbild/situation_reveal.html"


class NeedPages:
    section = "lagesbild"
    model = Need


class NeedCreate(NeedPages, CreatePage):
    within = (SituationalPicture, "change")
    form_class = NeedForm
    template_name = "lagesbild/need_form.html"


class NeedEdit(NeedPages, EditPage):
    form_class = NeedForm
    template_name = "lagesbild/need_form.html"


class NeedPage(NeedPages, DetailPage):
    template_name = "lagesbild/need.html"

    def get_queryset(self):
        return super().get_queryset().select_related("situation")

    def get_context_data(self, **kwargs):
        actor, need = self.request.actor, self.object
        causes = Cause.objects.for_actor(actor).filter(need=need)
        evidence = Evidence.objects.for_actor(actor).filter(need=need)
        bases = PriorityBasis.objects.for_actor(actor).filter(need=need)
        scores = Score.objects.for_actor(actor).filter(need=need).select_related("party")
        rests = evidence.select_related("indicator", "area", "period", "breakdown")
        return super().get_context_data(
            may_change=may(actor, "change", need),
            tree=tree_of(causes),
            evidence=[(row, Value.objects.for_actor(actor).of(row)) for row in rests],
            bases=bases.select_related("priority_area__agreement").order_by("priority_area__order"),
            weighing=weigh([need], scores)[0] if need.situation.is_revealed else None,
            **kwargs,
        )


class NeedChoose(NeedPages, VerbPage):
    form_class = ChoiceForm
    template_name = "lagesbild/need_choose.html"


class CausePages:
    section = "lagesbild"
    model = Cause
    form_class = CauseForm
    template_name = "lagesbild/cause_form.html"


class CauseCreate(CausePages, CreatePage):
    within = (Need, "change")


class CauseEdit(CausePages, EditPage):
    pass


class EvidenceCreate(AskPage):
    """From the page of a figure: which need it is evidence of."""

    section = "lagesbild"
    form_class = EvidenceForm
    template_name = "lagesbild/evidence_form.html"

    def dispatch(self, request, *args, **kwargs):
        actor = request.actor
        if actor is not None:
            group = request.GET.get("grupp", "")
            self.value = (
                Value.objects.for_actor(actor).at(**kwargs, group=group).with_source().current().first()
            )
            if self.value is None:
                raise Http404
        return super().dispatch(request, *args, **kwargs)

    def allows(self, actor):
        return actor is not None and may(actor, "curate", actor.party.collaboration)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "value": self.value}

    def get_context_data(self, **kwargs):
        return super().get_context_data(value=self.value, **kwargs)

    def done(self, form):
        self.success_url = form.evidence.need.get_absolute_url()
        return super().done(form)


class EvidenceRemove(ActionPage):
    section = "lagesbild"
    model = Evidence

    def perform(self, evidence):
        need = evidence.need
        evidence.remove(by=self.request.actor)
        return need.get_absolute_url()


class SituationDocumentCreate(AttachPage):
    """Whoever works for a party may add what the others need to read."""

    section = "lagesbild"
    within = (SituationalPicture, "score")
