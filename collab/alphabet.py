"""Swedish order: å, ä and ö come last, in that order, which the database's own order of letters does not know."""

from django.db.models import Func

ORDER = ("åäöéèêëüáàâ", "{|}eeeeyaaa")


class Alphabetical(Func):
    """A text column as something to order by: `order_by(Alphabetical("name"))`."""

    function = "translate"
    template = f"translate(lower(%(expressions)s), '{ORDER[0]}', '{ORDER[1]}')"


def alphabetical(text):
    """The same key in Python, for rows that are already here."""
    return str(text).lower().translate(str.maketrans(*ORDER))
