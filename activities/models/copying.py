"""Copying: last year's activity as this year's draft, with every date moved and nothing of how it went."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db import models, transaction

from collab.clock import today
from collab.models import Membership
from collab.working_days import WorkingDays
from lagesbild.models import Indicator

# Weeks in which reminders rest are no holidays: a date may fall in them.
WEEKDAYS = WorkingDays()
YEARS_AT_MOST = 5
FEBRUARY = 28
KEPT = ("title", "goal", "outcome", "is_public", "is_demo")
MEASURE = ("indicator", "baseline", "baseline_period", "target")


def shifted(day, years):
    """The same day so many years on, or the next working day; 29 February becomes the 28th."""
    year = day.year + years
    try:
        moved = day.replace(year=year)
    except ValueError:
        moved = day.replace(year=year, day=FEBRUARY)
    return WEEKDAYS.on_or_after(moved)


def years_ahead(days):
    """The smallest number of years, at least one, that moves every one of the days past today."""
    years = 1
    while years < YEARS_AT_MOST and any(shifted(day, years) <= today() for day in days):
        years += 1
    return years


@dataclass(frozen=True)
class Copy:
    """What a copy of `source` would be in a priority area: looked at before it is made."""

    source: object
    priority_area: object
    years: int

    def moved(self, day):
        return shifted(day, self.years) if day else None

    @property
    def due_on(self) -> date:
        return self.moved(self.source.due_on)

    @cached_property
    def commitments(self):
        return list(self.source.commitments.select_related("party", "contact__user"))

    @cached_property
    def owners(self):
        """The keys of the parties that can own a part where the copy will be."""
        owning = self.priority_area.agreement.parties().owning()
        return set(owning.values_list("pk", flat=True))

    @cached_property
    def reachable(self):
        """The keys of the contacts that still are."""
        held = [row.contact_id for row in self.commitments if row.contact_id]
        kept = Membership.objects.in_force().keeping_contact().filter(pk__in=held)
        return set(kept.values_list("pk", flat=True))

    @property
    def left_out(self):
        """The parties whose part is not copied: they take no part any more."""
        return [row.party for row in self.commitments if row.party_id not in self.owners]

    @property
    def lines(self):
        """(commitment, its date in the copy, whether its contact stays) of each part that is copied."""
        kept = [row for row in self.commitments if row.party_id in self.owners]
        return [(row, self.moved(row.due_on), row.contact_id in self.reachable) for row in kept]

    @property
    def stamp(self):
        """What was looked at, as a text: anything else must be looked at again."""
        rows = [f"{row.public_id}.{row.version}:{day}:{is_kept}" for row, day, is_kept in self.lines]
        return " ".join([self.source.public_id, self.priority_area.public_id, str(self.due_on), *rows])

    def fields(self, by):
        """The activity's own fields in the copy; money is applied for anew, and a measure is copied by who sees it."""
        source = self.source
        kept = {name: getattr(source, name) for name in KEPT}
        if source.indicator_id and Indicator.objects.for_actor(by).filter(pk=source.indicator_id).exists():
            kept |= {name: getattr(source, name) for name in MEASURE}
            kept["target_by"] = self.moved(source.target_by)
        return {**kept, "starts_on": self.moved(source.starts_on), "due_on": self.due_on}

    def parts(self):
        """The parts of the copy, as `plan` takes them: no status and no report."""
        kept = ("party", "text", "is_lead", "target_number", "target_unit")
        return [
            {
                **{name: getattr(row, name) for name in kept},
                "contact": row.contact if is_kept else None,
                "due_on": day,
            }
            for row, day, is_kept in self.lines
        ]

    @transaction.atomic
    def make(self, *, by):
        """Make the copy, a draft of the acting party; here is the one place where what belongs to it is copied."""
        made = type(self.source).objects.plan(
            priority_area=self.priority_area,
            parts=self.parts(),
            areas=self.source.areas.all(),
            visibility=self.source.Visibility.DRAFT,
            copied_from=self.source,
            by=by,
            **self.fields(by),
        )
        parts = {part.party_id: part for part in made.commitments.all()}
        for row, _day, _is_kept in self.lines:
            for step in row.steps.all():
                self.copy_step(step, parts[row.party_id], by=by)
        return made

    def copy_step(self, step, part, *, by):
        """The same step, undone, on the day the copy has it, at the latest the last."""
        is_reachable = step.contact and step.contact.is_in_force()
        made = type(step)(
            commitment=part,
            text=step.text,
            due_on=min(self.moved(step.due_on), self.due_on),
            contact=step.contact if is_reachable else None,
        )
        made.take_on(by=by)


class Copied(models.Model):
    """An activity that may be a copy; from what is known to those alone who see that one."""

    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True

    def original_for(self, actor):
        """What it was copied from, when the actor sees that; else None."""
        if self.copied_from_id is None:
            return None
        return type(self).objects.for_actor(actor).filter(pk=self.copied_from_id).first()
