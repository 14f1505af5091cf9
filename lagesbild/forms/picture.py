"""Which indicator, which period, which places: all in the address; and what an indicator is."""

from decimal import Decimal

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from collab.forms import FilterForm, RowForm
from lagesbild.models import Indicator
from lagesbild.models.picture import LEVELS, Picture

# What the address says for numbers divided by the population.
RATE = "andel"


class IndicatorChoice(forms.ModelChoiceField):
    def label_from_instance(self, indicator):
        return indicator.title


class PictureFilter(FilterForm):
    """The choices of the page *Lägesbild*; each offers only what the actor sees figures of."""

    indikator = IndicatorChoice(
        label=_("Indicator"), queryset=Indicator.objects, to_field_name="public_id", empty_label=None
    )
    matt = forms.CharField(label=_("Show as"), widget=forms.Select)
    grupp = forms.CharField(label=_("Group"), widget=forms.Select)
    niva = forms.CharField(label=_("Level"), widget=forms.Select)
    period = forms.CharField(label=_("Period"), widget=forms.Select)
    jamfor = forms.CharField(label=_("Compare with"), widget=forms.Select)

    def __init__(self, data, *, actor, **kwargs):
        super().__init__(data, actor=actor, **kwargs)
        chosen = self.fields["indikator"]
        chosen.queryset = chosen.queryset.with_figures(actor)
        asked = self.value("indikator")
        # One that the actor sees no figures of gives way to one that has some.
        indicator = chosen.queryset.filter(pk=asked.pk).first() if asked else None
        indicator = indicator or chosen.queryset.first()
        self.picture = indicator and Picture(
            indicator,
            actor,
            period=self.value("period"),
            compare=self.value("jamfor"),
            level=self.value("niva"),
            group=self.value("grupp"),
            as_rate=self.value("matt") == RATE,
        )
        if self.picture:
            self.offer()

    def offer(self):
        """Let each control offer what there is and show what the picture settled on; one choice is no choice."""
        picture = self.picture
        periods = [(period.code, capfirst(period.label)) for period in picture.periods]
        none = [] if picture.compare else [("", _("Choose…"))]
        rate = [(RATE, capfirst(picture.population.words))] if picture.population else []
        offered = {
            "period": periods,
            "matt": [("", _("Number")), *rate],
            "grupp": [(group.key, group.label) for group in picture.groups],
            "niva": [(name, LEVELS[name][0]) for name in picture.levels],
            "jamfor": none + [(code, words) for code, words in periods if code != picture.period.code],
        }
        self.data = {
            "indikator": picture.indicator.public_id,
            "period": picture.period.code,
            "matt": RATE if picture.is_rate else "",
            "grupp": picture.group.key,
            "niva": picture.level,
            "jamfor": picture.compare.code if picture.compare else "",
        }
        for name, choices in offered.items():
            self.fields[name].widget.choices = choices
            if len(choices) <= 1 and name != "period":
                del self.fields[name]


DECIMALS = ("baseline", "target")


class IndicatorForm(RowForm):
    """An indicator, by those who keep the situational picture."""

    offers = {"source": "view"}

    new_source = forms.CharField(
        label=_("A new source"),
        max_length=120,
        required=False,
        help_text=_("Only when the source is not in the list."),
    )

    field_order = ["name", "spoken", "code", "unit", "direction", "source", "new_source"]

    class Meta:
        model = Indicator
        fields = [
            *("name", "spoken", "code", "unit", "direction", "source", "description", "is_count", "min_n"),
            *("denominator", "baseline", "baseline_year", "target", "target_year"),
        ]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}
        # With the comma or the point of the language.
        localized_fields = DECIMALS
        help_texts = {
            "code": _("Left empty, it is made of the name."),
            "unit": _("Such as number, per cent or days."),
            "is_count": _("Then values below the smallest number are never shown."),
            "spoken": _("As it is said within a sentence, such as: the feeling of unsafety."),
            "description": _(
                "Also what one should beware of when reading it; it is quoted beside conclusions."
            ),
            "denominator": _(
                "The count that this one is divided by, such as the population or the number of children. It is"
                " imported per year like other figures."
            ),
            "baseline": _("For the whole municipality, in the unit of the indicator."),
            "baseline_year": _("Instead of a value: the figure of the same period in that year."),
            "target": _("For the whole municipality, in the unit of the indicator."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.instance.collaboration = self.actor.party.collaboration
            # Made by hand it is no secret; one that an import makes waits for the release.
            self.instance.is_published = True
        else:
            for name in DECIMALS:
                if (number := getattr(self.instance, name)) is not None:
                    self.initial[name] = Decimal(f"{number.normalize():f}")
            counts = self.fields["denominator"]
            counts.queryset = counts.queryset.exclude(pk=self.instance.pk)

    def save(self, commit=True):
        if name := self.cleaned_data["new_source"].strip():
            self.instance.source = self.instance.source_named(name, by=self.actor)
        return super().save(commit)

    def clean_code(self):
        return self.cleaned_data["code"] or self.instance.code
