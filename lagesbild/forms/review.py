"""The last step of an import: what the names in the file mean, one question per name, and then the import."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.access import may
from lagesbild.imports.questions import MAKE, SKIP
from lagesbild.models import ImportBatch, Indicator

from .imports import StepForm
from .mending import MendingFields, key

NEW = "new"
IMPORT, LATER = "import", "later"


class ReviewForm(MendingFields, StepForm):
    """What the names mean; `do` says whether to save, to import, or to go on later."""

    parts = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    others = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    release = forms.BooleanField(label=_("Release to all parties at once"), required=False)
    do = forms.CharField(required=False, widget=forms.HiddenInput)

    def build(self):
        self.questions = self.row.overview.questions()
        self.keeps = may(self.actor, "curate", self.row.collaboration)
        if self.row.order or not may(self.actor, "release", self.row):
            del self.fields["release"]
        leave = [(SKIP, _("Leave them out"))]
        parts = [("", _("Decide later")), *leave, *self.making(_("Add them as RegSO areas"))]
        self.fields["parts"].choices = parts
        self.fields["parts"].initial = self.row.mapping.get("parts", "")
        self.fields["others"].choices = leave + self.making(_("Import them as places to compare with"))
        self.fields["others"].initial = self.row.mapping.get("others", SKIP)
        self.ask_places()
        self.ask_indicators()
        self.ask_causes()

    def making(self, words):
        """The choice to add something, for those who may."""
        return [(MAKE, words)] if self.keeps else []

    def ask_places(self):
        ours = [(area.public_id, area.name) for area in self.questions.places.own]
        for question in self.questions.asked_places:
            nothing = _("Choose…") if question.suggestion else _("Another place")
            self.fields[key("plats", question.text)] = forms.ChoiceField(
                required=False,
                label=question.text,
                choices=[("", nothing), *ours, (SKIP, _("Leave out"))],
                initial=question.choice,
            )

    def ask_indicators(self):
        known = Indicator.objects.for_actor(self.actor).order_by("name")
        ours = [(indicator.public_id, indicator.title) for indicator in known]
        new = [(NEW, _("A new indicator"))] if self.keeps else []
        for question in self.questions.indicators:
            told = question.choice if isinstance(question.choice, dict) else {}
            self.fields[key("matt", question.text)] = forms.ChoiceField(
                required=False,
                label=question.text,
                choices=[("", _("Choose…")), *new, *ours, (SKIP, _("Leave out"))],
                initial=NEW if told else question.choice,
            )
            if self.keeps:
                self.ask_new(question, told)

    def ask_new(self, question, told):
        """What a new indicator is called and counts; used only when that is chosen."""
        text = question.text
        unit = self.questions.unit_of(text)
        self.fields[key("namn", text)] = forms.CharField(
            label=_("Name"), max_length=160, required=False, initial=told.get("name", text)
        )
        self.fields[key("enhet", text)] = forms.CharField(
            label=_("Unit"), max_length=40, required=False, initial=told.get("unit", unit)
        )
        self.fields[key("riktning", text)] = forms.ChoiceField(
            label=_("Direction"),
            required=False,
            choices=Indicator.Direction.choices,
            initial=told.get("direction", Indicator.Direction.LOWER),
        )
        self.fields[key("antal", text)] = forms.BooleanField(
            label=_("Counts people or events"),
            required=False,
            initial=told.get("is_count", question.is_count),
        )

    @property
    def place_rows(self):
        return [(question, self[key("plats", question.text)]) for question in self.questions.asked_places]

    @property
    def indicator_rows(self):
        """(question, field, the fields of a new indicator) for each measure that is not known."""
        names = ("namn", "enhet", "riktning", "antal") if self.keeps else ()
        return [
            (question, self[key("matt", question.text)], [self[key(name, question.text)] for name in names])
            for question in self.questions.indicators
        ]

    @property
    def unanswered(self):
        """How many measures nobody has said the meaning of."""
        return sum(not question.choice for question in self.questions.indicators)

    @property
    def has_questions(self):
        """Whether the file leaves anything to be answered or told."""
        names = self.indicator_rows or self.place_rows or self.questions.parts[1] or self.questions.others[1]
        return bool(names or self.causes or self.torn or "igen" in self.fields)

    def clean(self):
        cleaned = super().clean()
        for question in self.questions.indicators:
            name = key("namn", question.text)
            if cleaned.get(key("matt", question.text)) == NEW and not cleaned.get(name, "").strip():
                self.add_error(name, _("Give the new indicator a name."))
        self.clean_written(cleaned)
        return cleaned

    def chosen_places(self):
        asked = {q.text: self.cleaned_data[key("plats", q.text)] for q in self.questions.asked_places}
        return {text: choice for text, choice in asked.items() if choice}

    def chosen_indicators(self):
        chosen = {}
        for question in self.questions.indicators:
            text, choice = question.text, self.cleaned_data[key("matt", question.text)]
            if choice == NEW:
                chosen[text] = {
                    "name": self.cleaned_data[key("namn", text)].strip(),
                    "unit": self.cleaned_data[key("enhet", text)].strip(),
                    "direction": self.cleaned_data[key("riktning", text)],
                    "is_count": self.cleaned_data[key("antal", text)],
                }
            elif choice:
                chosen[text] = choice
        return chosen

    def perform(self):
        self.row.answer(
            by=self.actor,
            columns=self.signs(),
            mends=self.mends(),
            conflicts=self.which_counts(),
            areas=self.chosen_places(),
            indicators=self.chosen_indicators(),
            parts=self.cleaned_data["parts"],
            others=self.cleaned_data["others"] or SKIP,
        )
        if self.cleaned_data["do"] == IMPORT:
            self.bring_in(release=bool(self.cleaned_data.get("release")))
        elif self.row.is_heavy and self.row.is_behind:
            self.row.ask(ImportBatch.Kind.ANSWER, by=self.actor)

    def bring_in(self, *, release):
        """Import now, or let a worker do it when that takes longer than a page should."""
        if self.row.is_heavy:
            self.row.ask(ImportBatch.Kind.IMPORT, by=self.actor, release=release)
            return
        self.row.commit(by=self.actor)
        if release:
            self.row.release(by=self.actor)
