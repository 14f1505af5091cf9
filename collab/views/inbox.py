"""The inbox: what the acting person was told; an item is read when it is opened."""

from django.http import HttpResponseRedirect
from django.urls import reverse

from collab.clock import now
from collab.models import InboxItem
from collab.pages import ActionPage, ListPage, Page


class Inbox(ListPage):
    model = InboxItem
    template_name = "collab/inbox.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, "items": context["object_list"].seen_by_recipients()}


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
