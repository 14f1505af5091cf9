"""Values: one figure for an indicator, a place, a period and a group, and the very cell it came from."""

from urllib.parse import urlencode

from django.db import models
from django.db.models import F
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.access import AccessQuerySet, Through
from collab.charts import SUPPRESSED, is_plotted

from .period import Breakdown, Period

EVERYONE = 0
# As one list of keys the planner walks the index key by key; of as many alternatives it makes a heap of rows.
AMONG = "({columns}) IN (SELECT * FROM unnest({arrays}))"
PEOPLE = ("batch__party", "batch__committed_by__user")
KEY = ("indicator_id", "area_id", "period_id", "breakdown_id")


def among(model, names, keys):
    """The condition that these columns of a row, which hold keys, are one of the tuples in `keys`."""
    columns = ", ".join(f"{model._meta.db_table}.{name}" for name in names)
    arrays = ", ".join(["%s::bigint[]"] * len(names))
    held = list(map(list, zip(*keys, strict=True)))
    return RawSQL(AMONG.format(columns=columns, arrays=arrays), held, models.BooleanField())  # noqa: S611  no text in it


def replaced(released, now):
    """See `ValueQuerySet.replaced`; what is hidden tells nothing of having been another."""
    found = {}
    for value in released:
        newest = now.get(value.area_id)
        if newest is not None and value.batch.number < newest.batch.number:
            found.setdefault(value.area_id, value)
    for area, value in list(found.items()):
        value.indicator = now[area].indicator
        both = is_plotted(value.shown) and is_plotted(now[area].shown)
        if not both or value.number == now[area].number:
            del found[area]
    return found


def key_of(row):
    """The figure that a row is about."""
    return tuple(getattr(row, name) for name in KEY)


class ValueQuerySet(AccessQuerySet):
    def current(self):
        """Of each figure the newest value among these rows: after `for_actor`, the one that this actor sees.

        At most two rows compete for a key: the newest that is released, and the actor's own party's newest that is
        not. Filter only by the four parts of the key after this; they narrow before the choice is made.
        """
        return self.filter(current_for__isnull=False).order_by(*KEY, F("batch__number").desc()).distinct(*KEY)

    def newest_each(self):
        """As `current`, for many figures at once: the two that compete are told apart here, not by sorting them all."""
        newest = {}
        for value in self.filter(current_for__isnull=False).order_by().annotate(delivery=F("batch__number")):
            other = newest.setdefault(key_of(value), value)
            if other.delivery < value.delivery:
                newest[key_of(value)] = value
        return list(newest.values())

    def total(self):
        """The figures about everybody, not about a group."""
        return self.filter(breakdown__key="")

    def among(self, keys, names=KEY):
        """Those whose parts of the key are one of `keys`, tuples in the order of `names`; there must be one."""
        return self.filter(among(self.model, names, keys))

    def earlier_than(self, value):
        """The other values of the same figure, newest first: replaced, not yet newest, or undone."""
        same = dict(zip(KEY, key_of(value), strict=True))
        return self.filter(**same).exclude(pk=value.pk).order_by("-batch__number", "-pk")

    def replaced(self, now):
        """{place: the newest released value before the one in `now` ({place: Value}), where its number was another}.

        Of rows of one indicator, period and group.
        """
        rows = self.filter(batch__is_released=True).select_related("batch")
        return replaced(rows.order_by("-batch__number", "-pk"), now)

    def history(self):
        """(the value of one figure that is newest, the others newest first, the one that it replaced), in one question.

        Nobody's newest among these rows is (None, [], None).
        """
        rows = list(self.with_source().order_by("-batch__number", "-pk"))
        newest = next((value for value in rows if value.current_for is not None), None)
        if newest is None:
            return None, [], None
        released = [value for value in rows if value.batch.is_released]
        earlier = [value for value in rows if value.pk != newest.pk]
        return newest, earlier, replaced(released, {newest.area_id: newest}).get(newest.area_id)

    def of(self, evidence):
        """The current value of the figure that a row with the parts of the key points to; None when there is none."""
        return self.of_each([evidence])[0][1]

    def of_each(self, rows):
        """[(row, the current value of the figure it points to by the parts of the key, or None)], in one question.

        A value shares the indicator, the place, the period and the group of its row.
        """
        keys = {row.pk: key_of(row) for row in rows}
        if not keys:
            return []
        seen = self.among(set(keys.values())).current().with_batches()
        found = {key_of(value): value for value in seen}
        for row in rows:
            if value := found.get(keys[row.pk]):
                for name in KEY:
                    part = name.removesuffix("_id")
                    setattr(value, part, getattr(row, part))
        return [(row, found.get(keys[row.pk])) for row in rows]

    def periods(self):
        """The periods that these figures are about, newest first."""
        rows = Period.objects.filter(pk__in=self.order_by().values("period"))
        return rows.order_by("-ends_on", "starts_on")

    def groups(self):
        """The groups that these figures are about, everybody first."""
        return Breakdown.objects.filter(pk__in=self.order_by().values("breakdown"))

    def at(self, *, indicator, area, period, group):
        """The values of one figure as an address names it: two public ids, a period's code and a group's key."""
        # Asked for first: with its key at hand the planner goes straight to the figure.
        period = Period.objects.coded(period).first()
        return self.filter(
            indicator__public_id=indicator, area__public_id=area, period=period, breakdown__key=group
        )

    def with_batches(self):
        """With the few deliveries they come from fetched once each."""
        return self.prefetch_related(*PEOPLE)

    def with_source(self):
        """With everything the line under a figure tells."""
        return self.select_related(
            "indicator__source", "area", "period", "breakdown", "batch__party", "batch__committed_by__user"
        )


class Value(models.Model):
    """A figure as it was delivered. Rows are never edited: a batch replaces values by newer ones, or is undone.

    That makes the table its own history, so it carries no version triggers; millions of rows could not. The two
    columns that change are derived: `current_for` by `imports.settling`, `masked_since` by `disclosure.masking`.
    """

    class Flag(models.TextChoices):
        NONE = "", ""
        SUPPRESSED = "suppressed", _("suppressed")
        NOT_APPLICABLE = "not_applicable", _("not applicable")
        NOT_AVAILABLE = "not_available", _("missing")
        PRELIMINARY = "preliminary", _("preliminary")
        ESTIMATED = "estimated", _("estimated")
        REVISED = "revised", _("revised")

    access = {"view": [Through("batch", "view")]}
    written_in_bulk = True

    indicator = models.ForeignKey(
        "lagesbild.Indicator", models.PROTECT, related_name="values", db_index=False
    )
    area = models.ForeignKey("collab.Area", models.PROTECT, related_name="+", db_index=False)
    period = models.ForeignKey("lagesbild.Period", models.PROTECT, related_name="+", db_index=False)
    breakdown = models.ForeignKey("lagesbild.Breakdown", models.PROTECT, related_name="+", db_index=False)
    batch = models.ForeignKey("lagesbild.ImportBatch", models.PROTECT, related_name="values")
    number = models.DecimalField(max_digits=30, decimal_places=10, null=True)
    flag = models.CharField(max_length=14, choices=Flag, default=Flag.NONE, blank=True)
    sheet = models.CharField(max_length=120, blank=True)
    row = models.PositiveIntegerField(null=True)
    col = models.PositiveIntegerField(null=True)
    text = models.CharField(max_length=200, blank=True)
    # Whom this is the newest value for: EVERYONE when released, the key of the delivering party until then, or nobody.
    current_for = models.IntegerField(null=True, editable=False)
    # The number of the import from which on the figure is hidden: small, or telling of a small one. Derived, too.
    masked_since = models.PositiveIntegerField(null=True, editable=False)

    objects = ValueQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            # Rows that are newest for nobody have null there and may be many: the index serves history as well.
            models.UniqueConstraint(
                fields=["indicator", "period", "area", "breakdown", "current_for"],
                include=["number", "flag", "batch"],
                name="one_newest_value_per_figure",
            )
        ]
        indexes = [
            models.Index(
                fields=["area", "breakdown", "indicator", "period"],
                include=["id", "number", "flag", "batch", "current_for", "masked_since"],
                condition=models.Q(current_for__isnull=False),
                name="newest_values_of_a_place",
            ),
            models.Index(
                fields=["indicator", "masked_since"],
                condition=models.Q(masked_since__isnull=False),
                name="masked_values",
            ),
        ]

    def __str__(self):
        return f"{self.number if self.number is not None else self.flag}"

    def get_absolute_url(self):
        """The page that says which cell the figure came from; it stays when the figure is revised."""
        address = [self.indicator.public_id, self.area.public_id, self.period.code]
        group = f"?{urlencode({'grupp': self.breakdown.key})}" if self.breakdown.key else ""
        return reverse("lagesbild:value", args=address) + group

    @property
    def shown(self):
        """The number to print and plot; SUPPRESSED when it is too small, would tell of a small one, or was delivered
        suppressed; None when missing.
        """
        if self.flag == self.Flag.SUPPRESSED or self.is_small or self.is_masked:
            return SUPPRESSED
        return self.number

    @property
    def is_masked(self):
        """Whether a small count could be worked out with it; only counts have any."""
        return self.indicator.is_count and self.masked_since is not None

    @property
    def is_small(self):
        """A count under the indicator's threshold: it could point out a person."""
        return self.indicator.is_count and self.number is not None and self.number < self.indicator.min_n

    @property
    def cell(self):
        """C17, as a spreadsheet names the cell; empty when the value came from no file."""
        if not self.row or not self.col:
            return ""
        return f"{column_letters(self.col)}{self.row}"


def column_letters(number: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
