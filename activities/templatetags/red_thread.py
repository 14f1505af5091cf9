"""The red thread, for pages of the mandate and of the picture too, which know no activities."""

from django import template

from activities.red_thread import ThreadOfActivity, ThreadOfNeeds, citing, thread_of_value
from lagesbild.models import Need

register = template.Library()


@register.simple_tag(takes_context=True)
def thread_from(context, activity):
    """Why an activity is done, as the acting person may see it."""
    return ThreadOfActivity(activity, context["request"].actor)


@register.simple_tag
def acting_on(thread, branch):
    """(the activities that act on a cause, whether nothing acts on it or on what lies behind it)."""
    return thread.acting_on(branch.cause), thread.is_gap(branch)


@register.simple_tag(takes_context=True)
def thread_to(context, *, value=None, need=None, priority_area=None):
    """What rests on a figure or a need, or lies under a priority area, and what is done about it."""
    actor = context["request"].actor
    if value is not None:
        return thread_of_value(value, actor)
    if need is not None:
        return ThreadOfNeeds([need], actor)
    needs = Need.objects.for_actor(actor).under(priority_area, actor).select_related("situation")
    return ThreadOfNeeds(needs.ranked(), actor)


@register.simple_tag(takes_context=True)
def reports_citing(context, row):
    """The frozen reports that an activity, a figure or a need is part of, as the acting person may read them."""
    return citing(row, context["request"].actor)
