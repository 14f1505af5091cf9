"""What meetings lead to and are prepared with: a point that is taken on, and the papers before a meeting."""

from django.contrib import messages
from django.utils.translation import gettext_lazy as _

from activities.forms.taking import TakePointForm
from activities.meeting_pack import make_pack
from agreements.models import AgendaPoint, Meeting
from collab.pages import ActionPage, VerbPage


class TakePoint(VerbPage):
    section = "agreements"
    model = AgendaPoint
    action = "take"
    form_class = TakePointForm
    template_name = "activities/take_point.html"
    said = _("The point is taken on.")


class PackMake(ActionPage):
    section = "agreements"
    model = Meeting

    def perform(self, meeting):
        make_pack(meeting, by=self.request.actor)
        messages.success(self.request, _("The papers are made and kept with the meeting."))
        return f"{meeting.get_absolute_url()}#h-packs"
