"""The rows of an import's file that something is wrong with, to be mended where they were written and sent in again.

Each row stands as it was delivered, in the columns that are used, with what is wrong in it beside. What points out a
person is never written, nor is any column that is not used.
"""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab.export.table import NUMBER, Column, Table
from lagesbild.imports import comparing, contents
from lagesbild.imports.causes import TITLES, place
from lagesbild.imports.contents import HIDDEN, hide_persons
from lagesbild.models import IMPORTERS, ImportIssue
from lagesbild.sheets.mapping import Mapping
from lagesbild.sheets.raw import shown

WIDTH = 16
UNUSED = ("ignored", "personal")


class ErrorRowTable(Table):
    """One row per row of the file with errors: its cells, which of them are wrong, why, and what was expected."""

    name = gettext_lazy("Error rows")
    to = IMPORTERS

    def __init__(self, actor, batch):
        super().__init__(actor, {})
        self.batch = batch
        self.used = [c for c in Mapping.from_json(batch.mapping["columns"]).columns if c.role not in UNUSED]
        self.faults = self.found()

    @property
    def title(self):
        return f"{super().title} {self.batch.file_name.rpartition('.')[0] or self.batch.file_name}"

    @property
    def columns(self):
        headings = [Column(c.header or "–", kind=NUMBER, width=WIDTH) for c in self.used]
        told = [
            (_("Sheet"), 14),
            (_("Cell"), 14),
            (_("Cause"), 36),
            (_("Expected"), 36),
            (_("How to mend it"), 60),
        ]
        return [*headings, *(Column(label, width=width) for label, width in told)]

    def found(self):
        """{(sheet, row): [(column, cause, expected, how to mend it)]} of every cell that is not imported."""
        faults = {}
        issues = ImportIssue.objects.for_actor(self.actor).filter(batch=self.batch, is_warning=False)
        for issue in issues.iterator():
            told = issue.col, TITLES.get(issue.code, issue.code), issue.expected, issue.remedy
            faults.setdefault((issue.sheet, issue.row), []).append(told)
        if self.batch.is_draft:
            made = list(comparing.made_indicators(self.batch))
            for row in comparing.run(self.batch, LEFT_OUT, made=made):
                told = row["col"], TITLES[row["code"]], *ImportIssue(code=row["code"]).words
                faults.setdefault((row["sheet"], row["row"]), []).append(told)
        return faults

    def cells(self):
        with contents.tables(self.batch) as tables:
            for table in tables:
                for row in table.rows():
                    if faults := self.faults.get((table.sheet.name[:120], row.number)):
                        yield [*self.row_of(row), *self.said(table.sheet.name, row.number, faults)]

    def row_of(self, row):
        return [
            self.plain(row.cells[column.index]) if column.index < len(row.cells) else None
            for column in self.used
        ]

    @staticmethod
    def plain(raw):
        """Numbers as numbers and all else as the text that stood there."""
        if isinstance(raw, int | Decimal) and not isinstance(raw, bool):
            return HIDDEN if hide_persons(str(raw)) == HIDDEN else raw
        return hide_persons(shown(raw))

    @staticmethod
    def said(sheet, row, faults):
        """The wrong cells of a row, and once each the causes with what was expected and how to mend them."""
        told = list(dict.fromkeys(tuple(map(str, words)) for _column, *words in faults))
        cells = dict.fromkeys(place("", row, column or 0) for column, *_words in faults)
        return [sheet, ", ".join(cells), *("\n".join(texts) for texts in zip(*told, strict=True))]


# The cells that no choice has been made for, by what is unknown about them.
LEFT_OUT = """
    SELECT c.sheet, c.row, c.col, CASE WHEN c.verdict = 'conflict' THEN 'duplicate'
        WHEN c.indicator_id IS NULL AND NOT c.indicator_text = ANY(%(made)s) THEN 'unknown_indicator'
        ELSE 'unknown_area' END AS code
    FROM compared c WHERE c.verdict IN ('unknown', 'conflict')
"""
