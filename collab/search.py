"""Searching in Swedish: the words of a query, the texts that hold them, how well, and what else was perhaps meant.

A word is found in its inflections by its stem (PostgreSQL's `swedish`), and inside a compound: "brott" finds
"ungdomsbrottslighet". Å, ä and ö are letters of their own; other accents are not. Only when nothing holds the words
are rows asked for that hold something like them. Nothing here weighs a row by other rows, so a row one may not see
changes neither a hit nor its rank.
"""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, TrigramWordSimilarity
from django.db import connection
from django.db.models import Case, F, FloatField, Func, Q, TextField, Value, When
from django.utils.html import format_html, format_html_join

ACCENTED = ("éèêëáàâãíìîïóòôõúùûüýñçøæ", "eeeeaaaaiiiioooouuuuyncöä")
LETTERS = str.maketrans(*ACCENTED)
# For likeness alone: who writes on a foreign keyboard, or in a hurry, leaves out the dots.
UNDOTTED = ("åäö", "aao")
WITHOUT_DOTS = str.maketrans(*UNDOTTED)
# Endings that change a vowel, which no stemmer knows: brand and bränder.
CHANGING = (
    ("brand", "bränd"), ("stad", "städ"), ("natt", "nätt"), ("hand", "händ"), ("strand", "stränd"),
    ("land", "länd"), ("tand", "tänd"), ("bok", "böck"), ("bot", "böt"), ("fot", "fött"), ("rot", "rött"),
    ("son", "sön"), ("man", "män"), ("ledamot", "ledamöt"),
)  # fmt: skip
# What the stemmer leaves of articles: skolan, mötet, mötena.
ARTICLE = re.compile(r"(?<=[^\W\d_]{3})(?:an|et|en)$")
# Words that lose a vowel before an ending: regel and regler, förälder and föräldrar.
FULL = re.compile(r"(.{2,}[bcdfgkmpst])e([lnr])")
SHORT = re.compile(r"(.{2,}[bcdfgkmpst])([lnr])")
WORD = re.compile(r"[^\W_]+(?:[-–:/][^\W_]+)*")
CODE = re.compile(r"([^\W\d_]{1,2})[ –-]?(\d{2,4})")
WORDS_AT_MOST = 8
# Shorter words are looked for where a word begins; "öl" is no part of "följa".
INSIDE_FROM, ENDS_FROM = 4, 3
LIKE_ENOUGH = 0.4
NAMED_ENOUGH = 0.6
SNIPPET = 150


def plain(text):
    """The text as it is searched: small letters, no accents but the dots and rings of å, ä and ö."""
    return unicodedata.normalize("NFC", text).lower().translate(LETTERS)


class Plain(Func):
    """The same in SQL."""

    output_field = TextField()
    template = f"translate(lower(normalize(%(expressions)s)), '{ACCENTED[0]}', '{ACCENTED[1]}')"


class Undotted(Func):
    """A plain text without dots and rings, and no longer than what likeness is asked of."""

    output_field = TextField()
    template = f"translate(left(%(expressions)s, 400), '{UNDOTTED[0]}', '{UNDOTTED[1]}')"


class Joined(Func):
    """Several texts as one."""

    function = "concat_ws"
    output_field = TextField()

    def __init__(self, *fields):
        super().__init__(Value(" "), *map(F, fields))


@dataclass(frozen=True)
class Word:
    """One word of a query, with the stems that mean it."""

    typed: str
    stems: tuple

    @property
    def is_part(self):
        """Whether it is looked for inside words too."""
        return len(self.typed) >= INSIDE_FROM or not self.typed.isalpha()

    def within(self):
        """The condition that a row's `text` and `words` hold it."""
        held = Q()
        for stem in self.stems:
            if self.is_part:
                held |= Q(text__contains=stem)
            else:
                held |= Q(words=self.beginning(stem))
                # The last part of a compound, as in portlås.
                held |= Q(text__regex=rf"{stem}\M") if len(stem) == ENDS_FROM else Q()
        return held

    def beginning(self, stem):
        quoted = stem.replace("\\", "\\\\").replace("'", "''")
        return SearchQuery(f"'{quoted}':*", search_type="raw", config="simple")

    def pattern(self):
        """Every whole word of a plain text that holds it."""
        found = []
        for stem in map(re.escape, self.stems):
            before = r"[^\W_]*" if self.is_part else r"(?<![^\W_])"
            found.append(f"{before}{stem}[^\\W_]*")
            if not self.is_part and len(stem) == ENDS_FROM:
                found.append(f"[^\\W_]*{stem}(?![^\\W_])")
        return "|".join(found)


class Search:
    """A text that somebody looks for."""

    def __init__(self, text):
        self.text = " ".join(text.replace("\0", "").split())

    @cached_property
    def words(self):
        """Its words; those that say nothing, such as "och", only when there are no others."""
        text = plain(self.text)
        if code := CODE.fullmatch(text):
            text = "-".join(code.groups())
        typed = list(dict.fromkeys(WORD.findall(text)))[:WORDS_AT_MOST]
        if not typed:
            return []
        with connection.cursor() as cursor:
            cursor.execute("SELECT w, ts_lexize('swedish_stem', w) FROM unnest(%s) w", [typed])
            stems = dict(cursor.fetchall())
        telling = [word for word in typed if stems[word]] or typed
        return [Word(word, spellings((stems[word] or [word])[0])) for word in telling]

    def hits(self, rows):
        """Those of `rows`, which carry `text` and `words`, that hold every word."""
        if not self.words:
            return rows.none()
        for word in self.words:
            rows = rows.filter(word.within())
        return rows

    def ranked(self, rows, title):
        """The rows with the best first: whole words before parts of words, the field `title` before other texts."""
        every = None
        for word in self.words:
            for stem in word.stems:
                every = word.beginning(stem) if every is None else every | word.beginning(stem)
        rank = SearchRank(F("words"), every)
        for word in self.words:
            titled = Q(*((f"{title}__icontains", stem) for stem in word.stems), _connector=Q.OR)
            rank += Case(When(titled, then=Value(0.5)), default=Value(0.0), output_field=FloatField())
        return rows.annotate(rank=rank).order_by("-rank", "pk")

    def alike(self, rows):
        """Those of `rows` that hold something like every word, the likest first; dots and rings do not matter."""
        if not any(len(word.typed) >= INSIDE_FROM for word in self.words):
            return rows.none()
        likeness = Value(0.0)
        for n, word in enumerate(self.words):
            rows = rows.alias(
                **{
                    f"like_{n}": TrigramWordSimilarity(
                        word.typed.translate(WITHOUT_DOTS), Undotted(F("text"))
                    )
                }
            ).filter(Q(**{f"like_{n}__gte": LIKE_ENOUGH}))
            likeness += F(f"like_{n}")
        return rows.annotate(rank=likeness).order_by("-rank", "pk")

    def meant(self, texts):
        """The search with each word that `texts` lack as the likest they hold; None when nothing changes."""
        if not texts:
            return None
        known = {word for text in texts for word in WORD.findall(plain(text))}
        whole = plain(" ".join(texts))
        found = [
            word.typed if re.search(word.pattern(), whole) else likest(word.typed, known)
            for word in self.words
        ]
        return (
            Search(" ".join(found)) if all(found) and found != [word.typed for word in self.words] else None
        )

    def marked(self, text):
        """The text with what was found marked."""
        pieces, last = [], 0
        for begin, end in self.places(text):
            pieces += [(text[last:begin], text[begin:end])]
            last = end
        return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), text[last:])

    def places(self, text):
        """(begin, end) of each found word in the text."""
        searched = plain(text)
        if not self.words or len(searched) != len(text):
            return []
        pattern = "|".join(word.pattern() for word in self.words)
        return [match.span() for match in re.finditer(pattern, searched)]

    def snippet(self, *texts):
        """What surrounds the first find in the first of `texts` that has one, marked; "" when none has."""
        for text in texts:
            if places := self.places(text):
                begin = max(text.rfind(" ", 0, max(places[0][0] - SNIPPET // 3, 0)) + 1, 0)
                end = (
                    len(text)
                    if len(text) <= begin + SNIPPET
                    else max(text.rfind(" ", 0, begin + SNIPPET), places[0][1])
                )
                return format_html(
                    "{}{}{}",
                    "… " if begin else "",
                    self.marked(text[begin:end]),
                    " …" if end < len(text) else "",
                )
        return ""


def spellings(stem):
    """The stems that mean the same: without an article, with another vowel (bränd) or one less (regl)."""
    stem = ARTICLE.sub("", stem)
    found = {stem: None}
    for pair in CHANGING:
        for one, other in (pair, pair[::-1]):
            if stem.endswith(one):
                found[stem.removesuffix(one) + other] = None
    if match := FULL.fullmatch(stem):
        found[match[1] + match[2]] = None
    elif match := SHORT.fullmatch(stem):
        found[f"{match[1]}e{match[2]}"] = None
    return tuple(found)


def likest(word, known):
    """The known word that is most like `word`, dots and rings aside; "" when none is."""
    wanted = word.translate(WITHOUT_DOTS)

    def likeness(other):
        return SequenceMatcher(None, wanted, other.translate(WITHOUT_DOTS)).ratio(), other

    ratio, found = max(map(likeness, known), default=(0, ""))
    return found if ratio >= NAMED_ENOUGH else ""


def searchable(rows, title, *others):
    """Rows of a small table with `text` and `words`, made of their field `title` and others as they are asked for."""
    text = Plain(Joined(title, *others))
    words = SearchVector(Plain(F(title)), weight="A", config="swedish")
    if others:
        words += SearchVector(Plain(Joined(*others)), weight="C", config="swedish")
    return rows.annotate(text=text, words=words)
