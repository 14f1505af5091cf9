"""Cells to the staging table by COPY, with names, periods and groups already as keys."""

import csv
import io
from itertools import islice
from typing import NamedTuple

from django.db import connection

from lagesbild.models.period import Breakdown, Period

COLUMNS = (
    "batch_id",
    "sheet",
    "row",
    "col",
    "text",
    "number",
    "flag",
    "indicator_text",
    "area_text",
    "indicator_id",
    "area_id",
    "period_id",
    "breakdown_id",
    "is_skipped",
    "is_made",
)
TEXT_MAX = 200
# So many cells at a time: a file of any length takes the same memory.
CHUNK = 20_000
# From so many new rows on, plans made from what the planner knew before can be a hundred times too slow.
NEWS = 500
COPY = f"""
    COPY lagesbild_stagedvalue ({", ".join(COLUMNS)}) FROM STDIN
    WITH (FORMAT csv, FORCE_NOT_NULL (sheet, text, flag, indicator_text, area_text))
"""


class Cell(NamedTuple):
    """A cell on its way in. `period` is (kind, first day, last day); `breakdown` pairs of (dimension, words).

    The names mean what the batch says they mean, unless the keys of the rows are given.
    """

    period: tuple
    number: object = None
    flag: str = ""
    text: str = ""
    sheet: str = ""
    row: int | None = None
    col: int | None = None
    indicator_text: str = ""
    area_text: str = ""
    breakdown: tuple = ()
    indicator_id: int | None = None
    area_id: int | None = None


def stage(batch, cells, meanings=None, last_row=0):
    """Replace what is staged for the batch by an iterable of `cells`, read once; returns how many there were.

    `meanings` says what the names in the file mean (`names.Meanings`).
    """
    batch.staged.all().delete()
    staged, periods, groups = 0, {}, {}
    cells = iter(cells)
    while chunk := list(islice(cells, CHUNK)):
        periods |= period_ids({cell.period for cell in chunk} - periods.keys())
        groups |= breakdown_ids(batch.collaboration_id, {cell.breakdown for cell in chunk} - groups.keys())
        copy(line(batch, cell, periods, groups, meanings) for cell in chunk)
        staged += len(chunk)
        batch.note_progress(chunk[-1].row or 0, last_row)
    take_stock("lagesbild_stagedvalue", staged)
    return staged


def take_stock(table, written):
    """Let the planner know of many rows written a moment ago, before it plans by what it knew of the table."""
    if written >= NEWS:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {table}")


def copy(lines, statement=COPY):
    """Write lines to the staging table, or where another statement copies them to."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows(lines)
    buffer.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(statement, buffer)


def stage_rows(batch, rows):
    """Stage rows whose indicator and place are known rows; see `ImportBatchQuerySet.deliver`."""
    stage(
        batch,
        (
            Cell(
                period=row["period"],
                number=row["number"],
                flag=row.get("flag", ""),
                sheet=row.get("sheet", ""),
                row=row.get("row"),
                col=row.get("col"),
                text=row.get("text", "" if row["number"] is None else str(row["number"])),
                indicator_text=row["indicator"].name,
                area_text=row["area"].name,
                breakdown=tuple(map(tuple, row.get("breakdown") or ())),
                indicator_id=row["indicator"].pk,
                area_id=row["area"].pk,
            )
            for row in rows
        ),
    )


def line(batch, cell, periods, groups, meanings):
    """The fields of one cell in the order of COLUMNS."""
    indicator, area, is_skipped, is_made = cell.indicator_id, cell.area_id, False, False
    if meanings:
        indicator, area, is_skipped, is_made = meanings.of(cell.indicator_text, cell.area_text)
    return (
        batch.pk,
        cell.sheet[:120],
        cell.row,
        cell.col,
        cell.text[:TEXT_MAX],
        cell.number,
        cell.flag,
        cell.indicator_text[:TEXT_MAX],
        cell.area_text[:TEXT_MAX],
        indicator,
        area,
        periods[cell.period],
        groups[cell.breakdown],
        is_skipped,
        is_made,
    )


def period_ids(wanted):
    """The key of each (kind, first day, last day), made where it is new: the calendar belongs to nobody."""
    found = stored_periods(wanted)
    missing = [Period(kind=k, starts_on=a, ends_on=b) for k, a, b in wanted if (k, a, b) not in found]
    if missing:
        Period.objects.bulk_create(missing, ignore_conflicts=True)
        found = stored_periods(wanted)
    return found


def stored_periods(wanted):
    days = {first for _kind, first, _last in wanted}
    return {(p.kind, p.starts_on, p.ends_on): p.pk for p in Period.objects.filter(starts_on__in=days)}


def breakdown_ids(collaboration, groups):
    """The key of each group of the collaboration, made where it is new."""
    names = {parts: group_key(parts) for parts in groups}
    rows = Breakdown.objects.filter(collaboration=collaboration, key__in=names.values())
    found = dict(rows.values_list("key", "pk"))
    missing = {
        key: Breakdown(collaboration_id=collaboration, key=key, parts=[list(part) for part in parts])
        for parts, key in names.items()
        if key not in found
    }
    if missing:
        Breakdown.objects.bulk_create(missing.values(), ignore_conflicts=True)
        found = dict(rows.all().values_list("key", "pk"))
    return {parts: found[key] for parts, key in names.items()}


def group_key(parts):
    """The canonical name of a group: "kön=kvinnor;ålder=18-24", dimensions in order, the same for any spelling."""
    return ";".join(sorted(f"{plain(dimension)}={plain(words)}" for dimension, words in parts))


def plain(text):
    """Without differences of case, spaces and dashes."""
    return " ".join(str(text).replace("\u2013", "-").split()).casefold()
