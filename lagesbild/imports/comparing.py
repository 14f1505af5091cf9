"""What an import would do: each staged cell beside the figure that its party sees today."""

import json

from django.db import connection, transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from collab.numbers import number
from lagesbild.models.period import Breakdown, Period
from lagesbild.models.value import Value, column_letters

from .mending import LEFT_OUT

# A cell is skipped (on purpose), unknown (a name means nothing yet), in conflict (the file gives two values for one
# figure), a repeat (the same value twice), or it is new, changed or unchanged against today's figure.
# Cells of names that mean nothing yet are told apart by the names.
COMPARED = """
    WITH staged AS NOT MATERIALIZED (
        SELECT s.*,
            CASE WHEN s.indicator_id IS NULL THEN s.indicator_text ELSE '' END AS of_indicator,
            CASE WHEN s.area_id IS NULL THEN s.area_text ELSE '' END AS of_area,
            coalesce(s.indicator_id, 0) AS indicator, coalesce(s.area_id, 0) AS area,
            s.is_made OR (s.indicator_id IS NOT NULL AND s.area_id IS NOT NULL) AS is_known
        FROM lagesbild_stagedvalue s WHERE s.batch_id = %(batch)s
    ), several AS (
        SELECT indicator, area, period_id, breakdown_id, of_indicator, of_area, min(id) AS first_id,
            min(number) IS DISTINCT FROM max(number) OR count(number) NOT IN (0, count(*)) OR min(flag) <> max(flag)
                AS is_torn
        FROM staged WHERE is_known AND NOT is_skipped
        GROUP BY indicator, area, period_id, breakdown_id, of_indicator, of_area HAVING count(*) > 1
    ), beside AS (
        SELECT s.*, d.first_id, d.is_torn, a.number AS all_number, a.flag AS all_flag, a.masked_since AS all_mask,
            o.number AS own_number, o.flag AS own_flag, o.masked_since AS own_mask,
            a.id IS NULL AND o.id IS NULL AS is_new,
            o.id IS NOT NULL AND (a.id IS NULL OR own.number > released.number) AS is_own
        FROM staged s
        LEFT JOIN several d USING (indicator, area, period_id, breakdown_id, of_indicator, of_area)
        LEFT JOIN lagesbild_value a ON a.current_for = 0 AND (a.indicator_id, a.area_id, a.period_id, a.breakdown_id)
            = (s.indicator_id, s.area_id, s.period_id, s.breakdown_id)
        LEFT JOIN lagesbild_importbatch released ON released.id = a.batch_id
        LEFT JOIN lagesbild_value o ON o.current_for = %(party)s
            AND (o.indicator_id, o.area_id, o.period_id, o.breakdown_id)
                = (s.indicator_id, s.area_id, s.period_id, s.breakdown_id)
        LEFT JOIN lagesbild_importbatch own ON own.id = o.batch_id
    ), today AS (
        SELECT beside.*,
            CASE WHEN is_own THEN own_number ELSE all_number END AS old_number,
            CASE WHEN is_own THEN own_flag ELSE all_flag END AS old_flag,
            CASE WHEN is_own THEN own_mask ELSE all_mask END AS old_mask
        FROM beside
    ), compared AS (
        SELECT today.*,
            CASE
                WHEN is_skipped THEN 'skipped'
                WHEN NOT is_known THEN 'unknown'
                WHEN is_torn THEN 'conflict'
                WHEN id > first_id THEN 'repeat'
                WHEN is_new THEN 'new'
                WHEN number IS DISTINCT FROM old_number OR flag <> old_flag THEN 'changed'
                ELSE 'unchanged'
            END AS verdict
        FROM today
    )
"""
# The issues that an import makes of what it compared and left out; counted by their verdicts.
COMPARED_CODES = ("duplicate", "unknown_area", "unknown_indicator")
# Sorting and hashing a million cells in less goes by way of the disk.
ROOM = "SET LOCAL work_mem = '64MB'"
VERDICTS = ("new", "changed", "unchanged", "skipped", "unknown", "conflict", "repeat")


def run(batch, sql, **params):
    """The rows of a query over the compared cells, as dicts."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ROOM)
        cursor.execute(COMPARED + sql, {"batch": batch.pk, "party": batch.party_id, **params})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def stream(batch, sql, **params):
    """The rows of a query over the compared cells, fetched some at a time, whatever their number."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(ROOM)
        with connection.chunked_cursor() as cursor:
            cursor.execute(COMPARED + sql, {"batch": batch.pk, "party": batch.party_id, **params})
            yield from cursor


def counts(batch):
    """How many cells meet each verdict, how many were rejected on reading, and how many would be imported."""
    return totals(batch, run(batch, COUNT))


def totals(batch, rows):
    """The counts of rows of verdict and n, with what was said on reading."""
    found = {row["verdict"]: row["n"] for row in rows}
    told = {verdict: found.get(verdict, 0) for verdict in VERDICTS}
    is_left_out = Q(code=LEFT_OUT)
    remarked = batch.issues.aggregate(
        rejected=Sum("values", filter=Q(is_warning=False) & ~Q(code__in=COMPARED_CODES)),
        warnings=Sum("values", filter=Q(is_warning=True) & ~is_left_out),
        left_out=Sum("values", filter=is_left_out),
    )
    told["rejected"], told["warnings"] = remarked["rejected"] or 0, remarked["warnings"] or 0
    told["skipped"] += remarked["left_out"] or 0
    told["to_import"] = told["new"] + told["changed"]
    told["errors"] = told["unknown"] + told["conflict"] + told["rejected"]
    return told


def cells(batch, verdicts, *, limit):
    """The first compared cells with these verdicts, in the order of the file."""
    made = made_indicators(batch)
    rows = run(batch, LISTED.format(order=IN_FILE), verdicts=list(verdicts), limit=limit)
    return [Cell(is_new_indicator=row["indicator_text"] in made, **row) for row in rows]


def made_indicators(batch):
    """The texts of the measures that the import is to make."""
    return {text for text, choice in batch.mapping.get("indicators", {}).items() if isinstance(choice, dict)}


class Cell:
    """A compared cell as the review shows it; small counts are masked here too."""

    def __init__(self, *, period_kind, starts_on, ends_on, parts, **facts):
        self.__dict__.update(facts)
        self.period = Period(kind=period_kind, starts_on=starts_on, ends_on=ends_on)
        self.group = Breakdown(parts=json.loads(parts)).label

    @property
    def address(self):
        return f"{column_letters(self.col or 0)}{self.row or ''}"

    @property
    def new(self):
        return self.told(self.number, self.flag)

    @property
    def old(self):
        if self.is_count and self.old_mask is not None:
            return _("not shown")
        return self.told(self.old_number, self.old_flag)

    def told(self, value, flag):
        if value is None:
            return self.text if flag == self.flag else Value.Flag(flag).label
        if self.is_count and value < self.min_n:
            return _("not shown")
        return number(value)


COUNT = "SELECT verdict, count(*) AS n FROM compared GROUP BY verdict"
IN_FILE = "c.sheet, c.row, c.col"
LISTED = """
    SELECT c.sheet, c.row, c.col, c.text, c.number, c.flag, c.indicator_text, c.area_text, c.is_made, c.is_skipped,
        c.old_number, c.old_flag, c.old_mask, c.verdict, c.indicator_id, c.area_id,
        c.period_id, c.breakdown_id, c.of_indicator, c.of_area, i.name AS indicator_name, i.is_count, i.min_n,
        a.name AS area_name, p.kind AS period_kind, p.starts_on, p.ends_on, g.parts
    FROM compared c
    JOIN lagesbild_period p ON p.id = c.period_id
    JOIN lagesbild_breakdown g ON g.id = c.breakdown_id
    LEFT JOIN lagesbild_indicator i ON i.id = c.indicator_id
    LEFT JOIN collab_area a ON a.id = c.area_id
    WHERE c.verdict = ANY(%(verdicts)s)
    ORDER BY {order} LIMIT %(limit)s
"""
