"""What is measured: the list, one indicator, and its keeping."""

from django.core.exceptions import PermissionDenied

from collab.access import may
from collab.models import AuditEvent
from collab.pages import CreatePage, DetailPage, EditPage, ListPage
from lagesbild.forms import IndicatorForm
from lagesbild.models import Indicator
from lagesbild.models.picture import Picture

HAPPENINGS = 20


class IndicatorPages:
    section = "lagesbild"
    model = Indicator


class IndicatorList(IndicatorPages, ListPage):
    def get_queryset(self):
        return super().get_queryset().select_related("source").order_by("name")


class IndicatorPage(IndicatorPages, DetailPage):
    def get_context_data(self, **kwargs):
        picture = Picture(self.object, self.request.actor, level=self.request.GET.get("niva", ""))
        events = AuditEvent.objects.for_actor(self.request.actor).about(self.object)[:HAPPENINGS]
        shown = picture if picture.periods else None
        denominator = Indicator.objects.for_actor(self.request.actor).filter(pk=self.object.denominator_id)
        return super().get_context_data(
            picture=shown, events=events, denominator=denominator.first(), **kwargs
        )


class IndicatorCreate(IndicatorPages, CreatePage):
    form_class = IndicatorForm

    def get_parent(self):
        """Nothing: those who keep the situational picture may add to it."""
        actor = self.request.actor
        if actor is None or not may(actor, "curate", actor.party.collaboration):
            raise PermissionDenied


class IndicatorEdit(IndicatorPages, EditPage):
    form_class = IndicatorForm
