"""Indicators: what is measured, in which unit, from which source, and whether less is better."""

from dataclasses import dataclass

from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Exists, Func, OuterRef, Subquery
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collab.access import WORKING, AccessQuerySet, Through
from collab.history import keep_versions
from collab.models import Area, Collaboration, Public, Versioned, next_version

from .followed import Direction, Followed
from .period import Breakdown
from .series import trends
from .value import Value


@dataclass(frozen=True)
class Released:
    """Open to the roles `to` of every party of the collaboration, once the row's own `field` says so.

    The grant is the party's on the collaboration: a party that joins later sees what is released, with no grant
    per party and row.
    """

    field: str
    to: frozenset = WORKING

    def rows(self, queryset, actor):
        return Through("collaboration", "view").rows(queryset.filter(**{self.field: True}), actor)


@keep_versions
class Source(Public, Versioned):
    """Where figures come from: a survey, a register, an authority's statistics."""

    access = {
        "view": [Through("collaboration", "view", to=WORKING)],
        "change": [Through("collaboration", "curate")],
    }
    recorded_under = "collaboration"

    collaboration = models.ForeignKey(Collaboration, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    owner = models.CharField(_("kept by"), max_length=120, blank=True)
    url = models.URLField(_("address"), blank=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        default_permissions = ()
        triggers = [next_version()]
        constraints = [
            models.UniqueConstraint(
                fields=["collaboration", "name"],
                name="source_name_once_per_collaboration",
                violation_error_message=_("There is already a source with that name."),
            )
        ]

    def __str__(self):
        return self.name


# Units that say no more than that something was counted.
PLAIN_COUNTS = {"antal", "number", "st"}
PER_CENT = "%"
PER_CENTS = {PER_CENT, "procent", "percent", "per cent"}


class IndicatorQuerySet(AccessQuerySet):
    def with_figures(self, actor):
        """Those of which the actor may see at least one current figure."""
        figures = Value.objects.for_actor(actor).filter(current_for__isnull=False, indicator=OuterRef("pk"))
        return self.filter(Exists(figures.values("pk")))

    def most_told(self, areas, actor):
        """The first of those that have figures about everybody in the most of `areas`; None without any."""
        # One figure of each indicator and place is looked for: to read them all would be every figure of the places.
        figure = Value.objects.for_actor(actor).filter(
            area=OuterRef("pk"),
            breakdown=Breakdown.objects.everybody(actor),
            indicator=OuterRef(OuterRef("pk")),
            current_for__isnull=False,
        )
        told = Area.objects.filter(pk__in=[area.pk for area in areas]).order_by()
        told = told.alias(figure=Subquery(figure.values("pk")[:1])).filter(figure__isnull=False)
        count = told.annotate(n=Func("pk", function="COUNT")).values("n")
        found = self.annotate(told=Subquery(count)).order_by("-told", *self.model._meta.ordering).first()
        return found if found and found.told else None

    def trends(self, areas, actor, *, kind=None, back=8):
        """The development of each of these indicators in `areas`, as the actor may see it: five queries in all.

        Returns a list of `Trends` (one per indicator that has figures there, in this queryset's order), each with
        `indicator`, `periods` (at most `back`, oldest first; of the kind `kind`, else of the commonest kind),
        `rows` (a list of (area, values) in the order of `areas`) and `panels()`: the geometry for
        components/chart_trend.html, on one scale, with the whole municipality as the dashed line.

            for trend in Indicator.objects.for_actor(actor).filter(code__in=…).trends(areas, actor): …
        """
        return trends(self, list(areas), actor, kind=kind, back=back)


@keep_versions
class Indicator(Followed, Public, Versioned):
    """A measure of the joint picture. Until one of its deliveries is released only its keepers know of it."""

    Direction = Direction

    access = {
        "view": [Through("collaboration", "curate"), Released("is_published")],
        "change": [Through("collaboration", "curate")],
    }

    collaboration = models.ForeignKey(Collaboration, models.PROTECT, related_name="indicators")
    code = models.SlugField(_("code"), max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=160)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    # What running text calls it: "otryggheten" for "Andel otrygga utomhus på kvällen".
    spoken = models.CharField(_("name in running text"), max_length=60, blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    description = models.TextField(_("description"), blank=True)
    is_count = models.BooleanField(_("counts people or events"), default=True)
    min_n = models.PositiveSmallIntegerField(
        _("smallest number shown"), default=5, validators=[MinValueValidator(1)]
    )
    # The people, or the children, that the count is set against: itself a count, delivered by import.
    denominator = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"is_count": True},
        verbose_name=_("compared with the population"),
    )
    is_published = models.BooleanField(default=False, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        default_permissions = ()
        triggers = [next_version(derived=["is_published"])]
        constraints = [
            *Followed.Meta.constraints,
            models.UniqueConstraint(
                fields=["collaboration", "code"],
                name="indicator_code_once_per_collaboration",
                violation_error_message=_("There is already an indicator with that code."),
            ),
            models.UniqueConstraint(
                fields=["collaboration", "name"],
                name="indicator_name_once_per_collaboration",
                violation_error_message=_("There is already an indicator with that name."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("lagesbild:indicator", args=[self.public_id])

    @property
    def title(self):
        """The name with its unit, where the name does not say it already."""
        if not self.unit or self.unit.casefold() in self.name.casefold():
            return self.name
        return f"{self.name}, {self.unit}"

    @property
    def in_text(self):
        """What it is called within a sentence."""
        return self.spoken or f"{self.name[:1].lower()}{self.name[1:]}"

    @property
    def people(self):
        """Whom a rate is counted per, when this is the population: inhabitants, unless its unit says otherwise."""
        return self.mark or gettext("inhabitants")

    def contradictions(self):
        yield from super().contradictions()
        if not self.denominator_id:
            return
        if not self.is_count:
            yield "denominator", gettext("Only a count can be compared with a population.")
        elif self.denominator_id == self.pk:
            yield "denominator", gettext("An indicator cannot be compared with itself.")
        elif not self.denominator.is_count:
            yield "denominator", gettext("The population must itself be a count.")

    @property
    def mark(self):
        """What is written after a figure; nothing after a plain count."""
        unit = self.unit.casefold()
        if unit in PER_CENTS:
            return PER_CENT
        return "" if unit in PLAIN_COUNTS else self.unit

    def save(self, *args, **kwargs):
        if not self.code:
            self.code = self.draw_code()
        hides = ("is_count", "min_n")
        before = Indicator.objects.filter(pk=self.pk).values_list(*hides).first()
        super().save(*args, **kwargs)
        if before not in (None, (self.is_count, self.min_n)):
            self.hide_anew()

    def hide_anew(self):
        """Work out anew which figures are hidden, for a small number is another than before."""
        from lagesbild.disclosure import masking

        masking.guard_indicator(self)

    def draw_code(self):
        """A code made of the name, with a number when another indicator has it."""
        stem = slugify(self.name)[:32] or "indicator"
        taken = set(
            Indicator.objects.filter(collaboration=self.collaboration_id, code__startswith=stem).values_list(
                "code", flat=True
            )
        )
        return next(
            c for n in range(1, len(taken) + 2) if (c := stem if n == 1 else f"{stem}-{n}") not in taken
        )

    def source_named(self, name, *, by):
        """The collaboration's source of that name, made and recorded when it is new."""
        source, is_new = Source.objects.get_or_create(collaboration=self.collaboration, name=name)
        if is_new:
            source.record("created", by=by)
        return source

    @transaction.atomic
    def publish(self, *, by):
        """Let every party know that this is measured; its figures follow with each released delivery."""
        self.is_published = True
        Indicator.objects.filter(pk=self.pk, is_published=False).update(is_published=True)
        self.record("published", by=by)
