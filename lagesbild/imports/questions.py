"""What a draft still has to be asked: names that mean nothing yet, and all the places that are not ours."""

from difflib import get_close_matches
from functools import cached_property

from django.db.models import Value
from django.db.models.functions import Mod

from .names import MAKE, SKIP, Places, indicators_by_name, staged_names
from .staging import plain

NAMES_AT_MOST = 60
# As few other places as this are asked for one by one: one of them may be ours under a name we do not know.
FEW = 8
ROWS_AT_MOST = 5
# How alike the name of an unknown measure must be to one of ours to be taken for a longer or shorter form of it.
LIKE = 0.7


def by_frequency(counted):
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def likeliest(text, ours):
    """Of ours by name, the one whose name is most like a text; None when none is like enough."""
    alike = get_close_matches(plain(text), ours, n=1, cutoff=LIKE)
    return ours[alike[0]] if alike else None


class Question:
    """One name in the file: how many cells have it, in which rows, and what it may mean."""

    def __init__(self, text, cells, rows, choice, suggestion=None, is_count=False):
        self.text, self.cells, self.rows = text, cells, rows
        self.choice, self.suggestion, self.is_count = choice, suggestion, is_count


class Questions:
    """Grouped by cause, each asked once however many rows have it."""

    def __init__(self, batch):
        self.batch = batch
        self.places = Places(batch)
        self.chosen = batch.mapping.get("areas", {})

    @cached_property
    def area_names(self):
        """(text, cells) of every name that our own names and aliases do not explain."""
        counted = by_frequency(staged_names(self.batch, "area"))
        return [(text, n) for text, n in counted if not self.places.find(text)]

    @cached_property
    def areas(self):
        """Names like ours, or few enough to be asked for one by one: probably our places in other words."""
        ours = [(text, n) for text, n in self.area_names if not self.places.part_of_town(text)]
        likely = [(text, n, self.places.likeness(text)) for text, n in ours]
        asked = [(text, n, like) for text, n, like in likely if like or text in self.chosen]
        rows = self.rows_of("area_text", [text for text, _n, _like in asked])
        return [Question(t, n, rows.get(t, ()), self.chosen.get(t, ""), like) for t, n, like in asked][
            :NAMES_AT_MOST
        ]

    @cached_property
    def parts(self):
        """(names, cells) of statistical parts of the own municipality that are not registered as places."""
        return self.group(lambda text: self.places.part_of_town(text))

    @cached_property
    def asked_places(self):
        names, _cells = self.others
        if len(names) > FEW:
            return self.areas
        cells = dict(self.area_names)
        rows = self.rows_of("area_text", names)
        return self.areas + [Question(text, cells[text], rows.get(text, ()), "") for text in names]

    @cached_property
    def others(self):
        """(names, cells) of places elsewhere, as in a national table."""
        asked = {question.text for question in self.areas}
        return self.group(lambda text: text not in asked and not self.places.part_of_town(text))

    def group(self, belongs):
        found = [(text, n) for text, n in self.area_names if text not in self.chosen and belongs(text)]
        return [text for text, _n in found], sum(n for _text, n in found)

    @cached_property
    def indicators(self):
        """The measures that are not known by their name, or for which something was chosen."""
        chosen = self.batch.mapping.get("indicators", {})
        names = by_frequency(staged_names(self.batch, "indicator"))
        ours = indicators_by_name(self.batch)
        asked = [(text, n) for text, n in names if text in chosen or plain(text) not in ours]
        return [
            Question(text, n, (), chosen.get(text, ""), likeliest(text, ours), self.is_count(text))
            for text, n in asked[:NAMES_AT_MOST]
        ]

    def complete(self):
        """These questions with everything asked of the database, to be kept for the pages of a large file."""
        self.asked_places, self.parts, self.others, self.indicators  # noqa: B018  each is worked out once
        return self

    def is_count(self, text):
        """Whether the figures of a measure look like counts: whole numbers that are no share of something."""
        unit = self.unit_of(text).casefold()
        broken = (
            self.batch.staged.filter(indicator_text=text)
            .exclude(number=None)
            .annotate(rest=Mod("number", Value(1)))
        )
        return unit not in ("%", "procent") and not broken.exclude(rest=0).exists()

    def rows_of(self, field, texts):
        """The first rows in which each text stands."""
        rows = {}
        staged = self.batch.staged.filter(**{f"{field}__in": texts}).order_by("row")
        for text, row in staged.values_list(field, "row").distinct():
            if len(rows.setdefault(text, [])) < ROWS_AT_MOST and row not in rows[text]:
                rows[text].append(row)
        return rows

    def unit_of(self, text):
        """The unit that the headings give for a measure."""
        columns = self.batch.mapping["columns"]["columns"]
        found = [c["unit"] for c in columns if c["role"] == "value" and c["unit"] and c["indicator"] == text]
        return found[0] if found else self.batch.mapping["columns"]["unit"]


__all__ = ["MAKE", "SKIP", "Question", "Questions"]
