"""What became of a point of a meeting: the step or the part that somebody took on because of it."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from agreements.models import AgendaPoint
from collab.access import AccessQuerySet, Both, Through
from collab.history import keep_versions

from .commitment import Commitment
from .step import Step

WORDS_OF_STEP = Step._meta.get_field("text").max_length
WORDS_OF_PART = Commitment._meta.get_field("text").max_length


class TakenPointQuerySet(AccessQuerySet):
    @transaction.atomic
    def as_step(self, point, *, commitment, due_on, by):
        """Take a point on as a step of a part, to be done by a day."""
        step = Step(commitment=commitment, text=shortened(point.told, WORDS_OF_STEP), due_on=due_on)
        step.take_on(by=by)
        return self.create(point=point, commitment=commitment, step=step)

    @transaction.atomic
    def as_part(self, point, *, activity, party, due_on, by):
        """Take a point on as a party's own part of an activity; a party has one part in each."""
        if activity.commitments.filter(party=party).exists():
            raise ValidationError(
                {"party": _("The party has a part in that activity already: make the point a step of it.")}
            )
        text = shortened(point.told, WORDS_OF_PART)
        return self.create(point=point, commitment=activity.take_in(party, by=by, text=text, due_on=due_on))


def shortened(text, length):
    """The text in one line, cut at a word where it is too long."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rsplit(" ", 1)[0] + "…"


@keep_versions
class TakenPoint(models.Model):
    """That a part, or a step of it, carries out a point of a meeting; it exists for whoever sees both."""

    access = {"view": [Both(Through("point", "view"), Through("commitment", "view"))]}

    point = models.ForeignKey(AgendaPoint, models.CASCADE, related_name="+")
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="+")
    step = models.ForeignKey(Step, models.CASCADE, null=True, blank=True, related_name="+")

    objects = TakenPointQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return str(self.step or self.commitment)
