"""Documents on declarations, agreements and decisions."""

from django.db import models

from collab.access import Through
from collab.history import keep_versions
from collab.models import Attachment

from .agreement import CollaborationAgreement
from .decision import Decision
from .declaration import DeclarationOfIntent


@keep_versions
class DeclarationDocument(Attachment):
    access = {"view": [Through("declaration")]}
    to_row = "declaration"

    declaration = models.ForeignKey(DeclarationOfIntent, models.CASCADE, related_name="+")


@keep_versions
class AgreementDocument(Attachment):
    access = {"view": [Through("agreement")]}
    to_row = "agreement"

    agreement = models.ForeignKey(CollaborationAgreement, models.CASCADE, related_name="+")


@keep_versions
class DecisionDocument(Attachment):
    access = {"view": [Through("decision")]}
    to_row = "decision"

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="+")
