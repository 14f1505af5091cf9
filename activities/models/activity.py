"""Activities: what parties own together, who may see it, and the status that follows from all of them."""

import secrets
from datetime import date

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models import PriorityArea
from collab.access import STAFF, WORKING, Grantable, Granted, PartyGrant, Role
from collab.clock import today
from collab.history import keep_versions
from collab.models import Area, LinkQuerySet, Party, next_version

from .aims import Aimed
from .copying import Copied
from .dated import Dated
from .finding import begins_text, writes_text
from .judgement import Judged
from .offered import Offering
from .planning import Sharing
from .proposal import Proposed
from .questions import ActivityQuerySet
from .status import Status

CODES = 100


@keep_versions
class Activity(Aimed, Copied, Dated, Sharing, Judged, Offering, Proposed, Grantable):
    """A joint activity: one goal, one end date, one coordinating party, and a commitment per owning party."""

    class Visibility(models.TextChoices):
        PARTIES = "parties", _("All parties of the agreement")
        OWNERS = "owners", _("The owning parties")
        DRAFT = "draft", _("Draft, your party alone")

    granted_by_parts = "priority_area__agreement"
    access = {
        "view": [Granted("view", to=WORKING)],
        # The party that coordinates the activity keeps its text; so does the collaboration's coordinator.
        "change": [Granted("change", to=STAFF), Granted("coordinate", to=frozenset({Role.COORDINATOR}))],
        "coordinate": [Granted("coordinate", to=frozenset({Role.COORDINATOR}))],
        "comment": [Granted("view", to=STAFF)],
    }

    priority_area = models.ForeignKey(
        PriorityArea, models.PROTECT, related_name="activities", verbose_name=_("priority area")
    )
    code = models.CharField(max_length=8, editable=False)
    title = models.CharField(_("what will be done"), max_length=160)
    goal = models.TextField(_("operational goal"), blank=True)
    areas = models.ManyToManyField(Area, through="ActivityArea", related_name="+", verbose_name=_("places"))
    starts_on = models.DateField(_("starts"), null=True, blank=True)
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
        indexes = [models.Index(fields=["id"], condition=models.Q(is_judged=True), name="judged_activities")]
        triggers = [
            next_version(derived=["status", "is_judged"]),
            begins_text(),
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
    def is_draft(self):
        return self.visibility == self.Visibility.DRAFT

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
            span = self.until_it_left(self.drafted_by_id)
            yield self.drafted_by_id, "view", *span
            yield self.drafted_by_id, "change", *span
            return
        for commitment in self.commitments.all():
            span = self.until_it_left(commitment.party_id)
            yield commitment.party_id, "view", *span
            if commitment.is_lead:
                yield commitment.party_id, "change", *span
        if self.visibility == self.Visibility.PARTIES:
            coordinating = {p.pk for p in self.agreement.collaboration.parties.all() if p.is_coordinating}
            for part in self.agreement.parts.all():
                yield part.party_id, "view", *part.span()
                if part.party_id in coordinating:
                    yield part.party_id, "coordinate", *part.span()

    def until_it_left(self, party):
        """First and last day of what a party holds by its own: whoever leaves the agreement leaves that, too."""
        left = [
            part.left_on for part in self.agreement.parts.all() if part.party_id == party and part.left_on
        ]
        return date.min, left[0] if left else date.max

    @transaction.atomic
    def share(self, visibility, *, by):
        """Let others see it, or fewer; leaving the draft asks for what a plan asks for, and tells the parties."""
        before = self.visibility
        if visibility == before:
            return
        others = self.commitments.exclude(party=self.drafted_by)
        if visibility == self.Visibility.DRAFT and others.exists():
            raise ValidationError(_("Other parties own a part of this: it cannot be a draft again."))
        self.visibility = visibility
        if visibility != self.Visibility.DRAFT:
            self.check_ready(by)
        self.save(update_fields=["visibility"])
        self.regrant()
        for commitment in self.commitments.all():
            commitment.regrant()
        self.record("shared", by=by, before=before, after=visibility)
        if before == self.Visibility.DRAFT:
            self.end_proposals(by=by)
            self.offer_parts(self.commitments.all(), by=by, own={self.drafted_by_id})
            self.tell_parties("planned", by=by)

    @transaction.atomic
    def change(self, *, by, areas=None, **values):
        """Change the text, the end date or the places, and record what; a moved date keeps the old one visible."""
        if (
            values.get("priority_area", self.priority_area)
            != type(self).objects.get(pk=self.pk).priority_area
        ):
            # A code tells its priority area; only a draft moves to another, so nobody knows it by the old code.
            self.priority_area = values["priority_area"]
            self.code = self.draw_code()
        changed = super().change(by=by, **values)
        if areas is not None and {area.pk for area in areas} != set(self.areas.values_list("pk", flat=True)):
            self.place(areas)
            self.record("placed", by=by, areas=[area.name for area in areas])
        return changed

    def add_part(self, *, party, text, due_on, contact=None, is_lead=False, **target):
        """A commitment of a party, checked and saved."""
        if not self.possible_owners().filter(pk=party.pk).exists():
            raise ValidationError(
                _("%(party)s is no party of the agreement and can own no part.") % {"party": party}
            )
        commitment = self.commitments.model(
            activity=self,
            party=party,
            text=text,
            due_on=due_on or self.due_on,
            contact=contact,
            is_lead=is_lead,
            **target,
        )
        commitment.full_clean(exclude=["text"] if self.is_draft else None)
        commitment.save()
        return commitment

    @transaction.atomic
    def take_in(self, party, *, by, **part):
        """Give one more party a part, and tell it."""
        commitment = self.add_part(party=party, **part)
        self.record("joined", by=by, party=party.short)
        if not self.is_draft:
            self.offer_parts([commitment], by=by)
            self.tell_parties("planned", by=by)
        return commitment

    @transaction.atomic
    def hand_over(self, party, *, by):
        """Let another of the owning parties coordinate."""
        held = self.commitments.filter(is_lead=True).select_related("party").first()
        if held and held.party_id == party.pk:
            return
        if held:
            held.is_lead = False
            held.save()
        taken = self.commitments.get(party=party)
        taken.is_lead = True
        taken.save()
        self.record("handed_over", by=by, party=party.short, before=held.party.short if held else "")

    @transaction.atomic
    def place(self, areas):
        """Make `areas` the places of the activity."""
        ActivityArea.objects.replace(self, areas)


@keep_versions
class ActivityArea(models.Model):
    """That an activity takes place somewhere."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")

    objects = LinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        triggers = [writes_text("ROW.activity_id", "area_id")]
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
                include=["starts_on", "ends_on", "status"],
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
