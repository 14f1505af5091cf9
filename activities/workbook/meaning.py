"""What a cell means: a status by its word in either language, a date in the ways people write it, a person by name."""

import datetime as dt
import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from activities.models import Commitment, FollowUpReport, Status
from collab.forms import personal_data_error
from collab.personal_data import find_personal_data

from .columns import folded

# A dash, however a program has dressed it up.
CLEARED = {"-", "\u2013", "\u2014", "\u2212"}
CLEARABLE = {"contact", "needs"}
FIRST_SERIAL, LAST_SERIAL = 36526, 73050  # 2000 to 2099
EPOCH = dt.date(1899, 12, 30)
MONTHS = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
ENGLISH = {"may": 5, "oct": 10}
NUMERIC = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")
ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ].*)?|(\d{4})(\d{2})(\d{2})")
WORDED = re.compile(r"(\d{1,2})\.?\s+([a-zåäö]{3,9})\.?\s+(\d{4})", re.IGNORECASE)
LONGEST = {
    "text": Commitment._meta.get_field("text").max_length,
    "report": 2000,
    "needs": FollowUpReport._meta.get_field("needs").max_length,
}


def read_status(text):
    """The status by its word, trimmed, in any language of the portal."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for status in Status:
                if folded(text) in (
                    folded(status.label),
                    folded(status.value),
                    folded(status.value).replace("_", " "),
                ):
                    return status.value
    words = ", ".join(str(status.label) for status in Status)
    raise ValidationError(
        _("“%(text)s” is no status. Write one of: %(words)s.") % {"text": text[:40], "words": words}
    )


def read_day(text):
    """The date, as ISO text."""
    try:
        return day_of(text).isoformat()
    except ValueError:
        raise ValidationError(
            _("“%(text)s” is no date. Write it as 2027-03-01.") % {"text": text[:40]}
        ) from None


def day_of(text):
    if match := ISO.fullmatch(text):
        return dt.date(*map(int, filter(None, match.groups())))
    if match := NUMERIC.fullmatch(text):
        day, month, year = map(int, match.groups())
        return dt.date(year, month, day)
    if match := WORDED.fullmatch(text):
        short = match[2].casefold()[:3]
        month = MONTHS.index(short) + 1 if short in MONTHS else ENGLISH.get(short, 0)
        return dt.date(int(match[3]), month, int(match[1]))
    if text.isdigit() and FIRST_SERIAL <= int(text) <= LAST_SERIAL:
        return EPOCH + dt.timedelta(days=int(text))
    raise ValueError(text)


def read_text(name, text):
    """Free text within its length and without personal data."""
    if len(text) > LONGEST[name]:
        raise ValidationError(
            _("The text has %(n)s characters, at most %(most)s are taken.")
            % {"n": len(text), "most": LONGEST[name]}
        )
    if found := find_personal_data(text):
        raise personal_data_error(found)
    return text


def read_contact(text, people):
    """The name as it is kept; `people` are the memberships that can be the contact."""
    found = [p for p in people if folded(text) in (folded(p.user.name), folded(p.user.email))]
    if not found:
        names = ", ".join(person.user.name for person in people) or "–"
        raise ValidationError(
            _("“%(text)s” is none of your party's people. Write one of: %(names)s.")
            % {"text": text[:40], "names": names}
        )
    if len({person.user_id for person in found}) > 1:
        raise ValidationError(
            _("Several of your party's people are called %(text)s. Write the e-mail address instead.")
            % {"text": text[:40]}
        )
    return found[0]


def meaning(name, text, people):
    """The value of a cell as the workbook keeps it; ValidationError says what is wrong with it."""
    if text in CLEARED and name in CLEARABLE:
        return ""
    if name == "status":
        return read_status(text)
    if name == "due_on":
        return read_day(text)
    if name == "contact":
        return read_contact(text, people).user.name
    return read_text(name, text)
