"""What a mail and the inbox say to those whose part waits for another."""

from datetime import date

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from activities.models import Activity, Status
from collab.clock import today
from collab.dates import day_near

register = template.Library()


def part_of(link, in_mail):
    """The awaited part by party and text; a mail names none that is not for all parties."""
    ends = (link.waiting.activity, link.awaited.activity)
    if in_mail and any(activity.visibility != Activity.Visibility.PARTIES for activity in ends):
        return _("A part that not all parties see")
    return f"{link.awaited.party.short}: {link.awaited.text or link.awaited.activity.title}"


@register.simple_tag
def slip_of(item, in_mail=False):
    """How the awaited part slips: moved from one day to another, past its day, or in trouble."""
    data, awaited = item.data, item.subject.awaited
    said = [f"{part_of(item.subject, in_mail)}."]
    if "status" in data:
        said.append(_("Reported as: %(status)s.") % {"status": Status(data["status"]).label})
    if data.get("due_on"):
        days = {"before": near(data["moved_from"]), "after": near(data["due_on"])}
        said.append(_("Moved from %(before)s to %(after)s.") % days)
    elif "passed" in data:
        said.append(_("It was to be done by %(day)s and is not done.") % {"day": near(data["passed"])})
    else:
        said.append(
            pgettext("a part", "The end date is %(day)s.") % {"day": day_near(awaited.due_on, today())}
        )
    own = {"day": day_near(item.subject.waiting.due_on, today())}
    return " ".join([*said, _("Your own part is to be done by %(day)s.") % own])


@register.simple_tag
def ready_of(item, in_mail=False):
    """That the awaited part is done, and when one's own is to be."""
    part, day = part_of(item.subject, in_mail), day_near(item.subject.waiting.due_on, today())
    return _("Done: %(part)s. You can start; your own part is to be done by %(day)s.") % {
        "part": part,
        "day": day,
    }


def near(day):
    return day_near(date.fromisoformat(day), today())
