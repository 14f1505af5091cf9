"""The page of one's own calendar address, and the calendar itself."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseNotFound
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View

from activities.calendar import calendar_of
from activities.forms.calendar import CalendarForm
from activities.models import CalendarFeed
from activities.models.calendar import PERIOD
from collab.access import STAFF
from collab.accounts import of_network
from collab.pages import ActionPage, AskPage


class CalendarPage(AskPage):
    """Makes the address and shows it once; only its hash is kept, so nobody can show it again."""

    form_class = CalendarForm
    template_name = "activities/calendar.html"

    def allows(self, actor):
        return actor is not None and actor.role in STAFF

    def get_context_data(self, **kwargs):
        feed = CalendarFeed.objects.for_actor(self.request.actor).live().first()
        return super().get_context_data(feed=feed, **kwargs)

    def done(self, form):
        path = reverse("activities:calendar_feed", args=[form.token])
        address = f"{settings.SITE_URL}{path}"
        subscribe = f"webcal://{address.partition('://')[2]}"
        return self.render_to_response(self.get_context_data(form=form, address=address, subscribe=subscribe))


class CalendarEnd(ActionPage):
    model = CalendarFeed

    def perform(self, feed):
        feed.end(by=self.request.actor)
        return reverse("activities:calendar")


@method_decorator(login_not_required, name="dispatch")
class CalendarFeedPage(View):
    """The calendar of a token; a wrong, ended or outlived one is as if absent, and guesses are counted."""

    http_method_names = ["get"]

    def get(self, request, token):
        feed, may_go_on = CalendarFeed.ask(token, of_network(request))
        if not may_go_on:
            return HttpResponse(status=429, headers={"Retry-After": str(int(PERIOD.total_seconds()))})
        if feed is None:
            # An answer and no exception, which would take the count back with it.
            return HttpResponseNotFound()
        feed.note_read()
        text = calendar_of(feed.membership)
        headers = {"Content-Disposition": 'inline; filename="samsyn.ics"'}
        return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)
