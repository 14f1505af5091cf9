"""How far the figures reach (`models.reach`): counted anew for what a delivery tells of, in its own transaction."""

from django.db import connection

TOUCHED = """
    SELECT DISTINCT v.indicator_id, v.period_id
    FROM lagesbild_value v JOIN lagesbild_breakdown g ON g.id = v.breakdown_id AND g.key = ''
    WHERE v.batch_id = %(batch)s
"""
FORGET = f"""
    DELETE FROM lagesbild_reach r USING ({TOUCHED}) t
    WHERE (r.indicator_id, r.period_id) = (t.indicator_id, t.period_id)
"""  # noqa: S608  put together of constants
# A place that everybody is told of has a released value: of a party's own they are counted once, there.
COUNT = """
    INSERT INTO lagesbild_reach (collaboration_id, indicator_id, period_id, audience, places, last)
    SELECT b.collaboration_id, v.indicator_id, v.period_id, v.current_for,
        count(*) FILTER (WHERE v.current_for = 0 OR NOT v.is_released), max(b.number)
    FROM (
        SELECT v.indicator_id, v.period_id, v.current_for, v.batch_id, bool_or(v.current_for = 0) OVER (
            PARTITION BY v.indicator_id, v.period_id, v.area_id) AS is_released
        FROM lagesbild_value v
        JOIN lagesbild_breakdown g ON g.id = v.breakdown_id AND g.key = ''
        {touched}
        WHERE v.current_for IS NOT NULL
    ) v
    JOIN lagesbild_importbatch b ON b.id = v.batch_id
    GROUP BY b.collaboration_id, v.indicator_id, v.period_id, v.current_for
"""


def recount(batch):
    """Count anew every indicator and period that the delivery tells of."""
    params = {"batch": batch.pk}
    with connection.cursor() as cursor:
        cursor.execute(FORGET, params)
        cursor.execute(COUNT.format(touched=f"JOIN ({TOUCHED}) t USING (indicator_id, period_id)"), params)


def start_over(cursor):
    """Count everything, as after a load that was no delivery."""
    cursor.execute("DELETE FROM lagesbild_reach")
    cursor.execute(COUNT.format(touched=""))
