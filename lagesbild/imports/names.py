"""What the names in a file mean: places and indicators by name, code or alias, else as a person has chosen.

The choices of a batch lie in its mapping: `areas` and `indicators`, by the text in the file, each the public id of
a row, SKIP or MAKE; `others` says what becomes of all places that are nothing of ours.
"""

import re
from difflib import SequenceMatcher

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from collab.access import may
from collab.models import Area, AreaAlias
from lagesbild.models.indicator import Indicator

from . import conflicts
from .staging import plain

# How alike an unknown name must be to one of ours to be taken for a spelling of it rather than for another place.
LIKE = 0.45
SAME_START = 4
# How much more alike a name must be that begins otherwise than ours.
STRANGER = 0.25
# What official tables call places beyond a municipality, and parts of other municipalities: "Town (Part)".
ELSEWHERE = re.compile(r"\b(?:län|riket|region|landsting)\b|\(.+\)$")
SKIP, MAKE = "skip", "make"
NAME_MAX = 120
# Where made places stand in lists: after the collaboration's own.
AFTER_OURS = 1000


class Places:
    """The places of a collaboration by every name they go by, as one party writes them."""

    def __init__(self, batch):
        self.collaboration, self.party = batch.collaboration, batch.party
        self.areas = list(Area.objects.filter(collaboration=self.collaboration))
        self.by_id = {area.public_id: area for area in self.areas}
        self.town = next((a for a in self.areas if a.kind == Area.Kind.MUNICIPALITY), None)
        self.by_name = {}
        for area in self.areas:
            for name in self.names(area):
                self.by_name.setdefault(plain(name), set()).add(area)
        aliases = AreaAlias.objects.filter(Q(party=None) | Q(party=self.party), area__in=self.areas)
        for alias in aliases.select_related("area").order_by("party"):
            self.by_name[plain(alias.text)] = {alias.area}
        self.own = [area for area in self.areas if area.kind != Area.Kind.OUTSIDE]
        self.likened = {}
        self.our_names = [
            (name, area)
            for name, areas in self.by_name.items()
            for area in areas
            if area.kind != Area.Kind.OUTSIDE
        ]

    def names(self, area):
        """What official tables call a place: its name, its code, both, and for a municipality its title."""
        yield area.name
        if area.code:
            yield from (area.code, f"{area.code} {area.name}")
        if area.kind == Area.Kind.MUNICIPALITY:
            genitive = area.name if area.name.endswith("s") else f"{area.name}s"
            yield from (
                f"{area.name} kommun",
                f"{genitive} kommun",
                f"hela {area.name}",
                f"{area.name} totalt",
            )
            yield from ("hela kommunen", "kommunen totalt", "kommunen")
        elif self.town and area.kind != Area.Kind.OUTSIDE:
            yield f"{self.town.name} ({area.name})"

    def find(self, text):
        """The one place a text means; None when it means none or could mean several."""
        found = self.by_name.get(plain(text)) or self.by_name.get(plain(without_code(text)), ())
        return next(iter(found)) if len(found) == 1 else None

    def part_of_town(self, text):
        """The name of a statistical area within the own municipality, as in "Town (Part)"; else ""."""
        match = re.fullmatch(r"(.+?)\s*\((.+)\)", " ".join(text.split()))
        inside = match and self.town and plain(match[1]) == plain(self.town.name)
        return match[2] if inside else ""

    def likeness(self, text):
        """The place whose name is most like an unknown text, if any is like enough."""
        if text not in self.likened:
            self.likened[text] = self.most_like(plain(without_code(text)))
        return self.likened[text]

    def most_like(self, wanted):
        best, ratio = None, LIKE
        if ELSEWHERE.search(wanted):
            return None
        for name, area in self.our_names:
            same_start = wanted[:SAME_START] == name[:SAME_START]
            least = ratio if same_start else max(ratio, LIKE + STRANGER)
            match = SequenceMatcher(None, wanted, name)
            if match.real_quick_ratio() > least and match.quick_ratio() > least and match.ratio() > least:
                best, ratio = area, match.ratio()
        return best


def without_code(text):
    """The name behind an official code: "17 Värmlands län" is Värmlands län."""
    match = re.fullmatch(r"\d[\dA-Z]{1,8} (\D.+)", text)
    return match[1] if match else text


class Meanings:
    """What the names in a batch's file mean, each worked out once."""

    def __init__(self, batch):
        self.batch, self.places = batch, Places(batch)
        self.areas, self.indicators = {}, {}
        self.ours = indicators_by_name(batch)

    def of(self, indicator_text, area_text):
        """(key of the indicator, key of the place, is skipped, is made) of a cell with these names."""
        (indicator, chosen), (area, wanted) = self.indicator(indicator_text), self.area(area_text)
        is_told = (area or wanted == MAKE) and (indicator or chosen == MAKE)
        return (
            indicator and indicator.pk,
            area and area.pk,
            SKIP in (chosen, wanted),
            bool(is_told and not (area and indicator)),
        )

    def knows(self, indicator_text, area_text):
        """Whether both names have been worked out."""
        return indicator_text in self.indicators and area_text in self.areas

    def area(self, text):
        """(the place a text means, or what was chosen instead)."""
        if text not in self.areas:
            self.areas[text] = meaning(self.batch, self.places, text)
        return self.areas[text]

    def indicator(self, text):
        """(the indicator a text means, or what was chosen instead)."""
        if text not in self.indicators:
            self.indicators[text] = indicator_meaning(self.batch, self.ours, text)
        return self.indicators[text]


def resolve(batch):
    """Point the staged cells at the rows that their names mean or were chosen to mean by now."""
    meanings = Meanings(batch)
    pairs = batch.staged.order_by().values_list("indicator_text", "area_text").distinct()
    told = [(*pair, *meanings.of(*pair)) for pair in pairs]
    columns = list(zip(*told, strict=True)) or [()] * 6
    with connection.cursor() as cursor:
        cursor.execute(POINT, [*map(list, columns), batch.pk])
    conflicts.settle(batch)


POINT = """
    UPDATE lagesbild_stagedvalue s
    SET indicator_id = m.indicator, area_id = m.area, is_skipped = m.is_skipped, is_made = m.is_made
    FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::bool[], %s::bool[])
        AS m(indicator_text, area_text, indicator, area, is_skipped, is_made)
    WHERE s.batch_id = %s AND s.indicator_text = m.indicator_text AND s.area_text = m.area_text
        AND (s.indicator_id, s.area_id, s.is_skipped, s.is_made)
            IS DISTINCT FROM (m.indicator, m.area, m.is_skipped, m.is_made)
"""


def meaning(batch, places, text):
    """(the place a text means, or what was chosen instead)."""
    choice = batch.mapping.get("areas", {}).get(text, "")
    if choice in places.by_id:
        return places.by_id[choice], ""
    if choice in (SKIP, MAKE):
        return None, choice
    if area := places.find(text):
        return area, ""
    if places.part_of_town(text):
        return None, batch.mapping.get("parts", "")
    if places.likeness(text) is None:
        return None, batch.mapping.get("others", SKIP)
    return None, ""


def indicator_meaning(batch, ours, text):
    """(the indicator a text means, or what was chosen instead)."""
    choice = batch.mapping.get("indicators", {}).get(text, "")
    if isinstance(choice, dict):
        return None, MAKE
    if choice in ("", SKIP):
        return (None, SKIP) if choice else (ours.get(plain(text)), "")
    return known_indicators(batch).filter(public_id=choice).first(), ""


def known_indicators(batch):
    """What the delivering party may measure: what is published, what it has delivered before, all for its keepers."""
    rows = Indicator.objects.filter(collaboration=batch.collaboration_id)
    if batch.party.is_coordinating:
        return rows
    delivered = rows.filter(values__batch__party=batch.party).values("pk")
    return rows.filter(Q(is_published=True) | Q(pk__in=delivered))


def indicators_by_name(batch):
    """Those that the delivering party knows of, by their plain names; of two with the same, the older."""
    return {plain(row.name): row for row in known_indicators(batch).order_by("-pk")}


def staged_names(batch, what):
    """The different texts that stand for places, or indicators, with how many cells have each."""
    rows = batch.staged.order_by().values_list(f"{what}_text")
    return dict(rows.annotate(n=Count("pk")))


def make_chosen(batch, *, by):
    """Make the places and indicators that were chosen to be made, remember the names, and point the cells at them."""
    places = Places(batch)
    new = [text for text in staged_names(batch, "area") if meaning(batch, places, text)[1] == MAKE]
    wanted = {
        text: choice
        for text in staged_names(batch, "indicator")
        if isinstance(choice := batch.mapping.get("indicators", {}).get(text), dict)
    }
    if (new or wanted) and not may(by, "curate", batch.collaboration):
        raise ValidationError(
            _("New places and indicators are added by those who keep the situational picture.")
        )
    Area.objects.bulk_create([new_area(batch, places, text) for text in new], ignore_conflicts=True)
    made = {text: new_indicator(batch, fields, by=by) for text, fields in wanted.items()}
    batch.mapping = {**batch.mapping, "indicators": {**batch.mapping.get("indicators", {}), **made}}
    remember(batch, places)
    if new or made:
        resolve(batch)


def new_area(batch, places, text):
    """A statistical part of the municipality, or a place elsewhere to compare with."""
    part = places.part_of_town(text)
    return Area(
        collaboration=batch.collaboration,
        kind=Area.Kind.REGSO if part else Area.Kind.OUTSIDE,
        name=(part or without_code(text))[:NAME_MAX],
        parent=places.town if part else None,
        order=AFTER_OURS,
    )


def new_indicator(batch, fields, *, by):
    """The indicator of that name, made if it is new; returns its public id."""
    indicator, is_new = Indicator.objects.get_or_create(
        collaboration=batch.collaboration, name=fields["name"], defaults={**fields, "is_demo": batch.is_demo}
    )
    if is_new:
        indicator.record("created", by=by)
    return indicator.public_id


def remember(batch, places):
    """Keep what the party's own words for places were chosen to mean."""
    aliases = [
        AreaAlias(area=places.by_id[public_id], party=batch.party, text=text[:NAME_MAX])
        for text, public_id in batch.mapping.get("areas", {}).items()
        if public_id in places.by_id and places.find(text) != places.by_id[public_id]
    ]
    AreaAlias.objects.filter(
        area__collaboration=batch.collaboration, party=batch.party, text__in=[alias.text for alias in aliases]
    ).delete()
    AreaAlias.objects.bulk_create(aliases, ignore_conflicts=True)
