"""What is wrong with a cell, as a code that pages, error files and tests share, with what to do about it."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Wording(NamedTuple):
    """What was expected in the cell, and how to mend it."""

    expected: Promise
    remedy: Promise


A_NUMBER = _("a number such as 1 234,5")
A_PERIOD = _("a period such as 2023, 2023-04 or 2023 kv 2")

WORDINGS = {
    "not_a_number": Wording(A_NUMBER, _("Write the number alone, or .. if it may not be told.")),
    "ambiguous_number": Wording(
        A_NUMBER, _("Say whether the dot separates thousands or decimals; 1.234 can be read both ways.")
    ),
    "bad_grouping": Wording(A_NUMBER, _("Write thousands in groups of three, or without spaces.")),
    "dash_unclear": Wording(A_NUMBER, _("Say whether a dash means zero or missing in this source.")),
    "range": Wording(A_NUMBER, _("A range is no value. Write the number, or <5 for a small one.")),
    "auto_date": Wording(
        A_NUMBER,
        _("The program has turned the text into a date. Format the cell as text and write it again."),
    ),
    "error_value": Wording(A_NUMBER, _("Mend the formula, or clear the cell.")),
    "formula_without_value": Wording(
        A_NUMBER, _("Open the file in the program, let it calculate, and save again.")
    ),
    "boolean": Wording(A_NUMBER, _("Yes and no are no numbers. Choose another meaning for the column.")),
    "code_not_number": Wording(
        A_NUMBER, _("Leading zeros make this a code. Choose another meaning for the column.")
    ),
    "unknown_unit": Wording(A_NUMBER, _("Write the number alone and the unit in the heading.")),
    "footnote_unclear": Wording(
        A_NUMBER, _("The footnote mark cannot be told from the number. Put a space before it, or remove it.")
    ),
    "rounded_notation": Wording(A_NUMBER, _("The number was shortened when saved. Write all its digits.")),
    "not_a_date": Wording(_("a date such as 2023-04-18"), _("Write the date as year-month-day.")),
    "bad_period": Wording(A_PERIOD, _("Write the period as 2023, 2023-04, 2023 kv 2 or 2022/23.")),
    "no_period": Wording(A_PERIOD, _("Fill in the period, or give one for the whole table.")),
    "no_area": Wording(_("a place"), _("Fill in the place, or clear the row.")),
    "no_indicator": Wording(
        _("what was measured"), _("Fill in the indicator, or give one for the whole table.")
    ),
    "personal_data": Wording(
        _("no data about individuals"), _("Remove personal numbers, names, phone numbers and addresses.")
    ),
    "duplicate": Wording(_("one value"), _("Two values stand for the same thing. Keep the right one.")),
    "unknown_area": Wording(
        _("a place that is known here"),
        _("Choose what the name means, or write it as the place is called here."),
    ),
    "unknown_indicator": Wording(
        _("a measure that is known here"), _("Choose which indicator it is, or ask for a new one.")
    ),
    "outside_table": Wording(
        _("an empty cell"),
        _("The cell stands beside the table, under no heading. Clear it, or give it a heading."),
    ),
}

# Said about a value that was read, so that nothing is interpreted behind anyone's back.
WARNINGS = {
    "comma_is_decimal": _("The comma was read as a decimal comma: 1,234 is a little more than one."),
    "english_number": _("The number was read the English way, with comma for thousands."),
    "footnote_dropped": _("A footnote mark was taken off the number."),
    "estimated": _("The number is an estimate."),
    "preliminary": _("The number is preliminary."),
    "revised": _("The number is revised."),
    "mended": _("What the cell means was chosen at the import."),
    "left_out": _("The cell is left out, as was chosen."),
}

# Said of a cell that holds no value on purpose: it is kept as missing, with the reason its mark gives.
WITHOUT_VALUE = {
    "suppressed": _("The number is withheld; it is kept as withheld."),
    "not_applicable": _("There can be no number here; it is kept as such."),
    "not_available": _("The number is not known; it is kept as missing."),
    "blank": _("The cell is empty; it is kept as missing."),
}


class Issue(NamedTuple):
    """A cell that cannot be used: row from 1 and column from 0 once it is known where it stood.

    `values` is how many figures are left out for its sake; a wrong label costs all those of its row.
    """

    code: str
    found: str
    sheet: str = ""
    row: int = 0
    column: int = -1
    cell: str = ""
    values: int = 1

    @property
    def expected(self) -> str:
        return str(WORDINGS[self.code].expected)

    @property
    def remedy(self) -> str:
        return str(WORDINGS[self.code].remedy)
