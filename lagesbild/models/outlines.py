"""Outlines of places that an administrator loads: from the file to the map of the picture, and back."""

from collections import Counter, defaultdict

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab.access import AccessQuerySet, Through
from collab.clock import now
from collab.history import keep_versions
from collab.models import Area, AreaAlias, Collaboration, Membership, Public, Versioned, next_version
from lagesbild.geo.drawing import shapes
from lagesbild.geo.reading import SWEREF99, WGS84


@keep_versions(exclude=["features", "replaced"])
class Outlines(Public, Versioned):
    """A GeoJSON file of polygons, kept until somebody has said which property names the place."""

    class System(models.TextChoices):
        SWEREF99 = SWEREF99, "SWEREF99 TM (EPSG:3006)"
        WGS84 = WGS84, "WGS84 (EPSG:4326)"

    access = {
        "view": [Through("collaboration", "curate")],
        "change": [Through("collaboration", "curate")],
    }
    recorded_under = "collaboration"

    collaboration = models.ForeignKey(Collaboration, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    system = models.CharField(gettext_lazy("coordinate system"), max_length=12, choices=System)
    credit = models.CharField(gettext_lazy("source, as it is to stand under the map"), max_length=200)
    # [{"properties": {…}, "rings": [[[x, y], …], …]}, …], in metres.
    features = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=now)
    named_by = models.CharField(max_length=120, blank=True)
    used_at = models.DateTimeField(null=True)
    # {key of the place: the shape it had before}; what taking the file back restores.
    replaced = models.JSONField(default=dict)

    objects = AccessQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        default_permissions = ()
        triggers = [next_version()]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("lagesbild:outlines", args=[self.public_id])

    def properties(self):
        """(property, an example, how many features it finds a place for), the best first."""
        found = []
        for name in dict.fromkeys(key for feature in self.features for key in feature["properties"]):
            matched, _unknown = self.matches(name)
            example = next(f["properties"][name] for f in self.features if name in f["properties"])
            found.append((name, example, sum(len(features) for features in matched.values())))
        return sorted(found, key=lambda row: -row[2])

    def names(self):
        """{text: the place it means} by code, name and alias; a name that two places share means neither."""
        if not hasattr(self, "known_names"):
            areas = {area.pk: area for area in self.collaboration.areas.all()}
            aliases = AreaAlias.objects.filter(area__in=areas, party=None).values_list("text", "area")
            told = [(text, pk) for pk, area in areas.items() for text in {area.code, area.name} - {""}]
            told = {(text.strip().casefold(), pk) for text, pk in [*told, *aliases]}
            shared = Counter(text for text, _pk in told)
            self.known_names = {text: areas[pk] for text, pk in told if shared[text] == 1}
        return self.known_names

    def matches(self, named_by):
        """({place: its features}, the texts that no place goes by) when this property names the places."""
        matched, unknown = defaultdict(list), []
        for n, feature in enumerate(self.features, 1):
            text = feature["properties"].get(named_by, "")
            area = self.names().get(text.strip().casefold())
            if area is None:
                unknown.append(text or _("feature %(n)s") % {"n": n})
            else:
                matched[area].append(feature)
        return dict(matched), unknown

    @transaction.atomic
    def use(self, named_by, *, by):
        """Draw the places that the property names as this file has them; the others keep the shapes they have."""
        if self.used_at:
            raise ValidationError(_("The outlines are on the map already."))
        matched, _unknown = self.matches(named_by)
        if not matched:
            raise ValidationError(_("That property names no place that the portal knows."))
        rings = {
            area.pk: [ring for feature in found for ring in feature["rings"]]
            for area, found in matched.items()
        }
        drawn = shapes(rings)
        self.replaced = {str(area.pk): area.shape for area in matched}
        for area in matched:
            area.shape = {**drawn[area.pk], "frame": self.public_id, "credit": self.credit}
            area.save(update_fields=["shape"])
        self.named_by, self.used_at = named_by, now()
        self.save()
        self.record("outlined", by=by, places=len(matched))

    @transaction.atomic
    def take_back(self, *, by):
        """Give the places that are still drawn by this file the shapes they had before."""
        if not self.used_at:
            raise ValidationError(_("The outlines are not on the map."))
        drawn = Area.objects.filter(pk__in=[int(key) for key in self.replaced], shape__frame=self.public_id)
        for area in drawn:
            area.shape = self.replaced[str(area.pk)]
            area.save(update_fields=["shape"])
        self.used_at = None
        self.save()
        self.record("outlines_removed", by=by)
