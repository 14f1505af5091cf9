"""What an import would do: each staged cell beside the figure that its party sees today."""

import json

from django.db import connection
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from collab.numbers import number
from lagesbild.models.period import Breakdown, Period
from lagesbild.models.value import Value, column_letters

from .mending import LEFT_OUT

# A cell is skipped (on purpose), unknown (a name means nothing yet), in conflict (the file gives two values for one
# figure), a repeat (the same value twice), or it is new, changed or unchanged against today's figure.
COMPARED = """
    WITH staged AS (
        SELECT s.*,
            CASE WHEN s.indicator_id IS NULL THEN s.indicator_text END AS of_indicator,
            CASE WHEN s.area_id IS NULL THEN s.area_text END AS of_area,
            NOT s.is_skipped AND (s.is_made OR (s.indicator_id IS NOT NULL AND s.area_id IS NOT NULL)) AS is_known
        FROM lagesbild_stagedvalue s WHERE s.batch_id = %(batch)s
    ), placed AS (
        SELECT staged.*,
            row_number() OVER figure AS copy,
            min(number) OVER figure IS DISTINCT FROM max(number) OVER figure
                OR count(number) OVER figure NOT IN (0, count(*) OVER figure)
                OR min(flag) OVER figure <> max(flag) OVER figure AS is_torn
        FROM staged
        WINDOW figure AS (
            PARTITION BY indicator_id, area_id, period_id, breakdown_id, of_indicator, of_area, is_known
            ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        )
    ), today AS (
        SELECT DISTINCT ON (v.indicator_id, v.area_id, v.period_id, v.breakdown_id)
            v.indicator_id, v.area_id, v.period_id, v.breakdown_id, v.number, v.flag, v.masked_since
        FROM lagesbild_value v
        JOIN lagesbild_importbatch b ON b.id = v.batch_id
        JOIN placed p USING (indicator_id, area_id, period_id, breakdown_id)
        WHERE v.current_for IN (0, %(party)s)
        ORDER BY v.indicator_id, v.area_id, v.period_id, v.breakdown_id, b.number DESC
    ), compared AS (
        SELECT p.*, t.number AS old_number, t.flag AS old_flag, t.masked_since AS old_mask,
            CASE
                WHEN p.is_skipped THEN 'skipped'
                WHEN NOT p.is_known THEN 'unknown'
                WHEN p.is_torn THEN 'conflict'
                WHEN p.copy > 1 THEN 'repeat'
                WHEN t.indicator_id IS NULL THEN 'new'
                WHEN p.number IS DISTINCT FROM t.number OR p.flag <> t.flag THEN 'changed'
                ELSE 'unchanged'
            END AS verdict
        FROM placed p
        LEFT JOIN today t USING (indicator_id, area_id, period_id, breakdown_id)
    )
"""
# The issues that an import makes of what it compared and left out; counted by their verdicts.
COMPARED_CODES = ("duplicate", "unknown_area", "unknown_indicator")
VERDICTS = ("new", "changed", "unchanged", "skipped", "unknown", "conflict", "repeat")


def run(batch, sql, **params):
    """The rows of a query over the compared cells, as dicts."""
    with connection.cursor() as cursor:
        cursor.execute(COMPARED + sql, {"batch": batch.pk, "party": batch.party_id, **params})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


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
