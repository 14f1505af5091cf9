"""The nouns everyone needs."""

from .area import Area, AreaAlias
from .audit import AuditEvent
from .collaboration import Collaboration, CollaborationGrant
from .document import Attachment, Document, DocumentVersion
from .inbox import InboxItem
from .link import GatedLinkQuerySet, LinkQuerySet
from .membership import Membership
from .notice import NoticeChoice
from .outbox import OutgoingMail
from .party import Party
from .recorded import Public, Recorded, Versioned, next_version
from .submission import Submission
from .throttle import LoginAttempt
from .user import User
from .visit import Visit

__all__ = [
    "Area",
    "AreaAlias",
    "Attachment",
    "AuditEvent",
    "Collaboration",
    "CollaborationGrant",
    "Document",
    "DocumentVersion",
    "GatedLinkQuerySet",
    "InboxItem",
    "LinkQuerySet",
    "LoginAttempt",
    "Membership",
    "NoticeChoice",
    "OutgoingMail",
    "Party",
    "Public",
    "Recorded",
    "Submission",
    "User",
    "Versioned",
    "Visit",
    "next_version",
]
