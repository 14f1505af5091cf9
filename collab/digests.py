"""What a digest says: the items by topic, and within a topic those about the same thing together."""

from dataclasses import dataclass, field

from django.template import Context
from django.template.loader import get_template
from django.utils.translation import ngettext

from .notices import BY_KIND, TOPICS


@dataclass
class Entry:
    """A thing that something is told about, with every sentence about it once."""

    title: str
    url: str
    texts: list = field(default_factory=list)


@dataclass
class Section:
    """A topic with what it tells."""

    label: str
    entries: list
    total: int


def sections(items, site_url):
    """The items of a digest as sections, what a party owes first."""
    found = {topic: {} for topic in (*TOPICS, None)}
    totals = dict.fromkeys(found, 0)
    for item in items:
        topic = BY_KIND.get(item.kind)
        title, text = lines(item)
        # Several parts of one activity are told together.
        url = site_url + item.get_absolute_url().partition("#")[0]
        entry = found[topic].setdefault((title, url), Entry(title, url))
        if text not in entry.texts:
            entry.texts.append(text)
        totals[topic] += 1
    return [
        Section(str(topic.label) if topic else "", list(entries.values()), totals[topic])
        for topic, entries in found.items()
        if entries
    ]


def lines(item):
    """(title, sentence) of an item, as `<package>/digest/<kind>.txt` says them; of what is confidential no name."""
    template = get_template(f"{item.subject_type.app_label}/digest/{item.kind}.txt").template
    text = template.render(Context({"item": item}, autoescape=False))
    title, _, sentence = text.strip().partition("\n")
    return title.strip(), sentence.strip()


def subject(found):
    """The subject of the mail: how many things, or the one."""
    n = sum(section.total for section in found)
    if n == 1:
        return found[0].entries[0].title
    return ngettext("Digest: %(n)s thing to know", "Digest: %(n)s things to know", n) % {"n": n}
