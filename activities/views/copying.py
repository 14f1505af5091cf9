"""The page that copies activities to a coming year, one or several at once."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import ngettext

from activities.forms.copying import AT_ONCE, CopyForm
from activities.forms.filtering import ActivityFilter
from activities.listing import Listing
from activities.models import Activity
from agreements.models import PriorityArea
from collab.pages import AskPage


class CopyPage(AskPage):
    """?a= names activities; otherwise the query of the list says which are offered."""

    section = "activities"
    form_class = CopyForm
    template_name = "activities/copy.html"

    def allows(self, actor):
        return super().allows(actor) and PriorityArea.objects.for_actor(actor, "plan").exists()

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "offered": self.offered()}

    def offered(self):
        """The public ids of what can be ticked: what was sent, named, or found by the list's filter."""
        named = self.request.POST.getlist("offered") or self.request.GET.getlist("a")
        if named:
            seen = Activity.objects.for_actor(self.request.actor).filter(public_id__in=named[:AT_ONCE])
        else:
            actor = self.request.actor
            seen = Listing(ActivityFilter(self.request.GET, actor=actor), actor).narrowed
        return list(seen.order_by("due_on", "pk").values_list("public_id", flat=True)[:AT_ONCE])

    def form_valid(self, form):
        """Show what would be made until that very thing is confirmed."""
        if form.is_confirmed:
            return super().form_valid(form)
        form.look()
        return self.render_to_response(self.get_context_data(form=form))

    def done(self, form):
        n = len(form.made)
        words = ngettext("The copy is saved as a draft.", "%(n)s copies are saved as drafts.", n)
        messages.success(self.request, words % {"n": n})
        self.made = form.made
        return super().done(form)

    def get_success_url(self):
        return self.made[0].get_absolute_url() if len(self.made) == 1 else reverse("activities:list")
