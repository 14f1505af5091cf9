"""Which table of a file is one that the party has delivered before, and how it is read."""

from typing import NamedTuple

from lagesbild.sheets.copies import copies
from lagesbild.sheets.mapping import Mapping
from lagesbild.sheets.profiles import Changes
from lagesbild.sheets.tables import find_tables

from .contents import contents, header_row, known_places, workbook


class Known(NamedTuple):
    """What is known of a file: its profile, the meaning of its columns, what changed, and where its tables stand."""

    profile: object
    mapping: Mapping
    changes: Changes
    places: list
    tables: int
    title: str
    needs_a_look: bool


def recognise(batch, profiles, done=()):
    """The tables of the file that one of the profiles fits best; None when there is none or several are asked about.

    `done` are the places of tables that are not meant.
    """
    if batch.is_heavy:
        # Seen once by the worker, so that no page has to wait for it.
        contents(batch)
    with workbook(batch) as opened:
        tables = list(tables_of(opened, known_places(batch)))
    fits = [
        (found, table, where)
        for table, where in tables
        if where not in done and (found := profiles.recognise(table.mapping))
    ]
    if not fits:
        return None
    best, table, _place = max(fits, key=lambda fit: fit[0].likeness)
    same = best.profile, best.likeness
    places = [place for found, _table, place in fits if (found.profile, found.likeness) == same]
    if len(places) > 1 and not best.profile.mapping.get("more"):
        return None
    title = table.mapping.indicator
    needs_a_look = best.needs_a_look(batch.file_name, title)
    return Known(best.profile, best.mapping, best.changes, places, len(tables), title, needs_a_look)


def tables_of(opened, areas):
    """(table, its place) of each table on the sheets that are read and are no copies."""
    copied = copies(opened.sheets)
    for sheet in opened.sheets:
        if sheet.is_read and sheet.name not in copied:
            for table in find_tables(sheet, areas):
                yield table, [sheet.name, header_row(table), table.side.start]
