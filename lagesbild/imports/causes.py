"""What is wrong or was interpreted in a file, by cause: where it stands, what was found, what may be said of it."""

from django.db.models import CharField, Count, F, Func, Sum, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild.models.value import column_letters
from lagesbild.sheets.issues import WARNINGS, WITHOUT_VALUE, WORDINGS

from .mending import ALL, LABELS, LEFT_OUT, MENDED, choice_of

TEXTS_AT_MOST, PLACES_AT_MOST = 8, 4
# What can be done to the cells of a cause: say what a sign means, say what should stand there, or nothing but skip it.
SIGN, TEXT, PERIOD, PLACE, REASON, NOTHING, TOLD = (
    "sign",
    "text",
    "period",
    "place",
    "reason",
    "nothing",
    "told",
)
KINDS = {
    "dash_unclear": SIGN,
    "ambiguous_number": SIGN,
    "comma_is_decimal": SIGN,
    "bad_period": PERIOD,
    "no_period": PERIOD,
    "no_area": PLACE,
    "no_indicator": NOTHING,
    "outside_table": NOTHING,
    "personal_data": TOLD,
    "english_number": TEXT,
    "footnote_dropped": TEXT,
    **dict.fromkeys(("estimated", "preliminary", "revised", MENDED, LEFT_OUT), TOLD),
    **dict.fromkeys(("suppressed", "not_available", "not_applicable"), REASON),
}
TITLES = {
    "not_a_number": gettext_lazy("Not a number"),
    "ambiguous_number": gettext_lazy("A dot that can be read in two ways"),
    "bad_grouping": gettext_lazy("Thousands in odd groups"),
    "dash_unclear": gettext_lazy("A dash instead of a number"),
    "range": gettext_lazy("A range instead of a number"),
    "auto_date": gettext_lazy("A date where a number should be"),
    "error_value": gettext_lazy("A formula that gave an error"),
    "formula_without_value": gettext_lazy("A formula without a stored value"),
    "boolean": gettext_lazy("Yes or no instead of a number"),
    "code_not_number": gettext_lazy("A code instead of a number"),
    "unknown_unit": gettext_lazy("A number with a word beside it"),
    "footnote_unclear": gettext_lazy("A footnote mark that may be a digit"),
    "rounded_notation": gettext_lazy("A shortened number"),
    "not_a_date": gettext_lazy("Not a date"),
    "bad_period": gettext_lazy("A period that cannot be read"),
    "no_period": gettext_lazy("No period"),
    "no_area": gettext_lazy("No place"),
    "no_indicator": gettext_lazy("No measure"),
    "personal_data": gettext_lazy("May point out a person"),
    "duplicate": gettext_lazy("Two values for the same thing"),
    "unknown_area": gettext_lazy("A place we do not know"),
    "unknown_indicator": gettext_lazy("A measure that is not known here"),
    "outside_table": gettext_lazy("Cells beside the table"),
    "comma_is_decimal": gettext_lazy("A comma before three digits"),
    "english_number": gettext_lazy("A number written the English way"),
    "footnote_dropped": gettext_lazy("A footnote mark beside a number"),
    "estimated": gettext_lazy("Estimated numbers"),
    "preliminary": gettext_lazy("Preliminary numbers"),
    "revised": gettext_lazy("Revised numbers"),
    MENDED: gettext_lazy("Mended here"),
    LEFT_OUT: gettext_lazy("Left out by choice"),
    "suppressed": gettext_lazy("Withheld numbers"),
    "not_available": gettext_lazy("Missing numbers"),
    "not_applicable": gettext_lazy("Cells where there can be no number"),
}


class Found:
    """One text of a cause: in how many cells, and where first."""

    def __init__(self, text, cells, places, choice):
        self.text, self.cells, self.places, self.choice = text, cells, places, choice


class Cause:
    """A cause with the commonest of its texts; `cells` are all it keeps out or speaks of, `texts` how many differ."""

    def __init__(self, code, *, is_warning, cells, texts, found):
        self.code, self.is_warning, self.cells, self.texts, self.found = code, is_warning, cells, texts, found

    @property
    def kind(self):
        return KINDS.get(self.code, TEXT)

    @property
    def title(self):
        return TITLES[self.code]

    @property
    def expected(self):
        return "" if self.is_warning else WORDINGS[self.code].expected

    @property
    def remedy(self):
        """How to mend it; for a warning, how the cells were read."""
        if not self.is_warning:
            return WORDINGS[self.code].remedy
        return WARNINGS[self.code] if self.code in WARNINGS else WITHOUT_VALUE[self.code]

    @property
    def is_whole_row(self):
        """Whether a cell of this cause keeps out every figure of its row."""
        return self.code in LABELS or self.code == "no_indicator"

    @property
    def has_texts(self):
        """Whether it tells more to name the texts than only the places."""
        return self.code != "personal_data" and any(found.text for found in self.found)

    @property
    def rest(self):
        """How many cells have other texts than those that are listed."""
        return self.cells - sum(found.cells for found in self.found)

    @property
    def where(self):
        """The first places, with the sheet when it has a name."""
        places = [place for found in self.found for place in found.places][:PLACES_AT_MOST]
        return ", ".join(places) + (" …" if self.cells > len(places) else "")


def causes(batch):
    """The causes in the file, errors first and the commonest first; what is chosen already comes along."""
    remarked = of_rows(batch, batch.issues.all(), F("code"), F("found"), Sum("values"))
    marked = batch.staged.filter(number=None, is_skipped=False).exclude(flag="")
    flagged = of_rows(batch, marked, F("flag"), F("text"), Count("pk"))
    return sorted([*remarked, *flagged], key=lambda cause: (cause.is_warning, -cause.cells))


def of_rows(batch, rows, code, text, cells):
    """The causes among issues or staged cells, with their commonest texts and the first places of each."""
    bare = Func(text, function="btrim", output_field=CharField())
    named = rows.order_by().annotate(cause=code, said=bare)
    totals = named.values("cause").annotate(n=cells, different=Count("said", distinct=True)).order_by("-n")
    texts = named.values("cause", "said").annotate(n=cells)
    ranked = texts.annotate(
        rank=Window(RowNumber(), partition_by=F("cause"), order_by=[F("n").desc(), F("said").asc()])
    ).filter(rank__lte=TEXTS_AT_MOST)
    places = first_places(named)
    mends = batch.mapping.get("mends") or {}
    found = {}
    for row in sorted(ranked, key=lambda row: row["rank"]):
        cause, said = row["cause"], row["said"]
        one = Found(said, row["n"], places.get((cause, said), []), chosen(mends, cause, said))
        found.setdefault(cause, []).append(one)
    return [
        Cause(
            row["cause"],
            is_warning=row["cause"] in WARNINGS or row["cause"] in WITHOUT_VALUE,
            cells=row["n"],
            texts=row["different"],
            found=found[row["cause"]],
        )
        for row in totals
    ]


def chosen(mends, code, text):
    """What was said of this very text, without what was said of all others."""
    return choice_of({name: {**said, ALL: ""} for name, said in mends.items()}, code, text)


def first_places(named):
    """{(cause, text): addresses of the first cells that have it}."""
    nth = Window(RowNumber(), partition_by=[F("cause"), F("said")], order_by=[F("sheet"), F("row"), F("col")])
    rows = named.annotate(nth=nth).filter(nth__lte=PLACES_AT_MOST)
    found = {}
    for cause, said, sheet, row, col in rows.values_list("cause", "said", "sheet", "row", "col"):
        found.setdefault((cause, said), []).append((sheet, row or 0, col or 0))
    return {key: [place(*cell) for cell in sorted(cells)] for key, cells in found.items()}


def place(sheet, row, col):
    """Blad1 C17, as a spreadsheet names a cell; only the row when the cell is unknown."""
    cell = f"{column_letters(col)}{row}" if col else _("row %(n)s") % {"n": row}
    return f"{sheet} {cell}".strip()
