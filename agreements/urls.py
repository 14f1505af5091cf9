"""Addresses of the mandate, under /avtal/."""

from django.urls import path

from .views import generations, mandate, signing

app_name = "agreements"

declarations = [
    path("avsiktsforklaring/<slug:public_id>/", mandate.DeclarationDetail.as_view(), name="declaration"),
    path(
        "avsiktsforklaring/<slug:public_id>/redigera/",
        mandate.DeclarationEdit.as_view(),
        name="edit_declaration",
    ),
]
generations_urls = [
    path("avsiktsforklaring/ny/", generations.DeclarationCreate.as_view(), name="create_declaration"),
    path("overenskommelse/ny/", generations.AgreementCreate.as_view(), name="create"),
    path("overenskommelse/<slug:public_id>/ny-part/", generations.AgreementAdmit.as_view(), name="admit"),
    path(
        "avsiktsforklaring/<slug:public_id>/ny-part/",
        generations.DeclarationAdmit.as_view(),
        name="admit_to_declaration",
    ),
]
signing_urls = [
    path("overenskommelse/<slug:public_id>/skriv-under/", signing.AgreementSign.as_view(), name="sign"),
    path(
        "avsiktsforklaring/<slug:public_id>/skriv-under/",
        signing.DeclarationSign.as_view(),
        name="sign_declaration",
    ),
    path(
        "underskrift/<slug:public_id>/",
        signing.AgreementSignatureEdit.as_view(),
        name="correct_agreement_signature",
    ),
    path(
        "underskrift/<slug:public_id>/ta-tillbaka/",
        signing.AgreementSignatureWithdraw.as_view(),
        name="withdraw_agreement_signature",
    ),
    path(
        "forklaringens-underskrift/<slug:public_id>/",
        signing.DeclarationSignatureEdit.as_view(),
        name="correct_declaration_signature",
    ),
    path(
        "forklaringens-underskrift/<slug:public_id>/ta-tillbaka/",
        signing.DeclarationSignatureWithdraw.as_view(),
        name="withdraw_declaration_signature",
    ),
]
agreements = [
    path("overenskommelse/<slug:public_id>/", mandate.AgreementDetail.as_view(), name="detail"),
    path("overenskommelse/<slug:public_id>/redigera/", mandate.AgreementEdit.as_view(), name="edit"),
]
decisions = [
    path("beslut/<slug:public_id>/", mandate.DecisionDetail.as_view(), name="decision"),
    path("exportera/beslut.<slug:kind>", mandate.DecisionExport.as_view(), name="export_decisions"),
]
documents = [
    path(
        "avsiktsforklaring/<slug:public_id>/dokument/nytt/",
        mandate.DeclarationDocumentCreate.as_view(),
        name="add_declaration_document",
    ),
    path(
        "overenskommelse/<slug:public_id>/dokument/nytt/",
        mandate.AgreementDocumentCreate.as_view(),
        name="add_document",
    ),
    path(
        "beslut/<slug:public_id>/dokument/nytt/",
        mandate.DecisionDocumentCreate.as_view(),
        name="add_decision_document",
    ),
]
urlpatterns = [
    path("", mandate.Mandate.as_view(), name="list"),
    *generations_urls,
    *signing_urls,
    *declarations,
    *agreements,
    *decisions,
    *documents,
]
