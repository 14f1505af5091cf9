"""Activities: what parties own together, who may see it, and the status that follows from all of them."""

import secrets
from datetime import date

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models import PriorityArea
from collab.access import ALWAYS, STAFF, WORKING, AccessQuerySet, Grantable, Granted, PartyGrant, Role
from collab.clock import today
from collab.history import keep_versions
from collab.models import Area, Party, Public, Versioned, next_version

from .status import OPEN, Status, joint_status

CODES = 100


class ActivityQuerySet(AccessQuerySet):
    def open(self):
        """Activities that are still going on."""
        return self.filter(status__in=OPEN)

    def late(self, on=None):
        """Open activities whose end date has passed."""
        return self.open().filter(due_on__lt=on or today())

    def owned_by(self, party):
        """Activities in which the party has a commitment."""
        return self.filter(commitments__party=party)

    def keyed(self):
        """After `for_actor`: filter by key_status and sort by key_due_on, key_id from the grant's own index."""
        return self.alias(
            key_status=F("granted__status"),
            key_due_on=F("granted__due_on"),
            key_id=F("granted__content_object_id"),
        )

    def after(self, due_on, pk):
        """The rows of a `keyed` list that come after a row, by date and then by key."""
        # The first condition bounds the index scan; the second skips the rows of the same day already shown.
        return self.filter(key_due_on__gte=due_on).exclude(key_due_on=due_on, key_id__lte=pk)

    def for_list(self):
        """With what a list shows of each activity, in a bounded number of queries."""
        return self.select_related("priority_area").prefetch_related("areas", "commitments__party")


@keep_versions
class Activity(Public, Versioned, Grantable):
    """A joint activity: one goal, one end date, one coordinating party, and a commitment per owning party."""

    class Visibility(models.TextChoices):
        PARTIES = "parties", _("All parties of the agreement")
        OWNERS = "owners", _("The owning parties")
        DRAFT = "draft", _("Draft, your party alone")

    access = {
        "view": [Granted("view", to=WORKING)],
        # The party that coordinates the activity keeps its text; so does the collaboration's coordinator.
        "change": [Granted("change", to=STAFF), Granted("coordinate", to=frozenset({Role.COORDINATOR}))],
        "comment": [Granted("view", to=STAFF)],
    }

    priority_area = models.ForeignKey(
        PriorityArea, models.PROTECT, related_name="activities", verbose_name=_("priority area")
    )
    code = models.CharField(max_length=8, editable=False)
    title = models.CharField(_("what will be done"), max_length=160)
    goal = models.TextField(_("goal"), blank=True)
    areas = models.ManyToManyField(Area, through="ActivityArea", related_name="+", verbose_name=_("places"))
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    due_on = models.DateField(_("to be done by"))
    visibility = models.CharField(
        _("visible to"), max_length=10, choices=Visibility, default=Visibility.PARTIES
    )
    drafted_by = models.ForeignKey(Party, models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=Status, default=Status.NOT_STARTED, editable=False)
    created_on = models.DateField(default=today, editable=False)
    is_demo = models.BooleanField(default=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        default_permissions = ("view", "change", "coordinate")
        constraints = [
            models.UniqueConstraint(fields=["priority_area", "code"], name="activity_code_once_per_priority"),
        ]
        triggers = [
            next_version(derived=["status"]),
            pgtrigger.Trigger(
                name="grants_follow",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("status", "due_on"),
                condition=pgtrigger.Condition(
                    "OLD.status IS DISTINCT FROM NEW.status OR OLD.due_on IS DISTINCT FROM NEW.due_on"
                ),
                func="""
                    UPDATE activities_activitygrant SET status = NEW.status, due_on = NEW.due_on
                    WHERE content_object_id = NEW.id;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    def get_absolute_url(self):
        return reverse("activities:detail", args=[self.public_id])

    @property
    def agreement(self):
        return self.priority_area.agreement

    @property
    def is_closed(self):
        return self.status not in OPEN

    def is_late(self, on=None):
        """True when the end date has passed and the activity is still open."""
        return not self.is_closed and self.due_on < (on or today())

    def draw_code(self):
        """A code such as T-03, drawn at random so that a gap tells nothing of what one may not see."""
        taken = set(
            Activity.objects.filter(priority_area__agreement=self.priority_area.agreement_id).values_list(
                "code", flat=True
            )
        )
        size = CODES
        while True:
            free = [
                code for n in range(1, size) if (code := f"{self.priority_area.letter}-{n:02}") not in taken
            ]
            # At most half of the numbers in use: a drawn code says nothing about how many there are.
            if len(free) > size // 2:
                return secrets.choice(free)
            size *= 10

    def save(self, *args, **kwargs):
        if not self.code:
            self.code = self.draw_code()
        super().save(*args, **kwargs)

    def due_grants(self):
        """A draft is its drafting party's; owners always see theirs; the agreement's parties see the rest."""
        if self.visibility == self.Visibility.DRAFT:
            yield self.drafted_by_id, "view", *ALWAYS
            yield self.drafted_by_id, "change", *ALWAYS
            return
        for commitment in self.commitments.all():
            yield commitment.party_id, "view", *ALWAYS
            if commitment.is_lead:
                yield commitment.party_id, "change", *ALWAYS
        if self.visibility == self.Visibility.PARTIES:
            coordinating = {p.pk for p in self.agreement.collaboration.parties.all() if p.is_coordinating}
            for part in self.agreement.parts.all():
                yield part.party_id, "view", *part.span()
                if part.party_id in coordinating:
                    yield part.party_id, "coordinate", *part.span()

    @transaction.atomic
    def follow_commitments(self):
        """Store the joint status with the change that caused it, and let the grants follow."""
        self.status = joint_status(self.commitments.values_list("status", flat=True))
        Activity.objects.filter(pk=self.pk).exclude(status=self.status).update(status=self.status)

    @transaction.atomic
    def share(self, visibility, *, by):
        """Let others see it, or fewer: a publish, a narrowing, or back to a draft while nobody else has a part."""
        others = self.commitments.exclude(party=self.drafted_by)
        if visibility == self.Visibility.DRAFT and others.exists():
            raise ValidationError(
                {"visibility": _("Other parties own a part of this: it cannot be a draft again.")}
            )
        before, self.visibility = self.visibility, visibility
        self.save(update_fields=["visibility"])
        self.regrant()
        self.record("shared", by=by, before=before, after=visibility)

    @transaction.atomic
    def place(self, areas):
        """Make `areas` the places of the activity."""
        wanted = {area.pk for area in areas}
        ActivityArea.objects.filter(activity=self).exclude(area__in=wanted).delete()
        held = set(ActivityArea.objects.filter(activity=self).values_list("area_id", flat=True))
        for pk in wanted - held:
            ActivityArea.objects.create(activity=self, area_id=pk)


@keep_versions
class ActivityArea(models.Model):
    """That an activity takes place somewhere."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["activity", "area"], name="place_once_per_activity")]

    def __str__(self):
        return str(self.area)


@keep_versions(exclude=["status", "due_on"])
class ActivityGrant(PartyGrant):
    """A party's permission on an activity, with the two columns its list is sorted and filtered by."""

    content_object = models.ForeignKey(Activity, models.CASCADE, related_name="grants")
    status = models.CharField(max_length=12, default=Status.NOT_STARTED)
    due_on = models.DateField(default=date.max)

    class Meta(PartyGrant.Meta):
        indexes = [
            models.Index(
                fields=["group", "permission", "status", "due_on", "content_object"],
                include=["starts_on", "ends_on"],
                name="granted_by_status_and_date",
            ),
            models.Index(
                fields=["group", "permission", "due_on", "content_object"],
                include=["starts_on", "ends_on"],
                name="granted_by_date",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="carries_sort_key",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    SELECT status, due_on INTO NEW.status, NEW.due_on
                    FROM activities_activity WHERE id = NEW.content_object_id;
                    RETURN NEW;
                """,
            )
        ]
