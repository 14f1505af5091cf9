"""What one cell says: a value, a reason why there is none, or an issue. Never a guess without a word about it.

The rules are those of the table of cell meanings that the parties' sheets follow (SCB and Brå usage).
"""

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from .issues import Issue
from .numerals import Number, read_number
from .raw import ErrorValue, Percent, Raw, Uncached, shown

SUPPRESSED, NOT_APPLICABLE, NOT_AVAILABLE, BLANK = "suppressed", "not_applicable", "not_available", "blank"


class CellRules(NamedTuple):
    """What this source means: `dash` "zero", "missing" or "" to ask; `decimal` "comma", "dot" or "" to ask.

    `takes` is "number", or "date" for columns that hold dates.
    """

    dash: str = ""
    decimal: str = ""
    takes: str = "number"


class Value(NamedTuple):
    """A number (or a date) with the unit and the marks that stood beside it; percent as 23.4, not 0.234."""

    number: Decimal | dt.date
    unit: str = ""
    note: str = ""
    is_preliminary: bool = False
    is_estimated: bool = False
    warnings: tuple[str, ...] = ()


class Missing(NamedTuple):
    """Why there is no number: "suppressed", "not_applicable", "not_available" or "blank"; the text as it stood."""

    flag: str
    original: str = ""


# Longer than any number, mark or reason; what is longer is prose and is not searched.
LONGEST = 100
ERROR_TEXT = re.compile(r"#{2,}|#[A-ZÅÄÖ/0-9_]+[!?]?", re.IGNORECASE)
SMALL_RANGE_TO = 10
RANGE = re.compile(r"([0-9]{1,6})\s*[-‐‑‒–—−]\s*([0-9]{1,6})")
MASKED = re.compile(
    r"(?:<|≤|<=|=<|under|färre än|mindre än|fewer than|less than)\s*[0-9]+\s*%?", re.IGNORECASE
)
ABOVE = re.compile(r"(?:>|≥|>=|över|minst|more than|at least)\s*[0-9]+[0-9,. ]*%?", re.IGNORECASE)
DASHES = set("-‐‑‒–—−―﹣－")
MONTHS = "jan|feb|mar|mars|apr|maj|may|jun|juni|jul|juli|aug|sep|sept|okt|oct|nov|dec"
AUTO_DATE = re.compile(
    rf"(?:[0-3]?[0-9][-. /](?:{MONTHS})\.?|(?:{MONTHS})\.?[-. /][0-9]{{1,4}})", re.IGNORECASE
)
ISO_DATE = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9](?:[T ].*)?")
FOOTNOTE_ALONE = re.compile(r"(?:[0-9a-z]{1,2}\)|\([0-9a-z]{1,2}\)|[¹²³⁴-⁹]+\)?)")
WORDS = {
    "..": SUPPRESSED,
    "x": SUPPRESSED,
    "xx": SUPPRESSED,
    "*": SUPPRESSED,
    "**": SUPPRESSED,
    "sekretess": SUPPRESSED,
    "[c]": SUPPRESSED,
    ":c": SUPPRESSED,
    "maskerat": SUPPRESSED,
    ".": NOT_APPLICABLE,
    "ej aktuellt": NOT_APPLICABLE,
    "ej relevant": NOT_APPLICABLE,
    "ej tillämpligt": NOT_APPLICABLE,
    "not applicable": NOT_APPLICABLE,
    "[z]": NOT_APPLICABLE,
    ":z": NOT_APPLICABLE,
    # The signs of PC-Axis and of Eurostat.
    **dict.fromkeys(("...", "....", ".....", "......", "…", ":"), NOT_AVAILABLE),
    **dict.fromkeys((": c", ": u"), SUPPRESSED),
    ": z": NOT_APPLICABLE,
    "n/a": NOT_AVAILABLE,
    "na": NOT_AVAILABLE,
    "n.a.": NOT_AVAILABLE,
    "[x]": NOT_AVAILABLE,
    "e.u.": NOT_AVAILABLE,
    "i.u.": NOT_AVAILABLE,
    "u.s.": NOT_AVAILABLE,
    "ej uppgift": NOT_AVAILABLE,
    "ingen uppgift": NOT_AVAILABLE,
    "ej redovisat": NOT_AVAILABLE,
    "redovisas ej": NOT_AVAILABLE,
    "ej svar": NOT_AVAILABLE,
    "ej mätt": NOT_AVAILABLE,
    "null": NOT_AVAILABLE,
    "nan": NOT_AVAILABLE,
    "none": NOT_AVAILABLE,
    "saknas": NOT_AVAILABLE,
    "uppgift saknas": NOT_AVAILABLE,
    "ej tillgänglig": NOT_AVAILABLE,
    "not available": NOT_AVAILABLE,
    "missing": NOT_AVAILABLE,
}
THE_RULES = CellRules()
# Most figures of a text file: digits alone, or with one or two decimals after a comma. Read alike in every source.
EASY = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:,[0-9]{1,2})?")


def read_cell(raw: Raw, rules: CellRules = THE_RULES) -> Value | Missing | Issue:
    """What a cell says under the rules of its source."""
    if type(raw) is str:
        return read_text(raw, rules)
    if raw is None:
        return Missing(BLANK)
    if isinstance(raw, (ErrorValue, Uncached)):
        return Issue("error_value" if isinstance(raw, ErrorValue) else "formula_without_value", shown(raw))
    return read_day(raw) if rules.takes == "date" else read_figure(raw)


def read_figure(raw: Raw) -> Value | Issue:
    """A number as the program stored it; a date where a number should be is the program's own doing."""
    if isinstance(raw, bool):
        return Issue("boolean", shown(raw))
    if isinstance(raw, (int, Decimal)):
        return Value(Decimal(raw))
    if isinstance(raw, Percent):
        return Value((Decimal(raw.fraction) * 100).normalize() + 0, "%")
    return Issue("auto_date", shown(raw))


def read_day(raw: Raw) -> Value | Issue:
    if isinstance(raw, dt.datetime):
        return Value(raw.date())
    return Value(raw) if isinstance(raw, dt.date) else Issue("not_a_date", shown(raw))


@lru_cache(maxsize=50_000)
def read_text(original: str, rules: CellRules = THE_RULES) -> Value | Missing | Issue:
    """The same for text; the spaces of every kind around it do not count."""
    if rules.takes == "number" and EASY.fullmatch(original):
        return Value(Decimal(original.replace(",", ".")))
    text = original.strip().strip("\u200b\ufeff").strip()
    if not text:
        return Missing(BLANK, original)
    if len(text) > LONGEST:
        return Issue("not_a_number", original)
    return (
        no_number(text, original)
        or dash(text, original, rules)
        or (day(text, original) if rules.takes == "date" else number(text, original, rules))
    )


def no_number(text: str, original: str) -> Missing | Issue | None:
    """The signs and words that say why there is no number, and what can never be one."""
    flag = WORDS.get(text.lower())
    if flag or FOOTNOTE_ALONE.fullmatch(text):
        return Missing(flag or NOT_AVAILABLE, original)
    if ERROR_TEXT.fullmatch(text):
        return Issue("error_value", original)
    if MASKED.fullmatch(text):
        return Missing(SUPPRESSED, original)
    return interval(text, original)


def interval(text: str, original: str) -> Missing | Issue | None:
    """1–4 hides a small number; a wider range is no value and is said to be none."""
    if match := RANGE.fullmatch(text):
        low, high = int(match[1]), int(match[2])
        if low < high <= SMALL_RANGE_TO:
            return Missing(SUPPRESSED, original)
        return Issue("range", original)
    return Issue("range", original) if ABOVE.fullmatch(text) else None


def dash(text: str, original: str, rules: CellRules) -> Value | Missing | Issue | None:
    """Zero in the tables of Brå and SCB, missing in homemade ones: only the source can say."""
    if not set(text) <= DASHES:
        return None
    if rules.dash == "zero":
        return Value(Decimal(0))
    return Missing(NOT_AVAILABLE, original) if rules.dash == "missing" else Issue("dash_unclear", original)


def day(text: str, original: str) -> Value | Issue:
    try:
        return Value(dt.date.fromisoformat(text[:10]))
    except ValueError:
        return Issue("not_a_date", original)


def number(text: str, original: str, rules: CellRules) -> Value | Issue:
    if AUTO_DATE.fullmatch(text) or ISO_DATE.fullmatch(text):
        return Issue("auto_date", original)
    found = read_number(text, rules.decimal)
    if not isinstance(found, Number):
        return Issue(found, original)
    return Value(*found)
