"""Dependencies: one party's part waits for another's, and is told when that one slips or is done.

Nothing is moved by itself: who waits is told, and decides. A dependency exists only for those who see both ends.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collab.access import AccessQuerySet, Both, Through
from collab.clock import today
from collab.history import keep_versions
from collab.models import Collaboration, Public, Recorded
from collab.notify import tell

from .status import OPEN, TROUBLED, Status

SLIPPED, READY = "awaited_slipped", "awaited_done"
# Each date that passes is claimed once: of two ticks at once, the second finds it told.
CLAIM_PASSED = """
    UPDATE activities_dependency dependency SET told_passed = awaited.due_on
    FROM activities_commitment awaited, activities_commitment waiting, activities_activity activity
    WHERE awaited.id = dependency.awaited_id AND waiting.id = dependency.waiting_id
    AND activity.id = waiting.activity_id AND activity.visibility <> 'draft'
    AND awaited.due_on < %(day)s
    AND awaited.status = ANY(%(open)s)
    AND waiting.status = ANY(%(open)s)
    AND dependency.told_passed IS DISTINCT FROM awaited.due_on
    RETURNING dependency.id
"""


class DependencyQuerySet(AccessQuerySet):
    def to_tell(self):
        ends = [f"{end}__{way}" for end in ("waiting", "awaited") for way in ("activity", "party")]
        return self.select_related(*ends)

    def touching(self, commitments):
        """Those with an end among the keys `commitments`, with all that is said of both ends."""
        return self.filter(Q(waiting__in=commitments) | Q(awaited__in=commitments)).to_tell()

    def to_be_told(self):
        """Those whose waiting part is still to be done, and has left the draft."""
        return self.filter(waiting__status__in=OPEN).exclude(waiting__activity__visibility="draft")

    @transaction.atomic
    def make(self, waiting, awaited, *, by):
        """Let `waiting` wait for `awaited`."""
        # Held, so that of two made at once the second sees the first, and no circle closes between them.
        Collaboration.objects.select_for_update(of=("self",)).get(pk=by.party.collaboration_id)
        made = self.model(waiting=waiting, awaited=awaited)
        made.full_clean()
        self.refuse_circle(waiting, awaited, by)
        if awaited.is_late():
            # Who makes it knows: only what passes from now on is news.
            made.told_passed = awaited.due_on
        made.save()
        made.record("made_to_wait", by=by, party=waiting.party.short, awaited=awaited.party.short)
        return made

    def refuse_circle(self, waiting, awaited, by):
        """Refuse a circle of dependencies that `by` sees; to name another would tell of what is hidden."""
        seen, edge = {awaited.pk}, {awaited.pk}
        while edge:
            links = self.model.objects.for_actor(by).filter(waiting__in=edge)
            edge = set(links.order_by().values_list("awaited", flat=True)) - seen
            seen |= edge
        if waiting.pk in seen:
            raise ValidationError(
                {"awaited": _("That part already waits for this one, directly or through others.")}
            )

    @transaction.atomic
    def tell_passed(self):
        """Tell those who wait for a part whose date has passed unfinished, once per date; returns how many."""
        with connection.cursor() as cursor:
            cursor.execute(CLAIM_PASSED, {"day": today(), "open": list(OPEN)})
            keys = [key for (key,) in cursor.fetchall()]
        for link in self.model.objects.filter(pk__in=keys).to_tell().order_by("pk"):
            day = link.awaited.due_on
            link.tell_waiting(SLIPPED, slot=f"passed {day}", passed=day.isoformat())
        return len(keys)


@keep_versions(exclude=["told_passed"])
class Dependency(Public, Recorded):
    """That one part waits for another, of the same activity or of another one."""

    access = {
        "view": [Both(Through("waiting", "view"), Through("awaited", "view"))],
        "remove": [Both(Through("waiting", "change"), Through("awaited", "view"))],
    }

    waiting = models.ForeignKey("activities.Commitment", models.CASCADE, related_name="awaits")
    awaited = models.ForeignKey("activities.Commitment", models.CASCADE, related_name="awaited_by")
    # The date of the awaited part that passed, when those who wait have been told of that.
    told_passed = models.DateField(null=True, blank=True, editable=False)

    objects = DependencyQuerySet.as_manager()

    class Meta:
        ordering = ["awaited__due_on", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["waiting", "awaited"],
                name="waits_once",
                violation_error_message=_("The part already waits for that one."),
            ),
            models.CheckConstraint(
                condition=~Q(waiting=F("awaited")),
                name="waits_not_for_itself",
                violation_error_message=_("A part cannot wait for itself."),
            ),
        ]

    def __str__(self):
        return f"{self.waiting} ← {self.awaited}"

    def get_absolute_url(self):
        return self.waiting.get_absolute_url()

    def history_root(self):
        """The activity when both ends are in it; else its own, which must reach no more people than itself."""
        activity = self.waiting.activity
        return activity if self.awaited.activity_id == activity.pk else self

    @property
    def days_after(self):
        """How many days after the waiting part the awaited one now ends; 0 when it ends in time or has ended."""
        if self.awaited.is_closed or self.waiting.is_closed:
            return 0
        return max((self.awaited.due_on - self.waiting.due_on).days, 0)

    @transaction.atomic
    def undo(self, *, by):
        """Let the part wait for that one no longer."""
        self.record("freed", by=by, party=self.waiting.party.short, awaited=self.awaited.party.short)
        self.delete()

    def tell_waiting(self, kind, *, slot, but=None, **facts):
        """Tell whoever answers for the waiting part; the gate holds back what one may not see."""
        people = type(self.waiting).objects.filter(pk=self.waiting_id).people()
        people = people.exclude(user=but.user_id) if but else people
        return tell([person for person in people if self.is_seen_by(person)], kind, self, slot=slot, **facts)

    def is_seen_by(self, person):
        return type(self).objects.for_actor(person).filter(pk=self.pk).exists()


class Awaited(models.Model):
    """A commitment that others may wait for, and must tell when it slips or is done."""

    class Meta:
        abstract = True

    @transaction.atomic
    def change(self, *, by, **values):
        """Change and record; who waits is told when the date moves to a later day."""
        changed = super().change(by=by, **values)
        if "due_on" in changed and self.due_on > self.moved_from:
            moved = {"moved_from": self.moved_from.isoformat(), "due_on": self.due_on.isoformat()}
            self.tell_waiting(SLIPPED, slot=f"moved {self.version}", by=by, **moved)
        return changed

    def tell_waiting_of_report(self, event, *, by, before, moved_from=None, due_on=None):
        """Tell those who wait what a report, recorded as `event`, means: that it slips, or that they can start."""
        slot = f"reported {event.pk}"
        is_new = before != self.status
        if self.status == Status.DONE:
            if is_new:
                self.tell_waiting(READY, slot=slot, by=by)
            return
        is_later = bool(moved_from) and date.fromisoformat(due_on) > date.fromisoformat(moved_from)
        is_trouble = is_new and self.status in (*TROUBLED, Status.CANCELLED)
        if is_later or is_trouble:
            facts = {"moved_from": moved_from, "due_on": due_on} if is_later else {}
            facts |= {"status": self.status} if is_trouble else {}
            self.tell_waiting(SLIPPED, slot=slot, by=by, **facts)

    def tell_waiting(self, kind, *, slot, by, **facts):
        for link in self.awaited_by.to_be_told().to_tell():
            link.tell_waiting(kind, slot=slot, but=by, **facts)
