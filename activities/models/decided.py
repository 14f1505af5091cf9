"""That a decision rests on a frozen report."""

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext, gettext_lazy

from agreements.models import DecisionBasis
from collab.access import Both, Through
from collab.dates import day_short
from collab.history import keep_versions

from .snapshot import Snapshot


@keep_versions
class DecisionReport(DecisionBasis):
    access = {"view": [Both(Through("decision"), Through("snapshot"))]}
    to_row = "snapshot"
    kind = gettext_lazy("Frozen report")

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")

    class Meta(DecisionBasis.Meta):
        constraints = [
            models.UniqueConstraint(fields=["decision", "snapshot"], name="report_once_per_decision")
        ]

    @property
    def note(self):
        """A frozen report stays as it is; one that was opened again may have a version after it."""
        return gettext("opened again since") if self.snapshot.was_reopened_after(self.noted_at) else ""

    @classmethod
    def offered(cls, actor):
        return Snapshot.objects.for_actor(actor).for_page().newest_first()

    @classmethod
    def called(cls, row):
        """With its agreement and its day: each has a report of the same round."""
        return f"{super().called(row)} ({row.agreement}, {day_short(localdate(row.frozen_at))})"

    @classmethod
    def with_rows(cls, links):
        return links.select_related("snapshot__agreement", "snapshot__reopening").defer("snapshot__pdf")
