"""The pages of an activity: the list, one of them, planning, changing, sharing."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect

from activities.commenting import Talk
from activities.finding.board import Board
from activities.finding.year import Year
from activities.forms.editing import ActivityForm, ShareForm
from activities.forms.filtering import BOARD, YEAR, ActivityFilter
from activities.forms.planning import PlanForm
from activities.forms.reporting import ReportForm
from activities.forms.templates import FromTemplateForm
from activities.listing import Listing
from activities.models import Activity, SavedView
from activities.sheet import Sheet
from agreements.models import PriorityArea
from collab.pages import CreatePage, DetailPage, EditPage, Page, VerbPage


class ActivityList(Page):
    """The list, the board and the year: three ways to see what one query leaves."""

    section = "activities"
    template_name = "activities/activity_list.html"

    def get(self, request, *args, **kwargs):
        """Without a query the list opens with the view that was chosen for that, when one was."""
        if not request.GET and (view := SavedView.objects.for_actor(request.actor).default()):
            return HttpResponseRedirect(view.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        form = ActivityFilter(self.request.GET, actor=actor)
        listing = Listing(form, actor)
        # The menu counts by the same rounds.
        self.request.open_rounds = listing.rounds
        shapes = {BOARD: lambda: Board(listing), YEAR: lambda: Year(listing, actor)}
        shape = shapes.get(form.chosen_layout, lambda: None)()
        return super().get_context_data(form=form, listing=listing, shape=shape, **kwargs)


class ActivityDetail(DetailPage):
    section = "activities"
    model = Activity
    template_name = "activities/activity_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("priority_area__agreement").prefetch_related("areas")

    def get_context_data(self, **kwargs):
        sheet = Sheet(self.object, self.request.actor)
        form = ReportForm(row=sheet.own, actor=self.request.actor) if sheet.own else None
        talk = Talk(self.object, self.request.actor)
        return super().get_context_data(sheet=sheet, form=form, talk=talk, **kwargs)


class ActivityCreate(CreatePage):
    section = "activities"
    model = Activity
    form_class = PlanForm
    template_name = "activities/activity_create.html"

    def get_parent(self):
        if not PriorityArea.objects.for_actor(self.request.actor, "plan").exists():
            raise PermissionDenied
        return super().get_parent()

    def get_form_kwargs(self):
        """?template= and ?start= fill the form until something is sent, and give the parts their steps."""
        asked = FromTemplateForm(self.request.GET, actor=self.request.actor).chosen
        kwargs = super().get_form_kwargs() | {"template": asked}
        if asked and self.request.method == "GET":
            template, start = asked
            initial, kwargs["pattern"] = template.planned_from(start)
            kwargs["initial"] = {**kwargs["initial"], **initial, "lead": template.lead_id}
        return kwargs

    def post(self, request, *args, **kwargs):
        self.object, form = None, self.get_form()
        if form.is_growing:
            return self.render_to_response(self.get_context_data(form=form.reshaped()))
        return super().post(request, *args, **kwargs)

    def done(self, form):
        self.said = form.said
        return super().done(form)


class ActivityEdit(EditPage):
    section = "activities"
    model = Activity
    form_class = ActivityForm
    template_name = "activities/activity_edit.html"


class ActivityShare(VerbPage):
    section = "activities"
    model = Activity
    form_class = ShareForm
    template_name = "activities/activity_share.html"
