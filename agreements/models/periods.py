"""What everything with a period shares: its state follows from dates, never from a stored word."""

from datetime import date

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from collab.access import AccessQuerySet
from collab.clock import today
from collab.dates import day_full

# Half a year: the first of the two warnings before a legal deadline (domain: amber at 180 days).
ENDING_DAYS = 180


class PeriodQuerySet(AccessQuerySet):
    def in_force(self, on=None):
        """Rows whose period holds a day, today unless told."""
        on = on or today()
        return self.filter(starts_on__lte=on, ends_on__gte=on)

    def that_hold(self, on=None):
        """Those in force on a day; while none is, those whose period holds it, else the one that ended last.

        A draft beside an agreement in force is thus left out, and one whose work has begun before it is signed is not.
        """
        within = list(self.in_force(on))
        # One alone needs no look at its decisions and signatures.
        holding = within if len(within) < 2 else [one for one in within if one.is_in_force(on)]
        return holding or within or list(self.order_by("-ends_on")[:1])

    def expired(self, on=None):
        return self.filter(ends_on__lt=on or today())

    def current_first(self, on=None):
        """What holds on a day before what is to come or has been, newest first within each."""
        on = on or today()
        holds = When(starts_on__lte=on, ends_on__gte=on, then=Value(0))
        return self.order_by(Case(holds, default=Value(1)), "-starts_on", "pk")


class Period(models.Model):
    """A row that holds from one day to another, both included."""

    class State(models.TextChoices):
        COMING = "coming", _("Not yet in force")
        IN_FORCE = "in_force", _("In force")
        EXPIRED = "expired", _("Expired")

    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    class Meta:
        abstract = True
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="%(class)s_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first."),
            )
        ]

    def state(self, on=None):
        """Coming, in force or expired on a day, today unless told."""
        on = on or today()
        if on < self.starts_on:
            return self.State.COMING
        return self.State.IN_FORCE if on <= self.ends_on else self.State.EXPIRED

    def days_left(self, on=None):
        """Days until the last day; negative once it has passed."""
        return (self.ends_on - (on or today())).days

    def is_in_force(self, on=None):
        return self.state(on) == self.State.IN_FORCE

    def is_expired(self, on=None):
        return self.state(on) == self.State.EXPIRED

    def is_ending(self, on=None):
        """True when it holds, but not for long: time to prepare what follows."""
        return self.is_in_force(on) and self.days_left(on) <= ENDING_DAYS

    def state_in_words(self, on=None):
        """The state as it continues a sentence: expired 31 December 2024; expires in 38 days; in force until …."""
        state, days = self.state(on), self.days_left(on)
        if state == self.State.COMING:
            return gettext("applies from %(day)s") % {"day": day_full(self.starts_on)}
        if state == self.State.EXPIRED:
            return gettext("expired %(day)s") % {"day": day_full(self.ends_on)}
        if days == 0:
            return gettext("expires today")
        if self.is_ending(on):
            return ngettext("expires in %(n)s day", "expires in %(n)s days", days) % {"n": days}
        return gettext("in force until %(day)s") % {"day": day_full(self.ends_on)}

    @property
    def years(self):
        """2023–2026, as people name it."""
        first, last = self.starts_on.year, self.ends_on.year
        return f"{first}–{last}" if first != last else str(first)


class ParticipationQuerySet(models.QuerySet):
    def left(self, on=None):
        """Those whose last day has passed."""
        return self.filter(left_on__lt=on or today())


class Participation(models.Model):
    """A party's part in something that is agreed: from when, and until when."""

    party = models.ForeignKey("collab.Party", models.PROTECT, related_name="+")
    joined_on = models.DateField(_("takes part from"), null=True, blank=True)
    left_on = models.DateField(_("takes part until"), null=True, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["party__order"]
        default_permissions = ()

    def __str__(self):
        return str(self.party)

    def takes_part(self, on=None):
        """Whether the party takes part on a day, today unless told."""
        first, last = self.span()
        return first <= (on or today()) <= last

    def is_original(self, joint):
        """Whether the party is one of those it was made between, and did not join later."""
        return self.joined_on is None or self.joined_on <= joint.starts_on

    def span(self):
        """The first and last day on which the party sees what it takes part in."""
        return self.joined_on or date.min, self.left_on or date.max
