"""The first steps of an import: the file, and which of its tables."""

import tempfile
from collections import deque
from pathlib import Path

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from collab.forms import RowForm, ScopedForm
from lagesbild.imports import contents
from lagesbild.models import ImportBatch, column_letters
from lagesbild.sheets.containers import Limits, sniff
from lagesbild.sheets.reading import open_workbook
from lagesbild.sheets.refusals import Refused

MB = 1024 * 1024
# What can be read in about two seconds, while the page waits.
WORKBOOK_WHILE_WAITING, WHILE_WAITING = 3 * MB, {"text": 8 * MB}


def look_at(path):
    """Refused for a file that cannot be read. A long one is only looked at from outside: a worker reads it."""
    kind = sniff(path, Limits())
    if path.stat().st_size > WHILE_WAITING.get(kind, WORKBOOK_WHILE_WAITING):
        return
    with open_workbook(path) as book:
        # A workbook was read by now; a text file is read here, so that no later step is refused.
        for sheet in book.sheets:
            deque(sheet.rows if book.format == "csv" else (), maxlen=0)


class UploadForm(RowForm):
    """A spreadsheet that can be read; anything else is refused in one sentence."""

    class Meta:
        model = ImportBatch
        fields = ["file"]
        labels = {"file": _("File")}

    def __init__(self, *args, order=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.order = order
        self.fields["file"].required = True
        self.fields["file"].max_length = 200
        self.fields["file"].help_text = _("A spreadsheet: .xlsx, .xls, .ods or .csv, at most %(n)s MB.") % {
            "n": settings.UPLOAD_MAX_BYTES // MB
        }

    def clean_file(self):
        file = self.cleaned_data["file"]
        with tempfile.NamedTemporaryFile() as copy:
            for chunk in file.chunks():
                copy.write(chunk)
            copy.flush()
            try:
                look_at(Path(copy.name))
            except Refused as refusal:
                raise forms.ValidationError(str(refusal), code=refusal.code) from refusal
        return file

    def save(self, commit=True):
        self.instance = ImportBatch.upload(self.cleaned_data["file"], by=self.actor)
        if self.order:
            self.order.attach(self.instance, by=self.actor)
        if not self.instance.is_delivered_before:
            self.instance.begin(by=self.actor)
        return self.instance


class StepForm(ScopedForm):
    """A form about one row: a draft, a picture, an order."""

    def __init__(self, *args, row, wanted=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.row, self.wanted = row, wanted or {}
        self.build()

    def build(self):
        """Add what depends on the row."""


class SameFileForm(StepForm):
    """A file that was delivered before is taken in all the same."""

    def perform(self):
        self.row.go_on_all_the_same(by=self.actor)


class UndoForm(StepForm):
    """An import is undone by one who has seen what that changes."""

    def perform(self):
        self.row.undo(by=self.actor)


class TableForm(StepForm):
    """Which sheet, which of its tables, and which row has the headings."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    blad = forms.ChoiceField(label=_("Which sheet?"), widget=forms.RadioSelect)
    tabell = forms.ChoiceField(label=_("Which table?"), widget=forms.RadioSelect, required=False)
    rad = forms.ChoiceField(
        label=_("Which row has the headings?"), widget=forms.RadioSelect(attrs={"class": "radio"})
    )

    def build(self):
        sheets = contents.contents(self.row)
        self.names = [sheet["name"] for sheet in sheets]
        self.sheet_at = self.asked("blad", len(sheets))
        if self.sheet_at is None:
            chosen = self.row.mapping.get("sheet")
            likeliest = contents.likeliest(sheets) or sheets[0]
            self.sheet_at = self.names.index(chosen if chosen in self.names else likeliest["name"])
        if not sheets[self.sheet_at]["is_read"]:
            # A hidden sheet is read because a person asked for it.
            sheets = contents.contents(self.row, self.names[self.sheet_at])
        self.sheets, self.sheet = sheets, sheets[self.sheet_at]
        self.tables = self.sheet["tables"]
        self.table_at = self.asked("tabell", len(self.tables))
        if self.table_at is None:
            self.table_at = self.chosen_table()
        self.table = self.tables[self.table_at]
        self.fields["blad"].choices = [(str(i), name) for i, name in enumerate(self.names)]
        self.fields["tabell"].choices = [(str(i), table["place"]) for i, table in enumerate(self.tables)]
        self.fields["rad"].choices = [(str(number), str(number)) for number, _cells in self.table["preview"]]
        self.fields["blad"].initial, self.fields["tabell"].initial = str(self.sheet_at), str(self.table_at)
        self.fields["seen"].initial, self.fields["rad"].initial = self.shown, str(self.header_row)

    def asked(self, name, most):
        """The place in its list that the address or the sent form names."""
        told = self.data.get(name) if self.is_bound else self.wanted.get(name)
        return int(told) if (told or "").isdigit() and int(told) < most else None

    def chosen_table(self):
        """The table that was chosen before, else the one with the most rows."""
        rows = [table["rows"] for table in self.tables]
        place = [self.row.mapping.get(name) for name in ("header_row", "start")]
        same = [i for i, table in enumerate(self.tables) if [table["header_row"], table["start"]] == place]
        return same[0] if same and self.is_same_sheet else rows.index(max(rows))

    @property
    def is_same_sheet(self):
        return self.row.mapping.get("sheet") == self.sheet["name"]

    @property
    def shown(self):
        """What the preview shows: chosen anew, it is shown before its headings are taken for granted."""
        return f"{self.sheet_at}:{self.table_at}"

    @property
    def header_row(self):
        chosen = self.row.mapping.get("header_row")
        is_shown = any(number == chosen for number, _cells in self.table["preview"])
        return chosen if self.is_same_sheet and is_shown else self.table["header_row"]

    @property
    def preview(self):
        """(radio button, row number, cells) of the first rows."""
        rows = zip(self["rad"], self.table["preview"], strict=True)
        return [(radio, number, cells) for radio, (number, cells) in rows]

    @property
    def letters(self):
        return [column_letters(n + 1 + self.table["start"]) for n in range(self.table["width"])]

    @property
    def sheet_choices(self):
        """(radio button, what the sheet holds) for each sheet."""
        return list(zip(self["blad"], self.sheets, strict=True))

    @property
    def table_choices(self):
        """(radio button, where the table stands) for each table of the sheet, when there are several."""
        return list(zip(self["tabell"], self.tables, strict=True)) if len(self.tables) > 1 else []

    def clean(self):
        cleaned = super().clean()
        if self.is_bound and cleaned.get("seen") != self.shown:
            self.add_error("rad", _("This is the sheet you chose. Choose the row with its headings."))
        return cleaned

    def perform(self):
        row = int(self.cleaned_data["rad"])
        tables = sum(
            len(sheet["tables"]) for sheet in self.sheets if sheet["has_table"] and not sheet["copy_of"]
        )
        place = self.sheet["name"], row, self.table["start"]
        self.row.choose_table(*place, tables=tables, by=self.actor)
