"""The project's only tag library, loaded in every template: marks, people, dates, numbers, forms, blocks."""

from django import template
from django.urls import resolve, reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from collab import access, blocks, clock, dates, digests, events, fields, marks, numbers
from collab.models import AuditEvent, Document
from collab.seats import ring as round_table

register = template.Library()


@register.simple_tag
def icon(name, css="icon"):
    """A line icon; always beside words, so it is hidden from readers."""
    return marks.icon(name, css)


@register.simple_tag(takes_context=True)
def digest_sections(context):
    """What a digest says, worked out once for its text and its HTML."""
    memo = context["memo"]
    if "sections" not in memo:
        memo["sections"] = digests.sections(context["items"], context["site_url"])
    return memo["sections"]


@register.simple_tag
def digest_subject(sections):
    """The subject of a digest."""
    return digests.subject(sections)


@register.simple_tag
def brand_mark():
    """The logo."""
    return format_html(
        '<svg class="brand__mark" aria-hidden="true"><use href="{}"/></svg>', marks.sprite("mark")
    )


@register.simple_tag
def status_mark(value):
    """The shape of a status, without its word; only where the word stands beside it."""
    return marks.status_mark(value)


@register.simple_tag
def status(value, pill=False):
    """A status in shape, word and colour; a tinted pill in page heads and timelines."""
    return marks.status(value, pill)


@register.simple_tag
def status_count(value, n):
    """How many have a status: shape, number, and the word for readers."""
    css, word = marks.STATUSES[value]
    return format_html(
        '<span class="status status--{}">{}{}<span class="vh"> {}</span></span>',
        css,
        marks.status_mark(value),
        n,
        word,
    )


@register.filter
def status_class(value):
    """The class ending of a status, for markup that a tag does not make."""
    return marks.STATUSES[value][0]


@register.filter
def status_word(value):
    return marks.STATUSES[value][1]


@register.simple_tag
def party(row, lead=False):
    """A party's badge: its code, with the full name as title; filled when it coordinates."""
    return marks.party(row.code, row.title, row.hue, lead)


@register.simple_tag
def parties(rows, lead=None):
    """The badges of several parties in the given order; `lead` is the one that coordinates."""
    return marks.parties(tuple((row.code, row.title, row.hue, row == lead) for row in rows))


@register.simple_tag
def party_line(row, lead=False):
    """Badge and full name, for the first mention on a page."""
    return format_html('<span class="party-line">{}{}</span>', party(row, lead), row.title)


@register.simple_tag
def avatar(name, hue, small=False):
    """Initials on a party's hue; always beside the name."""
    words = str(name).split()
    initials = "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
    return format_html(
        '<span class="avatar avatar--{}{}" aria-hidden="true">{}</span>',
        hue,
        " avatar--s" if small else "",
        initials,
    )


@register.simple_tag
def person(name, row):
    """A person with initials in the hue of the party `row`."""
    return format_html('<span class="person">{}{}</span>', avatar(name, row.hue, small=True), name)


@register.simple_tag
def due(day, closed=False, was=None):
    """A deadline: the date, then the distance; late has a clock; `was` is the date it was moved from."""
    if day is None:
        return format_html('<span class="due muted">{}</span>', _("No date"))
    return marks.due(day, clock.today(), bool(closed), was)


@register.simple_tag(takes_context=True)
def may(context, action, row):
    """Whether the acting person may do `action` to `row`; asked of the gate."""
    return access.may(context["request"].actor, action, row)


@register.filter
def day_long(day):
    return dates.day_long(day) if day else ""


@register.filter
def day_full(day):
    return dates.day_full(day) if day else ""


@register.filter
def day_short(day):
    return dates.day_short(day) if day else ""


@register.filter
def day_near(day):
    return dates.day_near(day, clock.today()) if day else ""


@register.filter
def when(instant):
    return dates.when(instant, clock.now()) if instant else ""


@register.simple_tag
def relative_day(day):
    return dates.relative_day(day, clock.today()) if day else ""


@register.simple_tag
def time(instant):
    """An instant in words, with the exact one for machines."""
    return format_html('<time datetime="{}">{}</time>', instant.isoformat(), when(instant))


register.filter("number", numbers.number)
register.filter("measure", numbers.measure)
register.filter("signed", numbers.signed)
register.filter("percent", numbers.percent)
register.filter("spelled", numbers.spelled)


@register.simple_tag(takes_context=True)
def hidden(context, form):
    """The CSRF token and the hidden fields of a form: what every POST form begins with."""
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', context["csrf_token"])
    return token + format_html_join("", "{}", ((field,) for field in form.hidden_fields()))


@register.inclusion_tag("components/field.html")
def field(bound, **options):
    """A form field: label, hint, error, control; options: label, hint, wide, bare, size, rows, and attributes."""
    return fields.describe(bound, **options)


@register.simple_tag
def control(bound, **options):
    """Only the control of a field, dressed; the page gives it a label."""
    return fields.describe(bound, **options)["control"]


@register.inclusion_tag("components/status_choice.html")
def status_choice(bound, row=False, explain=False):
    """One row to tap per status of a radio field; `explain` adds what each means."""
    return {**fields.describe(bound), "row": row, "explain": explain}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms):
    """All errors of the forms and formsets on a page, each with a link to its field."""
    return {"errors": fields.all_errors(forms)}


@register.simple_tag
def error_prefix(*forms):
    """What a page title starts with when a form on it has errors."""
    return _("Error: ") if fields.all_errors(forms) else ""


@register.inclusion_tag("components/ring.html")
def ring(seats, members, text=""):
    """The table: a seat per party in `seats`, filled for those in `members`."""
    members = set(members)
    names = [row.title for row in seats if row in members]
    label = _("%(n)s of %(all)s parties: %(names)s") % {
        "n": len(names),
        "all": len(seats),
        "names": ", ".join(names) or "–",
    }
    return {"seats": round_table(seats, members), "label": label, "text": text}


@register.filter
def sentence(text):
    """The text with its first letter large."""
    return capfirst(text)


@register.simple_tag
def breadcrumbs(*steps):
    """For the crumbs of page_head: url, label, url, label …, and last the label of this page."""
    *links, here = steps
    pairs = [{"url": url, "label": label} for url, label in zip(links[::2], links[1::2], strict=True)]
    return [*pairs, {"url": "", "label": here}]


@register.inclusion_tag("components/export.html", takes_context=True)
def export_menu(context, *routes, more_url="", more=""):
    """The lists a page hands out as files, as far as the actor may take them, narrowed as it is; and one more link."""
    request, found = context["request"], []
    for route in routes:
        address = reverse(route, args=["xlsx"])
        table = resolve(address).func.view_class.table
        if table.is_for(request.actor):
            found.append({"label": table.name, "xlsx": address, "csv": reverse(route, args=["csv"])})
    query = request.GET.urlencode()
    more = {"more_url": more_url, "more": more}
    return {"exports": found, "query": f"?{query}" if query else "", **more}


for with_content in (
    blocks.page_head,
    blocks.notice,
    blocks.empty,
    blocks.timeline_item,
    blocks.event,
    blocks.reporting_row,
):
    register.simple_block_tag(with_content)


@register.inclusion_tag("components/history.html", takes_context=True)
def history(context, row, most=30):
    """What happened to a row that was reached through the gate, newest first; words in collab/events.py."""
    seen = AuditEvent.objects.for_actor(context["request"].actor)
    return {"events": events_in_words(seen.about(row).select_related("party")[:most])}


@register.simple_tag
def events_in_words(rows):
    """Events of the audit log as components/history.html takes them; the rows were reached through the gate."""
    return [{"at": e.at, "name": e.person, "party": e.party, "text": events.in_words(e)} for e in rows]


@register.inclusion_tag("components/documents.html", takes_context=True)
def documents(context, row, add_url=""):
    """The documents attached to a row, as far as the acting person may see them, with a way to add one."""
    actor = context["request"].actor
    found = list(Document.objects.for_actor(actor).on(row).for_page())
    kept = [one for one in found if not one.removed_at]
    removed = [one for one in found if one.removed_at]
    return {"documents": kept, "removed": removed, "add_url": add_url, "request": context["request"]}


@register.simple_tag(takes_context=True)
def file_size(context, version):
    """How large the file is that the acting person would get."""
    return numbers.size(version.size_for(context["request"].actor))
