"""Needs: what the picture says has to be done something about, the figures that say so, and why it is so."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models import PriorityArea
from collab.access import EVERYONE, AccessQuerySet, Both, Through
from collab.clock import now, today
from collab.history import keep_versions
from collab.models import Area, AuditEvent, GatedLinkQuerySet, Public, Recorded, Versioned, next_version

from .situation import LONG, SituationalPicture
from .value import KEY, Value


@dataclass(frozen=True)
class FigureSeen:
    """Open to whoever sees a current value of the very figure that the row points to."""

    to: frozenset = EVERYONE

    def rows(self, queryset, actor):
        same = {name: OuterRef(name) for name in KEY}
        seen = Value.objects.for_actor(actor).filter(current_for__isnull=False, **same)
        return queryset.filter(Exists(seen.values("pk")))


class NeedQuerySet(AccessQuerySet):
    def ranked(self):
        """As the council chose; before that, in the order they were written."""
        return self.order_by(models.F("rank").asc(nulls_last=True), "order", "pk")

    def under(self, priority_area, actor):
        """Those that a priority area rests on, as far as `actor` sees that it does."""
        bases = PriorityBasis.objects.for_actor(actor).filter(priority_area=priority_area)
        return self.filter(pk__in=bases.values("need"))

    def in_place(self, area):
        """Those about a place, the newest picture's first."""
        return (
            self.filter(areas=area)
            .select_related("situation")
            .order_by("-situation__dated_on", "order", "pk")
        )

    def resting_on(self, evidence):
        """Those that any of these pieces of evidence is for."""
        return self.filter(pk__in=evidence.order_by().values("need"))


@keep_versions
class Need(Public, Versioned):
    """A need: a sentence the parties agree on, resting on figures, with its causes, and what was chosen."""

    access = {
        "view": [Through("situation", "view")],
        "change": [Through("situation", "change")],
    }

    situation = models.ForeignKey(SituationalPicture, models.CASCADE, related_name="needs")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("need"), max_length=160)
    statement = models.TextField(_("what we see, where and for whom"), **LONG)
    caution = models.TextField(_("how sure we are, and why"), **LONG)
    areas = models.ManyToManyField(Area, related_name="+", blank=True, verbose_name=_("places"))
    # The same need in the cycle before.
    follows = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("goes on from"),
    )
    is_chosen = models.BooleanField(_("is prioritised"), null=True)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    choice_reason = models.CharField(max_length=300, blank=True, default="", db_default="")
    chosen_on = models.DateField(null=True, editable=False)

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        default_permissions = ()
        triggers = [next_version()]
        constraints = [
            models.UniqueConstraint(
                fields=["situation", "title"],
                name="need_title_once_per_situation",
                violation_error_message=_("There is already a need with that title."),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("lagesbild:need", args=[self.public_id])

    @transaction.atomic
    def rest_on(self, value, *, by, remark=""):
        """Take the figure of `value` up as evidence; it stays the same figure when it is revised."""
        figure = {name: getattr(value, name) for name in KEY}
        taken = {"remark": remark, "value": value, "added_at": now()}
        found, is_new = self.evidence.get_or_create(**figure, defaults=taken)
        if not is_new:
            raise ValidationError(_("The need rests on that figure already."))
        found.record_use("evidence_added", by=by)
        return found

    @transaction.atomic
    def place(self, areas, *, by):
        """Make these the priority areas that rest on the need, among those that `by` sees; the others stay."""
        if PriorityBasis.objects.replace(self, areas, by=by):
            self.record("based", by=by)

    @transaction.atomic
    def choose(self, *, by, is_chosen, rank=None, reason="", on=None):
        """Keep what the council chose, when and why; ValidationError without a reason."""
        if not reason.strip():
            raise ValidationError({"reason": _("Write the reason: the council answers for it.")})
        self.is_chosen, self.rank = is_chosen, rank if is_chosen else None
        self.choice_reason, self.chosen_on = reason.strip(), on or today()
        self.save(update_fields=["is_chosen", "rank", "choice_reason", "chosen_on"])
        self.record("chosen", by=by)


@dataclass(frozen=True)
class Shown:
    """A piece of evidence as an actor sees it: the figure now, and as it was when it was taken up."""

    row: "Evidence"
    value: Value | None
    taken: Value | None

    @property
    def is_revised(self):
        """Whether the figure tells something else than when it was taken up."""
        if self.value is None or self.taken is None or self.value.pk == self.taken.pk:
            return False
        return (self.value.shown, self.value.flag) != (self.taken.shown, self.taken.flag)


class EvidenceQuerySet(AccessQuerySet):
    def taking_up(self, value):
        """Those that are the figure of a value, as it is or was."""
        return self.filter(**{name: getattr(value, name) for name in KEY})

    def shown_to(self, actor):
        """Each with its figure now and then, in three questions however many there are."""
        rows = list(self.select_related("indicator__source", "area", "period", "breakdown"))
        seen = Value.objects.for_actor(actor)
        taken = seen.with_source().in_bulk([row.value_id for row in rows if row.value_id])
        return [Shown(row, value, taken.get(row.value_id)) for row, value in seen.of_each(rows)]


@keep_versions
class Evidence(Public, Recorded):
    """A figure that a need rests on; it exists only for those who see both."""

    access = {
        "view": [Both(Through("need", "view"), FigureSeen())],
        "change": [Both(Through("need", "change"), FigureSeen())],
    }
    recorded_under = "need"

    need = models.ForeignKey(Need, models.CASCADE, related_name="evidence")
    indicator = models.ForeignKey("lagesbild.Indicator", models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    period = models.ForeignKey("lagesbild.Period", models.PROTECT, related_name="+")
    breakdown = models.ForeignKey("lagesbild.Breakdown", models.PROTECT, related_name="+")
    remark = models.CharField(_("what it shows"), max_length=200, blank=True)
    # The value that stood there when it was taken up; a revision leaves it as it was.
    value = models.ForeignKey(Value, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(null=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["need", *KEY], name="evidence_once_per_need")]

    def __str__(self):
        return f"{self.indicator}, {self.area}"

    @transaction.atomic
    def remove(self, *, by):
        self.record_use("evidence_removed", by=by)
        self.delete()

    def record_use(self, verb, *, by):
        """Write to the need's history; to the delivery's while no figure is released there, for its party alone."""
        figure = {name: getattr(self, name) for name in KEY}
        is_released = Value.objects.filter(batch__is_released=True, **figure).exists()
        own = self.value.batch if self.value else self
        root = self.history_root() if is_released else own
        AuditEvent.objects.write(verb, by=by, subject=self.need, root=root, data={})


@keep_versions
class PriorityBasis(models.Model):
    """That a priority area of an agreement rests on a need; it exists for those who see both."""

    access = {"view": [Both(Through("need", "view"), Through("priority_area", "view"))]}

    need = models.ForeignKey(Need, models.CASCADE, related_name="bases")
    priority_area = models.ForeignKey(PriorityArea, models.CASCADE, related_name="bases")

    objects = GatedLinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["need", "priority_area"], name="basis_once_per_need")]

    def __str__(self):
        return str(self.priority_area)
