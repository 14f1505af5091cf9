"""The work under an agreement, for the pages of the mandate; in templates, since agreements knows no activities."""

from django import template

from activities.law import legal_clocks
from activities.reconsidering import decided_in, left_to
from activities.under_agreement import Work
from collab.access import WORKING

register = template.Library()


@register.simple_tag(takes_context=True)
def law_clocks(context):
    """The two clocks of 6 § as the acting person sees them."""
    return legal_clocks(context["request"].actor)


@register.simple_tag(takes_context=True)
def work_under(context, agreement):
    """The priority areas of an agreement with the activities in them that the acting person may see."""
    return Work(agreement, context["request"].actor)


@register.simple_tag(takes_context=True)
def to_reconsider(context, agreement):
    """What its predecessor left to be reconsidered and nobody has decided about, as the acting person may see it."""
    return left_to(agreement, context["request"].actor)


@register.simple_tag(takes_context=True)
def reconsidered_in(context, activity):
    """The agreement on whose page it is decided whether the activity goes on, or None."""
    return decided_in(activity, context["request"].actor)


@register.simple_tag(takes_context=True)
def may_follow(context):
    """Whether the acting person sees the work itself, and not the frozen reports alone."""
    return context["request"].actor.role in WORKING
