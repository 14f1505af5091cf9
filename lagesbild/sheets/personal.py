"""Columns that point out persons, by heading or by what their cells hold; they are blocked before anything is saved."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from collab.personal_data import find_personal_data

from .headings import meaning_of
from .person_names import is_person_name
from .raw import Raw, shown

ENOUGH = 0.3
STREET = re.compile(
    r"[A-ZÅÄÖ][\wåäöé]+(?:gatan|vägen|gränd|stigen|backen|torget|allén|leden|gata|väg|plan|slingan|street|road)\s+[0-9]{1,3}\s?[A-Za-z]?(?:,.*)?"
)
NORTH, EAST = (6_100_000, 7_700_000), (250_000, 930_000)
POINT = re.compile(r"-?[0-9]{1,2}\.[0-9]{4,}\s*[,; ]\s*-?[0-9]{1,3}\.[0-9]{4,}")


class Person(NamedTuple):
    """Why a column is blocked: the kind of data it shows, and how certain that is."""

    reason: str
    certainty: float
    part: str = ""


def person_in(heading: str, cells: Sequence[Raw]) -> Person | None:
    """Why the column may point out persons, or None; the cells are a sample without blanks."""
    texts = [shown(raw) for raw in cells if isinstance(raw, (str, int)) and not isinstance(raw, bool)]
    if by_cells := seen_in(texts):
        return by_cells
    if is_coordinate(cells):
        return Person("coordinates", 0.9)
    meaning = meaning_of(heading)
    if meaning is None or meaning.role != "personal":
        return None
    if heading.strip().casefold() in ("x", "y", "n", "e", "x koord", "y koord"):
        # A single letter means a coordinate only over figures of that size, which has been asked above.
        return None
    return Person(f"heading:{meaning.part or 'person'}", meaning.certainty, meaning.part)


def seen_in(texts: Sequence[str]) -> Person | None:
    """The first kind of personal data that enough of the cells hold; a single personal number is enough."""
    found = [finding.kind for text in texts for finding in find_personal_data(text)]
    if "personal_number" in found and is_more_than_chance(texts, found.count("personal_number")):
        return Person("personal_number", 0.99)
    streets = sum(bool(STREET.fullmatch(text)) for text in texts)
    names = sum(map(is_person_name, texts))
    points = sum(bool(POINT.fullmatch(text.strip())) for text in texts)
    for kind, count in (
        ("email", found.count("email")),
        ("phone", found.count("phone")),
        ("name", names),
        ("street_address", streets),
        ("coordinates", points),
    ):
        if count > ENOUGH * len(texts):
            return Person(kind, 0.9)
    return None


def is_more_than_chance(texts: Sequence[str], count: int) -> bool:
    """Large figures pass for personal numbers now and then (about 1 in 200), written ones never."""
    written = any(re.search(r"[0-9]{6} ?[-+] ?[0-9]{4}", text) for text in texts)
    return written or count > 0.1 * len(texts)


def is_coordinate(cells: Sequence[Raw]) -> bool:
    """Whether the figures are northings or eastings in SWEREF 99 TM, or degrees with many decimals in Sweden."""
    numbers = [n for raw in cells if (n := as_number(raw)) is not None]
    if len(numbers) < max(3, 0.8 * len(cells)):
        return False
    if all(NORTH[0] <= n <= NORTH[1] for n in numbers) and max(numbers) - min(numbers) < 1_600_000:
        return True
    exact = sum(n.as_tuple().exponent <= -4 for n in numbers if isinstance(n, Decimal))
    degrees = all(55 <= n <= 69.5 for n in numbers) or all(10 <= n <= 24.5 for n in numbers)
    return degrees and exact > 0.8 * len(numbers)


def as_number(raw: Raw) -> Decimal | None:
    if isinstance(raw, bool):
        return None
    if isinstance(raw, (int, Decimal)):
        return Decimal(raw)
    text = raw.strip().replace(",", ".") if isinstance(raw, str) else ""
    return Decimal(text) if re.fullmatch(r"-?[0-9]{1,9}(?:\.[0-9]{1,12})?", text) else None
