"""The situational picture as a document, and how each party weighs its needs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.forms import RowForm
from lagesbild.models import CRITERIA, HIGHEST, LOWEST, Need, Score, SituationalPicture

from .imports import StepForm

LONG = forms.Textarea(attrs={"rows": 4})


class SituationForm(RowForm):
    """The texts of the picture; what is changed after an approval is another edition, approved anew."""

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
        if not self.instance._state.adding and set(self.changed_data) & set(SituationalPicture.TEXTS):
            self.instance.begin_edition()
        return super().save(commit)


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
                    widget=forms.RadioSelect,
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

    reason = forms.CharField(
        label=_("Why now"),
        max_length=300,
        error_messages={"required": _("Not every party has scored: write why you reveal now.")},
    )

    def build(self):
        self.missing = self.row.unscored()
        if not self.missing:
            del self.fields["reason"]

    def perform(self):
        self.row.reveal(reason=self.cleaned_data.get("reason", ""), by=self.actor)
