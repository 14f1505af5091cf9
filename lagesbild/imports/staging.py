"""Cells to the staging table: one COPY, with periods and groups already as keys."""

import csv
import io

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


def stage(batch, cells):
    """Replace what is staged for the batch by `cells`: dicts with the keys of COLUMNS, `period` and `breakdown`.

    `period` is (kind, first day, last day); `breakdown` a list of (dimension, words), empty for everybody.
    """
    cells = list(cells)
    periods = period_ids({cell["period"] for cell in cells})
    groups = breakdown_ids(batch.collaboration_id, [cell.get("breakdown") or () for cell in cells])
    batch.staged.all().delete()
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for cell in cells:
        writer.writerow(line(batch, cell, periods, groups))
    buffer.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY lagesbild_stagedvalue ({', '.join(COLUMNS)}) FROM STDIN WITH "
            f"(FORMAT csv, FORCE_NOT_NULL (sheet, text, flag, indicator_text, area_text))",
            buffer,
        )


def stage_rows(batch, rows):
    """Stage rows whose indicator and place are known rows; see `ImportBatchQuerySet.deliver`."""
    stage(
        batch,
        (
            {
                **row,
                "indicator_id": row["indicator"].pk,
                "area_id": row["area"].pk,
                "indicator_text": row["indicator"].name,
                "area_text": row["area"].name,
                "text": row.get("text", "" if row["number"] is None else str(row["number"])),
            }
            for row in rows
        ),
    )


def line(batch, cell, periods, groups):
    """The fields of one cell in the order of COLUMNS."""
    number = cell.get("number")
    return (
        batch.pk,
        cell.get("sheet", "")[:120],
        cell.get("row"),
        cell.get("col"),
        cell.get("text", "")[:TEXT_MAX],
        "" if number is None else number,
        cell.get("flag", ""),
        cell.get("indicator_text", "")[:TEXT_MAX],
        cell.get("area_text", "")[:TEXT_MAX],
        cell.get("indicator_id"),
        cell.get("area_id"),
        periods[cell["period"]],
        groups[group_key(cell.get("breakdown") or ())],
        "f",
        "f",
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
    wanted = {group_key(parts): [list(part) for part in parts] for parts in groups}
    rows = Breakdown.objects.filter(collaboration=collaboration, key__in=wanted)
    found = dict(rows.values_list("key", "pk"))
    missing = [
        Breakdown(collaboration_id=collaboration, key=key, parts=parts)
        for key, parts in wanted.items()
        if key not in found
    ]
    if missing:
        Breakdown.objects.bulk_create(missing, ignore_conflicts=True)
        found = dict(rows.all().values_list("key", "pk"))
    return found


def group_key(parts):
    """The canonical name of a group: "kön=kvinnor;ålder=18-24", dimensions in order, the same for any spelling."""
    return ";".join(sorted(f"{plain(dimension)}={plain(words)}" for dimension, words in parts))


def plain(text):
    """Without differences of case, spaces and dashes."""
    return " ".join(str(text).replace("\u2013", "-").split()).casefold()
