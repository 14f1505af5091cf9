"""Needs, the figures they rest on, their causes, and what the council chose."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agreements.models import PriorityArea
from collab.clock import today
from collab.forms import FilterForm, RowForm, ScopedForm
from collab.models import Area
from collab.places import PlacesField
from collab.places import in_words as place_in_words
from lagesbild.models import Cause, Indicator, Need, Value

from .imports import StepForm

LONG = forms.Textarea(attrs={"rows": 4})
# How many periods are named where the asked one has no figure.
NEWEST = 3


class PriorityField(forms.ModelMultipleChoiceField):
    """Priority areas with their agreement, as boxes to tick."""

    def __init__(self, **options):
        super().__init__(
            PriorityArea.objects,
            to_field_name="public_id",
            widget=forms.CheckboxSelectMultiple,
            required=False,
            **options,
        )

    def label_from_instance(self, area):
        return f"{area.name} ({area.agreement.years})"


class NeedField(forms.ModelChoiceField):
    """A need with the picture it stands in."""

    def __init__(self, **options):
        super().__init__(Need.objects, to_field_name="public_id", **options)

    def label_from_instance(self, need):
        return f"{need.title} ({need.situation})"


def newest_first(needs):
    return needs.select_related("situation").order_by("-situation__dated_on", "order")


class NeedForm(RowForm):
    """A need: its sentence, its places, and which priority areas rest on it."""

    areas = PlacesField(label=_("Where?"))
    priority_areas = PriorityField(
        label=_("Priority areas that rest on it"),
        help_text=_("The red thread goes from here to the agreement and its activities."),
    )
    follows = NeedField(
        label=_("Goes on from"),
        required=False,
        empty_label=_("A new need"),
        help_text=_("The same need in the analysis before: how it was weighed then is shown beside."),
    )

    class Meta:
        model = Need
        fields = ["title", "statement", "areas", "caution", "follows"]
        widgets = {"statement": LONG, "caution": LONG}
        help_texts = {
            "title": _("What has to be different, such as: Young people feel safe at the station at night."),
            "caution": _("What the figures rest on, and what they may hide."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        areas = self.fields["priority_areas"]
        areas.queryset = areas.queryset.select_related("agreement").order_by("-agreement__starts_on", "order")
        self.is_new = self.instance._state.adding
        if self.is_new:
            self.instance.situation = self.parent
            self.instance.order = self.parent.needs.count()
        else:
            self.initial["areas"] = [area.public_id for area in self.instance.areas.all()]
            held = areas.queryset.filter(bases__need=self.instance)
            self.initial["priority_areas"] = [area.public_id for area in held]
        self.offer_earlier()

    def offer_earlier(self):
        """Needs of earlier analyses, if there are any."""
        field, situation = self.fields["follows"], self.instance.situation
        earlier = field.queryset.filter(situation__dated_on__lte=situation.dated_on)
        field.queryset = newest_first(earlier.exclude(situation=situation))
        if not field.queryset.exists():
            del self.fields["follows"]
        elif self.instance.follows:
            self.initial["follows"] = self.instance.follows.public_id

    def save(self, commit=True):
        need = super().save(commit)
        need.place(self.cleaned_data["priority_areas"], by=self.actor)
        if self.is_new:
            need.situation.weigh_anew()
        return need


class EvidenceForm(ScopedForm):
    """From the page of a figure: take it up as evidence of a need."""

    offers = {"need": "change"}

    need = NeedField(label=_("Need"), empty_label=_("Choose…"))
    remark = forms.CharField(
        label=_("What it shows"),
        max_length=200,
        required=False,
        help_text=_("A sentence a reader understands, such as: Twice as many as in the rest of the town."),
    )

    def __init__(self, *args, value, **kwargs):
        super().__init__(*args, **kwargs)
        self.value = value
        self.fields["need"].queryset = newest_first(self.fields["need"].queryset)

    def perform(self):
        need = self.cleaned_data["need"]
        self.evidence = need.rest_on(self.value, remark=self.cleaned_data["remark"], by=self.actor)


class IndicatorChoice(FilterForm):
    """Of which indicator a figure is to be taken up."""

    indikator = forms.ModelChoiceField(
        label=_("Indicator"),
        queryset=Indicator.objects,
        to_field_name="public_id",
        empty_label=_("Choose an indicator"),
    )

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, actor=actor, **kwargs)
        field = self.fields["indikator"]
        field.queryset = field.queryset.with_figures(actor)


class PlaceField(forms.ModelChoiceField):
    def label_from_instance(self, area):
        return place_in_words(area)


class FigureForm(StepForm):
    """From the page of a need: which place, period and group of an indicator it rests on."""

    area = PlaceField(label=_("Place"), queryset=Area.objects, to_field_name="public_id", empty_label=None)
    period = forms.ChoiceField(label=_("Period"))
    group = forms.ChoiceField(label=_("Group"), required=False)
    remark = forms.CharField(
        label=_("What it shows"),
        max_length=200,
        required=False,
        help_text=EvidenceForm.base_fields["remark"].help_text,
    )

    def __init__(self, *args, indicator, **kwargs):
        self.indicator = indicator
        super().__init__(*args, **kwargs)

    def build(self):
        """Offer the places, periods and groups that there are figures of."""
        seen = Value.objects.for_actor(self.actor).filter(indicator=self.indicator)
        self.figures = seen.filter(current_for__isnull=False)
        areas = self.fields["area"]
        measured = areas.queryset.filter(pk__in=self.figures.order_by().values("area"))
        areas.queryset = measured.order_by("order", "name")
        self.periods = {period.code: period for period in self.figures.periods()}
        self.fields["period"].choices = [(code, capfirst(p.label)) for code, p in self.periods.items()]
        groups = [(group.key, group.label) for group in self.figures.groups()]
        self.fields["group"].choices = groups
        if len(groups) == 1:
            self.fields["group"].widget = forms.HiddenInput()
            self.fields["group"].initial = groups[0][0]

    def clean(self):
        """There is a figure for exactly that place, period and group."""
        cleaned = super().clean()
        if not self.errors:
            there = self.figures.filter(area=cleaned["area"], breakdown__key=cleaned["group"])
            period = self.periods[cleaned["period"]]
            self.value = there.filter(period=period).current().with_source().first()
            if self.value is None:
                self.add_error("period", none_there(there.periods()[:NEWEST]))
        return cleaned

    def perform(self):
        self.row.rest_on(self.value, remark=self.cleaned_data["remark"], by=self.actor)


def none_there(periods):
    """The sentence that says there is no such figure, and which periods have one."""
    if not periods:
        return _("There is no figure for that place.")
    return ValidationError(
        _("There is no figure for that place and period. The newest are for %(periods)s."),
        params={"periods": ", ".join(period.short for period in periods)},
    )


class CauseForm(RowForm):
    """A cause, under the need or under another cause."""

    class Meta:
        model = Cause
        fields = ["text", "parent", "kind", "horizon"]
        widgets = {"kind": forms.RadioSelect, "horizon": forms.RadioSelect}
        help_texts = {
            "kind": _("Situational: the place and the moment. Social: how people live and grow up."),
        }

    parent = forms.ModelChoiceField(
        label=_("Is a cause of"), queryset=Cause.objects, to_field_name="public_id", required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.instance.need = self.parent
            self.instance.order = self.parent.causes.count()
        need = self.instance.need
        others = self.fields["parent"].queryset.filter(need=need).exclude(pk=self.instance.pk)
        self.fields["parent"].queryset = others
        self.fields["parent"].empty_label = need.title
        if self.instance.parent:
            self.initial["parent"] = self.instance.parent.public_id


class ChoiceForm(StepForm):
    """What the council chose of one need, and why."""

    is_chosen = forms.TypedChoiceField(
        label=_("The council's choice"),
        choices=[("yes", _("Prioritised")), ("no", _("Not now"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    rank = forms.IntegerField(label=_("Place in the order"), min_value=1, max_value=99, required=False)
    on = forms.DateField(label=_("Chosen on"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        error_messages={"required": _("Write the reason: the council answers for it.")},
        help_text=_(
            "The council answers for it, above all where it chooses otherwise than the parties weigh."
        ),
    )

    def build(self):
        if self.row.is_chosen is not None:
            self.fields["is_chosen"].initial = "yes" if self.row.is_chosen else "no"
        self.fields["rank"].initial = self.row.rank
        self.fields["on"].initial = self.row.chosen_on or today()
        self.fields["reason"].initial = self.row.choice_reason

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > today():
            raise ValidationError(_("Choose a day up to today."))
        return day

    def perform(self):
        self.row.choose(
            **{name: self.cleaned_data[name] for name in ("is_chosen", "rank", "reason", "on")}, by=self.actor
        )
