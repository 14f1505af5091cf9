"""Addresses of the mandate, under /avtal/."""

from django.urls import path

from .views import mandate

app_name = "agreements"

declarations = [
    path("avsiktsforklaring/<slug:public_id>/", mandate.DeclarationDetail.as_view(), name="declaration"),
    path(
        "avsiktsforklaring/<slug:public_id>/redigera/",
        mandate.DeclarationEdit.as_view(),
        name="edit_declaration",
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
    *declarations,
    *agreements,
    *decisions,
    *documents,
]
