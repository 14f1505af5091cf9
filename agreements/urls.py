"""Addresses of the mandate, under /avtal/."""

from django.urls import path

from .views import decisions, generations, mandate, meetings, signing

app_name = "agreements"

declaration_urls = [
    path("avsiktsforklaring/<slug:public_id>/", mandate.DeclarationDetail.as_view(), name="declaration"),
    path(
        "avsiktsforklaring/<slug:public_id>/redigera/",
        mandate.DeclarationEdit.as_view(),
        name="edit_declaration",
    ),
]
generation_urls = [
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
agreement_urls = [
    path("overenskommelse/<slug:public_id>/", mandate.AgreementDetail.as_view(), name="detail"),
    path("overenskommelse/<slug:public_id>/redigera/", mandate.AgreementEdit.as_view(), name="edit"),
]
decision_urls = [
    path("beslut/<slug:public_id>/", decisions.DecisionDetail.as_view(), name="decision"),
    path("beslut/<slug:public_id>/redigera/", decisions.DecisionEdit.as_view(), name="edit_decision"),
    path(
        "avsiktsforklaring/<slug:public_id>/beslut/nytt/",
        decisions.DecisionCreate.as_view(),
        name="register_decision",
    ),
    path("beslutsorgan/", decisions.BodyList.as_view(), name="bodies"),
    path("beslutsorgan/nytt/", decisions.BodyCreate.as_view(), name="create_body"),
    path("beslutsorgan/<slug:public_id>/", decisions.BodyEdit.as_view(), name="edit_body"),
    path("exportera/beslut.<slug:kind>", decisions.DecisionExport.as_view(), name="export_decisions"),
]
document_urls = [
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
        decisions.DecisionDocumentCreate.as_view(),
        name="add_decision_document",
    ),
]
council_urls = [
    path("rad/", meetings.CouncilList.as_view(), name="councils"),
    path("rad/nytt/", meetings.CouncilCreate.as_view(), name="create_council"),
    path("rad/<slug:public_id>/", meetings.CouncilDetail.as_view(), name="council"),
    path("rad/<slug:public_id>/redigera/", meetings.CouncilEdit.as_view(), name="edit_council"),
    path("rad/<slug:public_id>/platser/ny/", meetings.SeatCreate.as_view(), name="add_seat"),
    path("platser/<slug:public_id>/", meetings.SeatEdit.as_view(), name="edit_seat"),
    path("rad/<slug:public_id>/moten/nytt/", meetings.MeetingCreate.as_view(), name="call_meeting"),
    path("moten/<slug:public_id>/", meetings.MeetingDetail.as_view(), name="meeting"),
    path("moten/<slug:public_id>/redigera/", meetings.MeetingEdit.as_view(), name="edit_meeting"),
    path(
        "moten/<slug:public_id>/dokument/nytt/",
        meetings.MeetingDocumentCreate.as_view(),
        name="add_meeting_document",
    ),
]
urlpatterns = [
    path("", mandate.Mandate.as_view(), name="list"),
    *generation_urls,
    *signing_urls,
    *declaration_urls,
    *agreement_urls,
    *decision_urls,
    *document_urls,
    *council_urls,
]
