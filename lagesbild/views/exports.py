"""The lists of the situational picture as files."""

from django.http import Http404

from collab.export.pages import ExportPage
from lagesbild.error_rows import ErrorRowTable
from lagesbild.lists import ImportTable, IndicatorTable, PictureTable, ValueTable
from lagesbild.models import ImportBatch


class PictureExport(ExportPage):
    table = PictureTable


class ValueExport(ExportPage):
    table = ValueTable


class IndicatorExport(ExportPage):
    table = IndicatorTable


class ImportExport(ExportPage):
    table = ImportTable


class ErrorRowExport(ExportPage):
    """The rows of a file that something is wrong with, for those who deliver for its party."""

    table = ErrorRowTable

    def make(self, request, public_id):
        batch = ImportBatch.objects.for_actor(request.actor, "change").filter(public_id=public_id).first()
        if batch is None or not batch.has_error_rows:
            raise Http404
        return self.table(request.actor, batch)
