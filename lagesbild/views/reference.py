"""Reference data: taken out as files, brought back by way of a preview."""

from collections import Counter

from collab.export.pages import ExportPage
from collab.pages import CreatePage, ListPage, VerbPage
from lagesbild.forms import ReferenceForm, WholeFileForm
from lagesbild.lists import ReferenceAreaTable, ReferenceIndicatorTable, ReferenceSourceTable
from lagesbild.models import ReferenceFile

from .outlines import Keeping


class ReferencePages:
    section = "lagesbild"
    model = ReferenceFile


class ReferenceList(Keeping, ReferencePages, ListPage):
    template_name = "lagesbild/reference_list.html"

    def get_queryset(self):
        return super().get_queryset().defer("rows").select_related("uploaded_by__user")


class ReferenceCreate(Keeping, ReferencePages, CreatePage):
    form_class = ReferenceForm
    template_name = "lagesbild/reference_form.html"

    def get_initial(self):
        return {"kind": self.request.GET.get("innehall", ReferenceFile.Kind.INDICATORS)}


class ReferenceBringIn(ReferencePages, VerbPage):
    """What every row would do; sent, it is done."""

    form_class = WholeFileForm
    template_name = "lagesbild/reference_file.html"

    def get_context_data(self, **kwargs):
        changes = [] if self.object.brought_in_at else self.object.preview(by=self.request.actor)
        counts = Counter(change.kind for change in changes)
        return super().get_context_data(changes=changes, counts=counts, **kwargs)


class KeepersExport(Keeping, ExportPage):
    """A list for those who keep the situational picture."""


class IndicatorReference(KeepersExport):
    table = ReferenceIndicatorTable


class AreaReference(KeepersExport):
    table = ReferenceAreaTable


class SourceReference(KeepersExport):
    table = ReferenceSourceTable
