"""The mandate: declarations of intent, agreements, what they prioritise, and the decisions behind them."""

from .agreement import (
    AgreementArea,
    AgreementParty,
    CollaborationAgreement,
    CollaborationAgreementGrant,
    PriorityArea,
)
from .attachment import AgreementDocument, DecisionDocument, DeclarationDocument
from .basis import DecisionBasis
from .body import DecisionBody
from .council import Council, CouncilGrant, Seat
from .decision import Decision
from .declaration import DeclarationOfIntent, DeclarationOfIntentGrant, DeclarationParty
from .joint import Joint, Stage
from .meeting import AgendaPoint, Meeting, MeetingDocument, MeetingPack
from .minutes import Appendix, Motion, Proposition, RegistryNumber, Reservation, Speaker
from .signature import AgreementSignature, DeclarationSignature

__all__ = [
    "AgendaPoint",
    "AgreementArea",
    "AgreementDocument",
    "AgreementParty",
    "AgreementSignature",
    "Appendix",
    "CollaborationAgreement",
    "CollaborationAgreementGrant",
    "Council",
    "CouncilGrant",
    "Decision",
    "DecisionBasis",
    "DecisionBody",
    "DecisionDocument",
    "DeclarationDocument",
    "DeclarationOfIntent",
    "DeclarationOfIntentGrant",
    "DeclarationParty",
    "DeclarationSignature",
    "Joint",
    "Meeting",
    "MeetingDocument",
    "MeetingPack",
    "Motion",
    "PriorityArea",
    "Proposition",
    "RegistryNumber",
    "Reservation",
    "Seat",
    "Speaker",
    "Stage",
]
