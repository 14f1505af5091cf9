"""Which value is the newest, and for whom: written by an import, and worked out anew by a release or an undo."""

from django.db import connection

from . import comparing, staging

# Decided once, before anything moves: what is neither new nor changed goes from the staging table, and what was
# left out without anybody's choice is kept as an issue of its cell.
SIFT = """
    , judged AS MATERIALIZED (
        SELECT id, verdict FROM compared
    ), gone AS (
        DELETE FROM lagesbild_stagedvalue s USING judged j
        WHERE s.id = j.id AND j.verdict NOT IN ('new', 'changed')
            AND EXISTS (SELECT FROM judged WHERE verdict IN ('new', 'changed'))
    ), told AS (
        INSERT INTO lagesbild_importissue (batch_id, sheet, row, col, code, found, is_warning, values)
        SELECT s.batch_id, s.sheet, s.row, s.col,
            CASE WHEN j.verdict = 'conflict' THEN 'duplicate'
                WHEN s.indicator_id IS NULL THEN 'unknown_indicator' ELSE 'unknown_area' END,
            CASE WHEN j.verdict = 'conflict' THEN s.text
                WHEN s.indicator_id IS NULL THEN s.indicator_text ELSE s.area_text END,
            FALSE, 1
        FROM lagesbild_stagedvalue s JOIN judged j USING (id) WHERE j.verdict IN ('unknown', 'conflict')
    )
    SELECT verdict, count(*) AS n FROM judged GROUP BY verdict
"""
# The older value of the same party gives way first, so that the unique index holds at every moment.
GIVE_WAY = """
    UPDATE lagesbild_value v SET current_for = NULL
    FROM lagesbild_stagedvalue s
    WHERE s.batch_id = %(batch)s AND v.current_for = %(party)s
        AND (v.indicator_id, v.area_id, v.period_id, v.breakdown_id)
            = (s.indicator_id, s.area_id, s.period_id, s.breakdown_id)
"""
INSERT = """
    INSERT INTO lagesbild_value (indicator_id, area_id, period_id, breakdown_id, batch_id, number, flag,
        sheet, row, col, text, current_for)
    SELECT indicator_id, area_id, period_id, breakdown_id, batch_id, number, flag, sheet, row, col, text, %(party)s
    FROM lagesbild_stagedvalue WHERE batch_id = %(batch)s
"""
# Newest first within each audience: everybody for released deliveries, the own party for the others.
# Each step once: a planner that knows nothing of the tables yet would work them out anew for every row.
RANKED = """
    WITH figures AS MATERIALIZED (
        SELECT DISTINCT indicator_id, area_id, period_id, breakdown_id FROM lagesbild_value WHERE batch_id = %(batch)s
    ), audience AS (
        SELECT v.id, v.current_for, v.indicator_id, v.area_id, v.period_id, v.breakdown_id, b.number,
            CASE WHEN b.state <> 'committed' THEN NULL WHEN b.is_released THEN 0 ELSE b.party_id END AS due_for
        FROM lagesbild_value v
        JOIN figures USING (indicator_id, area_id, period_id, breakdown_id)
        JOIN lagesbild_importbatch b ON b.id = v.batch_id
    ), ranked AS MATERIALIZED (
        SELECT id, current_for, CASE WHEN row_number() OVER (
            PARTITION BY indicator_id, area_id, period_id, breakdown_id, due_for ORDER BY number DESC, id DESC
        ) = 1 THEN due_for END AS due
        FROM audience
    )
"""
STEP_DOWN = """
    UPDATE lagesbild_value v SET current_for = NULL
    FROM ranked r WHERE v.id = r.id AND r.current_for IS NOT NULL AND r.current_for IS DISTINCT FROM r.due
"""
STEP_UP = """
    UPDATE lagesbild_value v SET current_for = r.due
    FROM ranked r WHERE v.id = r.id AND r.due IS NOT NULL AND r.current_for IS DISTINCT FROM r.due
"""


def sift(batch):
    """Keep only the new and the changed cells staged, if there are any; what became of all, as `comparing.counts`."""
    return comparing.totals(batch, comparing.run(batch, SIFT))


def insert(batch, *, changed):
    """Write what is left of the staged cells as values, newest for the delivering party."""
    params = {"batch": batch.pk, "party": batch.party_id}
    with connection.cursor() as cursor:
        for statement in (GIVE_WAY, INSERT) if changed else (INSERT,):
            cursor.execute(statement, params)
        staging.take_stock("lagesbild_value", cursor.rowcount)


def settle(batch):
    """Work out anew, for every figure the batch holds, which value is newest for whom."""
    params = {"batch": batch.pk}
    with connection.cursor() as cursor:
        cursor.execute(RANKED + STEP_DOWN, params)
        cursor.execute(RANKED + STEP_UP, params)
