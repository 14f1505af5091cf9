"""Names of persons in cells, told by their first name; the commonest given in Sweden (SCB, namnstatistik)."""

import re

COMMON = """
    agneta ahmad ahmed alex alexander alexandra ali alice alma amanda amina amir anders andreas anette angelica anita
    ann anna anneli annika ann-christin ann-marie annie anton arne arvid astrid axel barbro bengt berit bertil birgitta
    bo britt britta börje camilla carina carl carolina caroline cecilia charlotte christer christian christina
    christoffer claes clara dan daniel david dennis ebba edvin elin elina elisabet elisabeth ella ellen elsa emelie
    emil emilia emma emmy erik erika ester eva evelina fatima felicia felix filip filippa fredrik frida gabriel gerd
    greta gun gunilla gunnar gustaf gustav göran hanna hannah hans hassan helen helena henrik henry håkan ida inga
    inger ingrid irene isabella isak jan jacob jakob jenny jens jessica jimmy joakim joel johan johanna john johnny
    jonas jonathan josef josefin josefine julia karin karl karolina katarina kenneth kent kerstin kevin kim klara
    kristian kristin kristina kristoffer kurt kalle lars leif leila lena lennart leo liam linda linn linnea linus lisa
    louise lotta lova lovisa lucas ludvig lukas madeleine magdalena magnus maja malin marcus margareta maria marianne
    marie markus martin mathias matilda mats mattias mehmet melker mia mikael milo moa mohamed mohammad mohammed
    monica monika mona morgan nathalie niklas nils noah nora ola olav olivia olle olof oscar oskar ove patrik paul
    pauline peter petra pernilla pia per pär ralf rasmus rebecka richard rickard robert robin roger roland ronny
    rolf rune ruth samuel sandra sara sarah sebastian signe sigrid simon siv sofia sofie stefan sten stig stina
    susanna susanne sven svante sanna sören theodor therese thomas tina tobias tom tomas tommy tove tuva ulf ulla
    ulrika urban valter vera veronica victor victoria viktor viktoria vincent wilhelm william wilma yasmin yvonne
    åke åsa örjan östen
"""
FIRST_NAMES = frozenset(COMMON.split())
PART = r"[A-ZÅÄÖÉ][a-zåäöéü]+(?:-[A-ZÅÄÖÉ][a-zåäöéü]+)?"
FIRST_FIRST = re.compile(rf"({PART})(?: (?:{PART}|[A-ZÅÄÖ]\.?|von|af|de|al)){{1,3}}")
LAST_FIRST = re.compile(rf"{PART}(?: {PART})?, ({PART})(?: (?:{PART}|[A-ZÅÄÖ]\.?))?")


def is_person_name(text: str) -> bool:
    """Whether the whole text is a person's name such as Anna-Karin Ek, or Ek, Anna."""
    found = FIRST_FIRST.fullmatch(text.strip()) or LAST_FIRST.fullmatch(text.strip())
    return bool(found) and any(
        part in FIRST_NAMES for part in (found[1].casefold(), *found[1].casefold().split("-"))
    )
