"""The units and breakdowns that headings name, and the measures too general to name anything."""

import re
from functools import lru_cache

# Unit → the ways it is written, divided by " ; ".
UNITS = {
    "%": "% ; procent ; percent ; andel",
    "kr": "kr ; sek ; kronor",
    "tkr": "tkr ; tusen kronor ; tusental kronor",
    "mkr": "mkr ; mnkr ; miljoner kronor",
    "antal": "antal ; no. ; number",
    "personer": "personer ; persons",
    "st": "st",
    "ton": "tonnes ; ton",
    "dagar": "dagar",
    "timmar": "timmar",
    "minuter": "minuter",
    "procentenheter": "procentenheter",
    "index": "index",
    "år": "år",
    "per 100 000 inv": "per 100 000 inv ; per 100 000 inv. ; per 100 000 invånare",
    "per 1 000 inv": "per 1 000 inv ; per 1 000 inv. ; per 1 000 invånare ; per 1000 invånare",
}
UNIT_WORDS = {word: unit for unit, words in UNITS.items() for word in words.split(" ; ")}
# What names no measure of its own beside a column that does.
GENERIC = (
    "antal ; värde ; value ; values ; utfall ; resultat ; count ; number ; n ; summa ; totalt ; obs_value"
)
GENERIC_MEASURES = frozenset([*GENERIC.split(" ; "), *UNIT_WORDS])
SEXES = """
kvinnor ; män ; kvinna ; man ; flickor ; pojkar ; flicka ; pojke ; okänt ; okänt kön ; totalt ; total ; samtliga ;
båda könen ; kvinnor och män ; women ; men ; girls ; boys ; female ; male ; tjejer ; killar
"""
SEX_VALUES = frozenset(" ".join(SEXES.split()).split(" ; "))
# Of what is as short as this, most are units and few names.
SHORTEST_NAME = 6
# A unit stands at the end, so the end is all that is looked at.
LONGEST_TAIL = 80
IN_BRACKETS = re.compile(r"(?<=\S)\s*\(([^()]{1,20})\)\s*$")
PER_TAIL = re.compile(
    r"(?:,\s*|\s)([a-zåäö%]{0,10}\s?(?:/|per )\s?[0-9 ]*\s?(?:inv|invånare|barn|elev(?:er)?)\.?)$",
    re.IGNORECASE,
)
AGE = re.compile(
    r"(?:barn |unga |vuxna )?[0-9]{1,2}\s*[-–]\s*[0-9]{1,3}(?:\s*år)?|[0-9]{1,3}\+(?:\s*år)?"
    r"|[0-9]{2}\s*år\s*(?:-|och äldre)",
    re.I,
)
GRADE = re.compile(r"(?:årskurs|åk)\s*[0-9]|gy(?:mnasiet)?(?:\s*år)?\s*[0-9]", re.I)


@lru_cache(maxsize=5_000)
def unit_of(heading: str) -> str:
    """The unit a heading ends with: "Kostnad (kr)" in kr, "Bilväg, meter/inv." in meter/inv.; "" for none."""
    text = heading.strip()[-LONGEST_TAIL:]
    if text.casefold() in UNIT_WORDS:
        return UNIT_WORDS[text.casefold()]
    if match := IN_BRACKETS.search(text):
        inner = match[1].strip().casefold()
        return UNIT_WORDS.get(inner, match[1].strip() if re.match(r"[%a-zåäö/ ]{1,12}$", inner) else "")
    if match := PER_TAIL.search(text):
        return match[1].strip()
    return "%" if heading.strip().casefold().startswith("andel ") else ""


def reads_as_unit(text: str) -> bool:
    """Whether a cell may hold a unit: one that is known, a short one, or one for each of something."""
    folded = text.strip().casefold()
    known = folded in UNIT_WORDS or folded.split(" ")[0] in UNIT_WORDS
    return known or len(folded) <= SHORTEST_NAME or bool(re.search(r"[/%]|\bper\b", folded))


def dimension_of(text: str) -> str:
    """The breakdown a heading such as Flickor or 16–24 år is a value of, or "" for none."""
    folded = text.strip().casefold()
    if folded in SEX_VALUES:
        return "kön"
    if AGE.fullmatch(folded):
        return "ålder"
    return "årskurs" if GRADE.fullmatch(folded) else ""
