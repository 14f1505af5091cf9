"""The places that work and needs can have, and the boxes to tick them by."""

from django import forms
from django.utils.translation import gettext

from .models import Area

PLACES = (Area.Kind.MUNICIPALITY, Area.Kind.DISTRICT, Area.Kind.SUB_AREA, Area.Kind.PLACE)


class PlacesField(forms.ModelMultipleChoiceField):
    """Places, as boxes to tick."""

    def __init__(self, **options):
        super().__init__(
            Area.objects,
            limit_choices_to={"kind__in": PLACES},
            to_field_name="public_id",
            widget=forms.CheckboxSelectMultiple,
            required=False,
            **options,
        )

    def label_from_instance(self, area):
        return in_words(area)


def in_words(area):
    """The place as a person chooses it."""
    return gettext("The whole municipality") if area.kind == Area.Kind.MUNICIPALITY else area.name
