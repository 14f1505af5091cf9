"""That a decision rests on a situational picture that the parties had approved."""

from django.db import models
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
        """A text that is changed is another edition, which the parties adopt anew."""
        picture = self.situation
        is_same = picture.is_adopted and picture.adopted_at <= self.noted_at
        return "" if is_same else gettext("changed since")

    @classmethod
    def offered(cls, actor):
        return SituationalPicture.objects.for_actor(actor).adopted().newest_first()
