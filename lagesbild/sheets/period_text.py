"""How periods are written in Swedish and English sheets, and what they mean."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from . import periods
from .periods import Period
from .raw import Raw, shown

MONTH_NAMES = {
    name: number
    for number, names in enumerate(
        [
            "januari january jan",
            "februari february feb febr",
            "mars march mar",
            "april apr",
            "maj may",
            "juni june jun",
            "juli july jul",
            "augusti august aug",
            "september sep sept",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ],
        1,
    )
    for name in names.split()
}
ORDINALS = {
    "första": 1,
    "andra": 2,
    "tredje": 3,
    "fjärde": 4,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
}
PART_WORDS = {
    "quarter": "kvartalet|kvartal|kvart|kv|quarter|qtr",
    "tertial": "tertialet|tertial|tert",
    "half": "halvåret|halvår|hå|half-year|half year|half",
}
LETTERS = {"k": "quarter", "q": "quarter", "t": "tertial", "h": "half", "s": "half", "m": "month"}

YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
SHORT = r"(?P<short>[0-9]{2})"
ANY_YEAR = rf"(?:{YEAR}|'?{SHORT})"
MONTH = rf"(?P<month>{'|'.join(sorted(MONTH_NAMES, key=len, reverse=True))})\.?"
FIRST = MONTH.replace("<month>", "<first>")
NUMBER = r"(?P<number>[0-9]{1,2})"
SEP = r"[\s,:/._-]*"
PART = "|".join(f"(?P<{kind}>{words})" for kind, words in PART_WORDS.items())
ORDINAL = rf"(?:(?P<ordinal>{'|'.join(ORDINALS)})|(?P<nth>[1-4])(?::?(?:a|e)|st|nd|rd|th)?)"
UNTIL = r"(?:t\.?\s?o\.?\s?m\.?|till och med|hittills|ack\.?|ackumulerat|kumulativt|ytd|through|to date)(?:\s+och med)?"
ROLLING = (
    r"(?:rullande\s+(?:12|tolv)(?:\s?-?\s?(?:mån(?:ader(?:s)?)?\.?|m))?|r12"
    r"|senaste\s+(?:12|tolv)\s+mån(?:aderna|ader)?\.?|rolling\s+12(?:\s+months?)?)"
)

Maker = Callable[[dict[str, str | None], int | None], Period | None]


def year_in(found: dict[str, str | None], context: int | None) -> int:
    """The year a match names, else the one from beside it, else 0, which is no year."""
    if found.get("year"):
        return int(found["year"])
    if found.get("short"):
        return 2000 + int(found["short"])
    return context or 0


def make_part(found: dict[str, str | None], context: int | None) -> Period | None:
    kind = (
        next((kind for kind in PART_WORDS if found.get(kind)), None)
        or LETTERS[(found.get("letter") or "m").lower()]
    )
    number = ORDINALS.get(found.get("ordinal") or "") or int(found.get("number") or found.get("nth") or 0)
    return periods.part_of_year(year_in(found, context), kind, number)


def make_month(found: dict[str, str | None], context: int | None) -> Period | None:
    number = MONTH_NAMES[found["month"]] if found.get("month") else int(found["number"])
    return periods.part_of_year(year_in(found, context), "month", number)


def make_day(found: dict[str, str | None], context: int | None) -> Period | None:
    month = MONTH_NAMES[found["month"]] if found.get("month") else int(found["number"])
    return periods.day(year_in(found, context), month, int(found["day"]))


def make_slashed(found: dict[str, str | None], context: int | None) -> Period | None:
    """2022/23 is a school year and 2022/02 a month; 2011/12 could be both, and school years are written so."""
    first, second = int(found["year"]), int(found["number"])
    if second == (first + 1) % 100:
        return periods.school_year(first)
    return periods.part_of_year(first, "month", second)


def make_school_year(found: dict[str, str | None], context: int | None) -> Period | None:
    first = year_in(found, None)
    return periods.school_year(first) if int(found["second"]) % 100 == (first + 1) % 100 else None


def make_through(found: dict[str, str | None], context: int | None) -> Period | None:
    first = MONTH_NAMES[found["first"]] if found.get("first") else 1
    month = MONTH_NAMES[found["month"]] if found.get("month") else int(found["number"])
    if found.get("first") and (first, month) == (1, 12):
        return periods.year_period(year_in(found, context))
    return periods.through_month(year_in(found, context), month, first)


def make_span(found: dict[str, str | None], context: int | None) -> Period | None:
    """From the first day of a month to the last day of one of the same year; anything else is no period of ours."""
    year = int(found["year"])
    first = MONTH_NAMES.get(found["first"]) or int(found["first"])
    month = MONTH_NAMES[found["month"]] if found.get("month") else int(found["number"])
    if int(found.get("again") or year) != year or not 1 <= first <= month <= 12:
        return None
    if found.get("day") and int(found["day"]) != periods.last_day(year, month).day:
        return None
    return (
        periods.year_period(year) if (first, month) == (1, 12) else periods.through_month(year, month, first)
    )


def make_rolling(found: dict[str, str | None], context: int | None) -> Period | None:
    month = MONTH_NAMES[found["month"]] if found.get("month") else int(found["number"])
    return periods.rolling_year(year_in(found, context), month)


def make_numeric_day(found: dict[str, str | None], context: int | None) -> Period | None:
    """3/4/2023 could be April or March and is not guessed; 18/3/2023 can only be one day."""
    day, month = int(found["day"]), int(found["number"])
    return periods.day(year_in(found, None), month, day) if day > 12 or day == month else None


# The text is in lower case by then, the T and the Z of 2024-01-01T00:05:00Z as well.
TIME = r"(?:[t ]+[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]+)?)?\s*(?:z|[+-][0-9]{2}:?[0-9]{2})?)?"
GRAMMAR: list[tuple[str, Maker]] = [
    (
        r"(?P<year>[0-9]{4})-(?P<first>[0-9]{2})--[0-9]{4}-(?P<number>[0-9]{2})",
        lambda found, _: periods.through_month(int(found["year"]), int(found["number"]), int(found["first"])),
    ),
    (rf"{YEAR}-(?P<first>[0-9]{{2}})\s*(?:[-–]|till|to)\s*(?P<again>[0-9]{{4}})-{NUMBER}", make_span),
    (
        rf"{YEAR}-(?P<first>[0-9]{{2}})-01\s*(?:-{{1,2}}|–|till|to)\s*"
        rf"(?P<again>[0-9]{{4}})-{NUMBER}-(?P<day>[0-9]{{2}})",
        make_span,
    ),
    (rf"1\.?\s+{FIRST}\s*(?:[-–]|till)\s*(?P<day>[0-9]{{1,2}})\.?\s+{MONTH}\s+{YEAR}", make_span),
    (
        rf"(?:år(?:et)?|year|kalenderår|helår)?\s*{YEAR}",
        lambda found, _: periods.year_period(int(found["year"])),
    ),
    (rf"{YEAR}-{NUMBER}-(?P<day>[0-9]{{1,2}}){TIME}", make_day),
    (r"(?P<year>(?:19|20)[0-9]{2})(?P<number>[01][0-9])(?P<day>[0-3][0-9])", make_day),
    (rf"{YEAR}[-:.]{NUMBER}", make_month),
    (r"(?P<year>(?:19|20)[0-9]{2})(?P<number>0[1-9]|1[0-2])", make_month),
    (rf"{NUMBER}[-/]{YEAR}", make_month),
    (rf"{YEAR}/{NUMBER}", make_slashed),
    (rf"(?:läsår(?:et)?|skolår(?:et)?|lå|school year)?\s*{YEAR}/(?P<second>[0-9]{{4}})", make_school_year),
    (
        rf"(?:läsår(?:et)?|skolår(?:et)?|lå|school year)\s*{ANY_YEAR}\s*[/–-]\s*(?P<second>[0-9]{{2,4}})",
        make_school_year,
    ),
    (rf"{YEAR}{SEP}(?P<letter>[kqthm]){SEP}{NUMBER}", make_part),
    (rf"(?P<letter>[kqth]){SEP}{NUMBER}{SEP}{ANY_YEAR}", make_part),
    (r"(?P<letter>[kqth])(?P<number>[1-4])", make_part),
    (rf"{YEAR}{SEP}(?:{PART})\.?{SEP}{NUMBER}", make_part),
    (rf"(?:{PART})\.?{SEP}{NUMBER}(?:[\s,:/._'-]+{ANY_YEAR})?", make_part),
    (rf"{ORDINAL}\s+(?:{PART})\.?(?:[\s,'-]+{ANY_YEAR})?", make_part),
    (rf"{YEAR},?\s+{ORDINAL}\s+(?:{PART})\.?", make_part),
    (rf"{MONTH}(?:[\s,:/._'-]*{ANY_YEAR})?", make_month),
    (rf"{YEAR}[\s,:/._-]*{MONTH}", make_month),
    (rf"(?P<day>[0-9]{{1,2}})(?::?(?:a|e))?\.?\s+{MONTH}(?:\s+{YEAR})?", make_day),
    (rf"(?P<day>[0-9]{{1,2}})/{NUMBER}(?:[\s-]+{ANY_YEAR})?", make_day),
    (rf"(?P<day>[0-9]{{1,2}})[/.]{NUMBER}[/.]{YEAR}", make_numeric_day),
    (
        rf"(?:v|vecka|week|w)\.?\s*{NUMBER}(?:[\s,:/._'-]+{ANY_YEAR})?",
        lambda found, context: periods.week(year_in(found, context), int(found["number"])),
    ),
    (
        rf"{YEAR}{SEP}(?:v|vecka|week|w)\.?\s*{NUMBER}",
        lambda found, context: periods.week(int(found["year"]), int(found["number"])),
    ),
    (rf"{UNTIL}\s+{MONTH}(?:[\s,'-]+{ANY_YEAR})?", make_through),
    (rf"{UNTIL}\s+{YEAR}-{NUMBER}", make_through),
    (rf"{YEAR},?\s+{UNTIL}\s+{MONTH}", make_through),
    (rf"{FIRST}\s*[-–]\s*{MONTH}(?:[\s,'-]+{ANY_YEAR})?", make_through),
    (rf"{YEAR},?\s+{FIRST}\s*[-–]\s*{MONTH}", make_through),
    (rf"{ROLLING}[\s,:]*(?:{UNTIL}\s*)?{MONTH}[\s,'-]*{ANY_YEAR}", make_rolling),
    (rf"{ROLLING}[\s,:]*(?:{UNTIL}\s*)?{YEAR}-{NUMBER}", make_rolling),
    (
        rf"{ROLLING}[\s,:]*(?:{UNTIL}\s*)?{YEAR}",
        lambda found, _: periods.rolling_year(int(found["year"]), 12),
    ),
    (
        rf"(?P<term>vt|ht|vårterminen|höstterminen|våren|hösten)[\s.-]*{ANY_YEAR}",
        lambda found, _: periods.part_of_year(
            year_in(found, None), "half", 1 + found["term"].startswith("h")
        ),
    ),
]
PATTERNS = [(re.compile(pattern), make) for pattern, make in GRAMMAR]
PRELIMINARY = re.compile(r"\s*(?:\*+|\(?prel(?:iminär(?:t|a)?|iminary)?\b\.?\)?|(?<=[0-9])p)$", re.I)
FOOTNOTE = re.compile(r"(?:\s+[0-9a-e]\)|\s*\([0-9a-e]\)|[¹²³⁴-⁹]+\)?)$", re.I)
SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")


def read_period(raw: Raw, year: int | None = None) -> Period | None:
    """The period a cell names, or None; `year` is the one beside it, for cells such as "januari" or "v. 43"."""
    if type(raw) is str:
        return read_period_text(raw, year)
    if isinstance(raw, dt.datetime):
        raw = raw.date()
    if isinstance(raw, dt.date):
        return Period(raw, raw, "day", label=raw.isoformat())
    if isinstance(raw, (int, Decimal)) and not isinstance(raw, bool):
        return read_period_text(str(int(raw)), year) if raw == int(raw) else None
    return None


@lru_cache(maxsize=20_000)
def read_period_text(original: str, year: int | None = None) -> Period | None:
    """The same for text; a preliminary mark or a footnote beside the period does not hide it."""
    if len(original) > 80:
        return None
    text = SPACES.sub(" ", original).replace("\u00ad", "").strip().lower()
    text = FOOTNOTE.sub("", text)
    bare = PRELIMINARY.sub("", text)
    for pattern, make in PATTERNS:
        if (match := pattern.fullmatch(bare)) and (period := make(match.groupdict(), year)):
            return period._replace(is_preliminary=bare != text, label=original.strip())
    return None


def read_part(raw: Raw, kind: str, year: Raw) -> Period | None:
    """The period of two cells, such as År and Månad: `kind` is what the second holds (month, quarter, week …)."""
    whole = read_period(year)
    if whole is None or whole.kind != "year":
        return None
    label = f"{shown(year).strip()} {shown(raw).strip()}"
    bare = shown(raw).strip()
    if bare.isascii() and bare.isdigit() and len(bare) <= 2:
        number = int(bare)
        found = periods.week(whole.start.year, number) if kind == "week" else None
        if kind in periods.MONTHS_IN:
            found = periods.part_of_year(whole.start.year, kind, number)
    else:
        found = read_period(raw, whole.start.year)
    return found and found._replace(label=label, is_preliminary=found.is_preliminary or whole.is_preliminary)
