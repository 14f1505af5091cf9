"""What an activity is for: the effect it is to have, how that is measured, whose money pays, and who may be told."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from lagesbild.models import Indicator

from .causes import ActsOnCauses
from .funding import Funding

FIGURE = {"max_digits": 14, "decimal_places": 2, "null": True, "blank": True}


class Aimed(ActsOnCauses):
    """The aims of an activity; its operational goal stands in `goal`."""

    outcome = models.TextField(_("outcome goal"), blank=True, default="", db_default="")
    indicator = models.ForeignKey(
        Indicator, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("indicator")
    )
    baseline = models.DecimalField(_("where we start"), **FIGURE)
    baseline_period = models.CharField(
        _("when that was"), max_length=20, blank=True, default="", db_default=""
    )
    target = models.DecimalField(_("where we want to be"), **FIGURE)
    target_by = models.DateField(_("by when"), null=True, blank=True)
    funding = models.ForeignKey(
        Funding, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("funding")
    )
    # Publishes nothing by itself: it says what may be told when something is published.
    is_public = models.BooleanField(_("may be told to the public"), default=False, db_default=False)

    class Meta:
        abstract = True

    def clean(self):
        """A figure needs to say of what it is, and a target by when."""
        super().clean()
        errors = {}
        if self.indicator_id is None and (self.baseline is not None or self.target is not None):
            errors["indicator"] = _("Choose the indicator that the figures are about.")
        if self.target_by and self.target is None:
            errors["target"] = _("Write where you want to be by then, or take the date away.")
        if self.baseline_period and self.baseline is None:
            errors["baseline"] = _("Write the figure of that time, or take the time away.")
        if errors:
            raise ValidationError(errors)
