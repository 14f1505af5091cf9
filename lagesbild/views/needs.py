"""The needs of a situational picture: the figures they rest on, their causes, and what the council chose."""

from functools import cached_property

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from collab.access import may
from collab.pages import ActionPage, AskPage, CreatePage, DetailPage, EditPage, VerbPage
from lagesbild.forms import CauseForm, ChoiceForm, EvidenceForm, FigureForm, IndicatorChoice, NeedForm
from lagesbild.models import (
    Cause,
    Evidence,
    Need,
    PriorityBasis,
    SituationalPicture,
    Value,
    tree_of,
    weighed_by,
)


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
        return super().get_queryset().select_related("situation", "follows__situation")

    def get_context_data(self, **kwargs):
        actor, need = self.request.actor, self.object
        bases = PriorityBasis.objects.for_actor(actor).filter(need=need)
        return super().get_context_data(
            may_change=may(actor, "change", need),
            tree=tree_of(Cause.objects.for_actor(actor).filter(need=need)),
            evidence=Evidence.objects.for_actor(actor).filter(need=need).shown_to(actor),
            bases=bases.select_related("priority_area__agreement").order_by("priority_area__order"),
            weighing=weighed_by(actor, [need])[0] if need.situation.is_revealed else None,
            **kwargs,
        )


class NeedChoose(NeedPages, VerbPage):
    form_class = ChoiceForm
    template_name = "lagesbild/need_choose.html"

    def get_context_data(self, **kwargs):
        need = self.object
        weighing = weighed_by(self.request.actor, [need])[0] if need.situation.is_revealed else None
        return super().get_context_data(weighing=weighing, **kwargs)


class NeedRest(NeedPages, VerbPage):
    """From the page of a need: which figure it rests on."""

    form_class = FigureForm
    template_name = "lagesbild/need_rest.html"
    said = _("The need rests on the figure.")

    @cached_property
    def choice(self):
        return IndicatorChoice(self.request.GET, actor=self.request.actor)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "indicator": self.choice.value("indikator")}

    def get_context_data(self, **kwargs):
        return super().get_context_data(choice=self.choice, **kwargs)


class CausePages:
    section = "lagesbild"
    model = Cause
    form_class = CauseForm
    template_name = "lagesbild/cause_form.html"


class CauseCreate(CausePages, CreatePage):
    within = (Need, "change")


class CauseEdit(CausePages, EditPage):
    pass


class CauseUp(ActionPage):
    section = "lagesbild"
    model = Cause
    steps = -1

    def perform(self, cause):
        cause.move(self.steps, by=self.request.actor)


class CauseDown(CauseUp):
    steps = 1


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
