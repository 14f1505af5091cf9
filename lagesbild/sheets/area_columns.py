"""Which columns say where: one name and one code of the same places, wider and finer divisions kept apart."""

import re
from collections.abc import Callable, Sequence

from .kinds import CODE, NUMBER, kind_of
from .labels import label
from .mapping import ColumnMapping, Mapping
from .samples import Sample

OF_A_TITLE = re.compile(
    r"(?:i |inom )?([A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+)?)s? (?:kommun|stad|län|municipality)", re.UNICODE
)
# How names of places in Sweden end; a list of them is told from a list of measures by that.
ENDINGS = """
    berg berga borg bro by byn bäck bäcken centrum dal dalen fors gård gården hamn hem holm holmen hult inge köping
    lund lunda mark näs ryd sjö sjön sta stad staden sund torp tuna unge vall vik viken ås åsen äng ängen änge ö ön
"""
PLACE = re.compile(
    rf"[A-ZÅÄÖ][\w-]*?[a-zåäö]{{2,}}(?:{'|'.join(ENDINGS.split())})s?"
    r"(?:[ -](?:[A-ZÅÄÖ][\w-]+|centrum|norra|södra|östra|västra))*"
)
AREA_CODE = re.compile(r"[0-9]{2}(?:[0-9]{2}(?:[ABCR][0-9]{3,4})?)?")
# A word in lower case after its first letter, and no figure: no code looks like that.
NAME = re.compile(r"[^\W\d_]\D*[a-zåäöé]{2}\D*")
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
    take_names(columns, sample)
    areas = [c for c in columns if c.role == "area"]
    for column in areas:
        column.part = part_of(column.part, sample.texts(column.index))
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


def part_of(said: str, texts: Sequence[str]) -> str:
    """The part its heading says, unless the cells say otherwise: codes under Region, names under RegSO."""
    if said == "name" and mostly(is_code, texts):
        return "code"
    return "name" if said == "code" and mostly(NAME.fullmatch, texts) else said


def mostly(holds: Callable[[str], object], texts: Sequence[str]) -> bool:
    return bool(texts) and sum(bool(holds(text)) for text in texts) > 0.6 * len(texts)


def is_code(text: str) -> bool:
    return kind_of(text) in (CODE, NUMBER) or bool(AREA_CODE.fullmatch(text))


def take_names(columns: list[ColumnMapping], sample: Sample) -> None:
    """Under Namn beside the codes of places stand their names; persons have no such codes."""
    codes = [c.index for c in columns if c.role == "area" and is_area_code(sample.texts(c.index))]
    for column in columns:
        is_headed = column.role == "personal" and column.header.strip().casefold() in (
            "namn",
            "name",
            "benämning",
        )
        if is_headed and any(goes_with(sample, code, column.index) for code in codes):
            column.role, column.part, column.certainty = "area", "name", 0.85
            column.reason = "names beside codes of places"


def is_place(text: str, sample: Sample) -> bool:
    """Whether a text is the name of a known place, or is written as names of places are."""
    name = text.strip()
    return name.casefold() in sample.areas or bool(PLACE.fullmatch(name))


def settle_area_headings(columns: list[ColumnMapping], sample: Sample) -> None:
    """Places across: most of the headings over the figures are names of places, and no column holds any."""
    values = [c for c in columns if c.role == "value" and not c.period and not c.breakdown]
    named = [c for c in values if is_place(c.indicator, sample)]
    has_places = any(c.role == "area" and c.part in ("name", "code") for c in columns)
    if has_places or len(named) < 3 or len(named) < 0.6 * len(values):
        return
    for column in values:
        column.area, column.indicator, column.unit = column.indicator, "", ""


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
    return bool(texts) and all(AREA_CODE.fullmatch(text) for text in texts)


def settle_whole_area(mapping: Mapping, sample: Sample) -> None:
    """The place a title names alone, for a table that has no column of places."""
    if mapping.with_role("area") or any(c.area for c in mapping.with_role("value")):
        return
    known = [title for title in sample.titles if title.strip().casefold() in sample.areas]
    told = [t for t in sample.titles if OF_A_TITLE.fullmatch(t.strip()) or PLACE.fullmatch(t.strip())]
    mapping.area = next(iter([*known, *told]), "").strip()
