"""The one statement that decides who is to be told what on a day.

It takes the local date and the slots waiting on it, so no clock runs in it. Asked of a coming day and a single
commitment, it is also the explanation of the next reminder.
"""

from activities.models.status import OPEN

# A kept slot is never told again, not even to somebody else: the anti-join asks for the slot, not for the person.
DUE = """
WITH slot (kind, due_on, "offset", to_leads, slot_on) AS (VALUES {slots}),
acting AS NOT MATERIALIZED (
    SELECT membership.id, membership.party_id, membership.role
    FROM collab_membership membership
    JOIN collab_user person ON person.id = membership.user_id AND person.is_active
    WHERE membership.starts_on <= %(day)s AND (membership.ends_on IS NULL OR membership.ends_on >= %(day)s)
),
waiting AS (
    SELECT commitment.id, commitment.activity_id, commitment.party_id, commitment.contact_id,
           NULL::bigint AS round_id, slot.due_on, slot."offset", slot.to_leads, slot.slot_on
    FROM slot
    JOIN activities_commitment commitment
        ON commitment.due_on = slot.due_on AND commitment.status IN ({open})
    WHERE slot.kind = 'deadline' AND {only}
    AND NOT EXISTS (
        SELECT FROM activities_reminder kept
        WHERE kept.commitment_id = commitment.id AND kept.round_id IS NULL
        AND kept.due_on = slot.due_on AND kept."offset" = slot."offset"
    )
    UNION ALL
    SELECT commitment.id, commitment.activity_id, commitment.party_id, commitment.contact_id,
           round.id, slot.due_on, slot."offset", slot.to_leads, slot.slot_on
    FROM slot
    JOIN activities_followupround round
        ON round.due_on = slot.due_on AND round.closed_at IS NULL AND round.opens_on <= %(day)s
    JOIN agreements_priorityarea area ON area.agreement_id = round.agreement_id
    JOIN activities_activity activity ON activity.priority_area_id = area.id
    JOIN activities_commitment commitment
        ON commitment.activity_id = activity.id AND commitment.status IN ({open})
    WHERE slot.kind = 'report' AND {only}
    AND NOT EXISTS (
        SELECT FROM activities_followupreport report
        WHERE report.commitment_id = commitment.id AND report.round_id = round.id
    )
    AND NOT EXISTS (
        SELECT FROM activities_reminder kept
        WHERE kept.commitment_id = commitment.id AND kept.round_id = round.id
        AND kept.due_on = slot.due_on AND kept."offset" = slot."offset"
    )
)
SELECT coalesce(contact.id, deputy.id, lead.id) AS recipient_id, waiting.id AS commitment_id, waiting.round_id,
       waiting."offset", waiting.due_on, waiting.slot_on, %(now)s AS created_at
FROM waiting
JOIN activities_activity activity ON activity.id = waiting.activity_id AND activity.visibility <> 'draft'
LEFT JOIN collab_membership named ON named.id = waiting.contact_id
LEFT JOIN acting contact ON contact.id = named.id AND NOT waiting.to_leads
LEFT JOIN acting deputy ON deputy.id = named.deputy_id AND contact.id IS NULL AND NOT waiting.to_leads
LEFT JOIN acting lead
    ON lead.party_id = waiting.party_id AND lead.role = 'lead' AND contact.id IS NULL AND deputy.id IS NULL
WHERE coalesce(contact.id, deputy.id, lead.id) IS NOT NULL
"""
WRITE = """
INSERT INTO activities_reminder (recipient_id, commitment_id, round_id, "offset", due_on, slot_on, created_at)
{due} ON CONFLICT DO NOTHING
"""
# The statuses stand in the text, not among the parameters: only then is the partial index seen to fit.
OPEN_LIST = ", ".join(f"'{status}'" for status in OPEN)


def due(slots, *, day, instant, commitment=None):
    """(SQL, parameters) that say who is due on `day`, when `slots` wait; of one commitment, or of all."""
    parameters = {"day": day, "now": instant, "commitment": commitment}
    rows = []
    for n, slot in enumerate(slots):
        names = [f"{name}{n}" for name in ("kind", "due_on", "offset", "to_leads", "slot_on")]
        values = (slot.kind, slot.due_on, slot.offset, slot.to_leads, slot.slot_on)
        parameters.update(zip(names, values, strict=True))
        rows.append("(" + ", ".join(f"%({name})s" for name in names) + ")")
    only = "commitment.id = %(commitment)s" if commitment else "TRUE"
    return DUE.format(slots=", ".join(rows), only=only, open=OPEN_LIST), parameters


def write(slots, *, day, instant):
    """(SQL, parameters) that write a reminder for everyone due; what is written already stays as it is."""
    sql, parameters = due(slots, day=day, instant=instant)
    return WRITE.format(due=sql), parameters
