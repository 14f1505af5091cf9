"""A whole year of ticks: exactly what a plain reading of the rules says, nothing twice.

What is expected is computed by another method: day by day and part by part, with the red days written by hand.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from activities.models import Commitment, Reminder
from activities.reminders import ticking
from collab import clock
from collab.models import InboxItem, Membership, OutgoingMail

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAY = timedelta(days=1)
FIRST, LAST = date(2026, 12, 1), date(2027, 12, 31)
# The public holidays of the act (1989:253) that are no Saturdays or Sundays.
RED = {
    date(2026, 12, 25), date(2027, 1, 1), date(2027, 1, 6), date(2027, 3, 26), date(2027, 3, 29),
    date(2027, 5, 6),
}  # fmt: skip
# Weeks 27 to 31 of 2026 and 2027, from a wall calendar.
REST = [(date(2026, 6, 29), date(2026, 8, 2)), (date(2027, 7, 5), date(2027, 8, 8))]
OWN, ROUND = (-14, -3, 0, 1, 7, 14), (-14, -3, 0, 1)
FLOOR = 14


def rests(day):
    return any(first <= day <= last for first, last in REST)


def is_working(day):
    return day.weekday() < 5 and day not in RED and not rests(day)


def next_working(day):
    return day if is_working(day) else next_working(day + DAY)


def is_history(slot_on, day):
    """Whether fourteen days that count lie between the day a reminder was to go and now."""
    return sum(not rests(slot_on + n * DAY) for n in range((day - slot_on).days)) >= FLOOR


@dataclass
class Part:
    """The story of one commitment: who answers on a day, its date on a day, when it is closed and reported."""

    name: str
    dates: list
    answers: list
    leads: list
    published: date = date.min
    closed: date = date.max
    reported: dict = field(default_factory=dict)

    def at(self, story, day):
        """What a story says on a morning: the last entry from a noon before it."""
        return [value for since, value in story if since < day][-1]


def asked_of(part, rounds, day):
    """(round, its last day, offsets) of everything a part can be reminded of on a morning."""
    if part.published > day or part.closed < day:
        return
    yield None, part.at(part.dates, day), OWN
    for name, (opens_on, ends_on, closed_on) in rounds.items():
        if opens_on <= day <= closed_on and part.reported.get(name, date.max) >= day:
            yield name, ends_on, ROUND


def expected(parts, rounds):
    """{(part, person, round, date, offset, day, hour)} of the year."""
    found, told = set(), set()
    for day in filter(is_working, (FIRST + n * DAY for n in range((LAST - FIRST).days + 1))):
        for part in parts:
            for name, end, offsets in asked_of(part, rounds, day):
                passed = [n for n in offsets if end + n * DAY <= day]
                if not passed or is_history(next_working(end + passed[-1] * DAY), day):
                    continue
                slot = (part.name, name, end, passed[-1])
                people = part.leads if (name, passed[-1]) == (None, 14) else part.at(part.answers, day)
                hour = 12 if part.published == day else 7
                if slot not in told and people:
                    told.add(slot)
                    found |= {(part.name, person, name, end, passed[-1], day, hour) for person in people}
    return found


class Year:
    """The rows, and beside each of them its story as told to `expected`."""

    def __init__(self, cast, size):
        self.cast, self.parts, self.rows, self.events = cast, [], {}, []
        for one in (cast.bo, cast.cia, cast.lea, cast.alva):
            Membership.objects.filter(pk=one.pk).update(starts_on=date(2025, 1, 1))
        for n in range(0, 60, size):
            self.part(f"var sjunde dag {n}", cast.p, date(2026, 11, 10) + timedelta(days=7 * n), ["Bo"])
        for n in range(0, 30, size):
            # The company has no lead: nobody is told when the last slot comes.
            self.part(f"bolaget {n}", cast.b, date(2026, 12, 4) + timedelta(days=13 * n), ["Cia"], leads=[])
        for due_on in sorted(RED | {first for first, _last in REST} | {last + DAY for _first, last in REST}):
            self.part(f"röd dag {due_on}", cast.p, due_on, ["Bo"])
        self.rounds = {}
        self.follow_up("Tertial 3 2026", date(2026, 12, 15), date(2027, 1, 15), date(2027, 1, 22))
        self.follow_up("Tertial 1 2027", date(2027, 4, 26), date(2027, 5, 7), date(2027, 5, 20))
        self.follow_up("Tertial 2 2027", date(2027, 7, 1), date(2027, 8, 13), date(2027, 9, 1))
        self.happen()

    def part(self, name, party, due_on, people, leads=("Lea",), **fields):
        activity = self.cast.activity(name, parties=[party], due_on=due_on, **fields)
        self.rows[name] = activity.commitments.get()
        self.parts.append(Part(name, [(date.min, due_on)], [(date.min, people)], list(leads)))
        return self.parts[-1]

    def follow_up(self, name, opens_on, due_on, closed_on):
        made = self.cast.round(name=name, opens_on=opens_on, due_on=due_on)
        self.rounds[name] = (opens_on, due_on, closed_on)

        def close():
            made.closed_at = clock.now()
            made.save()

        self.at_noon(closed_on, close)

    def at_noon(self, day, what):
        self.events.append((datetime(day.year, day.month, day.day, 12, tzinfo=STOCKHOLM), what))

    def happen(self):
        """People report, move dates, leave, and publish what was a draft."""
        cast = self.cast
        done = self.part("klar i tid", cast.p, date(2027, 1, 26), ["Bo"])
        done.closed = date(2027, 1, 13)
        self.at_noon(done.closed, lambda: self.report(done, status="done"))

        moved = self.part("flyttad", cast.p, date(2027, 2, 20), ["Bo"])
        moved.dates.append((date(2027, 2, 17), date(2027, 7, 9)))
        self.at_noon(
            date(2027, 2, 17), lambda: self.report(moved, status="off_track", new_due_on=date(2027, 7, 9))
        )

        left = self.part("ny kontakt", cast.p, date(2027, 4, 12), ["Dag"])
        dag, eva = (
            cast.person(name, cast.p, "contact", starts_on=date(2026, 1, 1)) for name in ("Dag D", "Eva E")
        )
        Membership.objects.filter(pk=dag.pk).update(deputy=eva)
        Commitment.objects.filter(pk=self.rows[left.name].pk).update(contact=dag)
        left.answers.append((date(2027, 4, 12), ["Eva"]))
        self.at_noon(
            date(2027, 4, 12), lambda: Membership.objects.filter(pk=dag.pk).update(ends_on=date(2027, 4, 12))
        )

        alone = self.part("utan kontakt", cast.p, date(2027, 10, 15), ["Lea"])
        Commitment.objects.filter(pk=self.rows[alone.name].pk).update(contact=None)

        draft = self.part("utkast", cast.p, date(2027, 11, 15), ["Bo"], visibility="draft")
        draft.published = date(2027, 11, 9)
        self.at_noon(draft.published, lambda: self.rows[draft.name].activity.share("parties", by=cast.bo))

        quick = self.part("rapporterad", cast.p, date(2028, 3, 1), ["Bo"])
        for name, day in (("Tertial 3 2026", date(2027, 1, 8)), ("Tertial 1 2027", date(2027, 5, 5))):
            quick.reported[name] = day
            self.at_noon(
                day, lambda name=name: self.report(quick, status="on_track", in_round=self.round(name))
            )
        never = self.part("långt bort", cast.k, date(2029, 1, 1), ["Alva"])
        assert never

    def round(self, name):
        return self.cast.agreement.rounds.get(name=name)

    def report(self, part, **said):
        row = Commitment.objects.get(pk=self.rows[part.name].pk)
        row.report(by=self.cast.bo, **said)

    def run(self, instants):
        """Tick at each instant, and let happen what happens in between."""
        waiting = sorted(self.events, key=lambda event: event[0])
        for instant in instants:
            while waiting and waiting[0][0] <= instant:
                moment, what = waiting.pop(0)
                with clock.at(moment):
                    what()
            ticking.run(instant.isoformat())

    def happened(self):
        rows = Reminder.objects.exclude(item=None).select_related(
            "recipient__user", "commitment__activity", "round"
        )
        return [
            (
                r.commitment.activity.title,
                r.recipient.user.name.split()[0],
                r.round.name if r.round else None,
                r.due_on,
                r.offset,
                (local := r.created_at.astimezone(STOCKHOLM)).date(),
                local.hour + local.minute / 60,
            )
            for r in rows
        ]


def half_hours(first=FIRST, last=LAST):
    """Every half hour from local midnight to local midnight; in UTC, where no hour is lost or comes twice."""
    instant = datetime(first.year, first.month, first.day, tzinfo=STOCKHOLM).astimezone(UTC)
    end = datetime(last.year, last.month, last.day, 23, 30, tzinfo=STOCKHOLM).astimezone(UTC)
    while instant <= end:
        yield instant
        instant += timedelta(minutes=30)


def some_half_hours():
    """Seven o'clock of every day, and every half hour of the days around what is special."""
    special = {
        date(2027, 3, 27),
        date(2027, 3, 28),
        date(2027, 3, 29),
        date(2027, 10, 30),
        date(2027, 10, 31),
    }
    special |= {date(2026, 12, 25), date(2027, 7, 5), date(2027, 8, 9), date(2027, 11, 9)}
    for instant in half_hours():
        local = instant.astimezone(STOCKHOLM)
        if local.date() in special or (local.hour, local.minute) == (7, 0):
            yield instant


@pytest.mark.parametrize(
    ("instants", "size"), [(some_half_hours, 3), pytest.param(half_hours, 1, marks=pytest.mark.full)]
)
def test_a_year_of_ticks_tells_exactly_what_is_expected_and_nothing_twice(cast, instants, size, mailoutbox):
    year = Year(cast, size)
    year.run(instants())

    happened = year.happened()
    assert set(happened) == expected(year.parts, year.rounds)
    assert len(happened) == len(set(happened)) == InboxItem.objects.filter(kind="reminder").count()
    assert len(happened) > 500 / size
    # One mail to a person and day; what comes after the mail of the day waits for the next.
    told = InboxItem.objects.filter(kind="reminder").values_list("recipient__user", "created_at")
    days = {(person, at.astimezone(STOCKHOLM).date()) for person, at in told}
    assert OutgoingMail.objects.filter(key__startswith="reminders:").count() == len(days)
    assert len(mailoutbox) == OutgoingMail.objects.exclude(sent_at=None).count()
