"""Tables as files: .xlsx, where every cell keeps its kind, and CSV the way a Swedish Excel opens it.

Both are written row by row to a file on disk, so that a hundred thousand rows take no more memory than ten.
"""

import csv
import io
import tempfile
from datetime import datetime

import xlsxwriter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab.clock import now
from collab.numbers import number

from .table import DATE, MOMENT, NUMBER

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a sheet can hold beside its headings, and what a cell can.
ROWS_AT_MOST = 1_048_575
TEXT_AT_MOST = 32_767
# A text that begins so is a formula to a spreadsheet program that opens a CSV file.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
FORMATS = {DATE: "yyyy-mm-dd", MOMENT: "yyyy-mm-dd hh:mm"}
TOO_LONG = gettext_lazy(
    "The list has more rows than a spreadsheet holds. Narrow it with the filter, or take it as CSV."
)


def write_xlsx(table, file):
    """Write the table and a sheet about the export; returns the number of rows."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": FORMATS[DATE],
        "tmpdir": tempfile.gettempdir(),
    }
    with xlsxwriter.Workbook(file, options) as book:
        return fill(book, table)


def fill(book, table):
    sheet = book.add_worksheet(sheet_name(table.title))
    about = book.add_worksheet(_("About the export"))
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    put = [putter(sheet, book, column) for column in table.columns]
    for i, column in enumerate(table.columns):
        sheet.set_column(i, i, column.width)
        sheet.write_string(0, i, str(column.label), bold)
    sheet.freeze_panes(1, 0)
    count = 0
    for count, cells in enumerate(table.cells(), 1):
        if count > ROWS_AT_MOST:
            raise ValidationError(TOO_LONG)
        for i, value in enumerate(cells):
            if value is not None and value != "":
                put[i](count, i, value)
    sheet.autofilter(0, 0, count, len(table.columns) - 1)
    about.set_column(0, 0, 22)
    about.set_column(1, 1, 80)
    for row, (label, text) in enumerate(about_lines(table, count)):
        about.write_string(row, 0, str(label), bold)
        about.write_string(row, 1, str(text), wrapped)
    return count


def putter(sheet, book, column):
    """How a cell of the column is written: dates as dates, numbers as numbers, and all else as text."""
    if column.kind in FORMATS:
        look = book.add_format({"num_format": FORMATS[column.kind]})
        return lambda row, i, value: sheet.write_datetime(row, i, plain_moment(value), look)
    if column.kind == NUMBER:
        return lambda row, i, value: (
            sheet.write_string(row, i, value) if isinstance(value, str) else sheet.write_number(row, i, value)
        )
    return lambda row, i, value: sheet.write_string(row, i, str(value)[:TEXT_AT_MOST])


def plain_moment(value):
    """An instant as the clock on the wall showed it: a spreadsheet knows no time zones."""
    return timezone.localtime(value).replace(tzinfo=None) if isinstance(value, datetime) else value


def sheet_name(title):
    """A name that a sheet may have: at most 31 characters, none of those that addresses use."""
    return "".join(" " if c in "[]:*?/\\" else c for c in title)[:31].strip("' ") or "1"


def about_lines(table, count):
    """(label, text) pairs: who took what out of the portal, when, narrowed by what, and from where."""
    actor = table.actor
    lines = [(_("List"), table.title), (_("Rows"), number(count))]
    lines += [(_("Narrowed by"), f"{label}: {value}") for label, value in table.narrowing]
    lines += [
        (_("Taken out by"), f"{actor.user.name}, {actor.party} ({actor.get_role_display()})"),
        (_("Taken out at"), timezone.localtime(now()).strftime("%Y-%m-%d %H:%M")),
        (_("Source"), f"{actor.party.collaboration}, {settings.SITE_URL}"),
        (_("Good to know"), _("Holds what this role for this party may see, as it was then.")),
    ]
    if table.is_demo:
        lines.insert(0, (_("Demo data"), _("People, activities and figures are made up.")))
    return lines


def write_csv(table, file):
    """Write semicolons, CRLF and a mark of UTF-8 first; numbers with comma. Returns the number of rows."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(safe(str(column.label)) for column in table.columns)
    put = [csv_cell(column) for column in table.columns]
    count = 0
    for cells in table.cells():
        writer.writerow([say(value) for say, value in zip(put, cells, strict=True)])
        count += 1
    text.flush()
    text.detach()
    return count


def csv_cell(column):
    """How a cell of the column is written as text, the same in every language."""
    if column.kind == DATE:
        return lambda value: value.isoformat() if value else ""
    if column.kind == MOMENT:
        return lambda value: timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""
    if column.kind == NUMBER:
        return lambda value: "" if value is None else decimal_comma(value)
    return lambda value: safe(str(value)) if value else ""


def decimal_comma(value):
    """-12,5; what stands for a number that may not be shown stays as it is."""
    if isinstance(value, str):
        return value
    text = str(value) if isinstance(value, int) else f"{value:f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")


def safe(text):
    """The text, with an apostrophe before what a program would take for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


# kind: (writer, content type)
WRITERS = {"xlsx": (write_xlsx, XLSX_TYPE), "csv": (write_csv, "text/csv; charset=utf-8")}
