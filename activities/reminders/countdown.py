"""The trigger that keeps a commitment's countdown: back to the first slot when its date or its status changes."""

import pgtrigger

from activities.models.status import OPEN

from .slots import DEADLINE, SLOTS

FIRST = SLOTS[DEADLINE][0].days


STARTS = """
    INSERT INTO activities_countdown (commitment_id, next_on) VALUES (NEW.id, NEW.due_on + {first})
    ON CONFLICT (commitment_id) DO UPDATE SET next_on = EXCLUDED.next_on;
"""
FOLLOWS = """
    IF TG_OP = 'UPDATE' AND OLD.due_on = NEW.due_on AND OLD.status = NEW.status THEN
        RETURN NULL;
    END IF;
    IF NEW.status IN ({open}) THEN
        {starts}
    ELSE
        DELETE FROM activities_countdown WHERE commitment_id = NEW.id;
    END IF;
    RETURN NULL;
"""
START_OVER = """
    INSERT INTO activities_countdown (commitment_id, next_on)
    SELECT id, due_on + {first} FROM activities_commitment WHERE status IN ({open})
    ON CONFLICT (commitment_id) DO UPDATE SET next_on = EXCLUDED.next_on
"""


def fill(text):
    statuses = ", ".join(f"'{status}'" for status in OPEN)
    return text.format(first=FIRST, open=statuses, starts=STARTS.format(first=FIRST))


def counts_down():
    """The trigger of the commitments' table. Going back is always safe: what was written is not written again."""
    changed = pgtrigger.Insert | pgtrigger.UpdateOf("due_on", "status")
    return pgtrigger.Trigger(name="counts_down", when=pgtrigger.After, operation=changed, func=fill(FOLLOWS))


def start_over(cursor):
    """Let every open commitment count down from its first slot, as after a load that bypassed the trigger."""
    cursor.execute(fill(START_OVER))
