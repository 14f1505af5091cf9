"""Signing a declaration or an agreement for a party, mending a signature, and taking it back."""

from django.utils.translation import gettext_lazy as _

from agreements.forms.signing import (
    AgreementSignatureForm,
    DeclarationSignatureForm,
    SignForm,
    WithdrawForm,
)
from agreements.models import (
    AgreementSignature,
    CollaborationAgreement,
    DeclarationOfIntent,
    DeclarationSignature,
)
from collab.pages import EditPage, VerbPage


class SignPage(VerbPage):
    """Shows the text that is signed; ?party= names whom a coordinator enters a paper for."""

    action = "sign"
    section = "agreements"
    form_class = SignForm
    template_name = "agreements/sign.html"
    said = _("The signature is registered.")

    def get_initial(self):
        return {"party": party} if (party := self.request.GET.get("party")) else {}

    def get_success_url(self):
        return f"{self.object.get_absolute_url()}#signatures"


class AgreementSign(SignPage):
    model = CollaborationAgreement


class DeclarationSign(SignPage):
    model = DeclarationOfIntent


class OfSignature:
    """Reaches a signature with the names that its page says."""

    section = "agreements"

    def get_queryset(self):
        return super().get_queryset().for_page()


class AgreementSignatureEdit(OfSignature, EditPage):
    model = AgreementSignature
    form_class = AgreementSignatureForm
    template_name = "agreements/signature_form.html"


class DeclarationSignatureEdit(OfSignature, EditPage):
    model = DeclarationSignature
    form_class = DeclarationSignatureForm
    template_name = "agreements/signature_form.html"


class AgreementSignatureWithdraw(OfSignature, VerbPage):
    model = AgreementSignature
    form_class = WithdrawForm
    template_name = "agreements/signature_withdraw.html"
    said = _("The signature is taken back.")


class DeclarationSignatureWithdraw(OfSignature, VerbPage):
    model = DeclarationSignature
    form_class = WithdrawForm
    template_name = "agreements/signature_withdraw.html"
    said = _("The signature is taken back.")
