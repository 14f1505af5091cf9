"""Which columns say where: one name and one code of the same places, wider and finer divisions kept apart."""

import re
from collections.abc import Callable, Sequence

from .kinds import CODE, NUMBER, kind_of
from .labels import is_note, label
from .mapping import ColumnMapping, Mapping
from .municipalities import MUNICIPALITIES
from .samples import Sample

NAMED = r"[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+)? (?:kommun|stad|län|municipality)"
OF_A_TITLE = re.compile(rf"(?:(?:i|inom) )?{NAMED}")
# Anlagda bränder i Ekby kommun 2023, and Kommun: Ekby.
IN_A_TITLE = re.compile(rf"(?:(?:^|\b(?:i|inom|för|från) |[,:;–-] ?)(?P<name>{NAMED}))(?=$|[\s,.;:(–-])")
AFTER_A_KEY = re.compile(
    r"(?:kommun|kommundel|stadsdel|område|län|region|ort|plats|geografi|area|municipality) ?: ?(?P<name>[^:]{2,60})",
    re.IGNORECASE,
)
WHOLE = re.compile(r"riket|sverige|(?:hela )?(?:kommunen|länet|staden|landet|riket|regionen)", re.IGNORECASE)
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
# A word in lower case after its first letter: no code looks like that.
NAME = re.compile(r"[^\W\d_].*?[a-zåäöé]{2}.*")
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
    codes = [c for c in areas if c.part == "code"]
    if names:
        best = max(names, key=lambda c: (c.part == "name", level(c.header), c.certainty))
        best.part = "name"
        for other in names:
            if other is not best:
                make_wider(other, "wider division")
        kept = next((c for c in codes if goes_with(sample, c.index, best.index)), None)
        kept = kept or finer_codes(codes, best, sample)
    else:
        kept = codes[-1] if codes else None
    for code in codes:
        if code is not kept:
            make_wider(code, "another division")


def make_wider(column: ColumnMapping, reason: str) -> None:
    column.part, column.reason = "wider", reason


def finer_codes(codes: list[ColumnMapping], name: ColumnMapping, sample: Sample) -> ColumnMapping | None:
    """The codes of smaller places than those that have names: they tell the rows apart, the names what they lie in."""
    for code in codes:
        many, few = (len(set(sample.texts(c.index))) for c in (code, name))
        if many > few and lies_in(sample, code.index, name.index):
            make_wider(name, "wider division")
            return code
    return None


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
    is_known = name.casefold() in sample.areas or name.casefold() in MUNICIPALITIES
    return is_known or bool(PLACE.fullmatch(name) or OF_A_TITLE.fullmatch(name))


def settle_area_headings(columns: list[ColumnMapping], sample: Sample) -> None:
    """Places across: most of the headings over the figures are names of places, and no column holds any."""
    values = [c for c in columns if c.role == "value" and not c.breakdown]
    named = [c for c in values if is_place(c.indicator, sample) or WHOLE.fullmatch(c.indicator.strip())]
    has_places = any(c.role == "area" and c.part in ("name", "code") for c in columns)
    # Two are enough where one of them says itself that it is a place.
    is_sure = any(OF_A_TITLE.fullmatch(c.indicator.strip()) for c in named)
    if has_places or len(named) < (2 if is_sure else 3) or len(named) < 0.6 * len(values):
        return
    for column in values:
        column.area, column.indicator, column.unit = column.indicator, "", ""


def level(heading: str) -> int:
    folded = heading.casefold()
    return max((place for place, word in enumerate(LEVELS) if word in folded), default=3)


def pairs_of(sample: Sample, one: int, other: int) -> set[tuple[str, str]]:
    """What stands in the two columns of a row, where both say something."""
    width = max(one, other)
    pairs = {(label(r.cells[one]), label(r.cells[other])) for r in sample.rows if len(r.cells) > width}
    return {pair for pair in pairs if all(pair)}


def lies_in(sample: Sample, fine: int, wide: int) -> bool:
    """Whether each of the finer places belongs to one of the wider."""
    pairs = pairs_of(sample, fine, wide)
    return bool(pairs) and len({one for one, _ in pairs}) == len(pairs)


def goes_with(sample: Sample, code: int, name: int) -> bool:
    """Whether each code belongs to one name and each name to one code."""
    return lies_in(sample, code, name) and lies_in(sample, name, code)


def is_area_code(texts: list[str]) -> bool:
    return bool(texts) and all(AREA_CODE.fullmatch(text) for text in texts)


def settle_whole_area(mapping: Mapping, sample: Sample) -> None:
    """The place a title names alone, for a table that has no column of places."""
    if mapping.with_role("area") or any(c.area for c in mapping.with_role("value")):
        return
    titles = [title.strip() for title in (*sample.titles, sample.sheet.name, *sample.around)]
    mapping.area = next(filter(None, (place_in(title, sample) for title in titles)), "")


def place_in(title: str, sample: Sample) -> str:
    """The place that a title is about, or "" for none."""
    if is_place(title, sample):
        return title
    found = AFTER_A_KEY.fullmatch(title) or (None if is_note(title) else IN_A_TITLE.search(title))
    return found["name"].strip() if found else ""
