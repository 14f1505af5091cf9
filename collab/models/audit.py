"""The audit log: one row for every verb, written with the change and never edited."""

import pgtrigger
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from collab.clock import now


class AuditEventQuerySet(models.QuerySet):
    def write(self, verb, *, by, subject, root, data):
        """Append one event; `by` is the acting membership, None only for the system's own work."""
        return self.create(
            verb=verb,
            collaboration_id=by.party.collaboration_id if by else None,
            actor=by,
            party_id=by.party_id if by else None,
            person=by.user.name if by else "",
            subject=subject,
            label=str(subject)[:200],
            root=root,
            data=data,
        )

    def about(self, row):
        """What happened to `row`, and to the rows recorded under it when it is a root, newest first."""
        root, kind = row.history_root(), ContentType.objects.get_for_model
        found = self.filter(root_type=kind(root), root_id=root.pk).order_by("-at", "-pk")
        return found if root is row else found.filter(subject_type=kind(row), subject_id=row.pk)

    def page(self, before=None, size=50):
        """The newest events before an instant, and the instant before which the next page begins, or None."""
        rows = self.filter(at__lt=before) if before else self.all()
        found = list(rows.order_by("-at", "-pk")[: size + 1])
        if len(found) <= size:
            return found, None
        edge = found[size - 1].at
        # Events of one instant stay on one page, so that the instant alone says where the next begins.
        together = rows.filter(at=edge).order_by("-pk")
        return [event for event in found if event.at > edge] + list(together), edge

    def naming(self, words):
        """Events whose row or person is called something with `words` in it."""
        return self.filter(Q(label__icontains=words) | Q(person__icontains=words))

    def for_actor(self, actor, action="view"):
        """The events whose row the actor may see today: an event never tells more than its row."""
        if actor is None or not actor.is_in_force():
            return self.none()
        seen = Q()
        for model, kind in ContentType.objects.get_for_models(*rooted_models()).items():
            action = "audit" if "audit" in model.access else "view"
            seen |= Q(root_type=kind, root_id__in=model.objects.for_actor(actor, action).values("pk"))
        return self.filter(seen)


def rooted_models():
    """The models whose rows carry a history of their own."""
    return [m for m in apps.get_models() if hasattr(m, "record") and m.recorded_under is None]


class AuditEvent(models.Model):
    """Somebody, acting for a party, did something to a row."""

    at = models.DateTimeField(default=now, db_index=True)
    verb = models.CharField(max_length=40)
    collaboration = models.ForeignKey("collab.Collaboration", models.DO_NOTHING, null=True, related_name="+")
    actor = models.ForeignKey(
        "collab.Membership", models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    party = models.ForeignKey(
        "collab.Party", models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    person = models.CharField(max_length=150)
    subject_type = models.ForeignKey(ContentType, models.DO_NOTHING, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    label = models.CharField(max_length=200)
    root_type = models.ForeignKey(ContentType, models.DO_NOTHING, related_name="+")
    root_id = models.BigIntegerField()
    root = GenericForeignKey("root_type", "root_id")
    data = models.JSONField(default=dict)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["root_type", "root_id", "-at"], name="audit_of_a_row")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.person} {self.verb} {self.label}"
