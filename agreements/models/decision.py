"""Decisions: who decided what, in which body, and which body is to decide next."""

from django.contrib.postgres.aggregates import StringAgg
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, OuterRef, Prefetch, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.access import AccessQuerySet, Both, Through
from collab.clock import now, today
from collab.history import keep_versions
from collab.models import Public, Versioned, next_version

from .agreement import CollaborationAgreement
from .body import DecisionBody
from .declaration import DeclarationOfIntent

# The rows of the minutes, by the name they are reached by.
MINUTES = ("numbers", "speakers", "motions", "propositions", "reservations", "appendices")


class DecisionQuerySet(AccessQuerySet):
    def latest_first(self):
        """The newest first; what the minutes give no date for comes last."""
        return self.order_by(F("decided_on").desc(nulls_last=True), "-order", "-pk")

    def with_minutes(self, actor):
        """With everything the minutes say, and the agreement where the actor may see it."""
        return self.select_related("declaration", "decided_by", "passed_to").prefetch_related(
            Prefetch("agreement", CollaborationAgreement.objects.for_actor(actor)),
            "numbers__party",
            *MINUTES[1:],
        )

    def with_numbers(self):
        """With `all_numbers`: every registry number of the matter, as one text."""
        rows = self.model.numbers.rel.related_model.objects.filter(decision=OuterRef("pk")).order_by()
        joined = rows.values("decision").annotate(all=StringAgg("number", Value(", "), order_by="pk"))
        return self.annotate(all_numbers=Subquery(joined.values("all")))


@keep_versions
class Decision(Public, Versioned):
    """A step of the decision chain about a declaration; what the minutes do not say stays empty."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("Approved")
        RECOMMENDED = "recommended", _("Recommended for approval")
        REJECTED = "rejected", _("Rejected")
        REFERRED_BACK = "referred_back", _("Referred back")
        TABLED = "tabled", _("Tabled")
        PASSED_ON = "passed_on", _("Passed on without a position of its own")
        NOTED = "noted", _("Noted")

    # Outcomes after which the same body decides again.
    UNSETTLED = frozenset({Outcome.REFERRED_BACK, Outcome.TABLED})

    access = {
        "view": [Through("declaration", "view")],
        "change": [
            Through("declaration", "change"),
            Both(Through("declaration", "view"), Through("decided_by", "decide")),
        ],
    }
    recorded_under = "declaration"

    declaration = models.ForeignKey(DeclarationOfIntent, models.CASCADE, related_name="decisions")
    agreement = models.ForeignKey(
        CollaborationAgreement,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("agreement"),
    )
    matter = models.CharField(_("matter"), max_length=200)
    summary = models.TextField(_("summary of the matter"), blank=True)
    decided_by = models.ForeignKey(
        DecisionBody, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("body")
    )
    # The names as they stood when it was decided; a body may get another.
    body = models.CharField(_("body"), max_length=120)
    body_short = models.CharField(_("abbreviation"), max_length=12, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    decided_on = models.DateField(_("date"), null=True, blank=True)
    paragraph = models.CharField(_("paragraph"), max_length=20, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome)
    wording = models.TextField(_("wording"), blank=True)
    passed_to = models.ForeignKey(
        DecisionBody, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("passed on to")
    )
    passed_on_to = models.CharField(_("passed on to"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    # Set at every change: what the minutes say stands in rows of their own, and a save on older ones is refused too.
    written_at = models.DateTimeField(default=now, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["declaration", "order"]
        default_permissions = ()
        triggers = [next_version(derived=["order"])]

    def __str__(self):
        return f"{self.body}: {self.matter}"

    def get_absolute_url(self):
        return reverse("agreements:decision", args=[self.public_id])

    def clean(self):
        """A decision has been made, about an agreement of its declaration; what is passed on goes somewhere."""
        if self.decided_on and self.decided_on > today():
            raise ValidationError(
                {"decided_on": _("A registered decision has been made: choose a day up to today.")}
            )
        if self.agreement and self.agreement.declaration_id != self.declaration_id:
            raise ValidationError({"agreement": _("The agreement belongs to another declaration.")})
        if self.outcome == self.Outcome.PASSED_ON and not (self.passed_to or self.passed_on_to):
            raise ValidationError({"passed_to": _("Choose the body that the matter was passed on to.")})
        if self.passed_to and self.passed_to == self.decided_by:
            raise ValidationError({"passed_to": _("A matter is passed on to another body.")})

    def name_bodies(self):
        """Keep what the bodies are called now."""
        if self.decided_by:
            self.body, self.body_short = self.decided_by.name, self.decided_by.short
        self.passed_on_to = self.passed_to.name if self.passed_to else ""

    def find_place(self):
        """Stand after what was decided before it, and move what was decided later one step on."""
        others = Decision.objects.filter(declaration=self.declaration).exclude(pk=self.pk)
        last = others.order_by("-order").first()
        later = (
            others.filter(decided_on__gt=self.decided_on).order_by("order").first()
            if self.decided_on
            else None
        )
        if later:
            self.order = later.order
            others.filter(order__gte=later.order).update(order=F("order") + 1)
        elif self._state.adding or (last and last.order > self.order):
            self.order = last.order + 1 if last else 1

    def write_minutes(self, rows):
        """Keep what the minutes say; returns the names of the rows that are others than before."""
        changed = []
        for name, wanted in rows.items():
            held = getattr(self, name)
            if list(held.values(*held.model.told)) != wanted:
                held.all().delete()
                for values in wanted:
                    row = held.model(decision=self, **values)
                    row.full_clean()
                    row.save()
                changed.append(name)
        return changed

    @transaction.atomic
    def register(self, *, by, rows=None):
        """Enter what a body has decided, and what its minutes say: {name of the rows: their values}."""
        self.name_bodies()
        self.full_clean()
        self.find_place()
        self.save()
        self.write_minutes(rows or {})
        self.record("registered", by=by, body=self.body)

    @transaction.atomic
    def change(self, *, by, rows=None, **values):
        """Correct the named fields and rows, and record which; returns their names. The old words are kept."""
        stored = Decision.objects.get(pk=self.pk)
        changed = [name for name, value in values.items() if getattr(stored, name) != value]
        for name in changed:
            setattr(self, name, values[name])
        if {"decided_by", "passed_to"} & set(changed):
            self.name_bodies()
        self.full_clean()
        if "decided_on" in changed:
            self.find_place()
        changed += self.write_minutes(rows or {})
        if changed:
            self.written_at = now()
            self.save()
            self.record("changed", by=by, fields=changed)
        return changed

    @property
    def dnr(self):
        """Every registry number of the matter, as one text."""
        return ", ".join(str(number) for number in self.numbers.all())

    @property
    def has_deliberation(self):
        """Whether the minutes tell of anything said before it was decided."""
        kinds = (self.speakers, self.motions, self.propositions, self.reservations)
        return any(rows.all() for rows in kinds)

    @property
    def next_body(self):
        """The body that decides after this, where it is known as one: another, or the same once more."""
        return self.passed_to or (self.decided_by if self.outcome in self.UNSETTLED else None)

    @property
    def expects(self):
        """The name of that body, as the minutes have it; "" when none decides after this."""
        return self.passed_on_to or (self.body if self.outcome in self.UNSETTLED else "")

    @property
    def awaits(self):
        """The body that is to decide next and whose decision is not registered; "" when none is awaited."""
        steps = self.declaration.decisions.all()
        return "" if any(self.is_followed_by(step) for step in steps) else self.expects

    def is_followed_by(self, step):
        """Whether `step` is the decision that this one expects: later, by that body, in the same matter."""
        matters = {step.agreement_id, self.agreement_id} - {None}
        if self.next_body and step.decided_by_id:
            is_same_body = step.decided_by_id == self.next_body.pk
        else:
            is_same_body = step.body == self.expects
        return step.order > self.order and is_same_body and len(matters) < 2

    @property
    def awaited_body(self):
        """The body that is awaited, where it is known as one."""
        return self.next_body if self.awaits else None

    @property
    def awaited_brief(self):
        """What the awaited body is called for short; "" when none is awaited."""
        body = self.awaited_body
        return body.brief if body else self.awaits
