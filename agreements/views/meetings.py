"""The pages of councils and working groups: who sits in them, when they meet, and what they noted and decided."""

from agreements.forms.meetings import CouncilForm, MeetingForm, NewSeatForm, SeatForm
from agreements.models import Council, Meeting, Seat
from collab.formsets import Growing
from collab.models import Collaboration
from collab.pages import CreatePage, DetailPage, EditPage, ListPage
from collab.views.documents import AttachPage


class Councils:
    section = "agreements"
    model = Council


class CouncilList(Councils, ListPage):
    paginate_by = None
    template_name = "agreements/council_list.html"

    def get_queryset(self):
        return super().get_queryset().in_order()

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        coming = Meeting.objects.for_actor(actor).coming().select_related("council")[:10]
        may_begin = Collaboration.objects.for_actor(actor, "change").exists()
        return super().get_context_data(coming=coming, may_begin=may_begin, **kwargs)


class CouncilDetail(Councils, DetailPage):
    def get_context_data(self, **kwargs):
        seats = Seat.objects.for_actor(self.request.actor).filter(council=self.object).for_page()
        held = seats.current()
        former = seats.exclude(pk__in=held.values("pk"))
        empty, without_leading = self.object.lacking()
        meetings = Meeting.objects.for_actor(self.request.actor).filter(council=self.object).newest_first()
        return super().get_context_data(
            seats=held,
            former=former,
            empty=empty,
            without_leading=without_leading,
            meetings=meetings,
            **kwargs,
        )


class CouncilCreate(Councils, CreatePage):
    form_class = CouncilForm
    template_name = "agreements/council_form.html"

    def allows(self, actor):
        return super().allows(actor) and Collaboration.objects.for_actor(actor, "change").exists()


class CouncilEdit(Councils, EditPage):
    form_class = CouncilForm
    template_name = "agreements/council_form.html"


class SeatCreate(CreatePage):
    section = "agreements"
    model = Seat
    within = (Council, "change")
    form_class = NewSeatForm
    template_name = "agreements/seat_form.html"


class SeatEdit(EditPage):
    section = "agreements"
    model = Seat
    form_class = SeatForm
    template_name = "agreements/seat_form.html"


class MeetingDetail(DetailPage):
    section = "agreements"
    model = Meeting

    def get_queryset(self):
        return super().get_queryset().select_related("council").prefetch_related("points")


class MeetingCreate(Growing, CreatePage):
    section = "agreements"
    model = Meeting
    within = (Council, "change")
    form_class = MeetingForm
    template_name = "agreements/meeting_form.html"


class MeetingEdit(Growing, EditPage):
    section = "agreements"
    model = Meeting
    form_class = MeetingForm
    template_name = "agreements/meeting_form.html"


class MeetingDocumentCreate(AttachPage):
    section = "agreements"
    within = (Meeting, "change")
