"""The page that hands out a list as a file: through the gate, and recorded, since what leaves cannot be called back."""

import tempfile

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.views.generic import View

from collab.pages import Allowed, refused

from .files import WRITERS


class ExportPage(Allowed, View):
    """Hands out `table` as .xlsx or CSV, narrowed by the filter of its page's address."""

    http_method_names = ["get"]
    table = None

    def allows(self, actor):
        return self.table.is_for(actor)

    def make(self, request, **kwargs):
        """The table, for the acting membership and the filter in the address."""
        return self.table(request.actor, request.GET)

    def get(self, request, kind, **kwargs):
        if kind not in WRITERS:
            raise Http404
        write, _type = WRITERS[kind]
        table = self.make(request, **kwargs)
        file = tempfile.TemporaryFile()  # noqa: SIM115  closed by the answer, when it has been sent
        try:
            count = write(table, file)
        except ValidationError as error:
            file.close()
            return refused(request, error)
        name = table.file_name(kind)
        self.record(request, name, count)
        file.seek(0)
        return self.answer(file, name, kind)

    @staticmethod
    def record(request, name, rows):
        request.actor.party.record("exported", by=request.actor, file=name, rows=rows)

    @staticmethod
    def answer(file, name, kind):
        return FileResponse(file, as_attachment=True, filename=name, content_type=WRITERS[kind][1])
