"""How a number is written: thousands, decimals, minus, unit, estimate, preliminary mark and footnote around it."""

import re
from decimal import Decimal
from typing import NamedTuple


class Number(NamedTuple):
    """A number as written, with what stood around it; `warnings` are codes of what was interpreted."""

    number: Decimal
    unit: str = ""
    note: str = ""
    is_preliminary: bool = False
    is_estimated: bool = False
    warnings: tuple[str, ...] = ()


SPACES = str.maketrans(
    dict.fromkeys("\u00a0\u202f\u2009\u2007\u2002\u2003\u2004\u2005\u2006\u2008\u200a\t\n", " ")
)
MINUSES = str.maketrans(dict.fromkeys("‐‑‒–—−﹣－", "-"))
SUPERSCRIPTS = "¹²³⁴⁵⁶⁷⁸⁹⁰ᵃᵇᶜᵈᵉ"

BEFORE = re.compile(
    r"^(?:ca\.?|c:a|cirka|circa|omkring|ungefär|uppskattningsvis|drygt|knappt|about|approx\.?|~|≈)\s*", re.I
)
CURRENCY_BEFORE = re.compile(r"^(?:kr|sek)\s+(?=[-+0-9])", re.I)
# 1250 b is how Eurostat marks a break; after a short number the letter may belong to it, as in class 9 b.
FLAG = r"(?:(?<=[0-9]{3})|(?<=[.,][0-9])) [bcdefnsuz]{1,2}"
FOOTNOTE = re.compile(rf"(?:\s+[0-9a-e]{{1,2}}\)|\s*\([0-9a-e]{{1,2}}\)|\s*[{SUPERSCRIPTS}]+\)?|{FLAG})$")
GROUPED_FOOTNOTE = re.compile(r"(-?[0-9]{1,3}(?: [0-9]{3})+)([1-9])\)$")
GLUED_FOOTNOTE = re.compile(r"[0-9]+\)$")
PRELIMINARY = re.compile(
    r"\s*(?:\*+|\(?\bprel(?:iminär(?:t|a)?|iminary)?\b\.?\)?|\(p\)|(?<=[0-9 ])p\.?)$", re.I
)
REVISED = re.compile(r"\s*(?:\(r\)|(?<=[0-9 ])r)$", re.I)
# Units are only those that can be nothing else; any other word beside a number is an issue.
UNITS = {
    "%": "%",
    "procent": "%",
    "percent": "%",
    "‰": "‰",
    "promille": "‰",
    "procentenheter": "procentenheter",
    "p.e.": "procentenheter",
    "kr": "kr",
    "kr.": "kr",
    "kronor": "kr",
    "sek": "kr",
    ":-": "kr",
    ",-": "kr",
    "tkr": "tkr",
    "kkr": "tkr",
    "mkr": "mkr",
    "mnkr": "mkr",
    "st": "st",
    "st.": "st",
    "stycken": "st",
    "personer": "personer",
    "pers": "personer",
    "pers.": "personer",
    "år": "år",
    "dagar": "dagar",
    "dgr": "dagar",
    "tim": "timmar",
    "timmar": "timmar",
    "h": "timmar",
    "min": "minuter",
    "minuter": "minuter",
    "m": "m",
    "km": "km",
    "m2": "m²",
    "m²": "m²",
    "kvm": "m²",
    "ton": "ton",
    "kg": "kg",
}
UNIT_AFTER = re.compile(
    r"\s*(" + "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True)) + r")$", re.I
)

PLAIN = re.compile(r"[-+]?[0-9]+")
SPACED = re.compile(r"[-+]?[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?")
ANY_SPACED = re.compile(r"[-+]?[0-9]+(?: [0-9]+)+(?:[.,][0-9]+)?")
COMMA = re.compile(r"[-+]?(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+)?,[0-9]+")
DOT = re.compile(r"[-+]?[0-9]*\.[0-9]+")
DOTTED = re.compile(r"[-+]?[0-9]{1,3}(?:\.[0-9]{3}){2,}")
ENGLISH = re.compile(r"[-+]?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[-+]?[0-9]{1,3}(?:,[0-9]{3}){2,}")
THREE_AFTER_ONE_MARK = re.compile(r"[-+]?[1-9][0-9]{0,2}[.,][0-9]{3}")
SHORTENED = re.compile(r"[-+]?[0-9](?:[.,][0-9]+)?e[-+]?[0-9]+", re.I)
LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")


def read_number(text: str, decimal: str = "") -> Number | str:
    """The number a text says, or the code of the issue; `decimal` is "comma", "dot" or "" for not known."""
    text = text.translate(SPACES)
    if text.isascii() and text.isdigit():
        return whole(text)
    text, is_estimated = without(BEFORE, text.strip().translate(MINUSES))
    text, is_money = without(CURRENCY_BEFORE, text)
    text, note, code = without_footnote(text)
    if code:
        return code
    text, is_preliminary = without(PRELIMINARY, text)
    text, is_revised = without(REVISED, text)
    text, unit = without_unit(text)
    digits = digits_of(re.sub(r"^([-+]) +", r"\1", text), decimal)
    if isinstance(digits, str):
        return digits
    told = {
        "estimated": is_estimated,
        "preliminary": is_preliminary,
        "revised": is_revised,
        "footnote_dropped": note,
    }
    warnings = (*digits[1], *(code for code, is_so in told.items() if is_so))
    return Number(
        digits[0], unit or "kr" * is_money, note, bool(is_preliminary), bool(is_estimated), warnings
    )


def whole(text: str) -> Number | str:
    return "code_not_number" if LEADING_ZERO.fullmatch(text) else Number(Decimal(text))


def without(pattern: re.Pattern[str], text: str) -> tuple[str, bool]:
    """The text without what the pattern finds at its edge, and whether it found anything."""
    found = pattern.search(text)
    if not found or found.span() == (0, len(text)):
        return text, False
    return (text[: found.start()] + text[found.end() :]).strip(), True


def without_footnote(text: str) -> tuple[str, str, str]:
    """The text, the footnote mark, and an issue's code when mark and number cannot be told apart: 251)."""
    if match := GROUPED_FOOTNOTE.match(text):
        return match[1], match[2], ""
    if match := FOOTNOTE.search(text):
        return text[: match.start()].strip(), match[0].strip(" ()"), ""
    return text, "", "footnote_unclear" if GLUED_FOOTNOTE.search(text) else ""


def without_unit(text: str) -> tuple[str, str]:
    match = UNIT_AFTER.search(text)
    if not match or not text[: match.start()]:
        return text, ""
    return text[: match.start()].strip(), UNITS[match[1].lower()]


def digits_of(text: str, decimal: str) -> tuple[Decimal, tuple[str, ...]] | str:
    """The digits themselves, with what had to be interpreted, or the code of the issue."""
    if PLAIN.fullmatch(text):
        return "code_not_number" if LEADING_ZERO.fullmatch(text) else (Decimal(text), ())
    if SPACED.fullmatch(text):
        return Decimal(text.replace(" ", "").replace(",", ".")), ()
    if ANY_SPACED.fullmatch(text):
        return "bad_grouping"
    return marked_digits(text, decimal)


def marked_digits(text: str, decimal: str) -> tuple[Decimal, tuple[str, ...]] | str:
    """Digits with a comma or a dot in them."""
    if THREE_AFTER_ONE_MARK.fullmatch(text):
        return three_after_one_mark(text, decimal)
    if COMMA.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", ".")), ()
    if DOT.fullmatch(text):
        return Decimal(text), ()
    if DOTTED.fullmatch(text):
        return Decimal(text.replace(".", "")), ()
    if ENGLISH.fullmatch(text):
        return Decimal(text.replace(",", "")), ("english_number",)
    if SHORTENED.fullmatch(text):
        return "rounded_notation"
    return "unknown_unit" if re.match(r"[-+]?[0-9][0-9 .,]*\s*[^\W\d]", text) else "not_a_number"


def three_after_one_mark(text: str, decimal: str) -> tuple[Decimal, tuple[str, ...]] | str:
    """1,234 and 1.234: a comma is a decimal comma in Swedish, a dot could be either and is asked about."""
    if "," in text:
        if decimal == "dot":
            return Decimal(text.replace(",", "")), ("english_number",)
        return Decimal(text.replace(",", ".")), ("comma_is_decimal",)
    if decimal == "dot":
        return Decimal(text), ()
    return (Decimal(text.replace(".", "")), ()) if decimal == "comma" else "ambiguous_number"
