"""Addresses of the situational picture and of its imports."""

from django.urls import path

from .views import (
    delivery,
    exports,
    imports,
    indicators,
    needs,
    outlines,
    picture,
    profiles,
    reference,
    situation,
)

app_name = "lagesbild"

picture_urls = [
    path("lagesbild/", picture.PicturePage.as_view(), name="picture"),
    path("lagesbild/omrade/<slug:public_id>/", picture.AreaPage.as_view(), name="area"),
    path(
        "lagesbild/kalla/<slug:indicator>/<slug:area>/<slug:period>/",
        picture.ValuePage.as_view(),
        name="value",
    ),
]
indicator_urls = [
    path("lagesbild/indikatorer/", indicators.IndicatorList.as_view(), name="indicators"),
    path("lagesbild/indikatorer/ny/", indicators.IndicatorCreate.as_view(), name="indicator_create"),
    path("lagesbild/indikator/<slug:public_id>/", indicators.IndicatorPage.as_view(), name="indicator"),
    path(
        "lagesbild/indikator/<slug:public_id>/andra/",
        indicators.IndicatorEdit.as_view(),
        name="indicator_edit",
    ),
]
reference_urls = [
    path("lagesbild/referensdata/", reference.ReferenceList.as_view(), name="reference"),
    path("lagesbild/referensdata/ny/", reference.ReferenceCreate.as_view(), name="reference_create"),
    path(
        "lagesbild/referensdata/<slug:public_id>/",
        reference.ReferenceBringIn.as_view(),
        name="reference_file",
    ),
    path(
        "exportera/referensdata-indikatorer.<slug:kind>",
        reference.IndicatorReference.as_view(),
        name="export_reference_indicators",
    ),
    path(
        "exportera/referensdata-platser.<slug:kind>",
        reference.AreaReference.as_view(),
        name="export_reference_areas",
    ),
    path(
        "exportera/referensdata-kallor.<slug:kind>",
        reference.SourceReference.as_view(),
        name="export_reference_sources",
    ),
]
outlines_urls = [
    path("lagesbild/kartor/", outlines.OutlinesList.as_view(), name="outlines_list"),
    path("lagesbild/kartor/ny/", outlines.OutlinesCreate.as_view(), name="outlines_create"),
    path("lagesbild/kartor/<slug:public_id>/", outlines.OutlinesUse.as_view(), name="outlines"),
    path(
        "lagesbild/kartor/<slug:public_id>/ta-bort/",
        outlines.OutlinesRemove.as_view(),
        name="outlines_remove",
    ),
]
import_urls = [
    path("import/", imports.ImportList.as_view(), name="imports"),
    path("import/ny/", imports.ImportCreate.as_view(), name="import_file"),
    path("import/kopplingar/", profiles.ProfileList.as_view(), name="profiles"),
    path("import/kopplingar/<slug:public_id>/", profiles.ProfilePage.as_view(), name="profile"),
    path("import/kopplingar/<slug:public_id>/glom/", profiles.ProfileForget.as_view(), name="profile_forget"),
    path("import/<slug:public_id>/", imports.ImportDetail.as_view(), name="import_detail"),
    path("import/<slug:public_id>/arbete/", imports.ImportWork.as_view(), name="import_work"),
    path("import/<slug:public_id>/blad/", imports.ImportSheet.as_view(), name="import_sheet"),
    path("import/<slug:public_id>/kolumner/", imports.ImportColumns.as_view(), name="import_columns"),
    path("import/<slug:public_id>/granska/", imports.ImportReview.as_view(), name="import_review"),
    path("import/<slug:public_id>/samma/", imports.ImportSame.as_view(), name="import_same"),
    path("import/<slug:public_id>/nasta/", imports.ImportNext.as_view(), name="import_next"),
    path(
        "import/<slug:public_id>/felrader.<slug:kind>",
        exports.ErrorRowExport.as_view(),
        name="export_error_rows",
    ),
    path("import/<slug:public_id>/angra/", imports.ImportUndo.as_view(), name="import_undo"),
    path("import/<slug:public_id>/frislapp/", imports.ImportRelease.as_view(), name="import_release"),
    path("import/<slug:public_id>/kasta/", imports.ImportDiscard.as_view(), name="import_discard"),
]
export_urls = [
    path("exportera/lagesbild.<slug:kind>", exports.PictureExport.as_view(), name="export_picture"),
    path("exportera/varden.<slug:kind>", exports.ValueExport.as_view(), name="export_values"),
    path("exportera/indikatorer.<slug:kind>", exports.IndicatorExport.as_view(), name="export_indicators"),
    path("exportera/importer.<slug:kind>", exports.ImportExport.as_view(), name="export_imports"),
]
situation_urls = [
    path("lagesbild/lagesbilder/", situation.SituationList.as_view(), name="situations"),
    path("lagesbild/lagesbilder/ny/", situation.SituationCreate.as_view(), name="situation_create"),
    path("lagesbild/lagesbilder/<slug:public_id>/", situation.SituationPage.as_view(), name="situation"),
    path(
        "lagesbild/lagesbilder/<slug:public_id>/dokument/nytt/",
        situation.SituationDocumentCreate.as_view(),
        name="add_situation_document",
    ),
    path(
        "lagesbild/lagesbilder/<slug:public_id>/andra/",
        situation.SituationEdit.as_view(),
        name="situation_edit",
    ),
    path(
        "lagesbild/lagesbilder/<slug:public_id>/godkann/",
        situation.SituationApprove.as_view(),
        name="situation_approve",
    ),
    path(
        "lagesbild/lagesbilder/<slug:public_id>/utgava/<int:number>/",
        situation.SituationEdition.as_view(),
        name="situation_edition",
    ),
    path(
        "lagesbild/lagesbilder/<slug:public_id>/bedom/",
        situation.SituationScore.as_view(),
        name="situation_score",
    ),
    path(
        "lagesbild/lagesbilder/<slug:public_id>/visa/",
        situation.SituationReveal.as_view(),
        name="situation_reveal",
    ),
    path(
        "lagesbild/lagesbilder/<slug:public_id>/behov/nytt/",
        needs.NeedCreate.as_view(),
        name="need_create",
    ),
]
need_urls = [
    path("lagesbild/behov/<slug:public_id>/", needs.NeedPage.as_view(), name="need"),
    path("lagesbild/behov/<slug:public_id>/andra/", needs.NeedEdit.as_view(), name="need_edit"),
    path("lagesbild/behov/<slug:public_id>/val/", needs.NeedChoose.as_view(), name="need_choose"),
    path("lagesbild/behov/<slug:public_id>/underlag/nytt/", needs.NeedRest.as_view(), name="need_rest"),
    path("lagesbild/behov/<slug:public_id>/orsak/ny/", needs.CauseCreate.as_view(), name="cause_create"),
    path("lagesbild/orsak/<slug:public_id>/andra/", needs.CauseEdit.as_view(), name="cause_edit"),
    path("lagesbild/orsak/<slug:public_id>/upp/", needs.CauseUp.as_view(), name="cause_up"),
    path("lagesbild/orsak/<slug:public_id>/ned/", needs.CauseDown.as_view(), name="cause_down"),
    path(
        "lagesbild/kalla/<slug:indicator>/<slug:area>/<slug:period>/underlag/",
        needs.EvidenceCreate.as_view(),
        name="evidence_create",
    ),
    path(
        "lagesbild/underlag/<slug:public_id>/ta-bort/",
        needs.EvidenceRemove.as_view(),
        name="evidence_remove",
    ),
]
delivery_urls = [
    path("lagesbild/tackning/", delivery.Coverage.as_view(), name="coverage"),
    path("underlag/", delivery.DeliveryList.as_view(), name="deliveries"),
    path("underlag/ny/", delivery.DeliveryOrder.as_view(), name="delivery_order"),
    path("underlag/<slug:public_id>/", delivery.DeliveryPage.as_view(), name="delivery"),
    path("underlag/<slug:public_id>/sekretess/", delivery.DeliveryReview.as_view(), name="delivery_review"),
    path(
        "underlag/<slug:public_id>/publicerbar/", delivery.DeliveryPublish.as_view(), name="delivery_publish"
    ),
    path("underlag/<slug:public_id>/paminn/", delivery.DeliveryNudge.as_view(), name="delivery_nudge"),
    path(
        "underlag/<slug:public_id>/ta-tillbaka/",
        delivery.DeliveryWithdraw.as_view(),
        name="delivery_withdraw",
    ),
]
urlpatterns = [
    *delivery_urls,
    *picture_urls,
    *indicator_urls,
    *reference_urls,
    *outlines_urls,
    *situation_urls,
    *need_urls,
    *import_urls,
    *export_urls,
]
