"""Components with a body, as tags: they take the facts, and what stands between the tags is `content`."""

from django.template.loader import render_to_string


def block(component, content, /, **facts):
    """The component, with what was rendered between its tags as `content`."""
    return render_to_string(f"components/{component}.html", {**facts, "content": content})


def page_head(content, title, lede="", crumbs=()):
    """Breadcrumbs, the page's heading, its lede; the content is the actions."""
    return block("page_head", content, title=title, lede=lede, crumbs=crumbs)


def notice(content, level="info", action_url="", action=""):
    """A message that stays in the page; level is info, ok, warn or stop."""
    return block("notice", content, level=level, action_url=action_url, action=action)


def empty(content, title, icon="list", heading="h3"):
    """Why there is nothing, in words, and the one action; for first use, for a filter, for no permission."""
    return block("empty", content, title=title, icon=icon, heading=heading)


def timeline_item(content, at, name="", party=None, status="", verb="", icon="", anchor=""):
    """A report, a comment or an event; with a name it has an avatar, else the icon; `anchor` is its place."""
    facts = {"name": name, "party": party, "status": status, "verb": verb, "icon": icon, "anchor": anchor}
    return block("timeline_item", content, at=at, **facts)


def event(content, at=None, name="", hue=0, icon="", note=""):
    """A line in a short list of what happens or happened."""
    return block("event", content, at=at, name=name, hue=hue, icon=icon, note=note)


def reporting_row(content, party, done, total):
    """How many reports a party has sent of those it owes; the content is the action."""
    return block("reporting_row", content, party=party, done=done, total=total)
