"""The small marks that stand in every list: icons, statuses, parties, deadlines; made once and kept as markup."""

from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from . import dates

# The key, the class that gives shape and colour, and the word. The words are the same everywhere.
STATUSES = {
    "not_started": ("none", gettext_lazy("Not started")),
    "on_track": ("ok", gettext_lazy("On track")),
    "off_track": ("warn", gettext_lazy("Off track")),
    "stopped": ("stop", gettext_lazy("Stopped")),
    "done": ("done", gettext_lazy("Done")),
    "cancelled": ("cancel", gettext_lazy("Cancelled")),
}


def kept(make):
    """Keep what `make` answers, for each language; a list shows the same few marks again and again."""
    keep = lru_cache(maxsize=4096)(lambda _language, *facts: make(*facts))
    return lambda *facts: keep(get_language(), *facts)


def sprite(symbol):
    return f"{static('img/icons.svg')}#{symbol}"


@kept
def icon(name, css):
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', css, sprite(f"i-{name}"))


@kept
def status_mark(value):
    return format_html(
        '<svg class="status__mark" viewBox="0 0 16 16" aria-hidden="true"><use href="{}"/></svg>',
        sprite(f"s-{STATUSES[value][0]}"),
    )


@kept
def status(value, is_pill):
    css, word = STATUSES[value]
    pill = " status--pill" if is_pill else ""
    return format_html('<span class="status status--{}{}">{}{}</span>', css, pill, status_mark(value), word)


@kept
def party(code, title, hue, is_lead):
    return format_html(
        '<abbr class="party party--{}{}" title="{}">{}</abbr>',
        hue,
        " party--lead" if is_lead else "",
        _("%(party)s (coordinates)") % {"party": title} if is_lead else title,
        code,
    )


@kept
def parties(badges):
    """The list of several badges, each as the facts of `party`."""
    items = format_html_join("", "<li>{}</li>", ((party(*facts),) for facts in badges))
    return format_html('<ul class="parties" role="list">{}</ul>', items)


@kept
def due(day, today, is_closed, was):
    """The date, then the distance; late has a clock, closed has nothing more."""
    is_late, is_soon = not is_closed and day < today, not is_closed and dates.is_soon(day, today)
    note = ""
    if is_late:
        note = format_html("<small>{}{}</small>", icon("clock", "icon"), dates.lateness(day, today))
    elif was:
        note = format_html("<small><s>{}</s> {}</small>", dates.day_short(was), _("moved"))
    elif not is_closed:
        note = format_html("<small>{}</small>", dates.relative_day(day, today))
    return format_html(
        '<span class="due{}{}"><time datetime="{}">{}</time>{}</span>',
        " due--late" if is_late else "",
        " due--soon" if is_soon else "",
        day.isoformat(),
        dates.day_short(day),
        note,
    )
