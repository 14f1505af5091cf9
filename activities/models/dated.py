"""What activities and commitments share: an end date whose last move stays visible, and a recorded change."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from collab.clock import today
from collab.models import Public, Versioned

from .status import OPEN


class Dated(Public, Versioned):
    """A row that is to be done by a day; closed when its status says so, late when the day has passed."""

    due_on = models.DateField(_("to be done by"))
    # The date before the last move, kept visible beside the new one.
    moved_from = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_closed(self):
        return self.status not in OPEN

    def is_late(self, on=None):
        """True when the date has passed and the row is still open."""
        return not self.is_closed and self.due_on < (on or today())

    def move(self, due_on):
        """Set another end date and keep the old one visible; does not save."""
        if due_on != self.due_on:
            self.moved_from, self.due_on = self.due_on, due_on

    @transaction.atomic
    def change(self, *, by, **values):
        """Change the named fields and record which; a moved date keeps the old one. Returns the names."""
        stored = type(self)._default_manager.get(pk=self.pk)
        changed = [name for name, value in values.items() if getattr(stored, name) != value]
        if not changed:
            return []
        for name in changed:
            setattr(self, name, values[name])
        facts = {}
        if "due_on" in changed:
            self.due_on = stored.due_on
            self.move(values["due_on"])
            facts = {"moved_from": stored.due_on.isoformat(), "due_on": self.due_on.isoformat()}
        self.full_clean()
        self.save()
        self.record("changed", by=by, fields=changed, **facts)
        return changed
