"""Joint activities: what several parties own together, each party's commitment, and how it goes."""

from .activity import Activity, ActivityArea, ActivityGrant
from .attachment import ActivityDocument, ReportAttachment
from .calendar import CalendarFeed
from .comment import Comment
from .commitment import Commitment, CommitmentGrant
from .finding import ActivityText
from .followup import FollowUpReport
from .handover import HandedOver, Handover
from .judgement import Judgement
from .nudge import Nudge
from .occasion import PromiseOccasion
from .promise import Promise, PromiseGrant
from .promise_links import PromiseActivity, PromiseArea, PromiseParty
from .reminder import Countdown, Reminder
from .rounds import FollowUpRound, Reopening, Unanswered
from .saved_view import SavedView
from .status import Cause, Status, joint_status
from .upload import UploadedRow, WorkbookUpload

__all__ = [
    "Activity",
    "ActivityArea",
    "ActivityDocument",
    "ActivityGrant",
    "ActivityText",
    "CalendarFeed",
    "Cause",
    "Comment",
    "Commitment",
    "CommitmentGrant",
    "Countdown",
    "FollowUpReport",
    "FollowUpRound",
    "HandedOver",
    "Handover",
    "Judgement",
    "Nudge",
    "Promise",
    "PromiseActivity",
    "PromiseArea",
    "PromiseGrant",
    "PromiseOccasion",
    "PromiseParty",
    "Reminder",
    "Reopening",
    "ReportAttachment",
    "SavedView",
    "Status",
    "Unanswered",
    "UploadedRow",
    "WorkbookUpload",
    "joint_status",
]
