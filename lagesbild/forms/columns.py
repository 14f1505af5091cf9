"""What the columns of a table mean: guessed, remembered from the last delivery, and a person's to say."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lagesbild.imports import contents
from lagesbild.models import ImportBatch, ImportProfile, column_letters
from lagesbild.sheets.lexicon import GENERIC_MEASURES
from lagesbild.sheets.period_text import read_period

from .imports import StepForm

MEANINGS = {
    "": _("Choose…"),
    "indicator:": _("Indicator"),
    "area:name": _("Area"),
    "area:code": _("Code of the place"),
    "period:": _("Period"),
    "period:year": _("Year"),
    "period:month": _("Month"),
    "period:quarter": _("Quarter"),
    "period:tertial": _("Four-month period"),
    "period:half": _("Half-year"),
    "period:week": _("Week"),
    "value:": _("Value"),
    "group:": _("Group"),
    "unit:": _("Unit"),
    "ignored:": _("Not used"),
}
CERTAIN = 0.9
EVENTS = "events"
# What a remembered profile says of a column, as the page tells it.
REASONS = {
    "remembered": "remembered",
    "new period": "remembered",
    "chosen": "chosen",
    "renamed": "renamed",
    "new column": "new",
}


def meaning_of(column):
    """The key of MEANINGS that a column has; a month in the heading of a value is no meaning of its own."""
    code, bare = f"{column.role}:{column.part}", f"{column.role}:"
    return code if code in MEANINGS else bare if bare in MEANINGS else "ignored:"


LACKS = {
    "value": _("A column is missing: Value. Choose which column has the figures."),
    "area": _("A column is missing: Place. Choose one, or say what the whole table is about."),
    "period": _("A column is missing: Period. Choose one, or say what the whole table is about."),
}


class ColumnsForm(StepForm):
    """What each column means: guessed or remembered, and a person's to say."""

    dash = forms.ChoiceField(
        label=_("A dash in a cell means"),
        required=False,
        choices=[("", _("Ask")), ("zero", _("Zero")), ("missing", _("Missing"))],
    )
    decimal = forms.ChoiceField(
        label=_("Decimals are written with"),
        required=False,
        choices=[("", _("As the file shows")), ("comma", _("Comma")), ("dot", _("Dot"))],
    )
    indicator = forms.CharField(label=_("The whole table measures"), required=False, max_length=160)
    area = forms.CharField(label=_("The whole table is about the place"), required=False, max_length=120)
    period = forms.CharField(label=_("The whole table is about the period"), required=False, max_length=40)
    more = forms.MultipleChoiceField(
        label=_("Read these tables in the same way"), required=False, widget=forms.CheckboxSelectMultiple
    )
    remember = forms.BooleanField(label=_("Remember this for files with the same headings"), required=False)

    def build(self):
        self.guess, self.samples, self.others = contents.columns(self.row)
        self.title = self.guess.indicator
        # What the titles of each table say of the whole of it, and a person need not.
        self.of_titles = {"area": self.guess.area, "period": self.guess.period}
        self.known = ImportProfile.objects.for_actor(self.actor).recognise(self.guess)
        if self.known:
            self.guess = self.known.mapping
        self.guess = self.row.chosen_mapping() or self.by_month(self.guess)
        for column in self.guess.columns:
            self.fields[f"roll_{column.index}"] = self.role_field(column)
        for name in ("dash", "decimal", "indicator", "area", "period"):
            self.fields[name].initial = getattr(self.guess, name)
        self.fields["remember"].initial = self.row.mapping.get("remember", True)
        self.fields["more"].choices = [(str(i), where) for i, (_place, where) in enumerate(self.others)]
        places, chosen = [place for place, _where in self.others], self.row.mapping.get("more")
        wanted = range(len(places)) if chosen is None else [places.index(p) for p in chosen if p in places]
        self.fields["more"].initial = [str(i) for i in wanted]
        if not self.others:
            del self.fields["more"]

    @staticmethod
    def by_month(guess):
        """Events with a day each are counted by the month, unless a person says otherwise."""
        for column in guess.with_role("period", "") if guess.layout == EVENTS else ():
            column.part = "month"
        return guess

    @property
    def counts_events(self):
        """Whether each row is an event, to be counted by place and period."""
        return self.guess.layout == EVENTS

    @property
    def needs_more(self):
        """Whether the columns leave something out that has to be said of the whole table."""
        return bool({"area", "period", "indicator"} & set(self.guess.lacks()))

    def role_field(self, column):
        """A column that may point out persons can only be left out."""
        blocked = column.role == "personal"
        choices = [(key, words) for key, words in MEANINGS.items() if not blocked or key == "ignored:"]
        label = column.header or column_letters(column.index + 1)
        return forms.ChoiceField(label=label, choices=choices, initial=meaning_of(column))

    @property
    def columns(self):
        """(column, its letter, samples, field, what is known of the guess) in the order of the sheet."""
        return [
            (
                c,
                column_letters(c.index + 1),
                self.samples.get(c.index, ()),
                self[f"roll_{c.index}"],
                self.certainty(c),
            )
            for c in self.guess.columns
        ]

    @staticmethod
    def certainty(column):
        if column.role == "personal":
            return "personal"
        if column.role == "ignored" and column.reason != "new column":
            return "ignored"
        if column.reason in REASONS:
            return REASONS[column.reason]
        return "guess" if column.certainty < CERTAIN else "certain"

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self.mapping = self.mapped(cleaned)
            self.check_roles()
        return cleaned

    def mapped(self, cleaned):
        """The guessed mapping with the chosen meanings."""
        for column in self.guess.columns:
            meaning = cleaned[f"roll_{column.index}"]
            if meaning != meaning_of(column) and column.role != "personal":
                role, _sep, part = meaning.partition(":")
                column.role, column.part = role, part
                column.certainty, column.reason = 1.0, "chosen"
                if role == "value" and not column.indicator and not column.period:
                    column.indicator = column.header
        if cleaned["indicator"] and cleaned["indicator"] != self.guess.indicator:
            self.name_the_measure()
        for name in ("dash", "decimal", "indicator", "area", "period"):
            setattr(self.guess, name, cleaned[name])
        if self.guess.with_role("value") and self.guess.layout == EVENTS:
            self.guess.layout = "long"
        return self.guess

    def name_the_measure(self):
        """Let what is said of the whole table stand instead of a heading such as Antal, or of the only measure."""
        values = self.guess.with_role("value")
        is_only = len({column.indicator for column in values}) == 1
        for column in values:
            if is_only or column.indicator.casefold() in GENERIC_MEASURES:
                column.indicator = ""

    def clean_period(self):
        """The period of the whole table as a code, however it was written."""
        text = self.cleaned_data["period"].strip()
        period = read_period(text) if text else None
        if text and period is None:
            raise forms.ValidationError(
                _("This period cannot be read. Write it as 2023, 2023-04, 2023 kv 2 or 2022/23.")
            )
        return period.code if period else ""

    def check_roles(self):
        for name in self.mapping.lacks():
            if name in LACKS:
                self.add_error(None, LACKS[name])
        said = any(self.cleaned_data[name] not in ("", of) for name, of in self.of_titles.items())
        if self.cleaned_data.get("more") and said:
            self.add_error(
                "more",
                _(
                    "What you say of the whole table would hold for all of them. Take them one by one instead."
                ),
            )

    def perform(self):
        chosen = {
            "columns": self.mapping.to_json(),
            "remember": self.cleaned_data["remember"],
            "more": [self.others[int(i)][0] for i in self.cleaned_data.get("more", ())],
            "title": self.title,
        }
        if self.row.is_heavy:
            self.row.ask(ImportBatch.Kind.READ, by=self.actor, **chosen)
        else:
            self.row.choose_columns(**chosen, by=self.actor)
