"""Which columns say where: one name and one code of the same places, wider and finer divisions kept apart."""

import re

from .kinds import CODE, NUMBER, kind_of
from .labels import label
from .mapping import ColumnMapping, Mapping
from .samples import Sample

OF_A_TITLE = re.compile(
    r"(?:i |inom )?([A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+)?)s? (?:kommun|stad|län|municipality)", re.UNICODE
)
LEVELS = (
    "land",
    "län",
    "lan",
    "region",
    "kommun",
    "municipality",
    "borough",
    "kommundel",
    "område",
    "regso",
    "deso",
)


def settle_areas(columns: list[ColumnMapping], sample: Sample) -> None:
    """One name and one code of the same places; wider and finer divisions beside them are kept apart."""
    areas = [c for c in columns if c.role == "area"]
    for column in areas:
        texts = sample.texts(column.index)
        if (
            column.part == "name"
            and texts
            and sum(kind_of(t) in (CODE, NUMBER) for t in texts) > 0.6 * len(texts)
        ):
            column.part = "code"
    names = [c for c in areas if c.part in ("name", "wider")]
    if names:
        best = max(names, key=lambda c: (c.part == "name", level(c.header), c.certainty))
        best.part = "name"
        for other in names:
            if other is not best:
                other.part, other.reason = "wider", "wider division"
    codes = [c for c in areas if c.part == "code"]
    partner = next((c for c in codes if names and goes_with(sample, c.index, best.index)), None)
    for code in codes:
        if code is not (partner or (None if names else codes[-1])):
            code.part, code.reason = "wider", "another division"


def level(heading: str) -> int:
    folded = heading.casefold()
    return max((place for place, word in enumerate(LEVELS) if word in folded), default=3)


def goes_with(sample: Sample, code: int, name: int) -> bool:
    """Whether each code belongs to one name and each name to one code."""
    width = max(code, name)
    pairs = {(label(r.cells[code]), label(r.cells[name])) for r in sample.rows if len(r.cells) > width}
    pairs = {pair for pair in pairs if all(pair)}
    return bool(pairs) and len({c for c, _ in pairs}) == len({n for _, n in pairs}) == len(pairs)


def is_area_code(texts: list[str]) -> bool:
    return bool(texts) and all(
        re.fullmatch(r"[0-9]{2}(?:[0-9]{2}(?:[ABCR][0-9]{3,4})?)?", text) for text in texts
    )


def settle_whole_area(mapping: Mapping, sample: Sample) -> None:
    """The place a title names alone, for a table that has no column of places."""
    if mapping.with_role("area"):
        return
    known = [title for title in sample.titles if title.strip().casefold() in sample.areas]
    told = [title for title in sample.titles if OF_A_TITLE.fullmatch(title.strip())]
    mapping.area = next(iter([*known, *told]), "").strip()
