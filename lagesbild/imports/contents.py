"""What a batch's file holds, to choose from: its sheets, the tables of each with their first rows, and their columns.

Looking through a large file takes longer than a page should, so a worker does it first and what was seen is kept.
"""

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import takewhile

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from collab.models import Area
from lagesbild.sheets.copies import copies
from lagesbild.sheets.personal import seen_in
from lagesbild.sheets.profiles import signature
from lagesbild.sheets.raw import address, shown
from lagesbild.sheets.reading import open_workbook
from lagesbild.sheets.tables import find_tables

PREVIEW_ABOVE, PREVIEW_BELOW, PREVIEW_COLUMNS = 5, 4, 8
TABLES_AT_MOST = 30
SAMPLES = 3
TEXT_MAX, SAMPLE_MAX, TITLE_MAX = 60, 40, 120
HIDDEN = "•••"
KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class RowsFrom:
    """The rows of a sheet from the one that a person pointed out as the headings."""

    rows: object
    first: int

    def __iter__(self):
        return (row for row in self.rows if row.number >= self.first)

    rough = __iter__

    @staticmethod
    def decoded(row):
        return row


@contextmanager
def workbook(batch, hidden=()):
    """The batch's file, open; the sheet of a text file has no name of its own."""
    if opened := getattr(batch, "opened", None):
        yield opened
        return
    with open_workbook(batch.file.path, hidden=hidden) as opened:
        if opened.format == "csv":
            opened.sheets[:] = [replace(sheet, name="") for sheet in opened.sheets]
        yield opened


@contextmanager
def kept_open(batch):
    """Open the batch's file once for all steps within; none of them may ask for a hidden sheet."""
    with workbook(batch) as batch.opened:
        try:
            yield
        finally:
            del batch.opened


def tables_in(opened, sheet, known):
    """The tables of a sheet, looked for once while the file is open."""
    if sheet.name not in opened.tables:
        opened.tables[sheet.name] = find_tables(sheet, known)
    return opened.tables[sheet.name]


def kept(batch, name, look):
    """What `look` finds, kept for a large file: a page that is shown again does not read it again."""
    if not batch.is_heavy:
        return look()
    key = f"import-seen:{batch.public_id}:{hashlib.sha256(name.encode()).hexdigest()}"
    if (seen := cache.get(key)) is None:
        cache.set(key, seen := look(), KEPT_SECONDS)
    return seen


def contents(batch, asked=""):
    """The sheets of the file as dicts with their tables; a hidden one is read only when it is the one `asked` for."""
    return kept(batch, f"sheets:{asked}", lambda: look_through(batch, asked))


def look_through(batch, asked):
    known = known_places(batch)
    with workbook(batch, [asked] if asked else ()) as opened:
        copied = copies(opened.sheets)
        return [
            describe(sheet, tables_in(opened, sheet, known), copied.get(sheet.name, ""))
            for sheet in opened.sheets
        ]


def describe(sheet, tables, original):
    found = tables[:TABLES_AT_MOST]
    tables = [about(table) for table in found] or [NO_TABLE]
    last = max(table["header_row"] for table in tables) + PREVIEW_BELOW
    rows = list(takewhile(lambda row: row.number <= last, sheet.rows))
    return {
        "name": sheet.name,
        "state": sheet.state,
        "is_read": sheet.is_read,
        "copy_of": original,
        "hidden_columns": len(sheet.hidden_columns),
        "hidden_rows": sheet.hidden_rows,
        "formulas": sheet.formulas,
        "has_table": bool(found),
        "rows": sum(table["rows"] for table in tables),
        "tables": [{**table, **preview(rows, table)} for table in tables],
    }


NO_TABLE = {
    "header_row": 1,
    "last_row": None,
    "start": 0,
    "end": None,
    "rows": 0,
    "title": "",
    "place": "",
}


def about(table):
    """Where a table stands and what stands over it."""
    columns = [column.index for column in table.mapping.columns] or [table.side.start]
    title = " ".join(table.titles[-1:])[:TITLE_MAX]
    corner = address(table.header_rows[0] if table.header_rows else table.first_row, min(columns))
    return {
        "header_row": header_row(table),
        "last_row": table.last_row,
        "start": table.side.start,
        "end": table.side.end,
        "rows": table.last_row - table.first_row + 1,
        "title": HIDDEN if seen_in([title]) else title,
        "place": f"{corner}–{address(table.last_row, max(columns))}",
    }


def header_row(table):
    """The last row of its headings, by which a table is pointed out."""
    return table.header_rows[-1] if table.header_rows else max(table.first_row - 1, 1)


def preview(rows, table):
    """The rows around the headings of a table as text, and how many columns they have."""
    first, last = table["header_row"] - PREVIEW_ABOVE, table["header_row"] + PREVIEW_BELOW
    last = min(last, table["last_row"] or last)
    shown_rows = [
        (row.number, row.cells[table["start"] : table["end"]]) for row in rows if first <= row.number <= last
    ]
    width = min(max((len(cells) for _n, cells in shown_rows), default=0), PREVIEW_COLUMNS)
    return {"width": width, "preview": [(number, texts(cells, width)) for number, cells in shown_rows]}


def texts(cells, width):
    """The first cells of a row as text; what looks like a person's data is not shown."""
    told = [hide_persons(shown(raw))[:TEXT_MAX] for raw in cells[:width]]
    return told + [""] * (width - len(told))


def hide_persons(text):
    """The text, unless it points out a person."""
    return HIDDEN if text and seen_in([text]) else text


def likeliest(sheets):
    """The sheet with the most rows in tables that is no copy of another."""
    return max((s for s in sheets if s["is_read"]), key=lambda s: (not s["copy_of"], s["rows"]), default=None)


def known_places(batch):
    return list(Area.objects.filter(collaboration=batch.collaboration_id).values_list("name", flat=True))


def table_at(opened, known, sheet, row, start=0):
    """The table of an open file under the chosen headings, of several beside each other the one from that column."""
    found = opened.sheet(sheet)
    under = [
        table for table in tables_in(opened, found, known) if row in (*table.header_rows, header_row(table))
    ]
    if not under:
        under = find_tables(replace(found, rows=RowsFrom(found.rows, row)), known)
    if not under:
        raise ValidationError(_("There is no table under that row. Choose the row with the headings."))
    return next((table for table in under if table.side.start == start), under[0])


def place_in(mapping):
    """Where the chosen table stands: sheet, row of its headings, first column."""
    return [mapping["sheet"], mapping["header_row"], mapping.get("start", 0)]


@contextmanager
def tables(batch):
    """The chosen table and those that are to be read in the same way, their file open."""
    places = [place_in(batch.mapping), *batch.mapping.get("more", ())]
    with workbook(batch, [batch.mapping["sheet"]]) as opened:
        known = known_places(batch)
        yield [table_at(opened, known, *one) for one in places]


def columns(batch):
    """(guessed mapping, samples per column, others) of the chosen table, for a person to check.

    `others` are (place, where it stands) of the tables in the file with the same headings.
    """
    return kept(batch, f"columns:{place_in(batch.mapping)}", lambda: look_at_columns(batch))


def look_at_columns(batch):
    known, chosen = known_places(batch), place_in(batch.mapping)
    with workbook(batch, [chosen[0]]) as opened:
        found = table_at(opened, known, *chosen)
        seen = {column.index: samples(found, column.index) for column in found.mapping.columns}
        return found.mapping, seen, list(alike(opened, known, found))


def alike(opened, known, chosen):
    """The other tables of visible sheets with the headings of the chosen one; copies are none of their own."""
    wanted, copied = signature(chosen.mapping), copies(opened.sheets)
    for sheet in opened.sheets:
        if not sheet.is_read or sheet.state != "visible" or sheet.name in copied:
            continue
        for table in tables_in(opened, sheet, known):
            where = [sheet.name, header_row(table), table.side.start]
            is_same = (sheet.name, table.first_row, table.side) == (
                chosen.sheet.name,
                chosen.first_row,
                chosen.side,
            )
            if not is_same and signature(table.mapping) == wanted:
                yield where, f"{sheet.name} {about(table)['place']}".strip()


def samples(found, column):
    cells = (row.cells[column] for row in found.sample if column < len(row.cells))
    seen = dict.fromkeys(shown(raw)[:SAMPLE_MAX] for raw in cells if raw is not None)
    return [hide_persons(text) for text in list(seen)[:SAMPLES]]
