"""Which period a heading or a title names among its other words."""

import re

from .period_text import FIRST, MONTH, ORDINALS, PART_WORDS, UNTIL, YEAR, read_period_text
from .periods import Period

# Headings and titles are shorter; a longer text is prose, and a year in it is no period of the table.
LONGEST = 250
A_MONTH = MONTH.replace("?P<month>", "?:")
A_MONTH_OF = r"(?:19|20)[0-9]{2}-[0-9]{2}(?:-[0-9]{2})?"
# Several years or quarters are no period of ours, and one of them is not what a heading is about.
SEVERAL = re.compile(
    r"(?<!läsår )(?<!läsåret )(?<!läsåren )\b(?:19|20)[0-9]{2}\s*(?:[-–—]|till|to|och|and|t\.?o\.?m\.?)\s*"
    rf"(?:{A_MONTH}\s+)?(?:19|20)[0-9]{{2}}\b(?!-)"
    r"|\b(?:kv|kvartal|tertial|vecka|v)\.?\s*[0-9]{1,2}\s*[-–—]\s*[0-9]{1,2}\b",
    re.I,
)
WITHIN = re.compile(
    rf"(?<![\w./-])(?:{A_MONTH_OF}\s*(?:-{{1,2}}|–|till|to)\s*{A_MONTH_OF}"
    rf"|(?:1\.?\s+)?{A_MONTH}\s*(?:[-–]|till|to)\s*(?:[0-9]{{1,2}}\.?\s+)?{A_MONTH}\s+(?:19|20)[0-9]{{2}}"
    rf"|(?:(?:kv|kvartal|tertial|vecka|v)\.?\s+[0-9]{{1,2}}|(?:{'|'.join(ORDINALS)})\s+(?:{'|'.join(PART_WORDS.values())}))"
    rf",?\s+(?:19|20)[0-9]{{2}}"
    rf"|{UNTIL}\s+{FIRST}\s+(?:19|20)[0-9]{{2}}"
    rf"|(?:[0-9]{{1,2}}\s+)?{MONTH}\s+(?:19|20)[0-9]{{2}}"
    rf"|(?:(?:läsår(?:et)?|kv\.?|kvartal|tertial|halvår|vecka|v\.|r12)\s*)?"
    rf"(?:{YEAR}(?:[-/:][0-9]{{2}}(?:[0-9]{{2}}|-[0-9]{{2}})?|[kqthmv][0-9]{{1,2}}|\s+(?:kv|kvartal)\s[1-4])?"
    rf"|[qkth][1-4][\s-]{{1,2}}(?:19|20)?[0-9]{{2}}))"
    rf"(?![\w/-])(?:\s*(?:\*+|\(?prel(?:iminärt?|\.)?\)?))?",
    re.I,
)
OF_EACH_YEAR = re.compile(r"[a-zåäö.]+\s+(?P<year>(?:19|20)[0-9]{2})", re.I)
EDGES = re.compile(r"^[\s,;:–-]+|[\s,;:–-]+$")


def split_heading(heading: str) -> tuple[str, Period | None]:
    """What a heading measures and the period in it: "Antal 2020" is ("Antal", 2020); no period leaves it whole."""
    if period := read_period_text(heading):
        return "", period
    match = None if len(heading) > LONGEST or SEVERAL.search(heading) else WITHIN.search(heading)
    if not match:
        return heading, None
    # "per vecka 2023" says how often, and the year.
    bare = OF_EACH_YEAR.fullmatch(match[0])
    said = bare["year"] if bare and not read_period_text(match[0]) else match[0]
    if not (period := read_period_text(said)):
        return heading, None
    start = match.end() - len(said)
    rest = f"{EDGES.sub('', heading[:start])} {EDGES.sub('', heading[match.end() :])}"
    return EDGES.sub("", re.sub(r"\(\s*\)", "", rest)).strip(), period
