"""Scores: how each party weighs each need, its own alone until all are revealed, then side by side."""

import statistics
from collections import defaultdict
from dataclasses import dataclass

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from collab import seats
from collab.access import EVERYONE, STAFF, WORKING, AccessQuerySet, OwnParty, Through
from collab.clock import now
from collab.history import keep_versions
from collab.models import Membership, Party

from .need import Need

LOWEST, HIGHEST = 1, 5
# So far from the middle of all parties, a score is told as standing out.
STANDS_OUT = 2
CRITERIA = {
    "extent": _("Extent"),
    "development": _("Development"),
    "gravity": _("Gravity"),
    "felt": _("Felt unsafety"),
    "influence": _("Our influence"),
    "gain": _("Gain of acting together"),
}
# What 1 and 5 mean.
ENDS = {
    "extent": (_("few are concerned"), _("very many are concerned")),
    "development": (_("clearly better than before"), _("clearly worse than before")),
    "gravity": (_("slight consequences"), _("life, health or trust is at stake")),
    "felt": (_("hardly anybody feels it"), _("many change what they do")),
    "influence": (_("we can do little"), _("we can do much, soon")),
    "gain": (_("each party manages alone"), _("only together does it work")),
}


@dataclass(frozen=True)
class Revealed:
    """Open to those who see the need, once the scores of its picture are revealed."""

    to: frozenset = EVERYONE

    def rows(self, queryset, actor):
        shown = queryset.filter(need__situation__revealed_at__isnull=False)
        return Through("need", "view").rows(shown, actor)


def criterion():
    within = [MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    return models.PositiveSmallIntegerField(validators=within)


class ScoreQuerySet(AccessQuerySet):
    def revealed(self):
        """Those whose picture's scores are shown to all, with the party of each."""
        shown = self.filter(need__situation__revealed_at__isnull=False)
        return shown.select_related("party").order_by("party__order")


@keep_versions
class Score(models.Model):
    """What one party says of one need, 1 to 5 on each of six criteria."""

    access = {
        "view": [OwnParty("party", to=WORKING), Revealed(to=WORKING)],
        "change": [OwnParty("party", to=STAFF)],
    }

    need = models.ForeignKey(Need, models.CASCADE, related_name="scores")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    scored_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    scored_at = models.DateTimeField(default=now)
    extent = criterion()
    development = criterion()
    gravity = criterion()
    felt = criterion()
    influence = criterion()
    gain = criterion()

    objects = ScoreQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["need", "party"], name="score_once_per_party")]

    def __str__(self):
        return f"{self.party}: {self.need}"

    @property
    def mean(self):
        """The party's mean over the criteria."""
        return statistics.fmean(getattr(self, name) for name in CRITERIA)


@dataclass(frozen=True)
class Weighing:
    """One need as all parties weigh it, beside how the same need was weighed the cycle before."""

    need: Need
    scores: list
    earlier: list

    @property
    def mean(self):
        """The mean of the parties' means; every party counts the same."""
        return mean_of([score.mean for score in self.scores])

    @property
    def before(self):
        """The mean of the cycle before; None when the need is new."""
        return mean_of([score.mean for score in self.earlier])

    @property
    def change(self):
        """How much heavier it weighs than the cycle before."""
        return (
            None if self.mean is None or self.before is None else round(self.mean, 1) - round(self.before, 1)
        )

    @property
    def spread(self):
        """(lowest, highest) mean of a party."""
        means = [score.mean for score in self.scores]
        return (min(means), max(means)) if means else None

    @property
    def strip(self):
        """The parties' means as dots on one scale."""
        return seats.strip([(score.mean, score.party) for score in self.scores], LOWEST, HIGHEST)

    @property
    def criteria(self):
        """How the parties weigh it on each criterion."""
        return [Criterion(name, label, self.scores, self.earlier) for name, label in CRITERIA.items()]

    @property
    def outliers(self):
        """(party, criterion, its score, the middle of all) where a party stands out."""
        return [(party, one.label, mark, one.middle) for one in self.criteria for party, mark in one.outliers]


@dataclass(frozen=True)
class Criterion:
    """One criterion of one need, over all parties."""

    name: str
    label: str
    scores: list
    earlier: list

    @property
    def marks(self):
        """(party, its mark)."""
        return [(score.party, getattr(score, self.name)) for score in self.scores]

    @property
    def told(self):
        return [mark for _party, mark in self.marks]

    @property
    def mean(self):
        return mean_of(self.told)

    @property
    def before(self):
        return mean_of([getattr(score, self.name) for score in self.earlier])

    @property
    def middle(self):
        return statistics.median(self.told) if self.told else 0

    @property
    def lowest(self):
        return min(self.told)

    @property
    def highest(self):
        return max(self.told)

    @property
    def strip(self):
        return seats.strip([(mark, party) for party, mark in self.marks], LOWEST, HIGHEST)

    @property
    def outliers(self):
        """(party, its mark) of each that lies far from the middle of all."""
        return [(party, mark) for party, mark in self.marks if abs(mark - self.middle) >= STANDS_OUT]


def mean_of(numbers):
    return statistics.fmean(numbers) if numbers else None


def weigh(needs, scores):
    """The needs with their scores and those of the needs they go on from, the heaviest first."""
    by_need = defaultdict(list)
    for score in scores:
        by_need[score.need_id].append(score)
    weighed = [Weighing(need, by_need[need.pk], by_need[need.follows_id]) for need in needs]
    return sorted(weighed, key=lambda one: -(one.mean or 0))


def weighed_by(actor, needs):
    """The needs as all parties weigh them, as far as it is revealed to `actor`."""
    keys = {need.pk for need in needs} | {need.follows_id for need in needs} - {None}
    return weigh(needs, Score.objects.for_actor(actor).revealed().filter(need__in=keys))
