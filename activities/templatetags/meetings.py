"""What became of a meeting's points and the papers before it, for pages of the mandate, which know no activities."""

from django import template

from activities.forms.taking import TakePointForm
from activities.taking_points import Taking
from agreements.models import MeetingPack
from collab.models import Document

register = template.Library()


@register.simple_tag(takes_context=True)
def points_taken(context, meeting):
    """The points of a meeting with what became of each, and whether the acting person may take one on."""
    return Taking(meeting, context["request"].actor)


@register.simple_tag(takes_context=True)
def take_form(context, taking, point):
    """The form that takes a point on; the forms of a meeting share what they offer."""
    return TakePointForm(row=point, offered=taking.offered, actor=context["request"].actor)


@register.simple_tag(takes_context=True)
def packs_of(context, meeting):
    """The papers made for a meeting, the newest first."""
    actor = context["request"].actor
    links = MeetingPack.objects.for_actor(actor).filter(meeting=meeting)
    seen = Document.objects.for_actor(actor).kept().filter(pk__in=links.values("document"))
    return list(seen.order_by("-pk").for_page())
