"""Documents on activities and on reports; whoever sees the one sees the other, unless the document is for fewer."""

from django.db import models

from collab.access import Through
from collab.history import keep_versions
from collab.models import Attachment

from .activity import Activity
from .followup import FollowUpReport


@keep_versions
class ActivityDocument(Attachment):
    access = {"view": [Through("activity")]}
    to_row = "activity"

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+")


@keep_versions
class ReportAttachment(Attachment):
    """What a party sent with a report."""

    access = {"view": [Through("report")]}
    to_row = "report"

    report = models.ForeignKey(FollowUpReport, models.CASCADE, related_name="+")

    @property
    def place(self):
        """A report has no page of its own: its activity shows it."""
        return self.report.commitment.activity
