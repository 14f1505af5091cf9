"""Meetings of a council: when, where, the points of the agenda, and what was noted and decided about each."""

from django.contrib.postgres.aggregates import StringAgg
from django.db import models, transaction
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from collab.access import STAFF, AccessQuerySet, Through, may
from collab.clock import now, today
from collab.dates import day_full
from collab.history import keep_versions
from collab.models import Attachment, Public, Recorded, Versioned, next_version
from collab.notify import tell

from .council import Council


class MeetingQuerySet(AccessQuerySet):
    def to_tell(self):
        return self.select_related("council")

    def with_agenda(self):
        """With `name`, what its group is called, and `agenda`, every point with what was said and decided, as text."""
        points = AgendaPoint.objects.filter(meeting=OuterRef("pk")).order_by()
        words = Concat("title", Value(" "), "notes", Value(" "), "decision", output_field=models.TextField())
        joined = points.values("meeting").annotate(all=StringAgg(words, Value(" "), order_by="order"))
        return self.annotate(name=F("council__name"), agenda=Subquery(joined.values("all")))

    def newest_first(self):
        return self.order_by("-held_on", "-starts_at", "-pk")

    def coming(self, on=None):
        """Those that are still to be held, today's included, the nearest first."""
        return self.filter(held_on__gte=on or today()).order_by("held_on", "starts_at", "pk")


@keep_versions
class Meeting(Public, Versioned):
    """One meeting of a council, with its agenda; what is noted under the points are its minutes."""

    access = {
        "view": [Through("council", "view")],
        "change": [Through("council", "change")],
        "prepare": [Through("council", "prepare")],
    }
    recorded_under = "council"

    council = models.ForeignKey(Council, models.CASCADE, related_name="meetings")
    held_on = models.DateField(_("date"))
    starts_at = models.TimeField(_("time"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    present = models.TextField(_("who was there"), blank=True)
    # Set at every change: the points are rows of their own, and a save on older ones is refused too.
    written_at = models.DateTimeField(default=now, editable=False)
    is_demo = models.BooleanField(default=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        default_permissions = ()
        triggers = [next_version()]

    def __str__(self):
        return f"{self.council.name} {day_full(self.held_on)}"

    def get_absolute_url(self):
        return reverse("agreements:meeting", args=[self.public_id])

    @property
    def is_coming(self):
        return self.held_on > today()

    @property
    def has_minutes(self):
        return any(point.notes or point.decision for point in self.points.all())

    @property
    def previous(self):
        """The meeting of the same council before this one, or None."""
        earlier = Meeting.objects.filter(council=self.council_id, held_on__lt=self.held_on)
        return earlier.order_by("-held_on", "-pk").first()

    @property
    def when_and_where(self):
        """14 January 2027 at 09:30, the town hall; as far as it is known."""
        when = day_full(self.held_on)
        if self.starts_at:
            when = _("%(day)s at %(time)s") % {"day": when, "time": date_format(self.starts_at, "H:i")}
        return ", ".join(filter(None, [when, self.place]))

    @transaction.atomic
    def call(self, *, by, points):
        """Call the meeting with its agenda."""
        self.full_clean()
        self.save()
        self.write(points)
        self.record("called", by=by)
        self.tell_seated("meeting_called", by=by)

    def tell_seated(self, kind, *, by):
        """Tell those who have a seat on the day, of a meeting that is still to be held; once for each text of it."""
        if self.held_on < today():
            return
        seats = self.council.seats.current(max(self.held_on, today())).select_related("person__party")
        seated = [seat.person for seat in seats.exclude(person__user=by.user_id)]
        people = [one for one in seated if may(one, "view", self)]
        tell(people, kind, self, slot=str(self.version))

    @transaction.atomic
    def change(self, *, by, points, **values):
        """Change the facts, the agenda or what was noted and decided; records what, and keeps the words before."""
        stored = Meeting.objects.get(pk=self.pk)
        changed = [name for name, value in values.items() if getattr(stored, name) != value]
        for name in changed:
            setattr(self, name, values[name])
        self.full_clean()
        if self.write(points):
            changed.append("points")
        if changed:
            self.written_at = now()
            self.save()
            self.record("changed", by=by, fields=changed)
        if {"held_on", "starts_at", "place"} & set(changed):
            self.tell_seated("meeting_moved", by=by)
        return changed

    def write(self, points):
        """Make the agenda these points, [{"public_id": "" for a new one, …}], in this order; returns if it changed."""
        held = {point.public_id: point for point in self.points.all()}
        kept, changed = set(), False
        for order, facts in enumerate(points, 1):
            point = held.get(facts.get("public_id")) or AgendaPoint(meeting=self)
            values = {"order": order, **{name: facts.get(name) or "" for name in AgendaPoint.WORDS}}
            if any(getattr(point, name) != value for name, value in values.items()):
                for name, value in values.items():
                    setattr(point, name, value)
                point.save()
                changed = True
            kept.add(point.pk)
        gone = self.points.exclude(pk__in=kept)
        return bool(gone.delete()[0]) or changed


@keep_versions
class AgendaPoint(Public, Recorded):
    """A point of the agenda: what it is about, what was said, what was decided."""

    WORDS = ("title", "notes", "decision")

    access = {
        "view": [Through("meeting", "view")],
        "change": [Through("meeting", "change")],
        "take": [Through("meeting", "view", to=STAFF)],
    }
    recorded_under = "meeting"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="points")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("point"), max_length=160)
    notes = models.TextField(_("what was said"), blank=True)
    decision = models.TextField(_("what was decided"), blank=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "order", "pk"]
        default_permissions = ()

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{self.meeting.get_absolute_url()}#{self.public_id}"

    @property
    def told(self):
        """What is taken on by whoever carries the point out: the decision, else the point itself."""
        return self.decision or self.title


@keep_versions
class MeetingDocument(Attachment):
    """What is attached to a meeting and read by whoever reads its minutes."""

    access = {"view": [Through("meeting")]}
    to_row = "meeting"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")


@keep_versions
class MeetingPack(Attachment):
    """What a meeting is prepared with: it tells of live work, so only the parties that sit in the council read it."""

    access = {"view": [Through("meeting", "prepare")]}
    to_row = "meeting"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
