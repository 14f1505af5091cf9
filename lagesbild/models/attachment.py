"""Documents on situational pictures."""

from django.db import models

from collab.access import Through
from collab.history import keep_versions
from collab.models import Attachment

from .situation import SituationalPicture


@keep_versions
class SituationDocument(Attachment):
    access = {"view": [Through("situation")]}
    to_row = "situation"

    situation = models.ForeignKey(SituationalPicture, models.CASCADE, related_name="+")
