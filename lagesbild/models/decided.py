"""That a decision rests on a situational picture that the parties had approved."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy

from agreements.models import DecisionBasis
from collab.access import Both, Through
from collab.history import keep_versions

from .situation import SituationalPicture


@keep_versions
class DecisionPicture(DecisionBasis):
    access = {"view": [Both(Through("decision"), Through("situation"))]}
    to_row = "situation"
    kind = gettext_lazy("Situational picture")

    situation = models.ForeignKey(SituationalPicture, models.CASCADE, related_name="+")

    class Meta(DecisionBasis.Meta):
        constraints = [
            models.UniqueConstraint(fields=["decision", "situation"], name="picture_once_per_decision")
        ]

    @property
    def note(self):
        """A text that is changed loses its approvals; a later approval is of another text."""
        later = Q(approved_at=None) | Q(approved_at__gt=self.noted_at)
        return gettext("changed since") if self.situation.party_stances.filter(later).exists() else ""

    @classmethod
    def offered(cls, actor):
        return SituationalPicture.objects.for_actor(actor).approved().newest_first()
