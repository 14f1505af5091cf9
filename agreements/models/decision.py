"""Decisions: who decided what, in which body, on whose motion, with which appendices."""

from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.access import AccessQuerySet, Through
from collab.history import keep_versions
from collab.models import Public, Versioned, next_version

from .agreement import CollaborationAgreement
from .declaration import DeclarationOfIntent


class DecisionQuerySet(AccessQuerySet):
    def latest_first(self):
        """The newest first; what the minutes give no date for comes last."""
        return self.order_by(F("decided_on").desc(nulls_last=True), "-order", "-pk")

    def with_minutes(self, actor):
        """With everything the minutes say, and the agreement where the actor may see it."""
        return self.select_related("declaration").prefetch_related(
            Prefetch("agreement", CollaborationAgreement.objects.for_actor(actor)),
            "speakers",
            "motions",
            "propositions",
            "appendices",
        )


@keep_versions
class Decision(Public, Versioned):
    """A step of the decision chain about a declaration; what the minutes do not say stays empty."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")
        REFERRED_BACK = "referred_back", _("Referred back")
        TABLED = "tabled", _("Tabled")
        PASSED_ON = "passed_on", _("Passed on without a position of its own")

    access = {
        "view": [Through("declaration", "view")],
        "change": [Through("declaration", "change")],
    }
    recorded_under = "declaration"

    declaration = models.ForeignKey(DeclarationOfIntent, models.CASCADE, related_name="decisions")
    agreement = models.ForeignKey(
        CollaborationAgreement, models.SET_NULL, null=True, blank=True, related_name="decisions"
    )
    matter = models.CharField(_("matter"), max_length=200)
    summary = models.TextField(_("summary of the matter"), blank=True)
    body = models.CharField(_("body"), max_length=120)
    body_short = models.CharField(_("abbreviation"), max_length=12, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    decided_on = models.DateField(_("date"), null=True, blank=True)
    paragraph = models.CharField(_("paragraph"), max_length=20, blank=True)
    dnr = models.CharField(_("registry number"), max_length=60, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome)
    wording = models.TextField(_("wording"), blank=True)
    passed_on_to = models.CharField(_("passed on to"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["declaration", "order"]
        default_permissions = ()
        triggers = [next_version()]

    def __str__(self):
        return f"{self.body}: {self.matter}"

    def get_absolute_url(self):
        return reverse("agreements:decision", args=[self.public_id])

    @property
    def awaits(self):
        """The body that the matter was passed on to and whose decision is not registered; "" when none is awaited."""
        later = self.declaration.decisions.all()
        return "" if any(step.order > self.order for step in later) else self.passed_on_to


@keep_versions
class Speaker(models.Model):
    """Somebody who spoke in the matter; a political group is never called a party here."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="speakers")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120)
    political_group = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["order"]
        default_permissions = ()

    def __str__(self):
        return f"{self.name} ({self.political_group})" if self.political_group else self.name


@keep_versions
class Motion(models.Model):
    """What somebody moved (yrkande)."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="motions")
    name = models.CharField(max_length=120)
    political_group = models.CharField(max_length=60, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.name} ({self.political_group})" if self.political_group else self.name


@keep_versions
class Proposition(models.Model):
    """How the chair put the question, and what came of it."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="propositions")
    text = models.TextField()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return self.text[:80]


@keep_versions
class Appendix(models.Model):
    """A numbered appendix (bilaga) that the matter refers to."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="appendices")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="appendix_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="appendix_numbers_start_at_one"),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"
