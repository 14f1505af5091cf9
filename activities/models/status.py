"""The six statuses, and the joint status that follows from the parties' own. Nothing is averaged."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """How it goes, as a person says it; late and report missing are computed beside it."""

    NOT_STARTED = "not_started", _("Not started")
    ON_TRACK = "on_track", _("On track")
    OFF_TRACK = "off_track", _("Off track")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


CLOSED = frozenset({Status.DONE, Status.CANCELLED})
OPEN = tuple(status for status in Status.values if status not in CLOSED)
# Somebody has to decide, or lend a hand.
TROUBLED = (Status.STOPPED, Status.OFF_TRACK)
# The worst of the parties that are still at work speaks for them all.
SEVERITY = (Status.STOPPED, Status.OFF_TRACK, Status.NOT_STARTED, Status.ON_TRACK)


def joint_status(statuses):
    """The status of an activity whose parties report `statuses`; not started when there is none."""
    statuses = set(statuses)
    for status in SEVERITY:
        if status in statuses:
            return status
    if Status.DONE in statuses:
        return Status.DONE
    return Status.CANCELLED if statuses else Status.NOT_STARTED


class Cause(models.TextChoices):
    """Why something that was agreed was not carried out."""

    RESOURCES = "resources", _("Lack of resources")
    PRIORITY = "priority", _("Other things came first")
    CONDITIONS = "conditions", _("The conditions changed")
    PARTY = "party", _("A party dropped out")
    SECRECY = "secrecy", _("Secrecy or a legal obstacle")
    OTHER = "other", _("Something else")
