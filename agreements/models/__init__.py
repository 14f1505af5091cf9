"""The mandate: declarations of intent, agreements, what they prioritise, and the decisions behind them."""

from .agreement import (
    AgreementArea,
    AgreementParty,
    CollaborationAgreement,
    CollaborationAgreementGrant,
    PriorityArea,
)
from .attachment import AgreementDocument, DecisionDocument
from .decision import Appendix, Decision, Motion, Proposition, Speaker
from .declaration import DeclarationOfIntent, DeclarationOfIntentGrant, DeclarationParty

__all__ = [
    "AgreementArea",
    "AgreementDocument",
    "AgreementParty",
    "Appendix",
    "CollaborationAgreement",
    "CollaborationAgreementGrant",
    "Decision",
    "DecisionDocument",
    "DeclarationOfIntent",
    "DeclarationOfIntentGrant",
    "DeclarationParty",
    "Motion",
    "PriorityArea",
    "Proposition",
    "Speaker",
]
