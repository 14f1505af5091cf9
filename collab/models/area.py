"""Places: municipality, districts and the areas drawn inside them, with every name they go by."""

from django.contrib.postgres.aggregates import StringAgg
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from collab.access import AccessQuerySet, Through
from collab.history import keep_versions

from .collaboration import Collaboration
from .recorded import Public, Versioned, next_version


class AreaQuerySet(AccessQuerySet):
    def with_aliases(self):
        """With `alias_text`: the texts that mean the place whoever delivers, apart by semicolons."""
        own = AreaAlias.objects.filter(area=OuterRef("pk"), party=None).values("area")
        texts = own.annotate(all=StringAgg("text", "; ", order_by="text")).values("all")
        return self.annotate(alias_text=Coalesce(Subquery(texts), Value(""), output_field=models.TextField()))


@keep_versions
class Area(Public, Versioned):
    """A place of a collaboration; a value stays on the place it was delivered for."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("Municipality")
        DISTRICT = "district", _("District")
        SUB_AREA = "sub_area", _("Sub-area")
        REGSO = "regso", _("RegSO")
        DESO = "deso", _("DeSO")
        PLACE = "place", _("Place")
        OUTSIDE = "outside", _("Outside the municipality")

    access = {
        "view": [Through("collaboration", "view")],
        "change": [Through("collaboration", "curate")],
    }
    recorded_under = "collaboration"

    collaboration = models.ForeignKey(Collaboration, models.PROTECT, related_name="areas")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    code = models.CharField(_("code"), max_length=20, blank=True)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    order = models.PositiveSmallIntegerField(default=0)
    # Where the place lies on the schematic map of the collaboration, as its seed gives it: {"path": …, "label": …}.
    shape = models.JSONField(default=dict, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        default_permissions = ()
        triggers = [next_version()]
        constraints = [
            models.UniqueConstraint(fields=["collaboration", "kind", "name"], name="area_name_once_per_kind"),
            models.UniqueConstraint(
                fields=["collaboration", "code"],
                condition=~Q(code=""),
                name="area_code_once_per_collaboration",
            ),
        ]

    def __str__(self):
        return self.name

    def is_within(self, other):
        """Whether `other` is this place or lies somewhere inside it."""
        while other is not None:
            if other.pk == self.pk and self.pk is not None:
                return True
            other = other.parent
        return False

    def own_aliases(self):
        """The texts that mean this place whoever delivers."""
        return list(self.aliases.filter(party=None).order_by("text").values_list("text", flat=True))

    def names_of_others(self, texts):
        """Those of the texts that already mean another place of the collaboration."""
        others = Area.objects.filter(collaboration=self.collaboration).exclude(pk=self.pk)
        return set(
            AreaAlias.objects.filter(area__in=others, party=None, text__in=texts).values_list(
                "text", flat=True
            )
        ) | set(others.filter(name__in=texts).values_list("name", flat=True))

    def go_by(self, texts):
        """Make these, and no others, the texts that mean this place whoever delivers."""
        wanted = set(texts)
        held = set(self.own_aliases())
        self.aliases.filter(party=None, text__in=held - wanted).delete()
        for text in sorted(wanted - held):
            self.aliases.create(text=text)


@keep_versions
class AreaAlias(models.Model):
    """A text that means a place when it comes from a party, or from anybody when no party is named."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="aliases")
    party = models.ForeignKey("collab.Party", models.CASCADE, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=120)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["area", "party", "text"], name="alias_once", nulls_distinct=False)
        ]

    def __str__(self):
        return self.text
