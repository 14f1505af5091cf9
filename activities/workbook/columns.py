"""The columns of the workbook, what a person may change in it, and the marks that tell what was changed since."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

MARK_LENGTH = 12


@dataclass(frozen=True)
class Column:
    """A column by its key; `width` 0 hides it."""

    key: str
    label: Any
    width: int


IDENTITY = (
    Column("code", _("Id"), 9),
    Column("activity", _("Activity"), 36),
    Column("party", _("Party"), 24),
)
EDITABLE = (
    Column("text", _("What you will do"), 44),
    Column("contact", _("Contact"), 24),
    Column("due_on", _("Due"), 13),
    Column("status", _("Status"), 15),
    Column("report", _("What has happened"), 48),
    Column("needs", _("What is needed"), 36),
)
# Which row it is, which version of it, and a mark per value as it was when the file was made.
KEYS = (Column("key", _("Key"), 0), Column("version", _("Version"), 0), Column("marks", _("Marks"), 0))
PROBLEM = Column("problem", _("What is wrong"), 60)
COLUMNS = (*IDENTITY, *EDITABLE, *KEYS)
LABELS = {column.key: column.label for column in EDITABLE}
# One report says these together.
REPORTED = ("status", "report", "needs")


def plain(text):
    """The text as it is compared: composed, with one kind of line break, without space around it."""
    text = unicodedata.normalize("NFC", str(text)).replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\u00a0", " ").replace("_x000D_", "").strip()


def folded(text):
    """The text without differences of case and of spaces, to recognise a heading, a name or a word by."""
    return " ".join(plain(text).split()).casefold()


def headings():
    """{folded heading: key} in every language of the portal, so that a file may change language on its way."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {folded(column.label): column.key for column in (*COLUMNS, PROBLEM)}
    return found


def mark(public_id, name, value):
    """The mark of one value of one row; nobody outside can make one, and it fits no other row."""
    said = f"{public_id}\n{name}\n{plain(value)}"
    return salted_hmac("activities.workbook", said, algorithm="sha256").hexdigest()[:MARK_LENGTH]


def marks_of(public_id, version, values):
    """The marks of a row in one cell: of its version, and of each value."""
    named = {"version": str(version), **values}
    return " ".join(f"{name}={mark(public_id, name, value)}" for name, value in named.items())


def read_marks(public_id, version, text):
    """{field: mark} of a row; empty when the cell is gone or belongs to another row or version."""
    found = dict(part.split("=", 1) for part in str(text).split() if "=" in part)
    held = found.pop("version", "")
    return found if constant_time_compare(held, mark(public_id, "version", version)) else {}
