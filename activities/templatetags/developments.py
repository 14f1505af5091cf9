"""How a party has reported, round by round, for the pages where the party is the subject."""

from django import template

from activities.developments import by_party

register = template.Library()


@register.simple_tag(takes_context=True)
def development_of(context, *parties):
    """The statuses of the parties' own parts in each round, as the acting person sees them."""
    return by_party(parties, context["request"].actor)
