"""The next reminder of a commitment, in words: when, to whom and why, or why none comes."""

from django.db import connection
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Activity, FollowUpReport, FollowUpRound
from activities.models.reminder import Reminder
from collab import clock, dates
from collab.models import Membership
from collab.working_days import DAY, working_days

from . import slots, statement


def next_reminder(commitment):
    """(day, offset, memberships, round) of the next reminder about the commitment, or None when none comes.

    It asks the very statement of the tick about each day on which a slot goes; what is to come is as if no
    person and no date changed. The round is None when it is the commitment's own date.
    """
    rounds = asking(commitment)
    for day in days(commitment, rounds):
        if rows := due_on(commitment, day, rounds):
            offset, round_id = rows[0][1:]
            people = [row[0] for row in rows if row[1:] == rows[0][1:]]
            return day, offset, Membership.objects.filter(pk__in=people), rounds.get(round_id)
    return None


def asking(commitment):
    """The rounds that ask about it now or later, by key."""
    rows = FollowUpRound.objects.filter(agreement=commitment.activity.priority_area.agreement_id)
    return rows.filter(closed_at=None).in_bulk()


def days(commitment, rounds):
    """The days from the next working day on, on which a slot goes, in order."""
    first = first_day()
    found = {first, *slots.coming(slots.DEADLINE, commitment.due_on, first)}
    for one in rounds.values():
        opens_on = working_days().on_or_after(one.opens_on)
        found |= {day for day in {*slots.coming(slots.REPORT, one.due_on, first), opens_on} if day >= first}
    return sorted(found)


def first_day():
    """The first day on which a tick from now on sends anything."""
    today = clock.today()
    return working_days().on_or_after(today)


def due_on(commitment, day, rounds):
    """(recipient, offset, round) of every reminder about the commitment that a tick on `day` would write."""
    if not (waiting := waiting_slots(commitment, day, rounds)):
        return []
    sql, parameters = statement.explain(waiting, day=day, instant=clock.now(), commitment=commitment.pk)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def waiting_slots(commitment, day, rounds):
    """The slots of the commitment's own date, and of the last days of `rounds`, that wait on a day."""
    ends = {(slots.REPORT, one.due_on) for one in rounds.values()} | {(slots.DEADLINE, commitment.due_on)}
    return [waiting for waiting in slots.waiting_on(day) if (waiting.kind, waiting.due_on) in ends]


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
    return _("No more reminders: the last one went %(day)s.") % {"day": near(last.created_at)}


def notes(commitment):
    """What else there is to know: the summer's rest, reports that are in, what went last and what did not go."""
    if commitment.is_closed or commitment.activity.is_draft:
        return []
    return [*rest(commitment), *reported(commitment), *latest(commitment)]


def rest(commitment):
    """That reminders rest, while they do or where the rest moves one that is to come."""
    calendar, today = working_days(), clock.today()
    to_come = [commitment.due_on + slot.after for slot in slots.SLOTS[slots.DEADLINE]]
    if not any(calendar.rests(day) for day in to_come if day >= today) and not calendar.rests(today):
        return []
    weeks = sorted(calendar.resting_weeks)
    return [_("Reminders rest in weeks %(first)s–%(last)s.") % {"first": weeks[0], "last": weeks[-1]}]


def reported(commitment):
    """Which open rounds no longer remind, since the report is in."""
    rows = FollowUpReport.objects.filter(commitment=commitment, round__closed_at=None).exclude(round=None)
    names = [report.round.in_sentence for report in rows.select_related("round")]
    return [_("No reminder about %(round)s: the report is in.") % {"round": name} for name in names]


def latest(commitment):
    """When the last reminder went and to whom, or that it was held back."""
    last = commitment.reminders.exclude(handled_at=None).select_related("recipient__user").last()
    if last is None:
        return []
    facts = {"day": near(last.created_at), "name": last.recipient.user.name}
    if last.item_id is None:
        return [
            _("The reminder of %(day)s did not go: it was no longer needed, or not for %(name)s.") % facts
        ]
    return [_("The last one went %(day)s to %(name)s.") % facts]


def near(instant):
    return dates.day_near(timezone.localdate(instant), clock.today())


def written(commitment):
    """What was written about the commitment's own date, as it stands."""
    return Reminder.objects.filter(commitment=commitment, due_on=commitment.due_on, round=None)


def is_pending(commitment):
    """Whether a slot of its own date is still to come or waits, whoever there is to tell."""
    first = first_day()
    waiting = waiting_slots(commitment, first, {})
    waits = [w for w in waiting if not written(commitment).filter(offset=w.offset)]
    return bool(waits or slots.coming(slots.DEADLINE, commitment.due_on, first + DAY))


def nobody(commitment):
    if commitment.contact_id:
        return _("No more reminders: the party has no lead to tell.")
    return _("No reminder can go: the part has no contact, and the party has no lead.")


def sentence(commitment, day, offset, people, asked):
    facts = {
        "day": dates.day_near(day, clock.today()),
        "names": get_text_list([str(person.user) for person in people.select_related("user")], _("and")),
        "why": why(((asked.due_on if asked else commitment.due_on) - day).days),
    }
    if asked:
        facts["round"] = asked.in_sentence
        text = _("Next reminder %(day)s to %(names)s, since the report for %(round)s is missing and %(why)s.")
        return text % facts
    return _("Next reminder %(day)s to %(names)s, since %(why)s.") % facts


def why(days):
    if days == 0:
        return _("it is the last day")
    if days > 0:
        return ngettext("%(n)s day is left", "%(n)s days are left", days) % {"n": days}
    return ngettext("it is %(n)s day late", "it is %(n)s days late", -days) % {"n": -days}
