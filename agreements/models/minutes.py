"""What the minutes of a decision say, row by row; a political group is never called a party here."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.registry_numbers import check_registry_number
from collab.history import keep_versions
from collab.models import Party

from .decision import Decision


class Said(models.Model):
    """Something that a named person did in the matter."""

    name = models.CharField(_("name"), max_length=120)
    political_group = models.CharField(_("political group"), max_length=60, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.name} ({self.political_group})" if self.political_group else self.name


@keep_versions
class Speaker(Said):
    """Somebody who spoke in the matter."""

    told = ("name", "political_group")

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="speakers")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        default_permissions = ()


@keep_versions
class Motion(Said):
    """What somebody moved (yrkande)."""

    told = ("name", "political_group", "text")

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="motions")
    text = models.TextField(_("motion"))

    class Meta:
        ordering = ["pk"]
        default_permissions = ()


@keep_versions
class Reservation(Said):
    """Who had it noted that they did not stand behind the decision."""

    told = ("name", "political_group", "text")

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="reservations")
    text = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()


@keep_versions
class Proposition(models.Model):
    """How the chair put the question, and what came of it."""

    told = ("text",)

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="propositions")
    text = models.TextField(_("how the question was put"))

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return self.text[:80]


@keep_versions
class Appendix(models.Model):
    """A numbered appendix (bilaga) that the matter refers to."""

    told = ("number", "title")

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="appendices")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        ordering = ["number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="appendix_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="appendix_numbers_start_at_one"),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"


@keep_versions
class RegistryNumber(models.Model):
    """What the matter is called in a party's register (diarienummer); it may be registered at several."""

    told = ("party_id", "number")

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="numbers")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("whose register"))
    number = models.CharField(_("registry number"), max_length=60)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["decision", "party", "number"], name="registry_number_once")
        ]

    def __str__(self):
        return self.number

    def clean(self):
        try:
            check_registry_number(self.number, self.party)
        except ValidationError as error:
            raise ValidationError({"number": error}) from error
