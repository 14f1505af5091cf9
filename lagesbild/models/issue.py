"""Issues: the cells of a draft that could not be taken as they stand."""

from django.db import models

from collab.access import AccessQuerySet, Through
from lagesbild.sheets.issues import WARNINGS, WORDINGS

from .batch import ImportBatch
from .value import column_letters


class ImportIssue(models.Model):
    """A cell that could not be taken as it stands: where, and what was found; the words follow from the code."""

    access = {"view": [Through("batch", "change")]}

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="issues")
    sheet = models.CharField(max_length=120, blank=True)
    row = models.PositiveIntegerField(null=True)
    col = models.PositiveIntegerField(null=True)
    code = models.CharField(max_length=40)
    found = models.CharField(max_length=200, blank=True)
    # How many figures are left out for its sake: a wrong label costs all those of its row.
    values = models.PositiveIntegerField(default=1, db_default=1)
    # A warning comes along with its value; everything else is left out of the import.
    is_warning = models.BooleanField(default=False)

    objects = AccessQuerySet.as_manager()

    class Meta:
        ordering = ["sheet", "row", "col", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.cell} {self.code}"

    @property
    def cell(self):
        """C17, as a spreadsheet names the cell."""
        return f"{column_letters(self.col) if self.col else ''}{self.row or ''}"

    @property
    def words(self):
        """(what was expected, how to mend it)"""
        return self.expected, self.remedy

    @property
    def expected(self):
        """What should have stood there; for a warning, how the cell was read."""
        return WARNINGS[self.code] if self.is_warning else WORDINGS[self.code].expected

    @property
    def remedy(self):
        return "" if self.is_warning else WORDINGS[self.code].remedy
