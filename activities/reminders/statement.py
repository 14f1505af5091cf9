"""The one statement that decides who is to be told what on a day.

It takes the local date and the slots waiting on it, so no clock runs in it. Asked about a coming day and a
single commitment, its SELECT is also the explanation of the next reminder.
"""

from activities.models.status import OPEN

# Those whose next slot has come. Locked, so that of two ticks at once each takes its own.
COUNTED_DOWN = """
    SELECT commitment.id, commitment.activity_id, commitment.party_id, commitment.contact_id, commitment.due_on
    FROM activities_countdown countdown
    JOIN activities_commitment commitment ON commitment.id = countdown.commitment_id
    WHERE countdown.next_on <= %(day)s AND commitment.status IN ({open}) AND NOT commitment.is_offered
    FOR UPDATE OF countdown SKIP LOCKED
"""
ONE = """
    SELECT commitment.id, commitment.activity_id, commitment.party_id, commitment.contact_id, commitment.due_on
    FROM activities_commitment commitment
    WHERE commitment.id = %(commitment)s AND commitment.status IN ({open}) AND NOT commitment.is_offered
"""
# A kept slot is never told again, not even to somebody else: it is asked for by slot, not by person.
# The parts are planned one by one (MATERIALIZED): together they would take longer to plan than to run.
WAITING = """
WITH slot AS MATERIALIZED (
    SELECT * FROM unnest(
        %(kind)s::text[], %(due_on)s::date[], %(offset)s::int[], %(to_leads)s::boolean[], %(slot_on)s::date[],
        %(next_offset)s::int[]
    ) AS slot (kind, due_on, "offset", to_leads, slot_on, next_offset)
),
acting AS {kept} (
    SELECT membership.id, membership.party_id, membership.role
    FROM collab_membership membership
    JOIN collab_user person ON person.id = membership.user_id AND person.is_active
    WHERE membership.starts_on <= %(day)s AND (membership.ends_on IS NULL OR membership.ends_on >= %(day)s)
),
candidate AS MATERIALIZED ({candidates}),
deadline AS MATERIALIZED (
    SELECT candidate.*, slot."offset", slot.to_leads, slot.slot_on, slot.next_offset,
           EXISTS (
               SELECT FROM activities_reminder kept
               WHERE kept.commitment_id = candidate.id AND kept.round_id IS NULL
               AND kept.due_on = candidate.due_on AND kept."offset" = slot."offset"
           ) AS is_kept
    FROM candidate
    LEFT JOIN slot ON slot.kind = 'deadline' AND slot.due_on = candidate.due_on
),
report AS MATERIALIZED (
    SELECT commitment.id, commitment.activity_id, commitment.party_id, commitment.contact_id, slot.due_on,
           round.id AS round_id, slot."offset", slot.to_leads, slot.slot_on
    FROM slot
    JOIN activities_followupround round
        ON round.due_on = slot.due_on AND round.closed_at IS NULL AND round.opens_on <= %(day)s
    JOIN agreements_priorityarea area ON area.agreement_id = round.agreement_id
    JOIN activities_activity activity ON activity.priority_area_id = area.id
    JOIN activities_commitment commitment ON commitment.activity_id = activity.id AND commitment.status IN ({open})
    WHERE slot.kind = 'report' AND NOT commitment.is_offered AND {asked}
    AND NOT EXISTS (
        SELECT FROM activities_followupreport sent
        WHERE sent.commitment_id = commitment.id AND sent.round_id = round.id
    )
    AND NOT EXISTS (
        SELECT FROM activities_reminder kept
        WHERE kept.commitment_id = commitment.id AND kept.round_id = round.id
        AND kept.due_on = slot.due_on AND kept."offset" = slot."offset"
    )
),
waiting AS MATERIALIZED (
    SELECT id, activity_id, party_id, contact_id, due_on, NULL::bigint AS round_id, "offset", to_leads, slot_on
    FROM deadline
    WHERE "offset" IS NOT NULL AND NOT is_kept
    UNION ALL
    SELECT id, activity_id, party_id, contact_id, due_on, round_id, "offset", to_leads, slot_on FROM report
),
due AS (
    SELECT coalesce(contact.id, deputy.id, lead.id) AS recipient_id, waiting.id AS commitment_id,
           waiting.round_id, waiting."offset", waiting.due_on, waiting.slot_on, %(now)s AS created_at
    FROM waiting
    JOIN activities_activity activity ON activity.id = waiting.activity_id AND activity.visibility <> 'draft'
    LEFT JOIN collab_membership named ON named.id = waiting.contact_id
    LEFT JOIN acting contact ON contact.id = named.id AND NOT waiting.to_leads
    LEFT JOIN acting deputy ON deputy.id = named.deputy_id AND contact.id IS NULL AND NOT waiting.to_leads
    LEFT JOIN acting lead
        ON lead.party_id = waiting.party_id AND lead.role = 'lead' AND contact.id IS NULL AND deputy.id IS NULL
    WHERE coalesce(contact.id, deputy.id, lead.id) IS NOT NULL
)
"""
EXPLAIN = (
    '{waiting} SELECT recipient_id, "offset", round_id FROM due ORDER BY round_id NULLS FIRST, recipient_id'
)
# What is written, was kept, or is history moves on to its next slot; what nobody could be told stays.
WRITE = """
{waiting},
written AS (
    INSERT INTO activities_reminder
        (recipient_id, commitment_id, round_id, "offset", due_on, slot_on, created_at)
    SELECT recipient_id, commitment_id, round_id, "offset", due_on, slot_on, created_at FROM due
    ON CONFLICT DO NOTHING
    RETURNING commitment_id, round_id
),
moved AS (
    UPDATE activities_countdown countdown SET next_on = deadline.due_on + deadline.next_offset
    FROM deadline
    WHERE countdown.commitment_id = deadline.id
    AND (
        deadline."offset" IS NULL OR deadline.is_kept
        OR deadline.id IN (SELECT commitment_id FROM written WHERE round_id IS NULL)
    )
)
SELECT count(*) FROM written
"""
# The statuses stand in the text, not among the parameters, for the plan to be the same every time.
OPEN_LIST = ", ".join(f"'{status}'" for status in OPEN)


def waiting(slots, *, day, instant, candidates, kept, asked="true", commitment=None):
    """(SQL, parameters) of the part that says who is due on `day`, when `slots` wait."""
    columns = ("kind", "due_on", "offset", "to_leads", "slot_on", "next_offset")
    parameters = {name: [getattr(slot, name) for slot in slots] for name in columns}
    sql = WAITING.format(candidates=candidates.format(open=OPEN_LIST), open=OPEN_LIST, kept=kept, asked=asked)
    return sql, {**parameters, "day": day, "now": instant, "commitment": commitment}


def write(slots, *, day, instant):
    """(SQL, parameters) that write a reminder for everyone due and count them."""
    sql, parameters = waiting(slots, day=day, instant=instant, candidates=COUNTED_DOWN, kept="MATERIALIZED")
    return WRITE.format(waiting=sql), parameters


def explain(slots, *, day, instant, commitment):
    """(SQL, parameters) that say whom a tick on `day` would tell of one commitment: at which offset, in which round."""
    sql, parameters = waiting(
        slots,
        day=day,
        instant=instant,
        candidates=ONE,
        kept="NOT MATERIALIZED",
        asked="commitment.id = %(commitment)s",
        commitment=commitment,
    )
    return EXPLAIN.format(waiting=sql), parameters
