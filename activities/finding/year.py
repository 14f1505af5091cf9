"""The list as a year: what is to be done in which month, and when rounds of follow-up end."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils.dateformat import format as in_words
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from activities.listing import count_text
from activities.models import Commitment, FollowUpRound, Funding, Step
from activities.models.questions import fetch_parts
from activities.rows import badges
from collab import marks
from collab.clock import today
from collab.wheel import wheel

SHOWN = 8


@dataclass(frozen=True)
class Entry:
    """Something that falls on a day: an activity's end, a party's own date, the last day of a round."""

    day: date
    title: str
    url: str
    mark: str
    beside: str
    is_late: bool = False


@dataclass(frozen=True)
class Month:
    """A month with its first entries; `total` counts the activities that end in it."""

    first: date
    entries: list
    total: int
    shown: int
    url: str

    @property
    def name(self):
        return capfirst(in_words(self.first, "F"))

    @property
    def short(self):
        return in_words(self.first, "M").rstrip(".")

    @property
    def count(self):
        return count_text(self.total)

    @property
    def has_more(self):
        return self.total > self.shown

    @property
    def is_now(self):
        return (self.first.year, self.first.month) == (today().year, today().month)


class Year:
    """One year of what a listing leaves."""

    def __init__(self, listing, actor):
        self.listing, self.actor = listing, actor

    @property
    def number(self):
        return self.listing.form.value("year") or today().year

    @property
    def previous_url(self):
        return self.listing.form.link(year=self.number - 1)

    @property
    def next_url(self):
        return self.listing.form.link(year=self.number + 1)

    @cached_property
    def months(self):
        firsts = [date(self.number, n, 1) for n in range(1, 13)]
        spans = [(day, day.replace(day=monthrange(day.year, day.month)[1])) for day in firsts]
        narrowed = [self.listing.narrowed.filter(key_due_on__range=span) for span in spans]
        found = [rows.beginning(SHOWN) for rows in narrowed]
        fetch_parts([activity for rows, _total in found for activity in rows])
        return [self.month(*span, *shown) for span, shown in zip(spans, found, strict=True)]

    def month(self, first, last, found, total):
        entries = [self.activity(activity) for activity in found]
        entries += [entry for entry in self.own_dates if first <= entry.day <= last]
        entries += [entry for entry in self.rounds if first <= entry.day <= last]
        entries += [entry for entry in self.beside if first <= entry.day <= last]
        url = self.listing.form.link(layout=None, year=None, since=first.isoformat(), until=last.isoformat())
        return Month(first, sorted(entries, key=lambda entry: entry.day), total, len(found), url)

    def activity(self, activity):
        return Entry(
            activity.due_on,
            activity.title,
            activity.get_absolute_url(),
            status_shape(activity.status),
            badges(activity.parts),
            activity.is_late(),
        )

    @cached_property
    def own_dates(self):
        """Commitments of the acting party that end on another day than their activity."""
        mine = Commitment.objects.for_actor(self.actor).of(self.actor.party).apart_from_activity()
        mine = mine.filter(activity__in=self.listing.narrowed.order_by().values("pk"))
        mine = mine.filter(due_on__year=self.number).with_activity().order_by("due_on", "pk")
        return [
            Entry(
                part.due_on,
                part.text,
                part.get_absolute_url(),
                status_shape(part.status),
                _("your part of %(code)s") % {"code": part.activity.code},
                part.is_late(),
            )
            for part in mine[: 12 * SHOWN]
        ]

    @cached_property
    def rounds(self):
        """The last days to report."""
        rounds = FollowUpRound.objects.for_actor(self.actor).filter(due_on__year=self.number)
        return [
            Entry(
                one.due_on,
                _("Last day to report %(round)s") % {"round": one.in_sentence},
                f"{reverse('activities:follow_up')}?round={one.public_id}",
                marks.icon("flag", "icon"),
                "",
            )
            for one in rounds.order_by("due_on", "pk")
        ]

    @cached_property
    def beside(self):
        """The person's own steps, and the days on which funders want something."""
        first, last = date(self.number, 1, 1), date(self.number, 12, 31)
        steps = Step.objects.for_actor(self.actor).of(self.actor.party).published().in_open_parts()
        steps = steps.undone().answered_by(self.actor).filter(due_on__range=(first, last)).for_page()
        flag, check = marks.icon("flag", "icon"), marks.icon("check", "icon")
        found = [
            Entry(
                step.due_on,
                step.text,
                step.get_absolute_url(),
                check,
                _("a step of %(code)s") % {"code": step.commitment.activity.code},
                step.is_late(),
            )
            for step in steps[: 12 * SHOWN]
        ]
        deadlines = Funding.objects.for_actor(self.actor).deadlines(first, last)
        return found + [
            Entry(one.day, str(one.funding), reverse("activities:fundings"), flag, one.what)
            for one in deadlines
        ]

    @cached_property
    def wheel(self):
        """The months as a wheel; a hand points at today when it is this year."""
        made = wheel([month.total for month in self.months], today() if self.number == today().year else None)
        for month, sector in zip(self.months, made["sectors"], strict=True):
            sector |= {"name": month.name, "short": month.short, "shown": month.count}
        return made

    @property
    def summary(self):
        """The wheel in words, for readers."""
        return ", ".join(f"{month.name.lower()} {month.count}" for month in self.months)

    @property
    def is_empty(self):
        return not any(month.entries for month in self.months)


def status_shape(status):
    """The shape of a status in its colour, with its word for readers."""
    css, word = marks.STATUSES[status]
    return format_html(
        '<span class="status status--{}">{}<span class="vh">{}</span></span>',
        css,
        marks.status_mark(status),
        word,
    )
