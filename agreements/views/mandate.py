"""Pages of the mandate: the tree from intent to activity, and each declaration and agreement."""

from agreements import happenings
from agreements.forms.mandate import AgreementForm, DeclarationForm, may_draft
from agreements.models import CollaborationAgreement, DeclarationOfIntent
from collab.pages import DetailPage, EditPage, ListPage
from collab.views.documents import AttachPage


class Mandate(ListPage):
    """From intent to activity: every declaration with its agreements, what holds first."""

    model = DeclarationOfIntent
    section = "agreements"
    template_name = "agreements/mandate.html"

    def get_queryset(self):
        return super().get_queryset().with_tree(self.request.actor)

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_draft=may_draft(self.request.actor), **kwargs)


class DeclarationDetail(DetailPage):
    model = DeclarationOfIntent
    section = "agreements"
    context_object_name = "declaration"

    def get_queryset(self):
        return super().get_queryset().with_tree(self.request.actor)

    def get_context_data(self, **kwargs):
        events = happenings.about(self.object, self.request.actor)
        return super().get_context_data(events=events, **kwargs)


class AgreementDetail(DetailPage):
    model = CollaborationAgreement
    section = "agreements"
    context_object_name = "agreement"

    def get_queryset(self):
        return super().get_queryset().with_relatives(self.request.actor)

    def get_context_data(self, **kwargs):
        events = happenings.about(self.object, self.request.actor)
        return super().get_context_data(events=events, **kwargs)


class DeclarationEdit(EditPage):
    model = DeclarationOfIntent
    form_class = DeclarationForm
    section = "agreements"
    template_name = "agreements/mandate_form.html"


class AgreementEdit(EditPage):
    model = CollaborationAgreement
    form_class = AgreementForm
    section = "agreements"
    template_name = "agreements/mandate_form.html"


class AgreementDocumentCreate(AttachPage):
    section = "agreements"
    within = (CollaborationAgreement, "change")


class DeclarationDocumentCreate(AttachPage):
    section = "agreements"
    within = (DeclarationOfIntent, "change")
