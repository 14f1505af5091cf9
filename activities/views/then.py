"""How it was: an agreement, its activities and one of them as of another day, from what was recorded."""

from django.http import Http404
from django.utils.functional import cached_property

from activities.asking import asked_day
from activities.models import Activity
from activities.snapshots.rows import Then, end_of, made_on
from activities.then import Sheet
from agreements.models import CollaborationAgreement
from collab.access import WORKING, granted_on
from collab.history import as_of
from collab.pages import DetailPage, Page


class OfDay:
    """A page of another day; only to be read, by those who see the work."""

    http_method_names = ["get", "head"]

    def allows(self, actor):
        return actor is not None and actor.role in WORKING

    @cached_property
    def day(self):
        return asked_day(self.request)

    @property
    def at(self):
        return end_of(self.day)

    def agreements(self):
        """The agreements that the actor sees today, and was let see on the day."""
        seen = CollaborationAgreement.objects.for_actor(self.request.actor)
        return granted_on(seen, self.request.actor, self.day)

    def rows_of(self, agreement):
        return Then(agreement, self.request.actor, at=self.at)

    def get_context_data(self, **kwargs):
        return super().get_context_data(per=self.day, today_url=self.request.path, **kwargs)


class ThenList(OfDay, Page):
    """The activities of the agreements that were in force on the day."""

    section = "activities"
    template_name = "activities/then/list.html"

    def get_context_data(self, **kwargs):
        held = self.agreements().in_force(self.day).order_by("-starts_on")
        sheets = [Sheet(self.rows_of(agreement)) for agreement in held]
        return super().get_context_data(sheets=sheets, **kwargs)


class ThenAgreement(OfDay, DetailPage):
    """An agreement as its text stood, who had signed it, and the work under it."""

    section = "agreements"
    model = CollaborationAgreement
    template_name = "activities/then/agreement.html"

    def get_queryset(self):
        return self.agreements()

    def get_context_data(self, **kwargs):
        rows = self.rows_of(self.object)
        state = rows.agreement.state_in_words(self.day)
        return super().get_context_data(agreement=rows.agreement, state=state, sheet=Sheet(rows), **kwargs)


class ThenActivity(OfDay, DetailPage):
    """An activity as its text stood, with each party's part and what had been reported."""

    section = "activities"
    model = Activity
    template_name = "activities/then/activity.html"

    def get_context_data(self, **kwargs):
        sheet = Sheet(self.rows_of(self.agreement_then()))
        line = sheet.line_of(self.object)
        if line is None:
            raise Http404
        return super().get_context_data(line=line, told=sheet.told(line), **kwargs)

    def agreement_then(self):
        """The agreement that it was under on the day; that of today, when it was not there."""
        then = as_of(Activity, self.at, since=made_on, pgh_obj_id=self.object.pk).get(self.object.pk)
        return (then or self.object).priority_area.agreement


THEN = {
    "activities:list": ThenList.as_view(),
    "activities:detail": ThenActivity.as_view(),
    "agreements:detail": ThenAgreement.as_view(),
}
