"""The lists of the situational picture that can be taken out: indicators, a ranked table, all figures, deliveries."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab import charts
from collab.export.table import DATE, MOMENT, NUMBER, Column, Table, address, in_pieces, words
from collab.models import Area

from .forms import PictureFilter
from .models import ImportBatch, Indicator, Source, Value
from .resources import AreaResource, IndicatorResource, SourceResource

# What stands in the place of a figure that may not be shown, as in the tables of the statistical authorities.
MASKED = ".."


def plain(value):
    """The figure as a number; two dots when it may not be shown."""
    return MASKED if value == charts.SUPPRESSED else value


class IndicatorTable(Table):
    """What is measured."""

    name = gettext_lazy("Indicators")
    columns = (
        Column(gettext_lazy("Indicator"), "name", width=40),
        Column(gettext_lazy("Code"), "code", width=16),
        Column(gettext_lazy("Unit"), "unit", width=14),
        Column(gettext_lazy("Direction"), "direction", width=22, show=words(Indicator.Direction)),
        Column(gettext_lazy("Source"), "source__name", width=36),
        Column(gettext_lazy("Description"), "description", width=60),
        Column(gettext_lazy("Link"), "public_id", width=40, show=address("lagesbild:indicator")),
    )

    def rows(self):
        return Indicator.objects.for_actor(self.actor).order_by("name", "pk")


class PictureTable(Table):
    """The ranked table of the page Lägesbild, with the same choices."""

    name = gettext_lazy("Situational picture")

    def __init__(self, actor, query):
        super().__init__(actor, query)
        # A rate is worked out, not delivered: files hold the figures themselves.
        query = {name: query[name] for name in query if name != "matt"}
        self.form = PictureFilter(query, actor=actor)
        self.picture = self.form.picture

    @property
    def title(self):
        return f"{super().title} {self.picture.indicator.name}" if self.picture else super().title

    @property
    def narrowing(self):
        if not self.picture:
            return []
        found = [(_("Indicator"), self.picture.indicator.name), (_("Period"), self.picture.period.label)]
        return found + ([(_("Group"), self.picture.group.label)] if self.picture.group.key else [])

    @property
    def columns(self):
        picture = self.picture
        now = picture.period.label if picture else _("Value")
        then = [Column(picture.compare.label, kind=NUMBER, width=16)] if picture and picture.compare else []
        change = [Column(_("Change"), kind=NUMBER, width=12)] if then else []
        return [
            Column(_("Area"), width=30),
            Column(now, kind=NUMBER, width=16),
            *then,
            *change,
            Column(_("Unit"), width=14),
            Column(_("Prioritised"), width=12),
            Column(_("File"), width=30),
            Column(_("Cell"), width=16),
            Column(_("Delivered by"), width=30),
        ]

    def cells(self):
        picture = self.picture
        for figure in [*picture.figures, picture.town] if picture else ():
            if figure is None:
                continue
            row, before = figure.row, [plain(figure.then), figure.change] if picture.compare else []
            where = (
                [row.batch.file_name, f"{row.sheet} {row.cell}".strip(), row.batch.party.title]
                if row
                else [""] * 3
            )
            priority = _("yes") if figure.is_priority else ""
            yield [figure.area.name, plain(figure.value), *before, picture.indicator.unit, priority, *where]


class ValueTable(PictureTable):
    """Every figure of the indicator that the acting membership sees, tidy: one row per figure, as it was delivered.

    Kinds of periods and places, groups and flags are codes, the same in every language.
    """

    name = gettext_lazy("Figures")
    columns = (
        Column(gettext_lazy("Indicator code"), width=20),
        Column(gettext_lazy("Indicator"), width=40),
        Column(gettext_lazy("Unit"), width=14),
        Column(gettext_lazy("Area code"), width=12),
        Column(gettext_lazy("Area"), width=30),
        Column(gettext_lazy("Kind of area"), width=14),
        Column(gettext_lazy("Period from"), kind=DATE, width=12),
        Column(gettext_lazy("Period to"), kind=DATE, width=12),
        Column(gettext_lazy("Kind of period"), width=14),
        Column(gettext_lazy("Group"), width=24),
        Column(gettext_lazy("Value"), kind=NUMBER, width=14),
        Column(gettext_lazy("Flag"), width=16),
        Column(gettext_lazy("Source"), width=30),
        Column(gettext_lazy("Delivered by"), width=30),
        Column(gettext_lazy("Imported"), kind=DATE, width=12),
        Column(gettext_lazy("File"), width=30),
        Column(gettext_lazy("Sheet"), width=16),
        Column(gettext_lazy("Cell"), width=10),
    )

    @property
    def narrowing(self):
        return [(_("Indicator"), self.picture.indicator.name)] if self.picture else []

    def cells(self):
        if not self.picture:
            return
        indicator = self.picture.indicator
        source = indicator.source.name if indicator.source else ""
        seen = Value.objects.for_actor(self.actor).filter(indicator=indicator)
        found = seen.current().select_related("area", "period", "breakdown", "batch__party")
        for value in in_pieces(found):
            value.indicator = indicator
            masked = value.shown == charts.SUPPRESSED
            yield (
                *(indicator.code, indicator.name, indicator.unit),
                *(value.area.code, value.area.name, value.area.kind),
                *(value.period.starts_on, value.period.ends_on, value.period.kind, value.breakdown.key),
                plain(value.shown),
                Value.Flag.SUPPRESSED.value if masked else value.flag,
                *(source, value.batch.party.title, localdate(value.batch.committed_at)),
                *(value.batch.file_name, value.sheet, value.cell),
            )


class ReferenceTable(Table):
    """Reference data as they are brought back: the same columns both ways."""

    resource = None

    @property
    def columns(self):
        return [Column(label, kind=kind, width=24) for label, _key, kind in self.resource.columns()]

    def cells(self):
        resource = self.resource(self.actor)
        for row in in_pieces(self.rows()):
            yield resource.export_resource(row)


class ReferenceIndicatorTable(ReferenceTable):
    name = gettext_lazy("Reference data indicators")
    resource = IndicatorResource

    def rows(self):
        return Indicator.objects.for_actor(self.actor, "change").select_related("source", "denominator")


class ReferenceAreaTable(ReferenceTable):
    name = gettext_lazy("Reference data places")
    resource = AreaResource

    def rows(self):
        return Area.objects.for_actor(self.actor, "change").select_related("parent").with_aliases()


class ReferenceSourceTable(ReferenceTable):
    name = gettext_lazy("Reference data sources")
    resource = SourceResource

    def rows(self):
        return Source.objects.for_actor(self.actor, "change")


class ImportTable(Table):
    """The deliveries: one's own, and what the others have released."""

    name = gettext_lazy("Imports")
    columns = (
        Column(gettext_lazy("File"), "file_name", width=40),
        Column(gettext_lazy("Delivered by"), "party__title", width=36),
        Column(gettext_lazy("Uploaded by"), "uploaded_by__user__name", width=26),
        Column(gettext_lazy("Uploaded at"), "uploaded_at", MOMENT, 17),
        Column(gettext_lazy("State"), "state", width=14, show=words(ImportBatch.State)),
        Column(gettext_lazy("Released at"), "released_at", MOMENT, 17),
        Column(gettext_lazy("New"), "counts__new", NUMBER, 10),
        Column(gettext_lazy("Changed"), "counts__changed", NUMBER, 10),
    )

    def rows(self):
        return ImportBatch.objects.for_actor(self.actor).listed().order_by("-uploaded_at", "-pk")
