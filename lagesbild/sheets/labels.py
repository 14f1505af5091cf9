"""Headings and row labels: cleaned of line breaks, soft hyphens and footnote marks; totals told from parts."""

import re
from functools import lru_cache

from .raw import Raw, shown

SOFT_HYPHEN = re.compile("\u00ad\\s*|(?<=[a-zåäö])-[ \n]+(?=[a-zåäö])(?!(?:och|eller|samt|and|or)\\b)")
SPACES = re.compile(r"[\s\u00a0\u202f\u200b]+")
FOOTNOTE = re.compile(
    r"(?:(?<=\S)\s*(?:\[(?:note?|anm\.?)? ?[0-9a-e]{1,2}\]|\(?[0-9a-e]{1,2}\))"
    r"|\s*[¹²³⁴-⁹⁰]+\)?|(?<=\w)\s*\*+)$"
)
GLUED = re.compile(r"(?<=[a-zåäö]{3})([1-9])$")
NOTE = re.compile(
    r"(?:\(?[0-9a-z]{1,2}\)\s*\S|[¹²³*†]|källa|source|anm\b|anmärkning|not\b|note|obs\b|©|uppgifterna|statistiken|"
    r"preliminär|se\s|uppdaterad|senast|last updated|data source|datakälla|svarsfrekvens|skyddad|förklaring)",
    re.IGNORECASE,
)
TOTAL = re.compile(
    r"(?:summa(?!tiv)|total(?:t|en|a|er|s|summa)?\b|samtliga|alla\b|hela\b|riket|kommunen(?:\s+totalt)?$|"
    r"grand total|all\b|sum\b|"
    r"båda könen|bägge könen|kvinnor och män|män och kvinnor|flickor och pojkar|pojkar och flickor|both sexes|"
    r"k\+m$|delsumma|subtotal)",
    re.IGNORECASE,
)
TOTAL_AT_END = re.compile(r"\b(?:totalt|total|summa|samtliga|sammanlagt)\s*$", re.IGNORECASE)


def label(raw: Raw) -> str:
    """A cell as a label: one line, single spaces, hyphens that only broke a line taken away."""
    return clean(raw) if isinstance(raw, str) else shown(raw)


@lru_cache(maxsize=50_000)
def clean(text: str) -> str:
    return SPACES.sub(" ", SOFT_HYPHEN.sub("", text)).strip()


def without_footnote(text: str, known: frozenset[str] = frozenset()) -> tuple[str, str]:
    """The label and its footnote mark: "0–6 år1)" is ("0–6 år", "1"). A glued digit counts only if `known`."""
    if match := FOOTNOTE.search(text):
        bare = text[: match.start()].rstrip()
        # "(16)" alone, a label that is nothing but a mark, or "Town (Part a)" is left as it is.
        if bare and not bare.endswith("(") and bare.count("(") == bare.count(")"):
            return bare, match[0].strip(" ()")
    if (match := GLUED.search(text)) and match[1] in known:
        return text[: match.start()], match[1]
    return text, ""


def notes_marks(notes: list[str]) -> frozenset[str]:
    """The marks that the notes under a table explain: "1) Se kvalitetsdeklaration" explains 1."""
    found = (re.match(r"\(?([0-9a-z]{1,2})\)|([0-9])\s+[A-ZÅÄÖ]", note) for note in notes)
    return frozenset(match[1] or match[2] for match in found if match)


def is_note(text: str) -> bool:
    """Whether a lone text reads as a note or a source line."""
    return bool(NOTE.match(text)) or len(text) > 120


@lru_cache(maxsize=50_000)
def is_total(text: str) -> bool:
    """Whether a label names a whole and not one of its parts: Summa, Totalt, Samtliga 16-64 år, Hela kommunen."""
    return bool(TOTAL.match(text) or TOTAL_AT_END.search(text))
