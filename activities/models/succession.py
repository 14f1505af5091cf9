"""The successor of an agreement: every open activity gets a fate, carried out on the successor's first day.

An activity that is carried on moves under the successor and keeps its address, reports, comments and history: it goes
on for those who work with it, and is reminded of and counted once. What the earlier agreement's pages say stays true by
`ActivityFate`: the code, the priority area and the statuses it had when it moved; reports of its rounds hang on the
rounds. A copy would have ended unfinished work falsely, or counted it twice.
"""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from agreements.models import CollaborationAgreement, PriorityArea
from collab.access import AccessQuerySet, Through
from collab.clock import now, today
from collab.history import keep_versions
from collab.models import Membership, Public, Recorded

from .activity import Activity
from .status import CLOSED, Cause, Status


class Fate(models.TextChoices):
    """What becomes of an open activity when its agreement gets a successor."""

    CARRIED = "carried", _("Carried on")
    ENDED = "ended", _("Ended")
    RECONSIDERED = "reconsidered", _("Reconsidered")


class SuccessionQuerySet(AccessQuerySet):
    @transaction.atomic
    def make(self, predecessor, *, by, facts, fates, cause="", lesson=""):
        """Draft the successor of `predecessor` from `facts`, with {activity: fate} of its open activities."""
        if Fate.ENDED in fates.values() and not (cause and lesson):
            raise ValidationError(
                {"lesson": _("Write why activities end and what was learned, in one sentence.")}
            )
        successor = CollaborationAgreement.objects.draft(by=by, predecessor=predecessor, **facts)
        made = self.create(
            predecessor=predecessor, successor=successor, cause=cause, lesson=lesson, made_by=by
        )
        made.rest_on_the_same_needs()
        letters = {area.letter: area for area in successor.priority_areas.all()}
        for activity, fate in fates.items():
            area = letters.get(activity.priority_area.letter)
            if fate == Fate.CARRIED and area is None:
                raise ValidationError(
                    _("%(activity)s cannot be carried on: no priority area has the letter %(letter)s.")
                    % {"activity": activity, "letter": activity.priority_area.letter}
                )
            made.items.create(activity=activity, fate=fate, goes_to=area if fate == Fate.CARRIED else None)
        predecessor.record("succeeded", by=by, successor=str(successor))
        if successor.starts_on <= today():
            made.settle()
        return made

    def settle(self):
        """Carry out those whose successor has begun; returns how many."""
        with transaction.atomic():
            rows = self.filter(settled_at=None, successor__starts_on__lte=today()).order_by("pk")
            due = list(rows.select_for_update(skip_locked=True, of=("self",)))
            for one in due:
                one.settle()
        return len(due)


@keep_versions
class Succession(Public, Recorded):
    """That an agreement got a successor, by whom, and what was chosen for its open activities."""

    access = {"view": [Through("predecessor", "view")]}
    recorded_under = "predecessor"

    predecessor = models.ForeignKey(CollaborationAgreement, models.CASCADE, related_name="+")
    successor = models.OneToOneField(CollaborationAgreement, models.CASCADE, related_name="+")
    cause = models.CharField(max_length=12, choices=Cause, blank=True)
    lesson = models.CharField(max_length=500, blank=True)
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return str(self.predecessor)

    def rest_on_the_same_needs(self):
        """Let each priority area rest on the needs that the one of its letter rested on."""
        before = {area.letter: area for area in self.predecessor.priority_areas.all()}
        for area in self.successor.priority_areas.all():
            for basis in before[area.letter].bases.all() if area.letter in before else ():
                area.bases.create(need=basis.need)

    @transaction.atomic
    def settle(self):
        """Give each activity that is still open under the predecessor its fate."""
        items = self.items.select_related("activity", "goes_to__agreement")
        for item in items.filter(activity__priority_area__agreement=self.predecessor):
            if not item.activity.is_closed:
                item.settle()
        self.settled_at = now()
        self.save(update_fields=["settled_at"])


class ActivityFateQuerySet(models.QuerySet):
    def carried_from(self, agreement):
        """Those by which activities left an agreement."""
        return self.filter(fate=Fate.CARRIED, area_then__agreement=agreement).exclude(settled_at=None)

    def carried_after(self, instant):
        """Those by which activities left agreements after an instant, the first one first."""
        rows = self.filter(fate=Fate.CARRIED, settled_at__gt=instant).select_related("area_then__agreement")
        return rows.order_by("settled_at")

    def seen_by(self, actor):
        """Those by which activities came from agreements that the actor sees, the latest first."""
        agreements = CollaborationAgreement.objects.for_actor(actor)
        carried = self.filter(fate=Fate.CARRIED, succession__predecessor__in=agreements).exclude(
            settled_at=None
        )
        return carried.select_related("succession__predecessor").order_by("-settled_at")

    def of(self, predecessor):
        return self.filter(succession__predecessor=predecessor)

    def awaiting(self):
        """Those left to be reconsidered whose activity is open and still where it was left."""
        left = self.filter(fate=Fate.RECONSIDERED).exclude(settled_at=None)
        there = left.filter(activity__priority_area__agreement=models.F("succession__predecessor"))
        return there.exclude(activity__status__in=CLOSED)

    def in_order(self):
        """With their activities, as the agreement that left them lists them."""
        rows = self.select_related("activity__priority_area", "succession__predecessor")
        return rows.order_by("activity__priority_area__order", "activity__code")


@keep_versions
class ActivityFate(models.Model):
    """What was chosen for one activity, and what it was like when that was carried out."""

    succession = models.ForeignKey(Succession, models.CASCADE, related_name="items")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="fates")
    fate = models.CharField(max_length=12, choices=Fate)
    goes_to = models.ForeignKey(PriorityArea, models.PROTECT, null=True, blank=True, related_name="+")
    area_then = models.ForeignKey(PriorityArea, models.PROTECT, null=True, blank=True, related_name="+")
    code_then = models.CharField(max_length=8, blank=True)
    status_then = models.CharField(max_length=12, choices=Status, blank=True)
    # {commitment id: status} of the parties' parts.
    parts_then = models.JSONField(default=dict)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = ActivityFateQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["succession", "activity"], name="one_fate_per_activity")
        ]

    def __str__(self):
        return f"{self.activity}: {self.get_fate_display()}"

    def keep_state(self):
        """Keep what the activity is like now, under the agreement that it is about to leave."""
        activity = self.activity
        self.area_then, self.code_then, self.status_then = (
            activity.priority_area,
            activity.code,
            activity.status,
        )
        self.parts_then = {str(part.pk): part.status for part in activity.commitments.all()}
        self.settled_at = now()
        self.save()

    def settle(self):
        """Keep what the activity is like, then carry it on, end it or let it be reconsidered."""
        activity, by = self.activity, self.succession.made_by
        self.keep_state()
        if self.fate == Fate.CARRIED:
            activity.carry_to(self.goes_to, by=by)
            return
        name = str(self.succession.successor)
        activity.record(f"activity_{self.fate}", by=by, successor=name)
        if self.fate == Fate.ENDED:
            self.end_parts(by=by, cause=self.succession.cause, lesson=self.succession.lesson)
        elif activity.status != Status.STOPPED:
            reason = _("To be reconsidered: it was not carried on to %(successor)s.") % {"successor": name}
            activity.judge(Status.STOPPED, reason=str(reason), by=by)

    def end_parts(self, **why):
        for part in self.activity.commitments.open():
            part.conclude(Status.CANCELLED, **why)

    @transaction.atomic
    def decide(self, *, by, reason, area=None, cause=""):
        """Let what was left to be reconsidered go on under `area`, or end for `cause`; the reason is told."""
        stored = ActivityFate.objects.select_for_update(of=("self",)).filter(pk=self.pk).awaiting().first()
        if stored is None:
            raise ValidationError(
                _("What becomes of %(activity)s has been decided already.") % {"activity": self.activity}
            )
        if not reason or not (area or cause):
            raise ValidationError(_("Choose what becomes of the activity, and write why."))
        self.fate, self.goes_to = (Fate.CARRIED, area) if area else (Fate.ENDED, None)
        self.save(update_fields=["fate", "goes_to"])
        self.lift_stop(by=by)
        if area:
            self.keep_state()
            self.activity.carry_to(area, by=by, reason=reason)
            self.activity.tell_parties("goes_on", by=by, slot=area.agreement.public_id)
            return
        self.activity.record("activity_ended", by=by, reason=reason)
        self.end_parts(by=by, cause=cause, lesson=reason)

    def lift_stop(self, *, by):
        """Lift the joint status that was set when it was left; what somebody has judged since stands."""
        first = self.activity.judgements.filter(made_at__gte=self.settled_at).order_by("made_at").first()
        if self.status_then != Status.STOPPED and first and first.ended_at is None:
            self.activity.lift_judgement(by=by)
