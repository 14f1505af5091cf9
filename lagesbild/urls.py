"""Addresses of the situational picture and of its imports."""

from django.urls import path

from .views import exports, imports, indicators, picture

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
import_urls = [
    path("import/", imports.ImportList.as_view(), name="imports"),
    path("import/ny/", imports.ImportCreate.as_view(), name="import_file"),
    path("import/<slug:public_id>/", imports.ImportDetail.as_view(), name="import_detail"),
    path("import/<slug:public_id>/blad/", imports.ImportSheet.as_view(), name="import_sheet"),
    path("import/<slug:public_id>/kolumner/", imports.ImportColumns.as_view(), name="import_columns"),
    path("import/<slug:public_id>/granska/", imports.ImportReview.as_view(), name="import_review"),
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
urlpatterns = [*picture_urls, *indicator_urls, *import_urls, *export_urls]
