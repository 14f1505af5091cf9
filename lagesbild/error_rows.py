"""The rows of an import's file that something is wrong with, to be mended where they were written and sent in again.

Each row stands as it was delivered, in the columns that are used, with what is wrong in it beside. What points out a
person is never written, nor is any column that is not used. Those of a large file are written by a worker, and kept.
"""

import tempfile
from contextlib import closing
from decimal import Decimal
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter

from django.core.cache import cache as kept_facts
from django.core.files import File
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from collab.export.files import WRITERS
from collab.export.table import NUMBER, Column, Table
from lagesbild.imports import comparing, contents
from lagesbild.imports.causes import TITLES, place
from lagesbild.imports.contents import HIDDEN, hide_persons
from lagesbild.models import IMPORTERS, ImportBatch, ImportIssue
from lagesbild.sheets.mapping import Mapping
from lagesbild.sheets.raw import shown

WIDTH = 16
UNUSED = ("ignored", "personal")
KEPT_SECONDS, EVERY = 24 * 3600, 1_000
NO_MORE = (None, ())


class ErrorRowTable(Table):
    """One row per row of the file with errors: its cells, which of them are wrong, why, and what was expected."""

    name = gettext_lazy("Error rows")
    to = IMPORTERS

    def __init__(self, actor, batch):
        super().__init__(actor, {})
        self.batch = batch
        self.used = [c for c in Mapping.from_json(batch.mapping["columns"]).columns if c.role not in UNUSED]
        # Labels come again and again, and what is said of a cause is said of each of its cells.
        self.plain, self.words = lru_cache(10_000)(plain), cache(words_of)

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

    def found(self, table):
        """(row, [(row, column, code)]) of the rows of a table with cells that are not imported, in their order."""
        place = {"sheet": table.sheet.name[:120], "first": table.first_row, "last": table.last_row}
        made = list(comparing.made_indicators(self.batch))
        told = {"made": made, "is_draft": self.batch.is_draft, **place}
        with closing(comparing.stream(self.batch, FAULTS, **told)) as cells:
            for number, faults in groupby(cells, itemgetter(0)):
                yield number, list(faults)

    def cells(self):
        with contents.tables(self.batch) as tables:
            for table in tables:
                with closing(self.found(table)) as found:
                    yield from self.rows_of(table, found)

    def rows_of(self, table, found):
        number, faults = next(found, NO_MORE)
        for n, row in enumerate(table.rows(), 1):
            if not n % EVERY:
                self.batch.note_progress(row.number, table.last_row)
            while number is not None and number < row.number:
                number, faults = next(found, NO_MORE)
            if number == row.number:
                yield [*self.row_of(row), *self.said(table.sheet.name, faults)]

    def row_of(self, row):
        return [
            self.plain(row.cells[column.index]) if column.index < len(row.cells) else None
            for column in self.used
        ]

    def said(self, sheet, faults):
        """The wrong cells of a row, and once each the causes with what was expected and how to mend them."""
        told = [self.words(code) for code in dict.fromkeys(code for _row, _column, code in faults)]
        cells = dict.fromkeys(place("", row, column or 0) for row, column, _code in faults)
        return [sheet, ", ".join(cells), *("\n".join(texts) for texts in zip(*told, strict=True))]


def plain(raw):
    """Numbers as numbers and all else as the text that stood there."""
    if isinstance(raw, int | Decimal) and not isinstance(raw, bool):
        return HIDDEN if hide_persons(str(raw)) == HIDDEN else raw
    return hide_persons(shown(raw))


def words_of(code):
    """What a cause is called, what was expected, and how to mend it."""
    return tuple(map(str, (TITLES.get(code, code), *ImportIssue(code=code).words)))


class KeptErrorRows:
    """The error rows of a large file as one person asked for them, written by a worker."""

    def __init__(self, actor, batch, kind):
        self.actor, self.batch, self.kind = actor, batch, kind
        self.storage, self.path = ImportBatch.file.field.storage, f"{batch.error_rows_path}.{kind}"

    @property
    def state(self):
        """What the file depends on; of another state it is not the one that was asked for."""
        return [self.batch.version, self.batch.last_number(), self.actor.pk, get_language()]

    def facts(self):
        """{name, rows} of the file; None when it has not been made as things stand."""
        told = kept_facts.get(self.path)
        is_there = told and told.pop("state") == self.state and self.storage.exists(self.path)
        return told if is_there else None

    def open(self):
        return self.storage.open(self.path)

    def ask(self):
        """Have a worker write the file, unless one is busy with the delivery already."""
        if not self.batch.work:
            self.batch.ask(ImportBatch.Kind.ERRORS, by=self.actor, ending=self.kind, language=get_language())

    def make(self):
        table = ErrorRowTable(self.actor, self.batch)
        with tempfile.TemporaryFile() as file:
            rows = WRITERS[self.kind][0](table, file)
            self.storage.delete(self.path)
            self.storage.save(self.path, File(file))
        told = {"state": self.state, "name": table.file_name(self.kind), "rows": rows}
        kept_facts.set(self.path, told, KEPT_SECONDS)


# The cells of a table that are not imported: those that no choice has been made for, by what is unknown about them, and
# those that could not be read.
FAULTS = """
    SELECT * FROM (
        SELECT c.row, c.col, CASE WHEN c.verdict = 'conflict' THEN 'duplicate'
            WHEN c.indicator_id IS NULL AND NOT c.indicator_text = ANY(%(made)s) THEN 'unknown_indicator'
            ELSE 'unknown_area' END AS code
        FROM compared c WHERE c.verdict IN ('unknown', 'conflict') AND %(is_draft)s
            AND c.sheet = %(sheet)s AND c.row BETWEEN %(first)s AND %(last)s
        UNION ALL
        SELECT i.row, i.col, i.code FROM lagesbild_importissue i
        WHERE i.batch_id = %(batch)s AND NOT i.is_warning
            AND i.sheet = %(sheet)s AND i.row BETWEEN %(first)s AND %(last)s
    ) faults ORDER BY row, col
"""
