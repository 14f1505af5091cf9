"""The page of a place: what moved, in words, per source, and where the sources pull apart."""

import pytest

from lagesbild.models import Indicator, Source, Value
from lagesbild.models.place import Place


@pytest.fixture
def crime(cast):
    source = Source.objects.create(collaboration=cast.ekby, name="Anmälda brott")
    return Indicator.objects.create(
        collaboration=cast.ekby,
        name="Anmäld skadegörelse",
        spoken="anmälda brott",
        source=source,
        description="Mäter också hur polisen arbetar.",
        is_published=True,
    )


@pytest.fixture
def unsafe(cast):
    source = Source.objects.create(collaboration=cast.ekby, name="Trygghetsmätning")
    return Indicator.objects.create(
        collaboration=cast.ekby,
        name="Andel otrygga",
        spoken="otryggheten",
        unit="%",
        is_count=False,
        source=source,
        is_published=True,
    )


def two_years(figures, then, now, indicator, **fields):
    return [
        figures.row(then, year=2025, indicator=indicator),
        figures.row(now, indicator=indicator, **fields),
    ]


def test_the_page_says_in_words_that_the_sources_pull_apart(cast, figures, crime, unsafe, as_):
    figures.deliver(cast.ada, *two_years(figures, 60, 50, crime, flag=Value.Flag.PRELIMINARY))
    figures.deliver(cast.ada, *two_years(figures, 31, 38, unsafe))

    html = " ".join(as_(cast.cia).get(f"/lagesbild/omrade/{cast.north.public_id}/").content.decode().split())
    for words in (
        "Otryggheten upp, anmälda brott ned",
        "Källorna pekar åt olika håll.",
        "<strong>Anmälda brott:</strong> anmälda brott ned från 60 till <a",
        "preliminär",
        "Mäter också hur polisen arbetar.",
        "(bättre)",
        "(sämre)",
    ):
        assert words in html


def test_each_source_is_one_sentence_and_worst_news_come_first(cast, figures, crime, unsafe):
    other = Indicator.objects.create(
        collaboration=cast.ekby, name="Rån", source=crime.source, is_published=True
    )
    figures.deliver(cast.ada, *two_years(figures, 60, 50, crime), *two_years(figures, 20, 19, other))
    figures.deliver(cast.ada, *two_years(figures, 31, 38, unsafe))

    place = Place(cast.north, cast.cia)
    assert [(str(f.source), len(f.readings)) for f in place.families] == [
        ("Trygghetsmätning", 1),
        ("Anmälda brott", 2),
    ]
    assert [r.indicator for r in place.tension] == [unsafe, crime]
    assert place.verdict == "apart"


@pytest.mark.parametrize(
    ("crimes", "shares", "verdict"),
    [((60, 50), (38, 31), "better"), ((50, 60), (31, 38), "worse"), ((50, 50), (31, 31), "same")],
)
def test_sources_that_agree_are_said_to_agree(cast, figures, crime, unsafe, crimes, shares, verdict):
    figures.deliver(cast.ada, *two_years(figures, *crimes, crime), *two_years(figures, *shares, unsafe))

    assert Place(cast.north, cast.cia).verdict == verdict


def test_a_hidden_count_takes_part_in_no_sentence(cast, figures, crime, unsafe):
    figures.deliver(cast.ada, *two_years(figures, 3, 50, crime), *two_years(figures, 31, 38, unsafe))

    place = Place(cast.north, cast.cia)
    assert [r.indicator for f in place.families for r in f.readings] == [unsafe]
    assert [r.indicator for r in place.silent] == [crime]
    assert place.verdict == ""


def test_few_cases_are_said_to_be_few(cast, figures, crime):
    figures.deliver(cast.ada, *two_years(figures, 9, 12, crime))

    [reading] = Place(cast.north, cast.cia).readings
    assert reading.is_few


def test_what_only_divides_is_measured_but_not_judged(cast, figures):
    people = Indicator.objects.create(
        collaboration=cast.ekby, name="Folkmängd", direction="neutral", is_published=True
    )
    figures.deliver(cast.ada, *two_years(figures, 5000, 6000, people))

    place = Place(cast.north, cast.cia)
    assert (len(place.readings), place.families) == (1, [])


def test_an_unreleased_figure_is_in_nobody_elses_sentence(cast, figures, crime):
    figures.deliver(cast.bo, *two_years(figures, 60, 50, crime), release=False)

    assert Place(cast.north, cast.cia).readings == []
    assert len(Place(cast.north, cast.bo).families) == 1


def test_a_place_costs_the_same_however_much_is_measured_there(
    cast, figures, as_, crime, unsafe, django_assert_max_num_queries
):
    for n in range(10):
        more = Indicator.objects.create(
            collaboration=cast.ekby, name=f"Mått {n}", source=crime.source, is_published=True
        )
        figures.deliver(cast.ada, *two_years(figures, 20 + n, 30, more))
    browser = as_(cast.cia)
    address = f"/lagesbild/omrade/{cast.north.public_id}/"
    browser.get(address)
    with django_assert_max_num_queries(16):
        browser.get(address)
