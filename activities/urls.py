"""Addresses of joint activities, their reports and what spans the packages."""

from django.urls import path

from .views import activities, commitments, documents, exports, finding, overview

app_name = "activities"

overview_urls = [
    path("", overview.OverviewPage.as_view(), name="overview"),
    path("uppfoljning/", overview.FollowUpPage.as_view(), name="follow_up"),
]
activity_urls = [
    path("aktiviteter/", activities.ActivityList.as_view(), name="list"),
    path("aktiviteter/ny/", activities.ActivityCreate.as_view(), name="create"),
    path("aktiviteter/<slug:public_id>/", activities.ActivityDetail.as_view(), name="detail"),
    path("aktiviteter/<slug:public_id>/redigera/", activities.ActivityEdit.as_view(), name="edit"),
    path("aktiviteter/<slug:public_id>/dela/", activities.ActivityShare.as_view(), name="share"),
    path(
        "aktiviteter/<slug:public_id>/del/ny/", commitments.CommitmentCreate.as_view(), name="add_commitment"
    ),
]
commitment_urls = [
    path("delar/<slug:public_id>/", commitments.CommitmentEdit.as_view(), name="edit_commitment"),
    path("delar/<slug:public_id>/ta-bort/", commitments.CommitmentRemove.as_view(), name="remove_commitment"),
    path("rapportera/<slug:public_id>/", commitments.ReportPage.as_view(), name="report"),
    path("rapportera/<slug:public_id>/skickad/", commitments.ReportSent.as_view(), name="report_sent"),
]
export_urls = [
    path("exportera/aktiviteter.<slug:kind>", exports.ActivityExport.as_view(), name="export"),
    path("exportera/ataganden.<slug:kind>", exports.CommitmentExport.as_view(), name="export_commitments"),
    path("exportera/uppfoljning.<slug:kind>", exports.RoundExport.as_view(), name="export_round"),
]
document_urls = [
    path(
        "aktiviteter/<slug:public_id>/dokument/nytt/",
        documents.ActivityDocumentCreate.as_view(),
        name="add_document",
    ),
]
finding_urls = [
    path("sok/", finding.SearchPage.as_view(), name="search"),
]
urlpatterns = [*finding_urls, *overview_urls, *activity_urls, *commitment_urls, *export_urls, *document_urls]
