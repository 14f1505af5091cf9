"""Why a file is not read, one clear sentence each."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "too_big": _("The file is larger than %(limit)s MB. Divide it, or save only the sheet that is needed."),
    "empty": _("The file is empty."),
    "password": _(
        "The file is protected with a password. Remove the password in the program and save again."
    ),
    "not_a_table": _("This is %(kind)s, not a spreadsheet. Save the table as .xlsx or .csv."),
    "not_text": _("The file is neither a spreadsheet nor text. Save the table as .xlsx or .csv."),
    "encoding": _("The letters in the file cannot be read for certain. Save it as CSV UTF-8 and try again."),
    "broken_package": _(
        "The file is broken or cut off. Open it in the program, save it again and send that."
    ),
    "unreadable": _("The file cannot be read as a spreadsheet. Open it in the program and save it as .xlsx."),
    "too_many_parts": _("The file consists of %(count)s parts, at most %(limit)s are read."),
    "unpacks_too_large": _("The file unpacks to %(size)s MB, at most %(limit)s MB are read."),
    "too_compressed": _("The file unpacks to far more than it holds, which a spreadsheet does not do."),
    "overlapping_parts": _("Parts of the file overlap, which no spreadsheet program writes."),
    "duplicate_parts": _("The file holds the part %(name)s twice, so it is not certain which one counts."),
    "strange_parts": _("The file holds the part %(name)s, which a spreadsheet must not hold."),
    "document_type": _("The file declares a document type, which no spreadsheet program writes."),
    "too_many_sheets": _("The file has %(count)s sheets, at most %(limit)s are read."),
    "too_many_cells": _(
        "The sheet %(sheet)s spans more than %(limit)s cells. Delete empty rows and columns."
    ),
    "too_large": _(
        "The file needs more memory than it may have. Delete empty rows and columns, or divide it."
    ),
    "too_slow": _("The file took too long to read. Divide it, or save only the sheet that is needed."),
    "broken_quotes": _(
        "A quotation mark on row %(row)s is never closed, so the rows after it cannot be told apart."
    ),
    "field_too_long": _("A cell on row %(row)s is longer than %(limit)s characters."),
    "too_many_columns": _("Row %(row)s has %(count)s columns, at most %(limit)s are read."),
    "wrong_separator": _("The separator %(separator)s cannot be used. Choose semicolon, comma, tab or bar."),
}


class Refused(Exception):
    """The file cannot be read; `code` names why, str() is the sentence in the reader's language."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params

    def __str__(self) -> str:
        return str(SENTENCES[self.code] % self.params)


# What the first bytes of other files give away.
KINDS = {
    "pdf": _("a PDF document"),
    "picture": _("a picture"),
    "web": _("a web page"),
    "archive": _("an archive"),
    "word": _("a text document"),
    "slides": _("a presentation"),
    "binary_workbook": _("a binary workbook (.xlsb)"),
    "program": _("a program"),
    "xml": _("an XML file"),
    "mail": _("a mail or another Office document"),
}
