"""The reference data that administrators take out, change and bring back: indicators, places and sources."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab.models import Area
from collab.resources import ForeignRow, Number, RowResource, Words, YesOrNo, field

from .models import Indicator, Source

ALIASES_APART = ";"
# What ties a place's figures to others' in sums; changed, it would change what has to be hidden.
FIXED = ("kind", "parent")
SMALLEST = Indicator._meta.get_field("min_n").default


class IndicatorResource(RowResource):
    labels = {
        "code": gettext_lazy("Code"),
        "name": gettext_lazy("Indicator"),
        "spoken": gettext_lazy("Name in running text"),
        "unit": gettext_lazy("Unit"),
        "direction": gettext_lazy("Direction"),
        "source": gettext_lazy("Source"),
        "description": gettext_lazy("Description"),
        "is_count": gettext_lazy("Counts people or events"),
        "min_n": gettext_lazy("Smallest number shown"),
        "denominator": gettext_lazy("Compared with the population"),
        "baseline": gettext_lazy("Baseline value"),
        "baseline_year": gettext_lazy("Baseline year"),
        "target": gettext_lazy("Target value"),
        "target_year": gettext_lazy("To be reached by the year"),
    }
    numbers = frozenset({"min_n", "baseline", "baseline_year", "target", "target_year"})

    code = field("code")
    name = field("name")
    spoken = field("spoken")
    unit = field("unit")
    direction = field("direction", Words(Indicator.Direction.choices), default=Indicator.Direction.LOWER)
    source = field("source", ForeignRow(Source, "name"))
    description = field("description")
    is_count = field("is_count", YesOrNo(), default=True)
    min_n = field("min_n", Number(is_whole=True), default=SMALLEST)
    denominator = field("denominator", ForeignRow(Indicator, "code", "name"))
    baseline = field("baseline", Number())
    baseline_year = field("baseline_year", Number(is_whole=True))
    target = field("target", Number())
    target_year = field("target_year", Number(is_whole=True))

    class Meta(RowResource.Meta):
        model = Indicator
        import_id_fields = ("code",)
        fields = export_order = (
            *("code", "name", "spoken", "unit", "direction", "source", "description", "is_count", "min_n"),
            *("denominator", "baseline", "baseline_year", "target", "target_year"),
        )

    def after_init_instance(self, instance, new, row, **kwargs):
        super().after_init_instance(instance, new, row, **kwargs)
        if new:
            # Made by hand it is no secret; one that an import makes waits for the release.
            instance.is_published = True


class SourceResource(RowResource):
    labels = {
        "public_id": gettext_lazy("Id"),
        "name": gettext_lazy("Source"),
        "owner": gettext_lazy("Kept by"),
        "url": gettext_lazy("Address"),
    }

    public_id = field("public_id", is_id=True)
    name = field("name")
    owner = field("owner")
    url = field("url")

    class Meta(RowResource.Meta):
        model = Source
        import_id_fields = ("public_id",)
        fields = export_order = ("public_id", "name", "owner", "url")


class AreaResource(RowResource):
    """Places with the aliases that hold whoever delivers; a party's own aliases are the party's."""

    labels = {
        "public_id": gettext_lazy("Id"),
        "code": gettext_lazy("Code"),
        "name": gettext_lazy("Area"),
        "kind": gettext_lazy("Kind"),
        "parent": gettext_lazy("Lies in"),
        "order": gettext_lazy("Order"),
        "alias_text": gettext_lazy("Aliases"),
    }
    numbers = frozenset({"order"})

    public_id = field("public_id", is_id=True)
    code = field("code")
    name = field("name")
    kind = field("kind", Words(Area.Kind.choices))
    parent = field("parent", ForeignRow(Area, "code", "name"))
    order = field("order", Number(is_whole=True), default=0)
    alias_text = field("alias_text")

    class Meta(RowResource.Meta):
        model = Area
        import_id_fields = ("public_id",)
        fields = export_order = ("public_id", "code", "name", "kind", "parent", "order", "alias_text")

    def after_init_instance(self, instance, new, row, **kwargs):
        super().after_init_instance(instance, new, row, **kwargs)
        instance.alias_text = "" if new else f"{ALIASES_APART} ".join(instance.own_aliases())
        self.stood = None if new else {name: getattr(instance, name) for name in FIXED}

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        errors = dict(import_validation_errors or {})
        moved = [name for name in FIXED if self.stood and getattr(instance, name) != self.stood[name]]
        if moved:
            errors[moved[0]] = ValidationError(_("Only a new place is given this; figures may hang on it."))
        elif instance.parent and instance.is_within(instance.parent):
            errors["parent"] = ValidationError(_("A place cannot lie in itself, nor in a part of itself."))
        if taken := instance.names_of_others(aliases_in(instance)):
            words = {"names": ", ".join(sorted(taken))}
            errors["alias_text"] = ValidationError(_("These already mean another place: %(names)s.") % words)
        super().validate_instance(instance, errors, validate_unique)

    def after_save_instance(self, instance, row, **kwargs):
        super().after_save_instance(instance, row, **kwargs)
        instance.go_by(aliases_in(instance))


def aliases_in(area):
    return [text.strip() for text in area.alias_text.split(ALIASES_APART) if text.strip()]


RESOURCES = {"indicators": IndicatorResource, "areas": AreaResource, "sources": SourceResource}
