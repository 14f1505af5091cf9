"""The workbook that a party fills in: its commitments, what may be chosen in a cell, and how it is done."""

from datetime import date

import xlsxwriter
from django.utils.translation import gettext as _

from activities.forms.planning import contacts
from activities.models import Commitment, Status
from collab.export.files import about_lines, sheet_name
from collab.export.table import Table

from .columns import COLUMNS, EDITABLE, PROBLEM, marks_of

EXTRA_ROWS = 200
# What a person may still do in a sheet whose keys are locked.
ALLOWED = dict.fromkeys(
    ("autofilter", "sort", "format_cells", "format_columns", "format_rows", "select_locked_cells"), True
)
CHANGEABLE = {column.key for column in EDITABLE}


class Commitments(Table):
    """The party's own commitments, as the sheet about the file names them."""

    @property
    def title(self):
        return _("Our commitments")


def line(held):
    """The cells of one commitment by the key of their column."""
    row, values = held.commitment, held.values
    return {
        **values,
        "code": row.activity.code,
        "activity": row.activity.title,
        "party": row.party.title,
        "due_on": row.due_on,
        "status": Status(row.status).label,
        "key": row.public_id,
        "version": str(row.version),
        "marks": marks_of(row.public_id, row.version, {"code": row.activity.code, **values}),
    }


def write_commitments(file, actor, lines, *, problems=False):
    """Write the lines (see `line`) to the file; with `problems`, a last column says what is wrong with each."""
    columns = (*COLUMNS, PROBLEM) if problems else COLUMNS
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(sheet_name(_("Commitments")))
        Sheet(book, sheet, columns).fill(lines)
        guide(book, Commitments(actor, {}), len(lines))
        allow(book, sheet, columns, actor, len(lines) + EXTRA_ROWS)
    return len(lines)


class Sheet:
    """The sheet with the rows: what may be changed is white, what says which row it is is grey and locked."""

    def __init__(self, book, sheet, columns):
        self.sheet, self.columns = sheet, columns
        base = {"text_wrap": True, "valign": "top"}
        self.head = book.add_format({**base, "bold": True, "bottom": 1})
        self.fixed = book.add_format({**base, "bg_color": "#F0F0EC", "font_color": "#45525C"})
        self.free = book.add_format({**base, "locked": False})
        self.day = book.add_format({**base, "locked": False, "num_format": "yyyy-mm-dd", "align": "left"})

    def fill(self, lines):
        for i, column in enumerate(self.columns):
            options = {} if column.width else {"hidden": True}
            self.sheet.set_column(i, i, column.width or 12, self.look(column.key), options)
            self.sheet.write_string(0, i, str(column.label), self.head)
        for number, cells in enumerate(lines, 1):
            for i, column in enumerate(self.columns):
                self.put(number, i, column.key, cells.get(column.key, ""))
        self.sheet.freeze_panes(1, 1)
        self.sheet.autofilter(0, 0, max(len(lines), 1), len(self.columns) - 1)
        self.sheet.protect("", ALLOWED)

    def look(self, key):
        if key == "due_on":
            return self.day
        return self.free if key in CHANGEABLE else self.fixed

    def put(self, row, i, key, value):
        if isinstance(value, date):
            self.sheet.write_datetime(row, i, value, self.look(key))
        elif value == "":
            self.sheet.write_blank(row, i, None, self.look(key))
        else:
            self.sheet.write_string(row, i, str(value), self.look(key))


def allow(book, sheet, columns, actor, last):
    """Let a program offer the statuses and the party's people, and ask for a date where a date belongs."""
    at = {column.key: i for i, column in enumerate(columns)}
    names = sorted({person.user.name for person in contacts(actor, actor.party)})
    lists = book.add_worksheet(_("Lists"))
    lists.hide()
    for row, name in enumerate(names):
        lists.write_string(row, 0, name)
    # Not to be carried out is reported in the portal, which asks for the cause and a lesson.
    statuses = [str(status.label) for status in Status if status != Status.CANCELLED]
    text_length = Commitment._meta.get_field("text").max_length
    rules = {
        "status": {"validate": "list", "source": statuses},
        "due_on": {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1)},
        "text": {"validate": "length", "criteria": "<=", "value": text_length},
    }
    if names:
        rules["contact"] = {"validate": "list", "source": f"='{lists.get_name()}'!$A$1:$A${len(names)}"}
    for key, rule in rules.items():
        # A warning that can be passed: the portal itself says what it cannot take, with nothing lost.
        words = {"error_type": "warning", "error_title": _("Is this right?"), "error_message": HINTS[key]()}
        sheet.data_validation(1, at[key], last, at[key], {**rule, **words})


HINTS = {
    "status": lambda: _("Choose one of the statuses in the list."),
    "due_on": lambda: _("Write a date such as 2027-03-01."),
    "text": lambda: _("The text is longer than the portal can take."),
    "contact": lambda: _("Choose one of your party's people in the list."),
}


def guide(book, table, count):
    """The sheet that says what the file is, and how to use it."""
    sheet = book.add_worksheet(sheet_name(_("How to use this file")))
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    steps = [
        _(
            "Change the white cells: what you will do, contact, date, status, what has happened, what is needed."
        ),
        _(
            "Save the file and send it in on the page where you got it. Nothing changes until you have seen what will."
        ),
        _("An empty cell changes nothing. Write - (a dash) to take away a contact or what is needed."),
        _(
            "You may sort, filter, hide and delete rows. Rows that are not in the file stay as they are in the portal."
        ),
        _("New rows and other parties' rows are not taken in: plan new work in the portal."),
        _("What somebody changed in the portal meanwhile is shown beside your text, and you choose."),
        _("What is needed is only taken with the statuses Off track and Stopped. Write no personal data."),
    ]
    lines = [(str(n), text) for n, text in enumerate(steps, 1)] + [("", "")] + about_lines(table, count)
    for row, (label, text) in enumerate(lines):
        sheet.write_string(row, 0, str(label), bold)
        sheet.write_string(row, 1, str(text), wrapped)
