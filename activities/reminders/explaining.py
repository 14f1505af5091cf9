"""The next reminder of a commitment, in words: when, to whom and why, or why none comes."""

from django.db import connection
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Activity
from activities.models.reminder import Reminder
from collab import clock, dates
from collab.models import Membership

from . import slots, statement
from .working_days import DAY, working_days


def next_reminder(commitment):
    """(day, offset, memberships) of the next reminder of the commitment's own date, or None when none comes.

    It asks the very statement of the tick about each day on which a slot goes; what is to come is as if no
    person and no date changed.
    """
    first = first_day()
    for day in [first, *slots.coming(slots.DEADLINE, commitment.due_on, first + DAY)]:
        if rows := due_on(commitment, day):
            return day, rows[0][1], Membership.objects.filter(pk__in=[row[0] for row in rows])
    return None


def first_day():
    """The first day on which a tick from now on sends anything."""
    today = clock.today()
    return working_days().on_or_after(today)


def due_on(commitment, day):
    """(recipient, offset) of every reminder of the commitment's own date that a tick on `day` would write."""
    if not (waiting := waiting_slot(commitment, day)):
        return []
    sql, parameters = statement.explain(waiting, day=day, instant=clock.now(), commitment=commitment.pk)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def waiting_slot(commitment, day):
    """The slot of the commitment's own date that waits on a day; a list of one or none."""
    return [w for w in slots.waiting_on(day) if w.kind == slots.DEADLINE and w.due_on == commitment.due_on]


def explain(commitment):
    """The sentence under a commitment."""
    if commitment.is_closed:
        return _("No more reminders: the part is closed.")
    if commitment.activity.visibility == Activity.Visibility.DRAFT:
        return _("No reminders as long as the activity is a draft.")
    if found := next_reminder(commitment):
        return sentence(commitment, *found)
    if is_pending(commitment):
        return nobody(commitment)
    last = written(commitment).exclude(item=None).last()
    if last is None:
        return _("No more reminders: the date passed long ago.")
    day = dates.day_near(timezone.localdate(last.created_at), clock.today())
    return _("No more reminders: the last one went %(day)s.") % {"day": day}


def written(commitment):
    """What was written about the commitment's own date, as it stands."""
    return Reminder.objects.filter(commitment=commitment, due_on=commitment.due_on, round=None)


def is_pending(commitment):
    """Whether a slot is still to come or waits, whoever there is to tell."""
    first = first_day()
    waits = [w for w in waiting_slot(commitment, first) if not written(commitment).filter(offset=w.offset)]
    return bool(waits or slots.coming(slots.DEADLINE, commitment.due_on, first + DAY))


def nobody(commitment):
    if commitment.contact_id:
        return _("No more reminders: the party has no lead to tell.")
    return _("No reminder can go: the part has no contact, and the party has no lead.")


def sentence(commitment, day, offset, people):
    facts = {
        "day": dates.day_near(day, clock.today()),
        "names": get_text_list([str(person.user) for person in people.select_related("user")], _("and")),
        "why": why((commitment.due_on - day).days),
    }
    return _("Next reminder %(day)s to %(names)s, since %(why)s.") % facts


def why(days):
    if days == 0:
        return _("it is the last day")
    if days > 0:
        return ngettext("%(n)s day is left", "%(n)s days are left", days) % {"n": days}
    return ngettext("it is %(n)s day late", "it is %(n)s days late", -days) % {"n": -days}
