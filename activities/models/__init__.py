"""Joint activities: what several parties own together, each party's commitment, and how it goes."""

from .activity import Activity, ActivityArea, ActivityGrant
from .attachment import ActivityDocument, ReportAttachment
from .calendar import CalendarFeed
from .causes import ActivityCause
from .comment import Comment
from .commitment import Commitment, CommitmentGrant
from .decided import DecisionReport
from .departure import Departure, DepartureItem, PartFate
from .dependency import Dependency
from .finding import ActivityText
from .followup import FollowUpReport
from .funding import Funding
from .handover import HandedOver, Handover
from .judgement import Judgement
from .nudge import Nudge
from .occasion import PromiseOccasion
from .offer import Offer
from .offer_reminder import OfferReminder
from .promise import Promise, PromiseGrant
from .promise_links import PromiseActivity, PromiseArea, PromiseParty
from .proposal import Proposal, ProposalGrant
from .reminder import Countdown, Reminder
from .rounds import FollowUpRound, Reopening, Unanswered
from .saved_view import SavedView
from .snapshot import Publication, Snapshot, SnapshotReopening
from .status import Cause, Status, joint_status
from .step import Step
from .succession import ActivityFate, Fate, Succession
from .taken_point import TakenPoint
from .template import ActivityTemplate, TemplatePart
from .upload import UploadedRow, WorkbookUpload

__all__ = [
    "Activity",
    "ActivityArea",
    "ActivityCause",
    "ActivityDocument",
    "ActivityFate",
    "ActivityGrant",
    "ActivityTemplate",
    "ActivityText",
    "CalendarFeed",
    "Cause",
    "Comment",
    "Commitment",
    "CommitmentGrant",
    "Countdown",
    "DecisionReport",
    "Departure",
    "DepartureItem",
    "Dependency",
    "Fate",
    "FollowUpReport",
    "FollowUpRound",
    "Funding",
    "HandedOver",
    "Handover",
    "Judgement",
    "Nudge",
    "Offer",
    "OfferReminder",
    "PartFate",
    "Promise",
    "PromiseActivity",
    "PromiseArea",
    "PromiseGrant",
    "PromiseOccasion",
    "PromiseParty",
    "Proposal",
    "ProposalGrant",
    "Publication",
    "Reminder",
    "Reopening",
    "ReportAttachment",
    "SavedView",
    "Snapshot",
    "SnapshotReopening",
    "Status",
    "Step",
    "Succession",
    "TakenPoint",
    "TemplatePart",
    "Unanswered",
    "UploadedRow",
    "WorkbookUpload",
    "joint_status",
]
