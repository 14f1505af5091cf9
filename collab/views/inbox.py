"""The inbox: what the acting person was told; an item is read when it is opened."""

from itertools import groupby

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import localdate

from collab.clock import now
from collab.models import InboxItem
from collab.notice_forms import InboxFilter
from collab.pages import ActionPage, ListPage, Page


class Inbox(ListPage):
    """What the acting person was told, by day, narrowed by topic or to what is unread."""

    model = InboxItem
    template_name = "collab/inbox.html"

    def get_queryset(self):
        self.form = InboxFilter(self.request.GET, actor=self.request.actor)
        return self.form.apply(super().get_queryset())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        items = context["object_list"].seen_by_recipients()
        days = [
            (day, list(told)) for day, told in groupby(items, key=lambda item: localdate(item.created_at))
        ]
        return {**context, "days": days, "form": self.form}


class OpenItem(ActionPage):
    """Opens what the item is about; a POST, since reading leaves a mark."""

    model = InboxItem
    action = "view"

    def perform(self, item):
        item.read()
        return item.get_absolute_url()


class ReadInbox(Page):
    """Marks everything in the acting person's inbox as read."""

    http_method_names = ["post"]

    def post(self, request):
        InboxItem.objects.for_actor(request.actor).unread().update(read_at=now())
        return HttpResponseRedirect(reverse("collab:inbox"))
