"""When an unanswered offer is reminded of: the steps, the statement that decides, the sentence that foretells."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from collab import clock, dates
from collab.models import Membership
from collab.working_days import working_days


@dataclass(frozen=True)
class Step:
    """A number of working days without an answer, and whether the party's leads are told at once."""

    days: int
    to_leads: bool = False


STEPS = (Step(3), Step(7, to_leads=True))


@dataclass(frozen=True)
class Window:
    """On the day asked about, offers awaited since a day after `after` and up to `until` are at this step."""

    step: int
    to_leads: bool
    after: date
    until: date


def windows(day, *, calendar=None):
    """The steps that wait on a working day; only the last that an offer has come to, and none that is history."""
    calendar = calendar or working_days()
    history = calendar.back(day, settings.REMINDERS_FLOOR_DAYS)
    found, later = [], None
    for step in reversed(STEPS):
        until = calendar.awaited(day, step.days)
        after = calendar.awaited(history, step.days)
        found.append(Window(step.days, step.to_leads, max(after, later or after), until))
        later = until
    return found


# A kept step is never told again, not even to somebody else: it is asked for by step, not by person.
WAITING = """
WITH slot AS (
    SELECT * FROM unnest(%(step)s::int[], %(to_leads)s::boolean[], %(after)s::date[], %(until)s::date[])
        AS slot (step, to_leads, after, until)
),
acting AS (
    SELECT membership.id, membership.party_id, membership.role
    FROM collab_membership membership
    JOIN collab_user person ON person.id = membership.user_id AND person.is_active
    WHERE membership.starts_on <= %(day)s AND (membership.ends_on IS NULL OR membership.ends_on >= %(day)s)
),
due AS (
    SELECT coalesce(contact.id, deputy.id, lead.id) AS recipient_id, offer.id AS offer_id,
           offer.waiting_since AS since, slot.step
    FROM activities_offer offer
    JOIN slot ON offer.waiting_since > slot.after AND offer.waiting_since <= slot.until
    JOIN activities_commitment part ON part.id = offer.commitment_id
    LEFT JOIN collab_membership named ON named.id = part.contact_id
    LEFT JOIN acting contact ON contact.id = named.id AND NOT slot.to_leads
    LEFT JOIN acting deputy ON deputy.id = named.deputy_id AND contact.id IS NULL AND NOT slot.to_leads
    LEFT JOIN acting lead
        ON lead.party_id = offer.party_id AND lead.role = 'lead' AND contact.id IS NULL AND deputy.id IS NULL
    WHERE offer.answer = 'waiting' AND (%(offer)s IS NULL OR offer.id = %(offer)s)
    AND coalesce(contact.id, deputy.id, lead.id) IS NOT NULL
    AND NOT EXISTS (
        SELECT FROM activities_offerreminder kept
        WHERE kept.offer_id = offer.id AND kept.since = offer.waiting_since AND kept.step = slot.step
    )
)
"""
WRITE = """
{waiting}
INSERT INTO activities_offerreminder (recipient_id, offer_id, since, step, created_at)
SELECT recipient_id, offer_id, since, step, %(now)s FROM due
ON CONFLICT DO NOTHING
RETURNING id
"""
EXPLAIN = "{waiting} SELECT recipient_id FROM due ORDER BY recipient_id"


def parameters(day, offer=None):
    slots = windows(day)
    columns = ("step", "to_leads", "after", "until")
    return {"day": day, "offer": offer, **{name: [getattr(one, name) for one in slots] for name in columns}}


def write(*, day, instant):
    """(SQL, parameters) that write a reminder for everyone due and return their keys."""
    return WRITE.format(waiting=WAITING), {**parameters(day), "now": instant}


def next_reminder(offer):
    """(day, memberships) of the next reminder of an offer, as if nothing changed until then; None when none comes."""
    calendar = working_days()
    first = calendar.on_or_after(clock.today())
    for day in sorted({first, *(calendar.after(offer.waiting_since, step.days) for step in STEPS)}):
        if day < first:
            continue
        with connection.cursor() as cursor:
            cursor.execute(EXPLAIN.format(waiting=WAITING), parameters(day, offer.pk))
            people = [row[0] for row in cursor.fetchall()]
        if people:
            return day, Membership.objects.filter(pk__in=people).select_related("user")
    return None


def explain(offer):
    """When the next reminder of an unanswered offer goes, and to whom; or that none does."""
    found = next_reminder(offer)
    if found is None:
        return _("No more reminders go by themselves.")
    day, people = found
    names = get_text_list([str(person.user) for person in people], _("and"))
    return _("Next reminder %(day)s to %(names)s, unless the party has answered by then.") % {
        "day": dates.day_near(day, clock.today()),
        "names": names,
    }
