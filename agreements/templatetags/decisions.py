"""What decisions rest on, and which decisions rest on a row; for the pages of any package."""

from django import template

from agreements.models import basis
from collab.models import Document

register = template.Library()


@register.simple_tag(takes_context=True)
def with_grounds(context, *decisions):
    """The decisions, given as one list or one by one, with their `grounds` as the acting person may see them."""
    rows = decisions[0] if len(decisions) == 1 and not hasattr(decisions[0], "pk") else decisions
    return basis.with_grounds(rows, context["request"].actor)


@register.simple_tag(takes_context=True)
def decided_on(context, row):
    """The decisions that rest on a row."""
    return basis.decided_on(row, context["request"].actor)


@register.simple_tag(takes_context=True)
def appendices_of(context, decision):
    """(appendix, the document attached to the decision under its number, or None) for each appendix."""
    seen = Document.objects.for_actor(context["request"].actor).on(decision).kept()
    by_number = {document.number: document for document in seen}
    return [(appendix, by_number.get(appendix.number)) for appendix in decision.appendices.all()]
