"""Joint activities: what several parties own together, each party's commitment, and how it goes."""

from .activity import Activity, ActivityArea, ActivityGrant
from .attachment import ActivityDocument, ReportAttachment
from .commitment import Commitment, CommitmentGrant
from .finding import ActivityText
from .followup import FollowUpReport
from .judgement import Judgement
from .reminder import Countdown, Reminder
from .rounds import FollowUpRound, Reopening, Unanswered
from .status import Cause, Status, joint_status

__all__ = [
    "Activity",
    "ActivityArea",
    "ActivityDocument",
    "ActivityGrant",
    "ActivityText",
    "Cause",
    "Commitment",
    "CommitmentGrant",
    "Countdown",
    "FollowUpReport",
    "FollowUpRound",
    "Judgement",
    "Reminder",
    "Reopening",
    "ReportAttachment",
    "Status",
    "Unanswered",
    "joint_status",
]
