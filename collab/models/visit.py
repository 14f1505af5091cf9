"""Visits: when a person last was here for a party, so that what is new since then can be marked."""

from datetime import timedelta

from django.db import models

from collab.clock import now

from .membership import Membership

# So long without a page, and the next page begins a new visit.
AWAY = timedelta(hours=4)


class VisitQuerySet(models.QuerySet):
    def note(self, membership):
        """Remember that the person is here now; after a while away that begins a new visit."""
        visit, is_first = self.get_or_create(membership=membership)
        if not is_first:
            before = visit.seen_at if now() - visit.seen_at > AWAY else visit.before
            self.filter(pk=visit.pk).update(seen_at=now(), before=before)

    def last_of(self, membership):
        """The instant at which the person's visit before this one ended; None on the first."""
        return self.filter(membership=membership).values_list("before", flat=True).first()


class Visit(models.Model):
    """The visit that goes on, and when the one before it ended; one row per membership."""

    membership = models.OneToOneField(Membership, models.CASCADE, primary_key=True, related_name="visit")
    seen_at = models.DateTimeField(default=now)
    before = models.DateTimeField(null=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.membership} {self.seen_at}"
