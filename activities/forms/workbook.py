"""Sending a workbook in, and confirming what it changes."""

import tempfile

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from activities.models import WorkbookUpload
from activities.workbook.comparing import Review
from activities.workbook.reading import read_commitments
from collab.forms import ScopedForm
from lagesbild.models.batch import printable
from lagesbild.sheets.refusals import Refused

MB = 1024 * 1024
PORTAL, FILE = "portal", "file"


class SendInForm(ScopedForm):
    """Reads the file in a limited process of its own; what cannot be read is refused in one sentence."""

    file = forms.FileField(
        label=_("The file with your commitments"),
        help_text=_(
            "The file you downloaded here, saved as .xlsx. Nothing changes until you have seen what will."
        ),
        max_length=200,
        error_messages={"required": _("Choose the file.")},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise ValidationError(
                _("The file is larger than %(n)s MB."), params={"n": settings.UPLOAD_MAX_BYTES // MB}
            )
        with tempfile.NamedTemporaryFile() as copy:
            for chunk in file.chunks():
                copy.write(chunk)
            copy.flush()
            try:
                self.read = read_commitments(copy.name)
            except Refused as refusal:
                raise ValidationError(str(refusal), code=refusal.code) from refusal
        if not self.read.rows:
            raise ValidationError(_("The file has headings but no rows."))
        return file

    def perform(self):
        name = printable(self.cleaned_data["file"].name)
        self.upload = WorkbookUpload.take_in(self.read, name=name, by=self.actor)


class ConfirmForm(ScopedForm):
    """What the upload changes, with a choice for every value of a row that somebody changed meanwhile."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row
        self.review = Review(row, self.actor, lock=self.is_bound)
        self.fields["seen"].initial = self.review.stamp
        for line in self.review.to_choose:
            for edit in line.edits:
                self.fields[edit.field] = forms.ChoiceField(
                    label=edit.label,
                    choices=[(PORTAL, edit.now_shown), (FILE, edit.new_shown)],
                    widget=forms.RadioSelect,
                    initial=PORTAL,
                    required=False,
                )

    def is_free_text(self, name):
        return False

    @property
    def choices(self):
        """(line, (edit, its two radio buttons) of each value) of the rows to choose in."""
        return [(line, [(edit, self[edit.field]) for edit in line.edits]) for line in self.review.to_choose]

    def clean(self):
        """What was shown must be what is: anything else is shown anew, with the choices kept."""
        cleaned = super().clean()
        if self.row.is_waiting and cleaned.get("seen") != self.review.stamp:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self.review.stamp
            raise ValidationError(
                _(
                    "Something was changed in the portal while you looked. Look again at what is below, and confirm."
                )
            )
        return cleaned

    @property
    def taken(self):
        return {name for name, value in self.cleaned_data.items() if value == FILE}

    def perform(self):
        self.count = self.row.confirm(self.review, self.taken, by=self.actor)
