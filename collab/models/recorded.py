"""What rows share: a random public id, a version that refuses stale saves, and a record of every verb."""

import secrets

import pgtrigger
from django.db import models, transaction

from .audit import AuditEvent

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def public_id():
    """A random id for URLs, 60 bits: nothing can be told from it, or guessed by it."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


class Public(models.Model):
    """A row with an address of its own."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)

    class Meta:
        abstract = True


class Recorded(models.Model):
    """A row whose verbs are written to the audit log in the transaction of the change."""

    # The attribute that leads to the row whose readers may read this row's history; None: the row itself.
    recorded_under = None

    class Meta:
        abstract = True

    def record(self, verb, *, by, **data):
        """Write one audit row: who, acting for which party, did `verb` to this row."""
        return AuditEvent.objects.write(verb, by=by, subject=self, root=self.history_root(), data=data)

    def history_root(self):
        """The row under which the history of this one is kept; the row itself unless it says otherwise."""
        root = self
        while root.recorded_under:
            root = getattr(root, root.recorded_under)
        return root


def next_version(derived=()):
    """The trigger that counts a row's versions and refuses a save on an old one; `derived` fields are no edit."""
    return pgtrigger.Trigger(
        name="next_version",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(exclude=list(derived)),
        func="""
            IF NEW.version <> OLD.version THEN
                RAISE EXCEPTION 'stale version of %', TG_TABLE_NAME USING ERRCODE = 'serialization_failure';
            END IF;
            NEW.version := OLD.version + 1;
            RETURN NEW;
        """,
    )


class Versioned(Recorded):
    """An editable row: the database refuses a save made on an older version than the stored one.

    Each concrete model lists `next_version()` among its Meta.triggers.
    """

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Save; raises OperationalError when somebody saved since this row was loaded."""
        changing = not self._state.adding
        if changing and kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "version"}
        with transaction.atomic():
            super().save(*args, **kwargs)
        if changing:
            self.refresh_from_db(fields=["version"])
