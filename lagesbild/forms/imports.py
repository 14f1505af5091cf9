"""The steps of an import: the file, its sheet and headings, its columns, its names."""

import tempfile
from collections import deque

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from collab.forms import RowForm, ScopedForm
from lagesbild.imports import reading
from lagesbild.models import ImportBatch, ImportProfile, column_letters
from lagesbild.sheets.reading import open_workbook
from lagesbild.sheets.refusals import Refused

MB = 1024 * 1024


class UploadForm(RowForm):
    """A spreadsheet that can be read; anything else is refused in one sentence."""

    class Meta:
        model = ImportBatch
        fields = ["file"]
        labels = {"file": _("File")}
        help_texts = {"file": _("A spreadsheet: .xlsx, .xls, .ods or .csv, at most 25 MB.")}

    def __init__(self, *args, order=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.order = order
        self.fields["file"].required = True
        self.fields["file"].max_length = 200

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(n)s MB. Divide it, or save only the sheet that is needed."),
                params={"n": settings.UPLOAD_MAX_BYTES // MB},
            )
        with tempfile.NamedTemporaryFile() as copy:
            for chunk in file.chunks():
                copy.write(chunk)
            copy.flush()
            try:
                with open_workbook(copy.name) as book:
                    # A workbook was read by now; a text file is read here, so that no later step is refused.
                    for sheet in book.sheets:
                        deque(sheet.rows if book.format == "csv" else (), maxlen=0)
            except Refused as refusal:
                raise forms.ValidationError(str(refusal), code=refusal.code) from refusal
        return file

    def save(self, commit=True):
        self.instance = ImportBatch.upload(self.cleaned_data["file"], by=self.actor)
        if self.order:
            self.order.attach(self.instance, by=self.actor)
        return self.instance


class StepForm(ScopedForm):
    """A form about one row: a draft, a picture, an order."""

    def __init__(self, *args, row, wanted=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.row, self.wanted = row, wanted
        self.build()


class TableForm(StepForm):
    """Which sheet, and which row has the headings."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    blad = forms.ChoiceField(label=_("Which sheet?"), widget=forms.RadioSelect)
    rad = forms.ChoiceField(
        label=_("Which row has the headings?"), widget=forms.RadioSelect(attrs={"class": "radio"})
    )

    def build(self):
        asked = self.data.get("blad") if self.is_bound else self.wanted
        sheets, _chosen = reading.contents(self.row)
        self.names = [sheet["name"] for sheet in sheets]
        name = self.names[int(asked)] if (asked or "").isdigit() and int(asked) < len(sheets) else None
        name = self.row.mapping.get("sheet") if name is None else name
        self.sheets, self.chosen = reading.contents(self.row, name)
        readable = [(str(i), sheet["name"]) for i, sheet in enumerate(self.sheets) if sheet["is_read"]]
        here = str(self.names.index(self.chosen["name"]))
        self.fields["blad"].choices = readable
        self.fields["blad"].initial = self.fields["seen"].initial = here
        self.fields["rad"].choices = [(str(number), str(number)) for number, _cells in self.chosen["preview"]]
        self.fields["rad"].initial = str(self.header_row)

    @property
    def header_row(self):
        same = self.row.mapping.get("sheet") == self.chosen["name"]
        return self.row.mapping["header_row"] if same else self.chosen["header_row"]

    @property
    def preview(self):
        """(radio button, row number, cells) of the first rows."""
        rows = zip(self["rad"], self.chosen["preview"], strict=True)
        return [(radio, number, cells) for radio, (number, cells) in rows]

    @property
    def letters(self):
        return [column_letters(n + 1) for n in range(self.chosen["width"])]

    @property
    def sheet_choices(self):
        """(radio button, what the sheet holds) for each sheet that can be read."""
        return list(zip(self["blad"], [sheet for sheet in self.sheets if sheet["is_read"]], strict=True))

    @property
    def unread(self):
        return [sheet["name"] for sheet in self.sheets if not sheet["is_read"]]

    def clean(self):
        cleaned = super().clean()
        if self.is_bound and cleaned.get("seen") != cleaned.get("blad"):
            self.add_error("rad", _("This is the sheet you chose. Choose the row with its headings."))
        return cleaned

    def perform(self):
        sheet = self.names[int(self.cleaned_data["blad"])]
        self.row.choose_table(sheet, int(self.cleaned_data["rad"]), by=self.actor)


MEANINGS = {
    "": _("Choose…"),
    "indicator:": _("Indicator"),
    "area:name": _("Area"),
    "area:code": _("Code of the place"),
    "period:": _("Period"),
    "period:year": _("Year"),
    "period:month": _("Month"),
    "period:quarter": _("Quarter"),
    "period:tertial": _("Four-month period"),
    "period:half": _("Half-year"),
    "period:week": _("Week"),
    "value:": _("Value"),
    "group:": _("Group"),
    "unit:": _("Unit"),
    "ignored:": _("Not used"),
}
CERTAIN = 0.9


class ColumnsForm(StepForm):
    """What each column means: guessed or remembered, and a person's to say."""

    dash = forms.ChoiceField(
        label=_("A dash in a cell means"),
        required=False,
        choices=[("", _("Ask")), ("zero", _("Zero")), ("missing", _("Missing"))],
    )
    decimal = forms.ChoiceField(
        label=_("Decimals are written with"),
        required=False,
        choices=[("", _("As the file shows")), ("comma", _("Comma")), ("dot", _("Dot"))],
    )
    indicator = forms.CharField(label=_("The whole table measures"), required=False, max_length=160)
    area = forms.CharField(label=_("The whole table is about the place"), required=False, max_length=120)
    period = forms.CharField(label=_("The whole table is about the period"), required=False, max_length=40)
    remember = forms.BooleanField(label=_("Remember this for files with the same headings"), required=False)

    def build(self):
        self.guess, self.samples = reading.columns(self.row)
        self.profile = ImportProfile.objects.for_actor(self.actor).recognise(self.guess)
        if self.profile:
            self.profile.apply(self.guess)
        self.guess = self.row.chosen_mapping() or self.guess
        for column in self.guess.columns:
            self.fields[f"roll_{column.index}"] = self.role_field(column)
        for name in ("dash", "decimal", "indicator", "area", "period"):
            self.fields[name].initial = getattr(self.guess, name)
        self.fields["remember"].initial = self.row.mapping.get("remember", True)

    def role_field(self, column):
        """A column that may point out persons can only be left out."""
        code = f"{column.role}:{column.part}"
        blocked = column.role == "personal"
        choices = [(key, words) for key, words in MEANINGS.items() if not blocked or key == "ignored:"]
        initial = "ignored:" if blocked or code not in MEANINGS else code
        label = column.header or column_letters(column.index + 1)
        return forms.ChoiceField(label=label, choices=choices, initial=initial)

    @property
    def columns(self):
        """(column, its letter, samples, field, what is known of the guess) in the order of the sheet."""
        return [
            (
                c,
                column_letters(c.index + 1),
                self.samples.get(c.index, ()),
                self[f"roll_{c.index}"],
                self.certainty(c),
            )
            for c in self.guess.columns
        ]

    @staticmethod
    def certainty(column):
        if column.role == "personal":
            return "personal"
        if column.role == "ignored":
            return "ignored"
        if column.reason == "remembered":
            return "remembered"
        return "guess" if column.certainty < CERTAIN else "certain"

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self.mapping = self.mapped(cleaned)
            self.check_roles(cleaned)
        return cleaned

    def mapped(self, cleaned):
        """The guessed mapping with the chosen meanings."""
        for column in self.guess.columns:
            role, _sep, part = cleaned[f"roll_{column.index}"].partition(":")
            if (role, part) != (column.role, column.part) and column.role != "personal":
                column.role, column.part = role, part
                column.certainty, column.reason = 1.0, "chosen"
                if role == "value" and not column.indicator and not column.period:
                    column.indicator = column.header
        for name in ("dash", "decimal", "indicator", "area", "period"):
            setattr(self.guess, name, cleaned[name])
        return self.guess

    def check_roles(self, cleaned):
        roles = {column.role for column in self.mapping.columns}
        has_period = (
            "period" in roles or cleaned["period"] or any(c.period for c in self.mapping.with_role("value"))
        )
        if "value" not in roles:
            self.add_error(None, _("A column is missing: Value. Choose which column has the figures."))
        if "area" not in roles and not cleaned["area"]:
            self.add_error(
                None, _("A column is missing: Place. Choose one, or say what the whole table is about.")
            )
        if not has_period:
            self.add_error(
                None, _("A column is missing: Period. Choose one, or say what the whole table is about.")
            )

    def perform(self):
        chosen = {"columns": self.mapping.to_json(), "remember": self.cleaned_data["remember"]}
        if self.row.is_heavy:
            self.row.ask(ImportBatch.Kind.READ, by=self.actor, **chosen)
        else:
            self.row.choose_columns(**chosen, by=self.actor)
