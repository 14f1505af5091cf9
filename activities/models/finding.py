"""What an activity is found by: the words of it, its parts, places, reports and comments, kept by the database.

The row is an index: whoever searches reaches it from activities that came through the gate, never by itself.
"""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from collab.search import Plain

# Both functions ask by key. A plan made while the tables were small, or counted small, would read all of them for
# every row of a load that follows; hence no scans.
# The activity's row is held first, so that of two who write at the same time the second writes both their words.
WRITE = """
CREATE OR REPLACE FUNCTION activities_write_text(wanted bigint) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off AS $$
BEGIN
    PERFORM 1 FROM activities_activity WHERE id = wanted FOR NO KEY UPDATE;
    UPDATE activities_activitytext AS held SET text = made.text, words = made.words
    FROM activities_texts(ARRAY[wanted]) AS made WHERE held.activity_id = made.activity_id;
END $$
"""
TEXTS = """
CREATE OR REPLACE FUNCTION activities_texts(wanted bigint[])
RETURNS TABLE (activity_id bigint, text text, words tsvector) LANGUAGE sql STABLE SET enable_seqscan = off AS $$
    SELECT found.id, concat_ws(' ', head, places, parts, goal, reports, comments),
        setweight(to_tsvector('swedish', head), 'A') || setweight(to_tsvector('swedish', parts), 'B')
        || setweight(to_tsvector('swedish', places), 'B') || setweight(to_tsvector('swedish', goal), 'C')
        || setweight(to_tsvector('swedish', reports || ' ' || comments), 'D')
    FROM (
        SELECT a.id, {head} AS head, {goal} AS goal, {parts} AS parts, {places} AS places, {reports} AS reports,
            {comments} AS comments
        FROM activities_activity a
        LEFT JOIN LATERAL (
            SELECT string_agg(c.text, ' ' ORDER BY c.id) AS all_parts
            FROM activities_commitment c WHERE c.activity_id = a.id
        ) p ON true
        LEFT JOIN LATERAL (
            SELECT string_agg(concat_ws(' ', r.text, r.needs, r.lesson), ' ' ORDER BY r.id DESC) AS all_reports
            FROM activities_followupreport r JOIN activities_commitment c ON c.id = r.commitment_id
            WHERE c.activity_id = a.id
        ) f ON true
        LEFT JOIN LATERAL (
            SELECT string_agg(m.text, ' ' ORDER BY m.id DESC) AS all_comments
            FROM activities_comment m WHERE m.activity_id = a.id
        ) s ON true
        LEFT JOIN LATERAL (
            SELECT string_agg(area.name, ' ' ORDER BY area.id) AS all_places
            FROM activities_activityarea held JOIN collab_area area ON area.id = held.area_id
            WHERE held.activity_id = a.id
        ) g ON true
        WHERE a.id = ANY (wanted)
    ) found
$$
""".format(  # noqa: S608 - every part of it stands in this file
    **{
        name: Plain.template % {"expressions": f"coalesce({value}, '')"}
        for name, value in {
            "head": "a.code || ' ' || a.title",
            "goal": "concat_ws(' ', a.goal, a.outcome)",
            "parts": "all_parts",
            "places": "all_places",
            "reports": "all_reports",
            "comments": "all_comments",
        }.items()
    }
)
FILL = """
INSERT INTO activities_activitytext (activity_id, text, words)
SELECT made.* FROM activities_texts(ARRAY(SELECT id FROM activities_activity)) AS made
ON CONFLICT (activity_id) DO UPDATE SET text = EXCLUDED.text, words = EXCLUDED.words
"""
# A place that is renamed is found by its new name; collab knows nothing of activities, so its trigger stands here.
RENAMED = """
CREATE OR REPLACE FUNCTION activities_place_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM activities_write_text(activity_id) FROM activities_activityarea WHERE area_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER activities_place_renamed AFTER UPDATE OF name ON collab_area FOR EACH ROW
WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION activities_place_renamed();
"""


class ActivityText(models.Model):
    """All words of an activity, as they are searched."""

    activity = models.OneToOneField(
        "Activity", models.CASCADE, primary_key=True, related_name="texts", editable=False
    )
    text = models.TextField(editable=False)
    words = SearchVectorField(editable=False)

    class Meta:
        default_permissions = ()
        indexes = [
            GinIndex(OpClass("text", "gin_trgm_ops"), name="activity_text_by_part"),
            GinIndex(fields=["words"], name="activity_text_by_word"),
        ]

    def __str__(self):
        return self.text[:60]


def writes_text(of, *fields):
    """The trigger of a table whose `fields` are words of an activity; `of` says whose, in the row named ROW."""
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in fields)
    return pgtrigger.Trigger(
        name="writes_text",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(*fields) | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'DELETE' THEN
                PERFORM activities_write_text({of.replace("ROW", "OLD")});
            ELSIF TG_OP = 'INSERT' OR {changed} THEN
                PERFORM activities_write_text({of.replace("ROW", "NEW")});
            END IF;
            RETURN NULL;
        """,
    )


def begins_text():
    """The trigger of the activities' own table, where a text begins."""
    return pgtrigger.Trigger(
        name="begins_text",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("code", "title", "goal", "outcome"),
        func="""
            IF TG_OP = 'INSERT' THEN
                INSERT INTO activities_activitytext (activity_id, text, words) VALUES (NEW.id, '', '')
                ON CONFLICT DO NOTHING;
            ELSIF (OLD.code, OLD.title, OLD.goal, OLD.outcome)
                IS NOT DISTINCT FROM (NEW.code, NEW.title, NEW.goal, NEW.outcome)
            THEN
                RETURN NULL;
            END IF;
            PERFORM activities_write_text(NEW.id);
            RETURN NULL;
        """,
    )


def start_over(cursor):
    """Write every text anew, as after a load that bypassed the triggers."""
    cursor.execute(FILL)
