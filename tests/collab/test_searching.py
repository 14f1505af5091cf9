"""What a search finds in Swedish texts, and what it must not."""

import pytest

from collab.models import Area
from collab.search import Search, plain, searchable

pytestmark = pytest.mark.django_db


def found(cast, *names, text):
    for n, name in enumerate(names):
        Area.objects.create(collaboration=cast.ekby, kind=Area.Kind.PLACE, name=name, order=n)
    places = searchable(Area.objects.filter(kind=Area.Kind.PLACE), "name")
    return sorted(area.name for area in Search(text).hits(places))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("gårdar", "Gården"),
        ("skolans", "Skolorna"),
        ("brott", "Ungdomsbrottslighet"),
        ("belysning", "Gatubelysningen"),
        ("bränder", "Skolbrand"),
        ("ide", "Idéer"),
        ("regler", "Trafikregel"),
        ("mötet", "Föräldramöten"),
        ("café", "Cafét"),
        ("öl", "Öl och vin"),
        ("T-03", "T-03 Ljus"),
        ("t 03", "T-03 Ljus"),
        ("vid och gatan", "Vid gatan"),
        ("100%", "Fyllt till 100 procent"),
    ],
)
def test_a_word_is_found_in_its_inflections_and_in_compounds(cast, text, name):
    assert found(cast, name, "Annat", text=text) == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("hal", "Hål"),
        ("far", "Får"),
        ("oga", "Öga"),
        ("öl", "Följa"),
        ("a_b", "axb"),
        ("  ", "Gata"),
        ("och%", "x"),
    ],
)
def test_other_letters_and_parts_of_short_words_are_not_the_word(cast, text, name):
    assert found(cast, name, text=text) == []


def test_å_ä_and_ö_are_letters_of_their_own():
    assert plain("ÅÄÖ Éü Løv") == "åäö eu löv"
    assert plain("a\u030a") == "å"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("vårbi", "Vårby"),
        ("varby", "Vårby"),
        ("belysnng", "Gatubelysningen"),
        ("flemmingsberg", "Flemingsberg"),
    ],
)
def test_something_alike_is_found_when_nothing_is(cast, text, name):
    Area.objects.create(collaboration=cast.ekby, kind=Area.Kind.PLACE, name=name)
    places = searchable(Area.objects.filter(kind=Area.Kind.PLACE), "name")
    search = Search(text)
    assert not search.hits(places)
    assert [area.name for area in search.alike(places)] == [name]
    assert search.meant([name]).text == name.lower()


def test_what_was_found_is_marked_and_the_rest_escaped():
    search = Search("belysning")
    assert search.marked("Ny <gatubelysningen> & mer") == "Ny &lt;<mark>gatubelysningen</mark>&gt; &amp; mer"
    assert search.snippet("Intet", "x " * 100 + "belysning " + "y " * 100).startswith("… ")


@pytest.mark.parametrize(
    "text", ["'", "\\", "a' & b", "!!!", "((", ":*", "\0", "%" * 500, "x" * 5000, "<script>"]
)
def test_no_text_breaks_a_search(cast, text):
    places = searchable(Area.objects.all(), "name")
    search = Search(text)
    list(search.hits(places))
    list(search.alike(places))
    search.marked("text")


def test_short_words_alone_are_not_looked_for_by_likeness(cast):
    Area.objects.create(collaboration=cast.ekby, kind=Area.Kind.PLACE, name="Ån", order=1)
    places = searchable(Area.objects.filter(kind=Area.Kind.PLACE), "name")
    assert not Search("an").alike(places)
    assert [area.name for area in Search("ånen").alike(places)] in (["Ån"], [])
