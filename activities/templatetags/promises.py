"""Citizen promises in other pages: how far one has come, and those of the acting party."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from activities.models import Promise
from collab import marks
from collab.clock import today
from collab.dates import day_near

register = template.Library()

# The shape and colour of each state, borrowed from the statuses.
LOOKS = {
    Promise.State.DRAFT: "not_started",
    Promise.State.COMING: "not_started",
    Promise.State.GOING: "on_track",
    Promise.State.AT_RISK: "off_track",
    Promise.State.KEPT: "done",
    Promise.State.BROKEN: "stopped",
}


@register.simple_tag
def promise_state(promise, pill=False):
    """The state in shape, word and colour."""
    state = promise.state()
    css, _word = marks.STATUSES[LOOKS[state]]
    pill = " status--pill" if pill else ""
    mark = marks.status_mark(LOOKS[state])
    return format_html('<span class="status status--{}{}">{}{}</span>', css, pill, mark, state.label)


@register.simple_tag
def promise_why(promise):
    """Why it is in that state, in one sentence; empty when there is nothing to add."""
    state = promise.state()
    if state == Promise.State.AT_RISK:
        return _("At an even pace it would be %(n)s by now.") % {"n": promise.expected()}
    if state == Promise.State.COMING:
        return _("Begins %(day)s.") % {"day": day_near(promise.starts_on, today())}
    if state == Promise.State.BROKEN:
        return _("Ended %(day)s.") % {"day": day_near(promise.ends_on, today())}
    return ""


@register.inclusion_tag("activities/_promises.html", takes_context=True)
def own_promises(context):
    """The promises of the acting party that still hold, with a way to count; and whether there are others to see."""
    actor = context["request"].actor
    seen = Promise.objects.for_actor(actor)
    own = list(seen.of(actor.party).current().for_page())
    counted = Promise.objects.for_actor(actor, "count").filter(pk__in=[promise.pk for promise in own])
    countable = set(counted.values_list("pk", flat=True))
    for promise in own:
        promise.may_count = promise.pk in countable
    return {"promises": own, "has_others": bool(own) or seen.exists(), "request": context["request"]}
