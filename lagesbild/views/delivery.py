"""Ordered deliveries and the coverage board."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from collab.access import may
from collab.models import AuditEvent
from collab.pages import ActionPage, AskPage, DetailPage, ListPage, Page, VerbPage
from lagesbild.coverage import Board, IndicatorBoard
from lagesbild.forms import OrderForm, PublishingForm, ReviewSecrecyForm
from lagesbild.models import Delivery, Indicator

HAPPENINGS = 10


class DeliveryPages:
    section = "imports"
    model = Delivery


class DeliveryList(DeliveryPages, ListPage):
    template_name = "lagesbild/delivery_list.html"

    def get_queryset(self):
        rows = super().get_queryset().told_to(self.request.actor)
        return rows.order_by("-due_on", "party__order", "pk")


class DeliveryPage(DeliveryPages, DetailPage):
    template_name = "lagesbild/delivery.html"
    context_object_name = "delivery"

    def get_queryset(self):
        people = ("ordered_by__user", "reviewed_by__user", "publishable_by__user", "batch__released_by__user")
        return super().get_queryset().told_to(self.request.actor).select_related(*people)

    def get_context_data(self, **kwargs):
        actor, row = self.request.actor, self.object
        own = actor.party_id == row.party_id
        return super().get_context_data(
            own=own,
            may_deliver=may(actor, "deliver", row),
            may_review=may(actor, "review", row),
            may_change=may(actor, "change", row),
            events=AuditEvent.objects.for_actor(actor).about(row)[:HAPPENINGS],
            **kwargs,
        )


class DeliveryOrder(AskPage):
    section = "imports"
    form_class = OrderForm
    template_name = "lagesbild/delivery_form.html"

    def allows(self, actor):
        return actor is not None and may(actor, "curate", actor.party.collaboration)

    def get_initial(self):
        asked = self.request.GET
        return {name: asked.get(name, "") for name in ("indicator", "period", "title")}

    def get_success_url(self):
        return reverse("lagesbild:deliveries")


class DeliveryReview(DeliveryPages, VerbPage):
    action = "review"
    form_class = ReviewSecrecyForm
    template_name = "lagesbild/delivery_review.html"


class DeliveryPublish(DeliveryPages, VerbPage):
    form_class = PublishingForm
    template_name = "lagesbild/delivery_publish.html"


class DeliveryNudge(DeliveryPages, ActionPage):
    def perform(self, delivery):
        delivery.nudge(by=self.request.actor)
        messages.success(self.request, _("%(party)s has been reminded.") % {"party": delivery.party})
        return self.pressed_on()


class DeliveryWithdraw(DeliveryPages, ActionPage):
    def perform(self, delivery):
        delivery.withdraw(by=self.request.actor)


class Coverage(Page):
    section = "lagesbild"
    template_name = "lagesbild/coverage.html"

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        asked = (
            Indicator.objects.for_actor(actor).filter(public_id=self.request.GET.get("indikator", "")).first()
        )
        board = IndicatorBoard(asked, actor) if asked else Board(actor)
        return super().get_context_data(board=board, indicator=asked, **kwargs)
