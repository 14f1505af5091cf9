"""Ordering deliveries, and the two words that let them go further."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from collab.clock import today
from collab.forms import ScopedForm
from collab.models import Party
from lagesbild.imports.staging import period_ids
from lagesbild.models import Delivery, Indicator
from lagesbild.sheets.period_text import read_period

from .imports import StepForm


class PartiesField(forms.ModelMultipleChoiceField):
    def __init__(self, **options):
        super().__init__(
            Party.objects, to_field_name="public_id", widget=forms.CheckboxSelectMultiple, **options
        )


class OrderForm(ScopedForm):
    """One order to each of several parties."""

    title = forms.CharField(
        label=_("What is to be delivered?"),
        max_length=160,
        help_text=_("Such as: Fires and false alarms per district."),
    )
    indicator = forms.ModelChoiceField(
        label=_("Indicator"),
        queryset=Indicator.objects,
        to_field_name="public_id",
        required=False,
        empty_label=_("Several, or a new one"),
    )
    period = forms.CharField(
        label=_("For which period?"),
        max_length=40,
        help_text=_("Such as 2026, T2 2026, quarter 3 2026 or 2025/26."),
    )
    due_on = forms.DateField(label=_("By when?"))
    parties = PartiesField(label=_("From whom?"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parties"].queryset = self.fields["parties"].queryset.owning().order_by("order")

    def clean_period(self):
        text = self.cleaned_data["period"]
        found = read_period(text)
        if found is None:
            raise ValidationError(
                _("“%(text)s” is no period we know. Write a year, a month, a quarter, a half-year or T1–T3."),
                params={"text": text},
            )
        key = (found.kind, found.start, found.end)
        return period_ids({key})[key]

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day < today():
            raise ValidationError(_("Choose a day from today on."))
        return day

    def perform(self):
        told = self.cleaned_data
        facts = {name: told[name] for name in ("title", "indicator", "due_on", "note")}
        Delivery.objects.for_actor(self.actor).order(
            told["parties"], by=self.actor, period_id=told["period"], **facts
        )


class GroundForm(StepForm):
    """A word that lets a delivery go further, with its ground."""

    ground = forms.CharField(label=_("Ground"), max_length=300)

    def ask(self, hint, missing):
        """Say what a ground is like, and what is said when there is none."""
        self.fields["ground"].help_text = hint
        self.fields["ground"].error_messages["required"] = missing


class ReviewSecrecyForm(GroundForm):
    def build(self):
        self.ask(
            _("Such as: No data under secrecy; small counts are hidden by the portal."),
            _("Write the ground, such as: No data under secrecy."),
        )

    def perform(self):
        self.row.review(ground=self.cleaned_data["ground"], by=self.actor)


class PublishingForm(GroundForm):
    def build(self):
        self.ask(
            _("Such as: Agreed with the police at the working group's meeting."),
            _("Write the ground: who has agreed, and when."),
        )

    def perform(self):
        self.row.allow_publishing(ground=self.cleaned_data["ground"], by=self.actor)
