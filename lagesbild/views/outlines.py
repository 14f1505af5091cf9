"""The municipality's own outlines: loaded, tied to the places by a property, and taken back."""

from collab.access import may
from collab.pages import ActionPage, CreatePage, ListPage, VerbPage
from lagesbild.forms import OutlinesForm, UseOutlinesForm
from lagesbild.models import Outlines


class Keeping:
    """Pages about no single row, for those who keep the situational picture."""

    def allows(self, actor):
        return actor is not None and may(actor, "curate", actor.party.collaboration)


class OutlinesPages:
    section = "lagesbild"
    model = Outlines


class OutlinesList(Keeping, OutlinesPages, ListPage):
    template_name = "lagesbild/outlines_list.html"

    def get_queryset(self):
        return super().get_queryset().defer("features").select_related("uploaded_by__user")


class OutlinesCreate(Keeping, OutlinesPages, CreatePage):
    form_class = OutlinesForm
    template_name = "lagesbild/outlines_form.html"


class OutlinesUse(OutlinesPages, VerbPage):
    """Which places the file draws, by the property that is chosen; sent, it is the map."""

    form_class = UseOutlinesForm
    template_name = "lagesbild/outlines.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        asked, known = self.request.GET.get("egenskap", ""), context["form"].properties
        chosen = asked or self.object.named_by or (known[0][0] if known else "")
        matched, unknown = self.object.matches(chosen)
        return {**context, "chosen": chosen, "matched": matched, "unknown": unknown}


class OutlinesRemove(OutlinesPages, ActionPage):
    def perform(self, row):
        row.take_back(by=self.request.actor)
