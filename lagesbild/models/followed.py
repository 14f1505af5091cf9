"""What an indicator is followed towards: where it stood, where it should come, and by which year."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

YEARS = [MinValueValidator(1900), MaxValueValidator(2200)]
NUMBER = {"max_digits": 20, "decimal_places": 4, "null": True, "blank": True}


class Direction(models.TextChoices):
    LOWER = "lower", gettext_lazy("Lower is better")
    HIGHER = "higher", gettext_lazy("Higher is better")
    NEUTRAL = "neutral", gettext_lazy("Neither is better")


class Followed(models.Model):
    """A measure that may have a baseline, as a value or a year, and a target, both for the whole municipality."""

    direction = models.CharField(
        gettext_lazy("direction"), max_length=10, choices=Direction, default=Direction.LOWER
    )
    baseline = models.DecimalField(gettext_lazy("baseline value"), **NUMBER)
    baseline_year = models.PositiveSmallIntegerField(
        gettext_lazy("baseline year"), null=True, blank=True, validators=YEARS
    )
    target = models.DecimalField(gettext_lazy("target value"), **NUMBER)
    target_year = models.PositiveSmallIntegerField(
        gettext_lazy("to be reached by the year"), null=True, blank=True, validators=YEARS
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(target=None) | Q(baseline__isnull=False) | Q(baseline_year__isnull=False),
                name="%(class)s_target_has_a_baseline",
            ),
            models.CheckConstraint(
                condition=Q(baseline=None) | Q(baseline_year=None), name="%(class)s_has_one_baseline"
            ),
        ]

    def clean(self):
        super().clean()
        if errors := dict(self.contradictions()):
            raise ValidationError(errors)

    def contradictions(self):
        """(field, sentence) of everything in the baseline and the target that does not hold together."""
        if self.baseline is not None and self.baseline_year:
            yield "baseline_year", _("Give the baseline as a value or as a year, not both.")
        if self.target is None:
            if self.target_year:
                yield "target", _("Give the target value that is to be reached by the year.")
            return
        if self.baseline is None and not self.baseline_year:
            yield "baseline", _("A target needs a baseline: a value, or the year to compare with.")
        if self.direction == Direction.NEUTRAL:
            yield "direction", _("A target needs a direction: say whether lower or higher is better.")
        elif self.baseline is not None and not self.is_reached(self.target, self.baseline):
            yield "target", self.wrong_way()
        if self.target_year and self.baseline_year and self.target_year <= self.baseline_year:
            yield "target_year", _("The year of the target must come after the baseline year.")

    def wrong_way(self):
        if self.direction == Direction.LOWER:
            return _("Lower is better, so the target cannot be above the baseline.")
        return _("Higher is better, so the target cannot be below the baseline.")

    @property
    def is_followed(self):
        """Whether it has something to be compared with: a baseline, or a target as well."""
        return self.baseline is not None or self.baseline_year is not None

    def is_reached(self, value, target=None):
        """Whether a value is as good as the target, or better."""
        target = self.target if target is None else target
        return value <= target if self.direction == Direction.LOWER else value >= target

    def judged(self, change):
        """better, worse or same: what a change means for this measure; empty when neither way is better."""
        if self.direction == Direction.NEUTRAL:
            return ""
        if change == 0:
            return "same"
        return "better" if (change < 0) == (self.direction == Direction.LOWER) else "worse"
