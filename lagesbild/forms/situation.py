"""The situational picture as a document, its needs and their causes, and how each party weighs them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import PriorityArea
from collab.forms import RowForm, ScopedForm
from collab.models import Area
from lagesbild.models import CRITERIA, HIGHEST, LOWEST, Cause, Need, Score, SituationalPicture

from .imports import StepForm

LONG = forms.Textarea(attrs={"rows": 4})


class SituationForm(RowForm):
    """The texts of the picture; what is changed is approved anew."""

    class Meta:
        model = SituationalPicture
        fields = SituationalPicture.TEXTS
        widgets = dict.fromkeys(SituationalPicture.TEXTS[2:], LONG)
        help_texts = {
            "title": _("Such as Situational picture 2026."),
            "mapping": _("What crime and unsafety look like, where and when, from the figures."),
            "other_information": _("What those who work there, live there and run businesses there say."),
            "analysis": _("What it means, and why it is so. Causes are written under each need."),
            "sources": _("Which deliveries and surveys, from which years."),
            "unseen": _("What is not reported, not asked, or too few to be shown."),
            "other_reasons": _("New ways of reporting, a campaign, another way of counting."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.instance.collaboration = self.actor.party.collaboration

    def save(self, commit=True):
        is_new = self.instance._state.adding
        row = super().save(commit)
        if not is_new and set(self.changed_data) & set(SituationalPicture.TEXTS):
            row.unapprove()
        return row


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


class AreasField(forms.ModelMultipleChoiceField):
    def __init__(self, **options):
        super().__init__(
            Area.objects,
            limit_choices_to={"kind__in": [Area.Kind.MUNICIPALITY, Area.Kind.DISTRICT, Area.Kind.PLACE]},
            to_field_name="public_id",
            widget=forms.CheckboxSelectMultiple,
            required=False,
            **options,
        )


class NeedForm(RowForm):
    """A need: its sentence, its places, and which priority areas rest on it."""

    areas = AreasField(label=_("Where?"))
    priority_areas = PriorityField(
        label=_("Priority areas that rest on it"),
        help_text=_("The red thread goes from here to the agreement and its activities."),
    )

    class Meta:
        model = Need
        fields = ["title", "statement", "areas", "caution"]
        widgets = {"statement": LONG, "caution": LONG}
        help_texts = {
            "title": _("What has to be different, such as: Young people feel safe at the station at night."),
            "caution": _("What the figures rest on, and what they may hide."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        areas = self.fields["priority_areas"]
        areas.queryset = areas.queryset.select_related("agreement").order_by("-agreement__starts_on", "order")
        if self.instance._state.adding:
            self.instance.situation = self.parent
            self.instance.order = self.parent.needs.count()
        else:
            self.initial["areas"] = [area.public_id for area in self.instance.areas.all()]
            held = areas.queryset.filter(bases__need=self.instance)
            self.initial["priority_areas"] = [area.public_id for area in held]

    def save(self, commit=True):
        need = super().save(commit)
        need.place(self.cleaned_data["priority_areas"], by=self.actor)
        return need


class NeedField(forms.ModelChoiceField):
    def label_from_instance(self, need):
        return f"{need.title} ({need.situation})"


class EvidenceForm(ScopedForm):
    """Take a figure up as evidence of a need."""

    offers = {"need": "change"}

    need = NeedField(
        label=_("Need"), queryset=Need.objects, to_field_name="public_id", empty_label=_("Choose…")
    )
    remark = forms.CharField(
        label=_("What it shows"),
        max_length=200,
        required=False,
        help_text=_("A sentence a reader understands, such as: Twice as many as in the rest of the town."),
    )

    def __init__(self, *args, value, **kwargs):
        super().__init__(*args, **kwargs)
        self.value = value
        rows = self.fields["need"].queryset.select_related("situation")
        self.fields["need"].queryset = rows.order_by("-situation__dated_on", "order")

    def perform(self):
        need = self.cleaned_data["need"]
        self.evidence = need.rest_on(self.value, remark=self.cleaned_data["remark"], by=self.actor)


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
        need = self.instance.need
        others = self.fields["parent"].queryset.filter(need=need).exclude(pk=self.instance.pk)
        self.fields["parent"].queryset = others
        self.fields["parent"].empty_label = need.title
        if self.instance.parent:
            self.initial["parent"] = self.instance.parent.public_id


class ScoreForm(StepForm):
    """How the own party weighs every need, on one page; kept as it is, also half filled."""

    def build(self):
        self.needs = list(
            Need.objects.for_actor(self.actor).filter(situation=self.row).order_by("order", "pk")
        )
        own = Score.objects.for_actor(self.actor, "change").filter(need__in=self.needs)
        held = {score.need_id: score for score in own}
        steps = [(n, str(n)) for n in range(LOWEST, HIGHEST + 1)]
        for need in self.needs:
            for name, label in CRITERIA.items():
                self.fields[self.key(need, name)] = forms.TypedChoiceField(
                    label=label,
                    coerce=int,
                    empty_value=None,
                    choices=[("", "–"), *steps],
                    required=False,
                    initial=getattr(held.get(need.pk), name, None),
                )

    @staticmethod
    def key(need, name):
        return f"{need.public_id}_{name}"

    @property
    def rows(self):
        """(need, its fields) in order."""
        return [(need, [self[self.key(need, name)] for name in CRITERIA]) for need in self.needs]

    def clean(self):
        """A need is weighed on all criteria or not at all."""
        cleaned = super().clean()
        self.told = {}
        for need in self.needs:
            marks = {name: cleaned.get(self.key(need, name)) for name in CRITERIA}
            missing = [name for name, mark in marks.items() if mark is None]
            if not missing:
                self.told[need] = marks
            elif len(missing) < len(CRITERIA):
                self.add_error(self.key(need, missing[0]), _("Weigh the need on all six, or on none."))
        return cleaned

    def perform(self):
        self.row.score(self.told, by=self.actor)


class RevealForm(StepForm):
    """Show all scores to all."""

    reason = forms.CharField(label=_("Why now"), max_length=300, required=False)

    def build(self):
        self.missing = self.row.unscored()
        if not self.missing:
            del self.fields["reason"]

    def perform(self):
        self.row.reveal(reason=self.cleaned_data.get("reason", ""), by=self.actor)


class ChoiceForm(StepForm):
    """What the council chose of one need, and why."""

    is_chosen = forms.TypedChoiceField(
        label=_("The council's choice"),
        choices=[("yes", _("Prioritised")), ("no", _("Not now"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    rank = forms.IntegerField(label=_("Place in the order"), min_value=1, max_value=99, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def build(self):
        if self.row.is_chosen is not None:
            self.fields["is_chosen"].initial = "yes" if self.row.is_chosen else "no"
        self.fields["rank"].initial = self.row.rank
        self.fields["reason"].initial = self.row.choice_reason

    def perform(self):
        self.row.choose(
            **{name: self.cleaned_data[name] for name in ("is_chosen", "rank", "reason")}, by=self.actor
        )
