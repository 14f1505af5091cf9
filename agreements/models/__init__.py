"""The mandate: declarations of intent, agreements, what they prioritise, and the decisions behind them."""

from .agreement import (
    AgreementArea,
    AgreementParty,
    CollaborationAgreement,
    CollaborationAgreementGrant,
    PriorityArea,
)
from .attachment import AgreementDocument, DecisionDocument, DeclarationDocument
from .decision import Appendix, Decision, Motion, Proposition, Speaker
from .declaration import DeclarationOfIntent, DeclarationOfIntentGrant, DeclarationParty
from .joint import Joint, Stage
from .signature import AgreementSignature, DeclarationSignature

__all__ = [
    "AgreementArea",
    "AgreementDocument",
    "AgreementParty",
    "AgreementSignature",
    "Appendix",
    "CollaborationAgreement",
    "CollaborationAgreementGrant",
    "Decision",
    "DecisionDocument",
    "DeclarationDocument",
    "DeclarationOfIntent",
    "DeclarationOfIntentGrant",
    "DeclarationParty",
    "DeclarationSignature",
    "Joint",
    "Motion",
    "PriorityArea",
    "Proposition",
    "Speaker",
    "Stage",
]
