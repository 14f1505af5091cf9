"""Attaching a document to an activity."""

from activities.models import Activity
from collab.views.documents import AttachPage


class ActivityDocumentCreate(AttachPage):
    """Whoever works for a party that sees the activity may add what the others need to read."""

    section = "activities"
    within = (Activity, "comment")
