"""How far the figures reach (`models.reach`): counted anew for what a delivery tells of, in its own transaction."""

from django.db import connection

TOUCHED = """
    SELECT DISTINCT v.indicator_id, v.period_id
    FROM lagesbild_value v JOIN lagesbild_breakdown g ON g.id = v.breakdown_id AND g.key = ''
    WHERE v.batch_id = %(batch)s
"""
AMONG = "AND (v.indicator_id, v.period_id) IN (SELECT * FROM unnest(%(indicators)s::bigint[], %(periods)s::bigint[]))"
FORGET = f"DELETE FROM lagesbild_reach v WHERE true {AMONG}"  # noqa: S608  put together of constants
# The million figures of a large delivery are grouped once, and only groups are joined. Of a party's own a place that
# everybody is told of is counted there; most of the time nobody is told yet, and nothing is looked up.
COUNT = """
    WITH counted AS (
        SELECT v.indicator_id, v.period_id, v.current_for, v.batch_id, count(*) AS n
        FROM lagesbild_value v
        WHERE v.current_for IS NOT NULL
            AND v.breakdown_id IN (SELECT id FROM lagesbild_breakdown WHERE key = '') {among}
        GROUP BY v.indicator_id, v.period_id, v.current_for, v.batch_id
    ), audiences AS (
        SELECT b.collaboration_id, c.indicator_id, c.period_id, c.current_for, sum(c.n) AS n, max(b.number) AS last,
            bool_or(c.current_for = 0) OVER (PARTITION BY c.indicator_id, c.period_id) AS is_released
        FROM counted c JOIN lagesbild_importbatch b ON b.id = c.batch_id
        GROUP BY b.collaboration_id, c.indicator_id, c.period_id, c.current_for
    )
    INSERT INTO lagesbild_reach (collaboration_id, indicator_id, period_id, audience, places, last)
    SELECT a.collaboration_id, a.indicator_id, a.period_id, a.current_for,
        a.n - CASE WHEN a.current_for <> 0 AND a.is_released THEN (
            SELECT count(*) FROM lagesbild_value own JOIN lagesbild_value released
                USING (indicator_id, period_id, area_id, breakdown_id)
            WHERE own.indicator_id = a.indicator_id AND own.period_id = a.period_id
                AND own.current_for = a.current_for AND released.current_for = 0
                AND own.breakdown_id IN (SELECT id FROM lagesbild_breakdown WHERE key = '')
        ) ELSE 0 END,
        a.last
    FROM audiences a
"""


def recount(batch):
    """Count anew every indicator and period that the delivery tells of."""
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED, {"batch": batch.pk})
        if pairs := cursor.fetchall():
            indicators, periods = map(list, zip(*pairs, strict=True))
            for statement in (FORGET, COUNT.format(among=AMONG)):
                cursor.execute(statement, {"indicators": indicators, "periods": periods})


def start_over(cursor):
    """Count everything, as after a load that was no delivery."""
    cursor.execute("DELETE FROM lagesbild_reach")
    cursor.execute(COUNT.format(among=""))
