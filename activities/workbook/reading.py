"""A workbook back from a person: its table found by the headings, its cells as text, whatever program saved it."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lagesbild.models.value import column_letters
from lagesbild.sheets.containers import Limits
from lagesbild.sheets.raw import shown
from lagesbild.sheets.reading import open_workbook

from .columns import EDITABLE, PROBLEM, folded, headings, plain

HEADINGS_WITHIN = 30
ROWS_AT_MOST = 5_000
TEXT_AT_MOST = 5_000
LIMITS = Limits(sheets=50, cells=2_000_000)
CHANGEABLE = {column.key for column in EDITABLE}


@dataclass
class Read:
    """What a file says: where each column stands, its rows as (number, {key: text}), and headings nobody knows."""

    sheet: str
    columns: dict
    strange: list
    rows: list = field(default_factory=list)

    @property
    def missing(self):
        """The changeable columns that the file has not."""
        return [column.key for column in EDITABLE if column.key not in self.columns]


def read_commitments(path):
    """The rows of the file under its headings; ValidationError or Refused says in a sentence why there are none."""
    with open_workbook(path, limits=LIMITS) as opened:
        found = [table for sheet in opened.sheets if sheet.is_read for table in [find(sheet)] if table]
        if not found:
            raise ValidationError(
                _(
                    "The file has no sheet with the headings of the commitments (%(headings)s)."
                    " Download the list again, and write in that file."
                )
                % {"headings": ", ".join([_("Id"), *(str(column.label) for column in EDITABLE)])}
            )
        _count, sheet, header, read = max(found, key=lambda table: table[0])
        keys = {position: key for key, position in read.columns.items()}
        for row in sheet.rows:
            if row.number > header:
                take(read, row, keys)
        read.columns = {key: column_letters(position + 1) for key, position in read.columns.items()}
        return read


def find(sheet):
    """(how many headings, sheet, row of the headings, Read) of the row that has most of them; None without any."""
    known, best = headings(), None
    for row in islice(sheet.rows, HEADINGS_WITHIN):
        columns, strange = {}, []
        for position, raw in enumerate(row.cells):
            words = plain(shown(raw))
            key = known.get(folded(words))
            if key and key not in columns:
                columns[key] = position
            elif words:
                strange.append(words[:60])
        tells_row = "key" in columns or "code" in columns
        if tells_row and columns.keys() & CHANGEABLE and (best is None or len(columns) > best[0]):
            best = (len(columns), sheet, row.number, Read(sheet.name, columns, strange))
    return best


def take(read, row, keys):
    """Keep a row that says anything; what stands in columns nobody knows is no part of it."""
    cells = {
        key: text_of(raw, key) for position, key in keys.items() for raw in row.cells[position : position + 1]
    }
    cells = {key: text for key, text in cells.items() if text and key != PROBLEM.key}
    if not cells:
        return
    if len(read.rows) >= ROWS_AT_MOST:
        raise ValidationError(_("The file has more than %(n)s rows. Divide it.") % {"n": ROWS_AT_MOST})
    read.rows.append((row.number, cells))


def text_of(raw, key):
    """A cell as text: a date as 2027-03-01, also where the program left its number; whole numbers without decimals."""
    if isinstance(raw, dt.datetime):
        return raw.date().isoformat()
    if isinstance(raw, dt.date):
        return raw.isoformat()
    if isinstance(raw, Decimal) and raw == raw.to_integral_value():
        raw = int(raw)
    return plain(shown(raw))[:TEXT_AT_MOST]
