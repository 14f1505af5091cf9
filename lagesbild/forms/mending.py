"""What is to be done with the cells of each cause: one answer for all that have the same text, one for the rest."""

import hashlib

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lagesbild.imports import causes, conflicts
from lagesbild.imports.mending import ALL, IS, LEFT_OUT, SKIP, TEXTS, cause_of
from lagesbild.sheets.cells import Value, read_cell
from lagesbild.sheets.period_text import read_period

CHOOSE = ("", _("Choose…"))
LEAVE_OUT = (SKIP, _("Leave it out"))
NO_VALUE = [
    ("suppressed", _("Withheld, as fewer than 5")),
    ("not_available", _("Missing")),
    ("not_applicable", _("There can be no number")),
]
SIGNS = {
    "dash_unclear": ("dash", [("zero", _("Zero")), ("missing", _("Missing"))]),
    "ambiguous_number": (
        "decimal",
        [
            ("comma", _("The dot separates thousands: 1.234 is 1 234")),
            ("dot", _("The dot is a decimal mark: 1.234 is 1,234")),
        ],
    ),
    "comma_is_decimal": (
        "decimal",
        [
            ("comma", _("The comma is a decimal mark")),
            ("dot", _("The comma separates thousands: 1,234 is 1 234")),
        ],
    ),
}
WHICH = [
    ("", _("Choose…")),
    (conflicts.FIRST, _("Use the first of each")),
    (conflicts.LAST, _("Use the last of each")),
    (conflicts.SKIP, _("Leave them all out")),
]


def key(prefix, text):
    """The name of the field that asks about a text; the same on every rendering."""
    return f"{prefix}_{hashlib.sha256(text.encode()).hexdigest()[:12]}"


class Asked:
    """A text of a cause with its fields: what to do with it, and what it should have been."""

    def __init__(self, found, bound, written):
        self.found, self.bound, self.written = found, bound, written


class MendingFields:
    """The part of the review that asks about causes; mixed into its form."""

    def ask_causes(self):
        self.causes = self.row.overview.causes()
        self.torn = self.row.overview.torn()
        for cause in self.causes:
            if cause.kind == causes.SIGN:
                self.ask_sign(cause)
            elif cause.kind != causes.TOLD:
                self.ask_texts(cause)
        self.ask_torn()
        if self.row.mapping.get("mends") or self.row.mapping.get("conflicts"):
            self.fields["igen"] = forms.BooleanField(
                required=False, label=_("Undo what was mended here, and ask again")
            )

    @property
    def warned(self):
        """How many cells come along with a word about how they were read."""
        return sum(cause.cells for cause in self.causes if cause.is_warning and cause.code != LEFT_OUT)

    def ask_sign(self, cause):
        name, choices = SIGNS[cause.code]
        self.fields[f"tecken_{name}"] = forms.ChoiceField(
            required=False,
            label=cause.title,
            choices=[CHOOSE, *choices],
            initial=self.row.mapping["columns"].get(name, ""),
        )

    def ask_texts(self, cause):
        choices = self.choices_of(cause)
        for found in cause.found:
            name = f"{cause.code}\n{found.text}"
            is_written = found.choice.startswith(IS) and cause.kind != causes.PLACE
            unchosen = cause.code if cause.kind == causes.REASON else ""
            self.fields[key("cell", name)] = forms.ChoiceField(
                required=False,
                label=found.text or cause.title,
                choices=choices,
                initial=unchosen if is_written else found.choice or unchosen,
            )
            if cause.kind in (causes.TEXT, causes.PERIOD):
                self.fields[key("ratt", name)] = forms.CharField(
                    required=False,
                    max_length=40,
                    label=_("The number is") if cause.kind == causes.TEXT else _("The period is"),
                    initial=found.choice.removeprefix(IS).replace(".", ",") if is_written else "",
                )
        if cause.rest:
            said = (self.row.mapping.get("mends") or {}).get(cause_of(cause.code), {})
            self.fields[key("cell", cause.code)] = forms.ChoiceField(
                required=False, label=_("All others"), choices=choices, initial=said.get(ALL, "")
            )

    def choices_of(self, cause):
        if cause.kind == causes.REASON:
            return [*NO_VALUE, LEAVE_OUT]
        if cause.kind == causes.PLACE:
            ours = [(f"{IS}{area.name}", area.name) for area in self.questions.places.own]
            return [CHOOSE, *ours, (SKIP, _("Leave the row out"))]
        if cause.kind == causes.PERIOD:
            return [CHOOSE, (SKIP, _("Leave the row out"))]
        return [CHOOSE, *(NO_VALUE if cause.kind == causes.TEXT else ()), LEAVE_OUT]

    def ask_torn(self):
        chosen = self.row.mapping.get("conflicts") or {}
        for figure in self.torn:
            pairs = [(name, f"{cell.new} ({cell.address})") for name, cell in figure.choices]
            self.fields[key("krock", figure.name)] = forms.ChoiceField(
                required=False,
                label=_("Which value counts?"),
                choices=[*pairs, (conflicts.SKIP, pgettext_lazy("both values", "Leave both out"))],
                widget=forms.RadioSelect,
            )
        if len(self.torn) > 1 or chosen.get(conflicts.ALL):
            self.fields["krockar"] = forms.ChoiceField(
                required=False, label=_("All others"), choices=WHICH, initial=chosen.get(conflicts.ALL, "")
            )

    @property
    def asked_causes(self):
        """(cause, the field for its sign or None, its texts with their fields, the field for all others or None)."""
        return [
            (cause, self.sign_of(cause), self.texts_of(cause), self.rest_of(cause)) for cause in self.causes
        ]

    def sign_of(self, cause):
        return self[f"tecken_{SIGNS[cause.code][0]}"] if cause.kind == causes.SIGN else None

    def texts_of(self, cause):
        if cause.kind in (causes.SIGN, causes.TOLD):
            return []
        names = [(found, f"{cause.code}\n{found.text}") for found in cause.found]
        return [Asked(found, self[key("cell", name)], self.bound(key("ratt", name))) for found, name in names]

    def bound(self, name):
        return self[name] if name in self.fields else None

    def rest_of(self, cause):
        return self.bound(key("cell", cause.code))

    @property
    def asked_torn(self):
        """(figure, its field) of each figure with more than one value."""
        return [(figure, self[key("krock", figure.name)]) for figure in self.torn]

    def clean_written(self, cleaned):
        """What a cell should have been, at the field where it cannot be read."""
        for cause in self.causes:
            for asked in self.texts_of(cause):
                text = cleaned.get(asked.written.name, "").strip() if asked.written else ""
                if text and self.read_written(cause, text) is None:
                    is_period = cause.kind == causes.PERIOD
                    self.add_error(asked.written.name, NOT_A_PERIOD if is_period else NOT_A_NUMBER)

    @staticmethod
    def read_written(cause, text):
        """What was written, as it is kept; None when it is no number or no period."""
        if cause.kind == causes.PERIOD:
            return text if read_period(text) else None
        said = read_cell(text)
        return str(said.number) if isinstance(said, Value) else None

    def mends(self):
        """What is said of cells, with what was said before of texts that the page no longer asks about."""
        if self.cleaned_data.get("igen"):
            return {}
        before = self.row.mapping.get("mends") or {}
        kept = {code: {**said, TEXTS: dict(said.get(TEXTS, {}))} for code, said in before.items()}
        for cause in self.causes:
            if cause.kind in (causes.SIGN, causes.TOLD):
                continue
            said = kept.setdefault(cause_of(cause.code), {TEXTS: {}})
            for asked in self.texts_of(cause):
                was = said[TEXTS].pop(asked.found.text, "")
                choice = self.answer_to(cause, asked)
                if choice and (was or choice != cause.code):
                    said[TEXTS][asked.found.text] = choice
            if rest := self.rest_of(cause):
                said[ALL] = self.cleaned_data[rest.name]
        return {code: said for code, said in kept.items() if said[TEXTS] or said.get(ALL)}

    def answer_to(self, cause, asked):
        written = self.cleaned_data.get(asked.written.name, "").strip() if asked.written else ""
        return f"{IS}{self.read_written(cause, written)}" if written else self.cleaned_data[asked.bound.name]

    def signs(self):
        """What a dash and a dot mean, where it was asked."""
        names = {SIGNS[cause.code][0] for cause in self.causes if cause.kind == causes.SIGN}
        return {
            name: self.cleaned_data[f"tecken_{name}"] for name in names if self.cleaned_data[f"tecken_{name}"]
        }

    def which_counts(self):
        """Which of the cells counts, of figures with more than one value."""
        if self.cleaned_data.get("igen"):
            return {}
        said = self.row.mapping.get("conflicts") or {}
        figures = dict(said.get(conflicts.FIGURES, {}))
        for figure, bound in self.asked_torn:
            if choice := self.cleaned_data[bound.name]:
                figures[figure.name] = choice
        everywhere = self.cleaned_data.get("krockar", said.get(conflicts.ALL, ""))
        return {conflicts.FIGURES: figures, conflicts.ALL: everywhere} if figures or everywhere else {}


NOT_A_NUMBER = _("This is no number. Write it as 1234,5.")
NOT_A_PERIOD = _("This period cannot be read. Write it as 2023, 2023-04, 2023 kv 2 or 2022/23.")
