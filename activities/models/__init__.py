"""Joint activities: what several parties own together, each party's commitment, and how it goes."""

from .activity import Activity, ActivityArea, ActivityGrant
from .attachment import ActivityDocument, ReportAttachment
from .commitment import Commitment, CommitmentGrant
from .finding import ActivityText
from .followup import FollowUpReport, FollowUpRound
from .reminder import Countdown, Reminder
from .status import Status, joint_status

__all__ = [
    "Activity",
    "ActivityArea",
    "ActivityDocument",
    "ActivityGrant",
    "ActivityText",
    "Commitment",
    "CommitmentGrant",
    "Countdown",
    "FollowUpReport",
    "FollowUpRound",
    "Reminder",
    "ReportAttachment",
    "Status",
    "joint_status",
]
