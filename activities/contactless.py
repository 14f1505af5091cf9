"""Commitments nobody answers for, as Översikt and Mina åtaganden show them."""

from functools import cached_property

from .models import Commitment
from .models.questions import COUNT_AT_MOST

SHOWN_AT_MOST = 5


class Contactless:
    """What of the actor's has no contact; mixed into the pages that show it. They say `answered_for`."""

    @cached_property
    def without_contact(self):
        """Open commitments without a contact, of which the page is to tell."""
        return self.answered_for.without_contact()

    @cached_property
    def unanswered(self):
        return list(self.without_contact.with_activity().order_by("due_on", "pk")[:SHOWN_AT_MOST])

    @cached_property
    def unanswered_total(self):
        return self.without_contact.order_by().values("pk")[:COUNT_AT_MOST].count()

    @cached_property
    def answerable(self):
        """The keys of those shown whose contact the actor may name."""
        rows = Commitment.objects.for_actor(self.actor, "change").filter(
            pk__in=[row.pk for row in self.unanswered]
        )
        return set(rows.values_list("pk", flat=True))
