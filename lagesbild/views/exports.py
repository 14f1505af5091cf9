"""The lists of the situational picture as files."""

from collab.export.pages import ExportPage
from lagesbild.lists import ImportTable, IndicatorTable, PictureTable, ValueTable


class PictureExport(ExportPage):
    table = PictureTable


class ValueExport(ExportPage):
    table = ValueTable


class IndicatorExport(ExportPage):
    table = IndicatorTable


class ImportExport(ExportPage):
    table = ImportTable
