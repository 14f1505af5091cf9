"""Correcting the texts of the mandate; its decisions, signatures and generations have verbs of their own."""

from agreements.models import CollaborationAgreement, DeclarationOfIntent
from collab.forms import RowForm


class DeclarationForm(RowForm):
    class Meta:
        model = DeclarationOfIntent
        fields = ["name", "purpose", "predecessor_note"]


class AgreementForm(RowForm):
    class Meta:
        model = CollaborationAgreement
        fields = ["name", "purpose"]
