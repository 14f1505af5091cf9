"""Drafting a declaration or an agreement, and letting a party join."""

from django.utils.translation import gettext_lazy as _

from agreements.forms.mandate import AdmitForm, DraftAgreement, DraftDeclaration, may_draft
from agreements.models import CollaborationAgreement, DeclarationOfIntent
from collab.pages import AskPage, VerbPage


class DraftPage(AskPage):
    """A form that drafts; the page of what was drafted follows."""

    section = "agreements"
    template_name = "agreements/draft.html"
    said = _("The draft is saved.")

    def allows(self, actor):
        return super().allows(actor) and may_draft(actor)

    def done(self, form):
        self.made = form.made
        return super().done(form)

    def get_success_url(self):
        return self.made.get_absolute_url()


class DeclarationCreate(DraftPage):
    form_class = DraftDeclaration
    extra_context = {"what": _("New declaration of intent")}


class AgreementCreate(DraftPage):
    form_class = DraftAgreement
    extra_context = {"what": _("New agreement")}


class AdmitPage(VerbPage):
    section = "agreements"
    form_class = AdmitForm
    template_name = "agreements/admit.html"
    said = _("The party takes part.")


class AgreementAdmit(AdmitPage):
    model = CollaborationAgreement


class DeclarationAdmit(AdmitPage):
    model = DeclarationOfIntent
