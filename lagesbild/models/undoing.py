"""Undoing an import: what it would change, what later imports have changed since, and the undo itself."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from collab.clock import now
from lagesbild.disclosure import masking
from lagesbild.imports import reaching, settling

from .value import KEY, Value


class Undoing:
    """The part of an import about taking it back."""

    def changed_since(self, actor):
        """The values that later imports gave the same figures, of those `actor` may see; an undo leaves them alone."""
        own = self.values.filter(**{name: OuterRef(name) for name in KEY})
        later = Value.objects.for_actor(actor).filter(
            batch__collaboration=self.collaboration, batch__number__gt=self.number or 0
        )
        return later.filter(Exists(own), batch__state=self.State.COMMITTED).order_by(
            "batch__number", "row", "col"
        )

    def undo_means(self):
        """(figures that get the value they had before, figures that are there no more) if this were undone now."""
        newest = self.values.filter(current_for__isnull=False)
        before = Value.objects.filter(
            **{name: OuterRef(name) for name in KEY},
            batch__state=self.State.COMMITTED,
            batch__number__lt=self.number,
        ).filter(Q(batch__party=self.party) | Q(batch__is_released=True))
        restored = newest.filter(Exists(before)).count()
        return restored, newest.count() - restored

    @transaction.atomic
    def undo(self, *, by):
        """Make every figure what it was before this import; the values stay as history, newest for nobody."""
        self.must_be(self.State.COMMITTED)
        self.take_turn()
        self.counts = {**self.counts, "later": self.changed_since(by).count()}
        self.state, self.undone_at, self.undone_by = self.State.UNDONE, now(), by
        self.is_released = False
        self.save()
        settling.settle(self)
        reaching.recount(self)
        masking.guard_undo(self, self.last_number())
        self.record("undone", by=by)
