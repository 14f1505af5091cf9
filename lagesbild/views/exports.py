"""The lists of the situational picture as files."""

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from collab.export.files import WRITERS
from collab.export.pages import ExportPage
from lagesbild.error_rows import ErrorRowTable, KeptErrorRows
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
        return self.table(request.actor, self.batch)

    def get(self, request, kind, public_id):
        batch = ImportBatch.objects.for_actor(request.actor, "change").filter(public_id=public_id).first()
        if batch is None or not batch.has_error_rows:
            raise Http404
        self.batch = batch
        if batch.is_heavy and kind in WRITERS:
            return self.hand_out(request, kind)
        return super().get(request, kind, public_id=public_id)

    def hand_out(self, request, kind):
        """The file that a worker has written; else the page where one sees how far it has come with it."""
        kept = KeptErrorRows(request.actor, self.batch, kind)
        if told := kept.facts():
            self.record(request, told["name"], told["rows"])
            return self.answer(kept.open(), told["name"], kind)
        kept.ask()
        return HttpResponseRedirect(reverse("lagesbild:import_work", args=[self.batch.public_id]))
