"""The fields of an activity that say what it is for; shared by planning and editing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import Funding
from lagesbild.models import Cause, Indicator

AIMS = (
    "outcome",
    "indicator",
    "baseline",
    "baseline_period",
    "target",
    "target_by",
    "funding",
    "is_public",
)
MEASURED = ("indicator", "baseline", "baseline_period", "target", "target_by")
LABELS = {
    "goal": _("Operational goal"),
    "outcome": _("Outcome goal"),
    "baseline": _("Where we start"),
    "baseline_period": _("When that was"),
    "target": _("Where we want to be"),
    "target_by": _("By when"),
    "is_public": _("May be told to the public"),
}
HELP = {
    "baseline": _("The figure when the work begins."),
    "goal": _("What is to be done, so that one can see when it is done."),
    "outcome": _("What is to be different for those who live here."),
    "baseline_period": _("Such as 2024 or Q2 2024."),
    "is_public": _("Publishes nothing. It says what may be told when something is published."),
}
WIDGETS = {
    "goal": forms.Textarea(attrs={"rows": 2}),
    "outcome": forms.Textarea(attrs={"rows": 2}),
    "baseline": forms.TextInput(attrs={"inputmode": "decimal"}),
    "target": forms.TextInput(attrs={"inputmode": "decimal"}),
}
LOCALIZED = ["baseline", "target"]


class ByPublicId(forms.ModelChoiceField):
    """A row that may be chosen, by its public id."""

    def __init__(self, model, **options):
        super().__init__(model.objects, to_field_name="public_id", required=False, **options)


class CausesField(forms.ModelMultipleChoiceField):
    """The causes an activity can act on, as boxes to tick, each with its need."""

    def __init__(self, **options):
        super().__init__(
            Cause.objects,
            to_field_name="public_id",
            widget=forms.CheckboxSelectMultiple,
            required=False,
            **options,
        )

    def label_from_instance(self, cause):
        return f"{cause.text} ({cause.need.title})"


class AimsFields(forms.Form):
    """The rows an activity's aims point at; a form takes them in beside the model's own fields."""

    indicator = ByPublicId(
        Indicator, label=_("Indicator in the situational picture"), empty_label=_("Choose an indicator")
    )
    causes = CausesField(
        label=_("Which causes does it act on?"),
        help_text=_("From the needs of the situational picture; the red thread begins here."),
    )
    funding = ByPublicId(Funding, label=_("Whose money"), empty_label=_("The parties' own"))

    def begin_aims(self):
        """Start with the stored rows; what the actor may not see is neither shown nor changed."""
        causes = self.fields["causes"]
        causes.queryset = causes.queryset.by_need()
        if not causes.queryset.exists():
            del self.fields["causes"]
        elif self.instance.pk:
            held = causes.queryset.filter(pk__in=self.instance.cause_links.values("cause"))
            self.initial["causes"] = [cause.public_id for cause in held]
        for name, names in (("indicator", MEASURED), ("funding", ("funding",))):
            held = getattr(self.instance, name, None)
            if held and not self.fields[name].queryset.filter(pk=held.pk).exists():
                for hidden in names:
                    del self.fields[hidden]
            elif held:
                self.initial[name] = held.public_id
        if "funding" in self.fields and not self.fields["funding"].queryset.exists():
            del self.fields["funding"]

    def save_causes(self):
        """Keep the ticked causes; without the field nothing changes."""
        if "causes" in self.fields:
            self.instance.act_on(self.cleaned_data.get("causes") or (), by=self.actor)

    @property
    def has_aims(self):
        """Whether the part of the form about measuring, money and the public opens unfolded."""
        names = [name for name in (*AIMS, "funding") if name in self.fields]
        return any(self[name].value() or self[name].errors for name in names)

    @property
    def aims(self):
        """The values as the model takes them; of a draft, what was usable."""
        none = {"outcome": "", "baseline_period": "", "is_public": False}
        return {
            name: self.cleaned_data.get(name) or none.get(name) for name in AIMS if name in self.fields
        } | {
            # Nought is a figure too.
            name: self.cleaned_data.get(name)
            for name in ("baseline", "target")
            if name in self.fields
        }
