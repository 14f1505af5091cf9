"""Reference data brought back: a spreadsheet with one row per indicator, place or source."""

import tempfile
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab.forms import RowForm, ScopedForm
from collab.numbers import number
from collab.resources import written
from lagesbild.models import ReferenceFile
from lagesbild.resources import RESOURCES
from lagesbild.sheets.reading import open_workbook
from lagesbild.sheets.refusals import Refused

ROWS_AT_MOST = 2_000
BYTES_AT_MOST = 2_000_000


class ReferenceForm(RowForm):
    """A file whose headings are known; what each row says is told on the next page."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "The file you took out, changed: .xlsx, .ods or CSV. Headings stay on the first row."
        ),
        max_length=200,
    )

    class Meta:
        model = ReferenceFile
        fields = ["kind"]

    def clean(self):
        cleaned = super().clean()
        file, kind = cleaned.get("file"), cleaned.get("kind")
        if file and kind:
            try:
                self.instance.keys, self.instance.rows, self.instance.numbers = rows_of(file, RESOURCES[kind])
            except forms.ValidationError as error:
                self.add_error("file", error)
        return cleaned

    def save(self, commit=True):
        self.instance.collaboration = self.actor.party.collaboration
        self.instance.uploaded_by, self.instance.file_name = self.actor, self.cleaned_data["file"].name
        return super().save(commit)


class WholeFileForm(ScopedForm):
    """Bring the whole file in."""

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row

    def perform(self):
        self.row.bring_in(by=self.actor)


def rows_of(file, resource):
    """(keys, rows of texts, their numbers in the sheet) of the first sheet, read by the contained reader."""
    if file.size > BYTES_AT_MOST:
        raise forms.ValidationError(_("The file is larger than 2 MB: reference data are smaller than that."))
    with tempfile.NamedTemporaryFile() as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        try:
            book = open_workbook(copy.name)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from refusal
        with book:
            sheet = next((sheet for sheet in book.sheets if sheet.is_read), None)
            held = list(sheet.rows) if sheet else []
    if not held:
        raise forms.ValidationError(_("The file has no rows."))
    head, *body = held
    keys = keys_of(head.cells, resource)
    body = [row for row in body if any(cell not in (None, "") for cell in row.cells)]
    if not body:
        raise forms.ValidationError(_("There is no row below the headings."))
    if len(body) > ROWS_AT_MOST:
        raise forms.ValidationError(
            _("The file has more than %(n)s rows. Divide it.") % {"n": number(ROWS_AT_MOST)}
        )
    return keys, [texts(row, len(keys)) for row in body], [row.number for row in body]


def keys_of(cells, resource):
    """The columns that the headings name; an unknown one is asked about, never passed over."""
    while cells and cells[-1] in (None, ""):
        cells = cells[:-1]
    known = [resource.heading(cell or "") for cell in cells]
    labels = ", ".join(str(label) for label in resource.labels.values())
    for n, (cell, key) in enumerate(zip(cells, known, strict=True), 1):
        if key is None:
            raise forms.ValidationError(
                _("Column %(n)s has the heading “%(text)s”, which is none of: %(labels)s.")
                % {"n": n, "text": cell or "", "labels": labels}
            )
    if twice := next((key for key in known if known.count(key) > 1), None):
        raise forms.ValidationError(
            _("Two columns have the heading “%(text)s”.") % {"text": resource.labels[twice]}
        )
    needed = resource._meta.import_id_fields[0]
    if needed not in known:
        raise forms.ValidationError(
            _("The column “%(text)s” is missing: it says which row is meant.")
            % {"text": resource.labels[needed]}
        )
    return known


def texts(row, count):
    """The cells as text, as many as there are headings; what an error or a formula left is no value."""
    cells = [*row.cells, *[None] * count][:count]
    wrong = next((n for n, cell in enumerate(cells) if not is_plain(cell)), None)
    if wrong is not None:
        raise forms.ValidationError(
            _("Row %(row)s, column %(n)s holds no text or number: write the value itself.")
            % {"row": row.number, "n": wrong + 1}
        )
    return ["" if cell is None else plain(cell) for cell in cells]


def is_plain(cell):
    return cell is None or isinstance(cell, str | int | Decimal)


def plain(cell):
    """As `collab.resources.written` would say it; the apostrophe that an export puts before a formula goes again."""
    text = written(cell) if not isinstance(cell, bool) else str(cell).lower()
    return text[1:] if text[:1] == "'" and text[1:2] in "=+-@" and text[1:] else text
