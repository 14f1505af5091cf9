"""Why a file is not taken, one clear sentence each."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "empty": _("The file is empty."),
    "too_big": _("The file is larger than %(limit)s MB. Divide it, or save it with smaller pictures."),
    "name": _("The file name cannot be used. Rename the file to something short and plain, and try again."),
    "name_personal": _("The file name looks like it holds personal data. Rename the file and try again."),
    "program": _("The file is a program, or is named like one. Programs are not kept here."),
    "unknown": _(
        "The file is of a kind that is not kept here. Use PDF, PNG, JPEG, Word, Excel, PowerPoint, OpenDocument,"
        " CSV or plain text."
    ),
    "mismatch": _(
        "The file is named %(suffix)s but is %(kind)s. Rename it to what it is, or choose the right file."
    ),
    "old_office": _("The file has an old Office format. Open it and save it as .docx, .xlsx or .pptx."),
    "password": _("The file is protected with a password. Remove the password and save it again."),
    "broken": _("The file is broken or cut off. Open it in its program, save it again and send that."),
    "two_in_one": _(
        "The file holds something more than %(kind)s. Save it anew in its program and send that."
    ),
    "macros": _("The file holds macros. Save it without macros, for example as .docx or .xlsx."),
    "embedded": _(
        "The file holds other files or programs inside it. Take them out, or send them one by one."
    ),
    "fetches": _(
        "The file fetches other files when it is opened. Save it without linked files and templates."
    ),
    "active": _("The PDF does something by itself when it is opened. Print it to a new PDF and send that."),
    "unpacks": _("The file unpacks to far more than it holds, which no ordinary document does."),
    "too_many_pixels": _("The picture is too large to show. Make it smaller and try again."),
    "markup": _("The file is a web page or a script, not plain text."),
}


class Refused(Exception):
    """The file is not taken; `code` names why, str() is the sentence in the reader's language."""

    def __init__(self, code, **params):
        super().__init__(code)
        self.code, self.params = code, params

    def __str__(self):
        return str(SENTENCES[self.code] % self.params)
