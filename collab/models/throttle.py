"""Counting attempts in the database, where a parallel guess cannot slip between reading and writing."""

from datetime import timedelta

from django.db import connection, models
from django.db.models.functions import Greatest

from collab.clock import now


class LoginAttemptQuerySet(models.QuerySet):
    def allow(self, key, *, limit, period):
        """Count one more attempt for `key`; True while there are at most `limit` in the current `period`."""
        with connection.cursor() as cursor:
            cursor.execute(UPSERT, {"key": key, "now": now(), "fresh": now() - period})
            [count] = cursor.fetchone()
        return count <= limit

    def forget(self, keys, *, shared):
        """Delete the counters `keys`, and give what they counted back to the counter `shared`."""
        counted = self.filter(key__in=keys).aggregate(n=models.Sum("count"))["n"] or 0
        self.filter(key__in=keys).delete()
        self.filter(key=shared).update(count=Greatest(models.F("count") - counted, 0))

    def forget_old(self):
        """Delete counters that no period reaches any more; returns how many."""
        return self.filter(since__lt=now() - timedelta(days=1)).delete()[0]


class LoginAttempt(models.Model):
    """How often somebody tried to get in to an account, or from a network, since an instant."""

    key = models.CharField(max_length=200, unique=True)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(default=now)

    objects = LoginAttemptQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.key


# One statement, so that of fifty parallel attempts each is counted once.
UPSERT = """
    INSERT INTO collab_loginattempt (key, count, since) VALUES (%(key)s, 1, %(now)s)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN collab_loginattempt.since < %(fresh)s THEN 1 ELSE collab_loginattempt.count + 1 END,
        since = CASE WHEN collab_loginattempt.since < %(fresh)s THEN %(now)s ELSE collab_loginattempt.since END
    RETURNING count
"""
