"""Rates: which population, of which year, and where there is none to tell."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from collab.charts import SUPPRESSED
from collab.clock import today
from collab.models import Area
from lagesbild.models import Indicator
from lagesbild.models.picture import Picture

THIS = today().year


@pytest.fixture
def people(cast, figures):
    """The population, which the fires are divided by; `people(place, number, year)` delivers a figure of it."""
    indicator = Indicator.objects.create(
        collaboration=cast.ekby, name="Folkmängd", unit="invånare", direction="neutral", is_published=True
    )
    figures.fires.denominator = indicator
    figures.fires.save()

    def deliver(area, number, year, *, by=None, **options):
        period = ("year", date(year, 1, 1), date(year, 12, 31))
        row = {"indicator": indicator, "area": area, "period": period, "number": number}
        return figures.deliver(by or cast.ada, row, **options)

    deliver.indicator = indicator
    return deliver


def rates(indicator, actor, **options):
    """{place: rate} of a picture, the municipality with them."""
    picture = Picture(indicator, actor, as_rate=True, **options)
    return {f.area.name: f.value for f in [*picture.figures, picture.town] if f}, picture


def test_a_district_is_counted_per_1000_with_the_population_of_the_same_year(cast, figures, people):
    people(cast.north, 4000, THIS - 2)
    people(cast.north, 5000, THIS - 1)
    figures.deliver(cast.ada, figures.row(20, year=THIS - 1), figures.row(20, year=THIS - 2))

    found, picture = rates(figures.fires, cast.cia)
    assert found == {"Norra Ekby": Decimal("4.00")}
    assert picture.figures[0].then == Decimal("5.00")
    assert picture.title == "Anlagda bränder, per 1\u00a0000 invånare"
    assert picture.basis == f"Delat med: Folkmängd {THIS - 1}."


def test_the_municipality_is_per_1000_beside_its_parts_and_per_100000_alone(cast, figures, people):
    for area in (cast.north, cast.town):
        people(area, 10_000, THIS - 1)
    figures.deliver(cast.ada, figures.row(20, year=THIS - 1), figures.row(50, area=cast.town, year=THIS - 1))

    assert rates(figures.fires, cast.cia)[0] == {"Norra Ekby": 2, "Ekby": 5}
    alone, picture = rates(figures.fires, cast.cia, level="municipality")
    assert alone == {"Ekby": 500}
    assert "per 100\u00a0000" in picture.title


def test_without_the_years_population_nothing_is_divided_and_the_page_says_so(cast, figures, people, as_):
    for year in (THIS - 3, THIS - 1):
        people(cast.north, 5000, year)
    figures.deliver(cast.ada, figures.row(20, year=THIS - 2))

    assert rates(figures.fires, cast.cia)[0] == {"Norra Ekby": None}
    html = as_(cast.cia).get(f"/lagesbild/?indikator={figures.fires.public_id}&matt=andel").content.decode()
    assert f"Folkmängd {THIS - 2} saknas, så inget tal delas med den." in html


def test_a_year_that_is_not_over_borrows_the_last_population_and_says_so(cast, figures, people):
    people(cast.north, 5000, THIS - 1)
    figures.deliver(cast.ada, figures.row(20, year=THIS))

    found, picture = rates(figures.fires, cast.cia)
    assert found == {"Norra Ekby": 4}
    assert picture.basis == f"Delat med: Folkmängd {THIS - 1}, eftersom {THIS} inte är slut."


@pytest.mark.parametrize(("count", "population", "shown"), [(5, 1000, 5), (5, 999, None), (4, 1000, None)])
def test_small_counts_and_small_places_have_no_rate(cast, figures, people, count, population, shown):
    figures.fires.min_n = 1
    figures.fires.save()
    people(cast.north, population, THIS - 1)
    figures.deliver(cast.ada, figures.row(count, year=THIS - 1))

    assert rates(figures.fires, cast.cia)[0] == {"Norra Ekby": shown}


def test_a_hidden_count_has_no_rate_in_ranking_map_mean_or_trend(cast, figures, people):
    for year in range(THIS - 4, THIS):
        people(cast.north, 5000, year)
        people(figures.south, 5000, year)
    years = range(THIS - 4, THIS)
    figures.deliver(cast.ada, *(figures.row(3 if y == THIS - 2 else 20, year=y) for y in years))
    figures.deliver(cast.ada, *(figures.row(2, area=figures.south, year=y) for y in years))

    found, picture = rates(figures.fires, cast.cia)
    assert found == {"Norra Ekby": 4, "Södra Ekby": SUPPRESSED}
    assert [f.mean for f in picture.figures] == [None, None]
    rows = {area.name: values for area, values in picture.trends.rows}
    assert set(rows["Södra Ekby"]) == {SUPPRESSED, None}
    assert rows["Norra Ekby"].count(SUPPRESSED) == 1
    assert picture.map["areas"][-1]["bucket"] == 0


def test_a_group_is_divided_by_the_same_group(cast, figures, people):
    people(cast.north, 5000, THIS - 1)
    girls = {"breakdown": [("kön", "Kvinnor")], "year": THIS - 1}
    figures.deliver(cast.ada, figures.row(20, year=THIS - 1), figures.row(10, **girls))

    assert rates(figures.fires, cast.cia, group="kön=kvinnor")[0] == {"Norra Ekby": None}


def test_a_population_that_is_not_released_divides_nobody_elses_counts(cast, figures, people):
    figures.deliver(cast.ada, figures.row(20, year=THIS - 1))
    people(cast.north, 5000, THIS - 1, by=cast.bo, release=False)

    assert rates(figures.fires, cast.cia)[0] == {"Norra Ekby": None}
    assert rates(figures.fires, cast.bo)[0] == {"Norra Ekby": 4}


def test_rates_are_offered_only_where_something_divides(cast, figures, people, as_):
    figures.deliver(cast.ada, figures.row(20, year=THIS - 1))
    address = f"/lagesbild/?indikator={figures.fires.public_id}"
    assert "Per 1\u00a0000 invånare" in as_(cast.cia).get(address).content.decode()

    Indicator.objects.filter(pk=people.indicator.pk).update(is_published=False)
    assert "invånare" not in as_(cast.cia).get(address).content.decode()


def test_the_population_costs_two_questions_however_many_places(
    cast, figures, people, as_, django_assert_max_num_queries
):
    for n in range(12):
        place = Area.objects.create(collaboration=cast.ekby, kind=Area.Kind.DISTRICT, name=f"Kvarter {n}")
        people(place, 5000 + n, THIS - 1)
        figures.deliver(cast.ada, figures.row(10 + n, area=place, year=THIS - 1))
    browser = as_(cast.cia)
    address = f"/lagesbild/?indikator={figures.fires.public_id}&matt=andel"
    browser.get(address)
    with django_assert_max_num_queries(29):
        browser.get(address)


def test_files_hold_the_counts_and_never_a_rate(cast, figures, people, as_):
    people(cast.north, 5000, THIS - 1)
    figures.deliver(cast.ada, figures.row(21, year=THIS - 1))
    query = f"?indikator={figures.fires.public_id}&matt=andel"

    for name in ("lagesbild", "varden"):
        answer = as_(cast.cia).get(f"/exportera/{name}.csv{query}")
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert ";21;" in text
        assert "4,2" not in text


def test_a_population_of_a_quarter_gives_way_to_that_of_the_year(cast, figures, people):
    quarter = ("quarter", date(THIS - 1, 10, 1), date(THIS - 1, 12, 31) + timedelta(0))
    row = {"indicator": people.indicator, "area": cast.north, "period": quarter, "number": 4000}
    figures.deliver(cast.ada, row)
    figures.deliver(cast.ada, figures.row(20, year=THIS - 1))
    assert rates(figures.fires, cast.cia)[0] == {"Norra Ekby": 5}

    people(cast.north, 5000, THIS - 1)
    assert rates(figures.fires, cast.cia)[0] == {"Norra Ekby": 4}
