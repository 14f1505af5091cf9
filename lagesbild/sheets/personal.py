"""Columns that point out persons, by heading or by what their cells hold; they are blocked before anything is saved."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from collab.personal_data import find_personal_data

from .headings import meaning_of
from .mapping import ColumnMapping
from .person_names import is_person_name
from .raw import Raw, shown
from .samples import Sample

ENOUGH = 0.3
# Parishes and squares are called Gustav Adolf and Maria Magdalena; persons are not listed as places one by one.
OF_PLACES = 0.8
STREET = re.compile(
    r"(?:[A-ZÅÄÖ][\wåäöé]+ ){0,2}[A-ZÅÄÖ][\wåäöé]+(?:gatan|vägen|gränd|stigen|backen|torget|allén|leden|gata|väg|plan"
    r"|slingan|street|road)\s+[0-9]{1,3}\s?[A-Za-z]?(?:,.*)?"
)
NORTH = (6_100_000, 7_700_000)
# Of SWEREF 99 TM and its local zones, and of RT 90.
EASTS = [(90_000, 930_000), (1_200_000, 1_900_000)]
DEGREES, METRES = r"(?:5[5-9]|6[0-9]|1[0-9]|2[0-4])[.,][0-9]{2,}", r"[2-9][0-9]{5,6}(?:[.,][0-9]+)?"
# Both numbers of a place in one cell, also as programs for maps write it and in degrees, minutes and seconds.
POINT = re.compile(
    rf"(?:SRID=[0-9]+;)?(?:(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\s*)?[\[(\s]*(?:{DEGREES}\s*[,; ]\s*{DEGREES}"
    rf"|{METRES}(?:[,;]? +|;){METRES})(?:[\])\s].*|,.*)?"
    r"|[NE]?\s*[0-9]{1,2}\s*°.*[0-9]{1,2}\s*°.*",
    re.IGNORECASE | re.DOTALL,
)


def is_street_address(text: str) -> bool:
    """Whether the whole text is a street with a number, such as Storgatan 3B."""
    return bool(STREET.fullmatch(text.strip()))


class Person(NamedTuple):
    """Why a column is blocked: the kind of data it shows, and how certain that is."""

    reason: str
    certainty: float
    part: str = ""


def person_in_column(sample: Sample, column: int) -> Person | None:
    """The same for a column of a sample; a northing alone points out no place, and is a figure as good as any."""
    heading, cells = sample.heading(column), sample.cells(column)
    person = person_in(heading, cells)
    if person and person.reason == "coordinates" and is_northing(cells):
        others = [sample.cells(other) for other in sample.body if other != column]
        said = meaning_of(heading)
        return person if any(map(is_easting, others)) or (said and said.role == "personal") else None
    return person


def person_in(heading: str, cells: Sequence[Raw]) -> Person | None:
    """Why the column may point out persons, or None; the cells are a sample without blanks."""
    if find_personal_data(heading):
        return Person("heading:person", 0.95)
    texts = [shown(raw) for raw in cells if isinstance(raw, (str, int)) and not isinstance(raw, bool)]
    meaning = meaning_of(heading)
    is_place = meaning is not None and meaning.role == "area"
    if by_cells := seen_in(texts, OF_PLACES if is_place else ENOUGH):
        return by_cells
    if is_coordinate(cells):
        return Person("coordinates", 0.9)
    if meaning is None or meaning.role != "personal":
        return None
    if heading.strip().casefold() in ("x", "y", "n", "e", "x koord", "y koord"):
        # A single letter means a coordinate only over figures of that size, which has been asked above.
        return None
    return Person(f"heading:{meaning.part or 'person'}", meaning.certainty, meaning.part)


def block_partners(columns: Sequence[ColumnMapping], sample: Sample) -> None:
    """An easting is a number like any other but for the northing that stands in the same table."""
    if not any(c.role == "personal" and is_northing(sample.cells(c.index)) for c in columns):
        return
    for column in columns:
        if column.role in ("value", "") and is_easting(sample.cells(column.index)):
            column.role, column.part, column.certainty, column.reason = "personal", "", 0.9, "coordinates"


def seen_in(texts: Sequence[str], enough_names: float = ENOUGH) -> Person | None:
    """The first kind of personal data that enough of the cells hold; a single personal number is enough."""
    found = [finding.kind for text in texts for finding in find_personal_data(text)]
    if "personal_number" in found and is_more_than_chance(texts, found.count("personal_number")):
        return Person("personal_number", 0.99)
    streets = sum(map(is_street_address, texts))
    names = sum(map(is_person_name, texts))
    points = sum(bool(POINT.fullmatch(text.strip())) for text in texts)
    for kind, count, enough in (
        ("email", found.count("email"), ENOUGH),
        ("phone", found.count("phone"), ENOUGH),
        ("name", names, enough_names),
        ("street_address", streets, ENOUGH),
        ("coordinates", points, ENOUGH),
    ):
        if count > enough * len(texts):
            return Person(kind, 0.9)
    return None


def is_more_than_chance(texts: Sequence[str], count: int) -> bool:
    """Large figures pass for personal numbers now and then (about 1 in 200), written ones never."""
    written = any(re.search(r"[0-9]{6} ?[-+] ?[0-9]{4}", text) for text in texts)
    return written or count > 0.1 * len(texts)


def is_coordinate(cells: Sequence[Raw]) -> bool:
    """Whether the figures are northings or eastings in SWEREF 99 TM, or degrees with many decimals in Sweden."""
    if is_northing(cells):
        return True
    numbers = [n for raw in cells if (n := as_number(raw)) is not None]
    if len(numbers) < max(3, 0.8 * len(cells)):
        return False
    exact = sum(n.as_tuple().exponent <= -4 for n in numbers if isinstance(n, Decimal))
    degrees = all(55 <= n <= 69.5 for n in numbers) or all(10 <= n <= 24.5 for n in numbers)
    return degrees and exact > 0.8 * len(numbers)


def is_northing(cells: Sequence[Raw]) -> bool:
    return len(cells) > 2 and is_within(cells, NORTH)


def is_easting(cells: Sequence[Raw]) -> bool:
    return any(is_within(cells, bounds) for bounds in EASTS)


def is_within(cells: Sequence[Raw], bounds: tuple[int, int]) -> bool:
    """Whether nearly all cells hold numbers, and all of those lie within the bounds."""
    numbers = [n for raw in cells if (n := as_number(raw)) is not None]
    return 0 < 0.8 * len(cells) <= len(numbers) and all(bounds[0] <= n <= bounds[1] for n in numbers)


def as_number(raw: Raw) -> Decimal | None:
    if isinstance(raw, bool):
        return None
    if isinstance(raw, (int, Decimal)):
        return Decimal(raw)
    text = raw.strip().replace(",", ".") if isinstance(raw, str) else ""
    return Decimal(text) if re.fullmatch(r"-?[0-9]{1,9}(?:\.[0-9]{1,12})?", text) else None
