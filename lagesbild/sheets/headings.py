"""The words headings are made of, and what a column under them usually holds."""

import re
from typing import NamedTuple


class Meaning(NamedTuple):
    """A role with the part it plays in it (area: name or code; period: year, month …) and how certain."""

    role: str
    part: str
    certainty: float
    reason: str


# Expressions for whole headings, divided by " ; ". The first that matches counts, so the narrower stand first.
VOCABULARY: list[tuple[str, str, float, str]] = [
    (
        "personal",
        "",
        0.95,
        r"""
        person(?:nummer|nr|-?id)\b.* ; pnr ; samordningsnummer ; födelse(?:dag|datum|nummer|tid) ; född ; date
        of birth ; date of death ; birth ?date ; (?:för|efter|full)?namn ;
        (?:first|last|full|sur)?\s?name ; för- och efternamn ; handläggare ; ansv\.? ; ansvarig(?:
        handläggare| person)? ; kontakt(?:person|uppgift(?:er)?)? ; anmälare ;
        (?:anmäld|inrapporterad|rapporterad|registrerad|upprättad|skapad|ändrad|utförd|inskickad) av ;
        målsägande ; misstänkt ; hyresgäst.*
        ; brottsoffer ; elev(?:namn)? ; klient(?:namn)? ; signatur ; e-?post(?:adress)? ; e-?mail ;
        mejl ; tele?fon(?:nummer)? ; tel\.? ; tfn ; mobil(?:nummer|nr)? ; phone
        """,
    ),
    (
        "personal",
        "free_text",
        0.8,
        r"""
        anm\.? ; anmärkning(?:ar)? ; (?:övriga? )?kommentar(?:er)? ; övrigt ;
        (?:övriga? )?(?:info(?:rmation)?|upplysning(?:ar)?) ; händelseförlopp ; comments? ; fritext ; beskrivning ;
        noteringar? ; händelsebeskrivning ; notes? ; remarks? ; summary
        """,
    ),
    (
        "personal",
        "place",
        0.85,
        r"""
        (?:gatu|besöks|post|hem)?adress ; street(?: address)? ; address ; gata ; gatunamn ;
        lägenhet(?:snummer)? ; lgh(?:nr)? ; koordinat(?:er)?.* ; .*sweref.* ; .*rt90.* ;
        lat(?:itude?)? ; lon(?:g|gitude?)? ; lng ; latitud ; longitud ; [xy](?:[- ]?koord(?:inat)?)? ;
        [ne](?:[- ]?koord(?:inat)?)? ; gps ; position ; (?:fastighets)?beteckning
        """,
    ),
    (
        "period",
        "year",
        0.97,
        r"""
        år ; year ; kalenderår ; yr ; årtal ; mätår ; redovisningsår ; statistikår
        """,
    ),
    ("period", "month", 0.95, r"månad ; mån\.? ; month"),
    ("period", "quarter", 0.95, r"kvartal ; kv\.? ; quarter"),
    ("period", "tertial", 0.95, r"tertial"),
    ("period", "half", 0.95, r"halvår"),
    ("period", "week", 0.9, r"vecka ; v\.? ; week"),
    ("period", "", 0.95, r"läsår ; skolår ; school year"),
    (
        "period",
        "",
        0.9,
        r"""
        period ; tid ; tidsperiod ; mätperiod ; time ; time period ; datum ; date ; mättillfälle ;
        .*datum ; .*date(?: ?time)? ; tidpunkt ; datetime ; redovisningsperiod
        """,
    ),
    (
        "area",
        "code",
        0.85,
        r"""
        (?:kommun|region|läns?|deso|regso|area|municipality|country|område(?:s)?|nyko|stadsdels?|kommundels?|lau)[
        _-]?(?:kod|code|id|nr|nummer) ; lanskod ; code ; kod ; deso ; regso(?:kod)? ; nyko\d? ; ref area ; geo
        """,
    ),
    ("area", "name", 0.97, r"kommundel(?:ar)? ; stadsdel ; stadsdelsområde ; district"),
    (
        "area",
        "name",
        0.93,
        r"""
        reference area ; område ; geografi(?:skt område)? ; geografi ; plats ; ort ; tätort ; area ; place ;
        bostadsområde ; delområde ; närområde ; adresskluster ; distrikt ; borough ; ward ;
        neighbou?rhood ; location(?: name)? ; location\.name ; förvaltningsområde ; lpo ;
        lokalpolisområde ; polisområde
        """,
    ),
    (
        "area",
        "name",
        0.9,
        r"""
        kommun(?:namn| kort ?namn|kortnamn)? ; municipality(?: name)? ; stad ; city
        """,
    ),
    ("area", "name", 0.85, r"region(?:namn)? ; lkf ; division"),
    (
        "area",
        "wider",
        0.85,
        r"""
        län(?:s)?(?:namn)? ; lan ?kort ?namn ; county ; state ; land ; country(?: name)?
        """,
    ),
    (
        "indicator",
        "",
        0.92,
        r"""
        indikator(?:er)? ; mått ; nyckeltal ; variabel ; indicator ; measure ; metric ; fråga ;
        mätvärde ; brottstyp(?:er)? ; brottskategori ; brott(?:sgrupp)? ; statistik ; series ;
        tabellinnehåll ; contents ; kpi ; (?:indicator|series)(?: (?:name|code))
        """,
    ),
    ("unit", "", 0.95, r"enhet ; måttenhet ; unit ; units ; sort"),
    (
        "group",
        "",
        0.85,
        r"""
        födelseår ; årskull ; kön ; sex ; gender ;
        ålder(?:sgrupp|sklass)? ; age(?: ?group)? ; årskurs ; åk ; klass ; typ
        ; type ; .*typ ; .*kategori ; .*category ; grupp ; group ; .*grupp(?:text)?.* ; bakgrund ;
        födelseregion ; födelseland ; urval ; objekt(?:styp)? ; utbildningsnivå ; upplåtelseform ;
        orsak ; verksamhet ; skola ; skolenhet ; fastighet ; brandorsak ; förmodad brandorsak ;
        källa ; source ; status
        """,
    ),
    (
        "ignored",
        "",
        0.85,
        r"""
        (?:förändring|diff(?:erens)?|ändring|skillnad|change|utveckling|trend|index ?förändring).* ;
        skol(?:enhets)?kod ; tabell ; table ; flik ; blad ;
        rang?k? ; ranking ; rad(?:nr)? ; nr ; löpnr ; löpnummer ; id ;
        (?:.* )?(?:h[aä]ndelse|objekt|ärende|post|rad|fastighets?|kund|event|row|object|case)[ -]?id ;
        .*(?:nr|nummer) ; url ; länk ; uppdaterad ; polisanm\..*
        """,
    ),
    (
        "value",
        "",
        0.9,
        r"""
        antal ; värde ; value ; values ; andel(?: svar)? ; utfall ; resultat ; count ; number ; n ;
        summa ; totalt ; obs_value ; kostnad.* ; antal .* ; andel .* ; .*\(%\) ; .*\(kr\) ; procent
        ; per .*
        """,
    ),
]


def compiled(alternatives: str) -> re.Pattern[str]:
    """One expression for alternatives divided by " ; "; line breaks count as spaces."""
    return re.compile(
        "|".join(part.strip() for part in " ".join(alternatives.split()).split(" ; ")), re.IGNORECASE
    )


PATTERNS = [(compiled(words), role, part, certainty) for role, part, certainty, words in VOCABULARY]


WITHOUT_RINGS = {
    "ar": "år", "omrade": "område", "manad": "månad", "lan": "län", "kon": "kön", "alder": "ålder",
    "varde": "värde", "matt": "mått", "lasar": "läsår", "halvar": "halvår",
}  # fmt: skip


def meaning_of(heading: str) -> Meaning | None:
    """What the words of a heading say about its column, or None when they say nothing."""
    text = heading.replace("_", " ").strip().casefold()
    for pattern, role, part, certainty in PATTERNS:
        if text and pattern.fullmatch(text):
            return Meaning(role, part, certainty, "heading")
    # As a program writes them that has no å, ä and ö.
    spelt = WITHOUT_RINGS.get(text)
    return meaning_of(spelt) if spelt else meaning_of_nested(text)


NESTED = re.compile(r"((?:\w+\.)*(\w+))\.(\w+)")
NAMING = {"name": "name", "namn": "name", "label": "name", "code": "code", "kod": "code", "id": "code"}


def meaning_of_nested(text: str) -> Meaning | None:
    """What properties.year means: the year; and area.name, where the last word only says how: the area."""
    nested = NESTED.fullmatch(text)
    if not nested:
        return None
    _, parent, own = nested.groups()
    if own not in NAMING:
        return meaning_of(own)
    meaning = meaning_of(parent)
    return meaning._replace(part=NAMING[own]) if meaning and meaning.role == "area" else meaning
