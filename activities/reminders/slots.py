"""The slots around a date, and which of them waits on a day. Both the statement and the explanation build on this."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.conf import settings
from django.utils import timezone

from collab.clock import now
from collab.working_days import DAY, working_days

GOES_AT = time(7)


@dataclass(frozen=True)
class Slot:
    """A number of days from a date, and whether it goes to the party's leads at once."""

    days: int
    to_leads: bool = False

    @property
    def after(self):
        return timedelta(days=self.days)


@dataclass(frozen=True)
class Waiting:
    """On the day asked about, dates `due_on` are at the slot `offset`, which went or goes on `slot_on`."""

    kind: str
    due_on: date
    offset: int
    to_leads: bool
    slot_on: date
    next_offset: int | None


DEADLINE, REPORT = "deadline", "report"
# A commitment's own date escalates to the lead; the last day to report in a round does not.
SLOTS = {
    DEADLINE: (Slot(-14), Slot(-3), Slot(0), Slot(1), Slot(7), Slot(14, to_leads=True)),
    REPORT: (Slot(-14), Slot(-3), Slot(0), Slot(1)),
}


def is_open_for_sending(instant=None):
    """Whether reminders go at an instant: a working day, from seven in the morning, by the local clock."""
    local = timezone.localtime(instant or now())
    return local.date() in working_days() and local.time() >= GOES_AT


def waiting_on(day: date, *, calendar=None, floor=None) -> list[Waiting]:
    """For every date that has a slot waiting on a working day, the latest such slot; the earlier ones have lapsed.

    A slot `floor` days old, days of rest not counted, is history: a new or restored system sends none.
    """
    calendar = calendar or working_days()
    history = calendar.back(day, settings.REMINDERS_FLOOR_DAYS if floor is None else floor)
    found = []
    for kind, slots in SLOTS.items():
        due_on = day - slots[0].after
        while True:
            n = sum(due_on + s.after <= day for s in slots)
            slot, later = slots[n - 1], slots[n].days if n < len(slots) else None
            slot_on = calendar.on_or_after(due_on + slot.after)
            if slot_on > history:
                found.append(Waiting(kind, due_on, slot.days, slot.to_leads, slot_on, later))
            elif later is None:
                break
            due_on -= DAY
    return found


def coming(kind: str, due_on: date, day: date, *, calendar=None) -> list[date]:
    """The days from `day` on on which a date has a slot, in order; slots that fall on one day are one."""
    calendar = calendar or working_days()
    days = {calendar.on_or_after(due_on + slot.after) for slot in SLOTS[kind]}
    return sorted(slot_on for slot_on in days if slot_on >= day)
