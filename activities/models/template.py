"""Templates: what is planned the same way again and again, with days from the start instead of dates."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from collab.access import AccessQuerySet, Through
from collab.history import keep_versions
from collab.models import Collaboration, Party, Public, Versioned, next_version

from .activity import Activity
from .copying import WEEKDAYS
from .step import Step

KEPT = ("party", "text", "is_lead", "target_number", "target_unit")


class ActivityTemplateQuerySet(AccessQuerySet):
    def for_page(self):
        """With the parts, by name."""
        return self.order_by("name").prefetch_related("parts__party")

    @transaction.atomic
    def keep(self, activity, *, name, by):
        """Save an activity as a template of the collaboration; only what all parties see can be one."""
        if activity.visibility != Activity.Visibility.PARTIES:
            raise ValidationError(
                _(
                    "Only an activity that all parties of the agreement see can be a template: they all read it."
                )
            )
        start = activity.starts_on or activity.created_on
        made = self.model(
            collaboration=activity.agreement.collaboration,
            name=name,
            title=activity.title,
            goal=activity.goal,
            outcome=activity.outcome,
            days=max((activity.due_on - start).days, 0),
        )
        made.full_clean()
        made.save()
        for row in activity.commitments.all():
            days = max((row.due_on - start).days, 0)
            steps = [[step.text, max((step.due_on - start).days, 0)] for step in row.steps.all()]
            made.parts.create(days=days, steps=steps, **{field: getattr(row, field) for field in KEPT})
        made.record("kept_as_template", by=by, name=name)
        return made


@keep_versions
class ActivityTemplate(Public, Versioned):
    """A way to plan an activity: its title and goal, each party's part, and how many days each takes."""

    access = {
        "view": [Through("collaboration", "plan")],
        "change": [Through("collaboration", "change")],
    }
    recorded_under = "collaboration"

    collaboration = models.ForeignKey(Collaboration, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    title = models.CharField(max_length=160)
    goal = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    days = models.PositiveIntegerField()

    objects = ActivityTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        default_permissions = ()
        triggers = [next_version()]
        constraints = [
            models.UniqueConstraint(
                fields=["collaboration", "name"],
                name="template_name_once",
                violation_error_message=_("There is a template with that name already."),
            )
        ]

    def __str__(self):
        return self.name

    @transaction.atomic
    def rename(self, name, *, by):
        before, self.name = self.name, name
        self.full_clean()
        self.save()
        self.record("renamed", by=by, before=before)

    @transaction.atomic
    def remove(self, *, by):
        """Take it away; what was planned from it stays."""
        self.record("removed", by=by)
        self.delete()

    @property
    def lead_id(self):
        """The public id of the party that coordinates."""
        return next((part.party.public_id for part in self.parts.select_related("party") if part.is_lead), "")

    def planned_from(self, start):
        """What an activity that starts on a day begins with: its own values, and those of each part by party key."""
        own = {
            "title": self.title,
            "goal": self.goal,
            "outcome": self.outcome,
            "due_on": day_after(start, self.days),
        }
        parts = {part.party_id: part for part in self.parts.all()}
        return own, {key: {"text": p.text, "due_on": day_after(start, p.days)} for key, p in parts.items()}

    @transaction.atomic
    def add_steps(self, activity, start, *, by):
        """Give the parts of an activity planned from the template their steps, within its dates."""
        kept = {part.party_id: part.steps for part in self.parts.all()}
        for commitment in activity.commitments.all():
            for text, days in kept.get(commitment.party_id, ()):
                due_on = min(day_after(start, days), activity.due_on)
                Step(commitment=commitment, text=text, due_on=due_on).take_on(by=by)


def day_after(start, days):
    """So many days from the start, or the next working day."""
    return WEEKDAYS.on_or_after(start + timedelta(days=days))


@keep_versions
class TemplatePart(models.Model):
    """What one party does in activities planned from a template."""

    access = {"view": [Through("template", "view")]}

    template = models.ForeignKey(ActivityTemplate, models.CASCADE, related_name="parts")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    text = models.CharField(max_length=200, blank=True)
    days = models.PositiveIntegerField()
    is_lead = models.BooleanField(default=False)
    target_number = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    target_unit = models.CharField(max_length=40, blank=True)
    # [text, days from the start] of each step on the way.
    steps = models.JSONField(default=list, blank=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        ordering = ["-is_lead", "party__order", "pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["template", "party"], name="template_part_per_party")]

    def __str__(self):
        return f"{self.template} {self.party.code}"
