"""The municipality's own outlines: a GeoJSON file, and which of its properties names the places."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from collab.forms import RowForm, ScopedForm
from lagesbild.geo.reading import read_features
from lagesbild.models import Outlines


class OutlinesForm(RowForm):
    """A file of polygons that can be read; anything else is refused in one sentence."""

    file = forms.FileField(
        label=_("File"), help_text=_("GeoJSON with areas only, at most 5 MB."), max_length=200
    )

    field_order = ["file", "system", "credit"]

    class Meta:
        model = Outlines
        fields = ["system", "credit"]
        help_texts = {
            "system": _("What the coordinates are. A file straight from a web service is often WGS84."),
            "credit": _("Who made the outlines, which year, and under which licence."),
        }

    def clean(self):
        """Read the file in the system that was chosen."""
        cleaned = super().clean()
        file, system = cleaned.get("file"), cleaned.get("system")
        if file and system:
            try:
                self.features = read_features(file.read(), system)
            except ValidationError as error:
                self.add_error("file", error)
        return cleaned

    def save(self, commit=True):
        row, file = self.instance, self.cleaned_data["file"]
        row.collaboration, row.uploaded_by, row.file_name = (
            self.actor.party.collaboration,
            self.actor,
            file.name,
        )
        row.features = [{"properties": f.properties, "rings": f.rings} for f in self.features]
        return super().save(commit)


class UseOutlinesForm(ScopedForm):
    """Which property says which place a feature is."""

    egenskap = forms.ChoiceField(
        label=_("Which property names the place?"), widget=forms.RadioSelect(attrs={"class": "radio"})
    )

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row
        self.properties = row.properties()
        self.fields["egenskap"].choices = [
            (
                name,
                _("%(name)s, such as “%(example)s”: %(n)s places")
                % {"name": name, "example": example, "n": places},
            )
            for name, example, places in self.properties
        ]
        if self.properties:
            self.fields["egenskap"].initial = self.properties[0][0]

    def perform(self):
        self.row.use(self.cleaned_data["egenskap"], by=self.actor)
