"""What an activity is for and how far it has come: its steps, and the indicator its outcome is measured by."""

from functools import cached_property

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab.dates import day_full
from collab.numbers import number
from lagesbild.models import Indicator

from .models import Funding, Step


def figure(value, unit):
    """A figure with its unit."""
    return f"{number(value)} {unit}".strip()


class Aims:
    """The part of an activity's page about aims and steps; `activity`, `actor` and `open_to` are the page's."""

    @cached_property
    def steps(self):
        """The steps of all parts, the earliest first, each knowing whether the actor may change it."""
        found = list(Step.objects.for_actor(self.actor).filter(commitment__activity=self.activity).for_page())
        changeable = self.open_to("change") if found else ()
        for step in found:
            step.may_change = step.commitment_id in changeable
        return found

    @property
    def steps_done(self):
        return sum(step.is_done for step in self.steps)

    @property
    def progress(self):
        """3 of 5 steps done, in words."""
        words = ngettext("%(done)s of %(all)s step done", "%(done)s of %(all)s steps done", len(self.steps))
        return words % {"done": self.steps_done, "all": len(self.steps)}

    @cached_property
    def may_add_steps(self):
        going = {row.pk for row in self.commitments if not row.is_closed}
        return not self.activity.is_closed and bool(going & self.open_to("change"))

    @cached_property
    def funding(self):
        """Whose money pays, as a link, when the actor may see it."""
        wanted = self.activity.funding_id
        found = Funding.objects.for_actor(self.actor).filter(pk=wanted).first() if wanted else None
        return found and format_html('<a href="{}">{}</a>', found.get_absolute_url(), found)

    @cached_property
    def indicator(self):
        """The indicator that the outcome is measured by, when the actor may see it."""
        wanted = self.activity.indicator_id
        return Indicator.objects.for_actor(self.actor).filter(pk=wanted).first() if wanted else None

    @cached_property
    def trends(self):
        """How the indicator has gone in the activity's places; None without figures the actor may see."""
        if self.indicator is None:
            return None
        rows = Indicator.objects.for_actor(self.actor).filter(pk=self.indicator.pk)
        return next(iter(rows.trends(self.activity.areas.all(), self.actor)), None)

    @property
    def measure(self):
        """Where the indicator began and is to end, in words; nothing of an indicator the actor may not see."""
        row, unit = self.activity, self.indicator.mark
        said = []
        if row.baseline is not None:
            facts = {"figure": figure(row.baseline, unit), "period": row.baseline_period}
            said.append(
                (_("from %(figure)s (%(period)s)") if row.baseline_period else _("from %(figure)s")) % facts
            )
        if row.target is not None:
            facts = {"figure": figure(row.target, unit), "day": row.target_by and day_full(row.target_by)}
            said.append((_("to %(figure)s by %(day)s") if row.target_by else _("to %(figure)s")) % facts)
        link = format_html('<a href="{}">{}</a>', self.indicator.get_absolute_url(), self.indicator.name)
        return format_html("{}: {}", link, " ".join(said)) if said else link
