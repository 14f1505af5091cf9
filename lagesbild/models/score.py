"""Scores: how each party weighs each need, its own alone until all are revealed, then side by side."""

import statistics
from dataclasses import dataclass

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

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

    objects = AccessQuerySet.as_manager()

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
    """One need as all parties weigh it: the mean, the lowest and highest party, and who stands out in what."""

    need: Need
    scores: list

    @property
    def mean(self):
        """The mean of the parties' means; every party counts the same."""
        return statistics.fmean(score.mean for score in self.scores) if self.scores else None

    @property
    def spread(self):
        """(lowest, highest) mean of a party."""
        means = [score.mean for score in self.scores]
        return (min(means), max(means)) if means else None

    @property
    def criteria(self):
        """(label, mean, lowest, highest) of each criterion."""
        for name, label in CRITERIA.items():
            told = [getattr(score, name) for score in self.scores]
            if told:
                yield label, statistics.fmean(told), min(told), max(told)

    @property
    def outliers(self):
        """(party, criterion, its score, the middle of all) where a party stands out."""
        found = []
        for name, label in CRITERIA.items():
            told = [getattr(score, name) for score in self.scores]
            middle = statistics.median(told) if told else 0
            found += [
                (score.party, label, value, middle)
                for score in self.scores
                if abs((value := getattr(score, name)) - middle) >= STANDS_OUT
            ]
        return found


def weigh(needs, scores):
    """The needs with their scores, the heaviest first."""
    by_need = {}
    for score in scores:
        by_need.setdefault(score.need_id, []).append(score)
    weighed = [Weighing(need, by_need.get(need.pk, [])) for need in needs]
    return sorted(weighed, key=lambda one: -(one.mean or 0))
