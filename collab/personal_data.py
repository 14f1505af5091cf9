"""Finds what points out a person in a text: personal numbers, phone numbers and personal e-mail addresses.

Pure Python, used by forms and by the import alike. Case numbers, organisation numbers, properties, dates and
figures are to pass; a test holds the false alarms under two in a hundred.
"""

import datetime as dt
import re
from typing import NamedTuple


class Finding(NamedTuple):
    """What was found ("personal_number", "phone" or "email") and where in the text, end excluded."""

    kind: str
    span: tuple[int, int]


# Length must not change, so that spans fit the text as given.
SAME_LENGTH = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), **dict.fromkeys("\u00a0\u202f\u2009\t", " ")})

PERSONAL_NUMBER = re.compile(
    r"(?<![\w-])(?<![\w][/.:,])(?P<century>19|20)?(?P<date>[0-9]{6})(?: ?[-+] ?| ?)"
    r"(?P<last>[0-9]{4})(?![\w]|[-/:.,][0-9])"
)
MASKED_NUMBER = re.compile(
    r"(?<![\w-])(?P<century>19|20)?(?P<date>[0-9]{6})[-+](?:[x*]{4}|[0-9]{2}[x*]{2})(?!\w)", re.I
)
EMAIL = re.compile(
    r"(?<![\w.+-])(?P<local>[\w.+-]{1,64})\s?@\s?(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}(?![\w-])"
)
GAP = r"[ -]?"
PHONES = [
    re.compile(
        rf"(?<![\w.,/:-])(?:\+46|0046)[ -]?(?:\(0\))?[ -]?[1-9](?:{GAP}[0-9]){{6,8}}(?![\w]|[.,:/-][0-9])"
    ),
    re.compile(rf"(?<![\w.,/:+-])07[02369]{GAP}[0-9](?:{GAP}[0-9]){{6}}(?![\w]|[.,:/-][0-9]| [0-9])"),
    re.compile(
        r"(?<![\w.,/:+-])\(?0[1-9][0-9]{0,2}\)?(?:-| - |/)[0-9]{2,3}(?: ?[0-9]{2,3}){1,3}(?![\w]|[.,:/-][0-9]| [0-9])"
    ),
    re.compile(
        r"(?i)\b(?:tel|tfn|telefon|telnr|mobil|mob|ring)(?:nummer|nr)?[.: ]{1,3}\+?[0-9](?:[ -]?[0-9]){5,11}(?![\w])"
    ),
]
PRECEDENCE = ["personal_number", "email", "phone"]
# Mailboxes that belong to an office and not to a person.
OFFICES = frozenset(
    [
        *(
            "info",
            "kontakt",
            "contact",
            "registrator",
            "diarium",
            "kansli",
            "kundtjanst",
            "kundservice",
            "kommun",
        ),
        *(
            "post",
            "support",
            "webmaster",
            "noreply",
            "no-reply",
            "reception",
            "servicecenter",
            "medborgarservice",
        ),
        *("press", "arkiv", "faktura", "upphandling", "trygghet"),
    ]
)


def find_personal_data(text: str) -> list[Finding]:
    """Every personal number, phone number and personal e-mail address in the text, in order, never overlapping."""
    same = text.translate(SAME_LENGTH)
    found = [Finding("email", m.span()) for m in EMAIL.finditer(same) if m["local"].lower() not in OFFICES]
    if any(character.isdigit() for character in same):
        found += [
            Finding("personal_number", m.span()) for m in PERSONAL_NUMBER.finditer(same) if is_person(m)
        ]
        found += [Finding("personal_number", m.span()) for m in MASKED_NUMBER.finditer(same) if is_born(m)]
        found += [
            Finding("phone", m.span()) for pattern in PHONES for m in pattern.finditer(same) if is_phone(m[0])
        ]
    return apart(found)


def apart(found: list[Finding]) -> list[Finding]:
    """The findings in order, one where several overlap; a personal number counts before a phone number."""
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda f: PRECEDENCE.index(f.kind)):
        start, end = finding.span
        if all(end <= other.span[0] or start >= other.span[1] for other in kept):
            kept.append(finding)
    return sorted(kept, key=lambda f: f.span)


def is_person(match: re.Match[str]) -> bool:
    return is_born(match) and has_right_check_digit(match["date"] + match["last"])


def is_born(match: re.Match[str]) -> bool:
    """Whether the six digits can be a birthday; a coordination number adds 60 to the day (SFS 1991:481 18 a §).

    An organisation number has 20 or more where the month would be, so it never passes.
    """
    year, month, day = (int(match["date"][at : at + 2]) for at in (0, 2, 4))
    try:
        dt.date(int(match["century"] or 20) * 100 + year, month, day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True


def has_right_check_digit(ten: str) -> bool:
    """The Luhn sum of the ten digits is divisible by ten."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(ten))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def is_phone(text: str) -> bool:
    """Swedish numbers have eight to eleven digits after the leading zero or country code is counted in."""
    return 6 <= sum(character.isdigit() for character in text) <= 13
