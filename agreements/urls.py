"""Addresses of the mandate, under /avtal/."""

from django.urls import path

from . import views

app_name = "agreements"

declarations = [
    path("avsiktsforklaring/<slug:public_id>/", views.DeclarationDetail.as_view(), name="declaration"),
    path(
        "avsiktsforklaring/<slug:public_id>/redigera/",
        views.DeclarationEdit.as_view(),
        name="edit_declaration",
    ),
]
agreements = [
    path("overenskommelse/<slug:public_id>/", views.AgreementDetail.as_view(), name="detail"),
    path("overenskommelse/<slug:public_id>/redigera/", views.AgreementEdit.as_view(), name="edit"),
]
decisions = [
    path("beslut/<slug:public_id>/", views.DecisionDetail.as_view(), name="decision"),
    path("exportera/beslut.<slug:kind>", views.DecisionExport.as_view(), name="export_decisions"),
]
documents = [
    path(
        "overenskommelse/<slug:public_id>/dokument/nytt/",
        views.AgreementDocumentCreate.as_view(),
        name="add_document",
    ),
    path(
        "beslut/<slug:public_id>/dokument/nytt/",
        views.DecisionDocumentCreate.as_view(),
        name="add_decision_document",
    ),
]
urlpatterns = [
    path("", views.Mandate.as_view(), name="list"),
    *declarations,
    *agreements,
    *decisions,
    *documents,
]
