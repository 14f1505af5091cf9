"""Reminders in templates: the next one of a commitment, and what a mail and the inbox say."""

from django import template

from activities import nudging
from activities.reminders import explaining, wording
from collab.marks import STATUSES

register = template.Library()
register.simple_tag(explaining.explain, name="next_reminder")
register.simple_tag(explaining.notes, name="reminder_notes")
register.simple_tag(nudging.late_parts, name="late_parts")
register.simple_tag(wording.subject, name="reminder_subject")
register.simple_tag(wording.about_links, name="about_links")
register.filter("reminder_reason", wording.reason)
register.filter("name_in_mail", wording.name_in_mail)

# Mail readers know no style sheets and no sprites: the marks of the statuses as characters, the colours as they are.
ANSWER_STYLES = {
    "on_track": ("→", "#E2F1E7", "#17592F"),
    "off_track": ("▲", "#FCEFD3", "#744300"),
    "stopped": ("◆", "#FBE6E4", "#971B1F"),
    "done": ("☑", "#DFEDF0", "#0D4656"),
}


@register.inclusion_tag("activities/mail/_answer.html")
def mail_answer(status, url):
    """A status to answer with, as a button in a mail."""
    mark, paper, ink = ANSWER_STYLES[status]
    return {"mark": mark, "paper": paper, "ink": ink, "url": url, "word": STATUSES[status][1]}


@register.simple_tag(takes_context=True)
def reminder_entries(context):
    """What a mail is about, commitment by commitment."""
    memo = context["memo"]
    if "entries" not in memo:
        memo["entries"] = wording.entries(context["items"], context["site_url"])
    return memo["entries"]


@register.simple_tag
def nudgings_of(commitments, actor):
    """How *Påminn* stands for each of the commitments."""
    return nudging.nudgings(commitments, actor).values()
