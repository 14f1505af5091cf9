"""Causes: why a need is there, as a tree; activities act on causes, not on needs (Brå, orsaksanalys)."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from collab.access import AccessQuerySet, Through
from collab.history import keep_versions
from collab.models import Public, Versioned, next_version

from .need import Need


class CauseQuerySet(AccessQuerySet):
    def by_need(self):
        """Need by need, of the newest picture first."""
        rows = self.select_related("need__situation")
        return rows.order_by("-need__situation__dated_on", "need__order", "need", "order", "pk")


@keep_versions
class Cause(Public, Versioned):
    """A cause of a need, or of another cause."""

    class Kind(models.TextChoices):
        SITUATIONAL = "situational", _("Situational")
        SOCIAL = "social", _("Social")

    class Horizon(models.TextChoices):
        SHORT = "short", _("Soon")
        LONG = "long", _("In the long run")

    access = {
        "view": [Through("need", "view")],
        "change": [Through("need", "change")],
    }
    recorded_under = "need"

    need = models.ForeignKey(Need, models.CASCADE, related_name="causes")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="causes", verbose_name=_("is a cause of")
    )
    order = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    text = models.CharField(_("cause"), max_length=160)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.SITUATIONAL)
    horizon = models.CharField(_("acting on it helps"), max_length=6, choices=Horizon, default=Horizon.SHORT)

    objects = CauseQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        default_permissions = ()
        triggers = [next_version()]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return f"{self.need.get_absolute_url()}#{self.public_id}"

    def clean(self):
        """A cause lies behind its own need, and behind nothing that it is a cause of."""
        above, seen = self.parent, {self.pk}
        while above is not None:
            if above.pk in seen or above.need_id != self.need_id:
                raise ValidationError({"parent": _("A cause cannot be its own cause.")})
            seen.add(above.pk)
            above = above.parent

    @transaction.atomic
    def move(self, steps, *, by):
        """Change places with the sibling so many steps after it, or before it; at the end nothing happens."""
        beside = list(self.need.causes.select_for_update().filter(parent=self.parent_id))
        at = next(i for i, cause in enumerate(beside) if cause.pk == self.pk)
        if not 0 <= at + steps < len(beside):
            return
        beside.insert(at + steps, beside.pop(at))
        for order, cause in enumerate(beside):
            if cause.order != order:
                cause.order = order
                cause.save(update_fields=["order"])
        self.record("moved", by=by)


@dataclass
class Branch:
    """A cause and the causes behind it."""

    cause: Cause
    below: list = field(default_factory=list)


def tree_of(causes):
    """The causes as branches, each under the one it is a cause of, in their order."""
    branches = {cause.pk: Branch(cause) for cause in causes}
    roots = []
    for branch in branches.values():
        above = branches.get(branch.cause.parent_id)
        (above.below if above else roots).append(branch)
    return roots
