"""The picture: what it shows, what it masks, what it hides, and where each figure leads."""

import re
from datetime import date, timedelta

import pytest
import time_machine

from collab.charts import SUPPRESSED
from collab.clock import now
from collab.models import Area
from lagesbild.models import Indicator, Value
from lagesbild.models.picture import Picture


def page(as_, who, address="/lagesbild/"):
    """The words of a page, without what is different in every answer."""
    html = as_(who).get(address).content.decode()
    return re.sub(r'(name="(csrfmiddlewaretoken|submission)" value=|x-csrftoken": )"[^"]*"', "", html)


@pytest.fixture
def told(cast, figures):
    """Four quarters in two districts and the whole municipality, released."""
    rows = [figures.row(10 + n, n=n, year=year) for n in (1, 2, 3) for year in (2025, 2026)]
    rows += [figures.row(3 if n == 2 else 20, area=figures.south, n=n) for n in (1, 2, 3)]
    rows += [figures.row(60, area=cast.town, n=3)]
    return figures.deliver(cast.ada, *rows)


def test_the_ranking_is_highest_first_with_the_change_since_a_year_before(cast, figures, told):
    picture = Picture(figures.fires, cast.cia)

    assert picture.period.code == "quarter-2026-07-01-2026-09-30"
    assert picture.compare.code == "quarter-2025-07-01-2025-09-30"
    assert [(f.area.name, f.value, f.change) for f in picture.figures] == [
        ("Södra Ekby", 20, None),
        ("Norra Ekby", 13, 0),
    ]
    assert picture.town.value == 60


def test_a_small_count_is_not_shown_and_never_plotted(cast, figures, told, as_):
    address = f"/lagesbild/?period=quarter-2026-04-01-2026-06-30&indikator={figures.fires.public_id}"
    html = page(as_, cast.cia, address)

    assert "visas inte" in html
    picture = Picture(figures.fires, cast.cia, period="quarter-2026-04-01-2026-06-30")
    assert {area.name: values for area, values in picture.trends.rows}["Södra Ekby"][-1] is SUPPRESSED
    assert not re.search(r">\s*3\s*<", html)
    value = Value.objects.get(number=3)
    assert not re.search(r">\s*3\s*<", page(as_, cast.cia, value.get_absolute_url()))


def test_a_share_of_three_per_cent_is_no_small_count(cast, figures):
    share = Indicator.objects.create(
        collaboration=cast.ekby, name="Andel", unit="%", is_count=False, is_published=True
    )
    figures.deliver(cast.ada, figures.row(3, indicator=share))

    assert Picture(share, cast.cia).figures[0].value == 3


def test_a_missing_quarter_is_a_gap_in_the_line(cast, figures):
    figures.deliver(cast.ada, figures.row(10, n=1), figures.row(12, n=3))

    trends = Picture(figures.fires, cast.cia).trends
    assert trends.labels == ["kv 1 2026", "kv 2 2026", "kv 3 2026"]
    assert [v and int(v) for v in trends.rows[0][1]] == [10, None, 12]


def test_every_figure_leads_to_its_cell_and_its_earlier_values(cast, figures, as_):
    figures.deliver(cast.ada, figures.row(12, text="12,0"))
    figures.deliver(cast.ada, figures.row(15))
    address = re.search(r'href="(/lagesbild/kalla/[^"]+)"', page(as_, cast.cia))[1]
    html = page(as_, cast.cia, address)

    for words in ("leverans", "Ada Al", "Ekby kommun", "15", "12", "Ersatt"):
        assert words in html


def test_the_source_and_the_day_of_import_stand_under_the_figures(cast, figures, told, as_):
    html = page(as_, cast.cia)

    assert "av Ada Al, Ekby kommun" in html
    assert "Tal under 5 visas inte" in html


def test_old_figures_say_that_they_are_old(cast, figures, told, as_):
    assert "dagar gamla" not in page(as_, cast.cia)
    with time_machine.travel(now() + timedelta(days=91), tick=False):
        assert "91 dagar gamla" in page(as_, cast.cia)


@pytest.mark.parametrize("who", ["alva", "ada", "rut", "cia", "omar", "ove"])
def test_an_unreleased_delivery_changes_no_byte_of_anybody_elses_pages(cast, figures, told, as_, who):
    new = Indicator.objects.create(collaboration=cast.ekby, name="Hemligt mått", is_published=True)
    addresses = [
        "/lagesbild/",
        f"/lagesbild/?indikator={figures.fires.public_id}&niva=district",
        f"/lagesbild/omrade/{cast.north.public_id}/",
        f"/lagesbild/indikator/{figures.fires.public_id}/",
        "/lagesbild/indikatorer/",
        Value.objects.get(area=cast.north, period__starts_on="2026-07-01").get_absolute_url(),
        "/import/",
    ]
    actor = getattr(cast, who)
    before = [page(as_, actor, address) for address in addresses]
    hidden = figures.deliver(
        cast.bo,
        figures.row(99, n=3),
        figures.row(98, n=4),
        figures.row(97, n=3, breakdown=[("kön", "kvinnor")]),
        figures.row(96, indicator=new),
        figures.row(95, area=figures.south, n=4, year=2024),
        release=False,
    )

    assert [page(as_, actor, address) for address in addresses] == before
    assert "99" in page(as_, cast.bo)
    assert as_(actor).get(f"/import/{hidden.public_id}/").status_code == 404


def test_a_group_is_chosen_apart_from_everybody(cast, figures):
    figures.deliver(cast.ada, figures.row(20), figures.row(12, breakdown=[("kön", "Kvinnor")]))

    assert [group.label for group in Picture(figures.fires, cast.cia).groups][1:] == ["Kvinnor"]
    assert Picture(figures.fires, cast.cia).figures[0].value == 20
    assert Picture(figures.fires, cast.cia, group="kön=kvinnor").figures[0].value == 12


def test_trends_of_several_indicators_take_five_queries(cast, figures, told, django_assert_num_queries):
    other = Indicator.objects.create(collaboration=cast.ekby, name="Rån", is_published=True)
    figures.deliver(cast.ada, figures.row(8, indicator=other), figures.row(9, indicator=other, n=2))

    with django_assert_num_queries(5):
        trends = Indicator.objects.for_actor(cast.cia).trends([cast.north, figures.south], cast.cia)
        panels = [trend.panels() for trend in trends]
    assert [(t.indicator.name, len(p)) for t, p in zip(trends, panels, strict=True)] == [
        ("Anlagda bränder", 2),
        ("Rån", 1),
    ]


def test_a_place_is_drawn_by_its_own_periods_when_others_are_told_of_later_ones(cast, figures):
    figures.deliver(cast.ada, figures.row(10), figures.row(12, n=2))
    year = ("year", date(2025, 1, 1), date(2025, 12, 31))
    yearly = Area.objects.create(collaboration=cast.ekby, kind=Area.Kind.DISTRICT, name="Ekbro")
    later = [figures.row(20 + n, area=figures.south, n=n, year=2027) for n in (1, 2, 3, 4)]
    figures.deliver(cast.ada, *later, {**figures.row(90, area=yearly), "period": year})
    known = Indicator.objects.for_actor(cast.cia)

    [north] = known.trends([cast.north], cast.cia)
    assert north.labels == ["kv 1 2026", "kv 2 2026"]
    assert [int(value) for value in north.rows[0][1]] == [10, 12]
    [told] = known.trends([yearly], cast.cia)
    assert (told.labels, [int(value) for value in told.rows[0][1]]) == (["2025"], [90])
    [both] = known.trends([cast.north, figures.south], cast.cia)
    assert (both.labels[-1], len(both.rows)) == ("kv 4 2027", 2)


def test_of_two_values_for_a_figure_a_trend_shows_the_readers_newest(cast, figures):
    figures.deliver(cast.ada, figures.row(10))
    figures.deliver(cast.bo, figures.row(99), release=False)

    def drawn(actor):
        [trend] = Indicator.objects.for_actor(actor).trends([cast.north], actor)
        return [int(value) for value in trend.rows[0][1]]

    assert (drawn(cast.cia), drawn(cast.bo)) == ([10], [99])


def test_the_indicator_that_most_places_have_is_chosen_first_by_name(cast, figures):
    one, other = (
        Indicator.objects.create(collaboration=cast.ekby, name=name, is_published=True)
        for name in ("Rån", "Våld")
    )
    figures.deliver(
        cast.ada,
        figures.row(10),
        *(figures.row(11, indicator=one, area=a) for a in (cast.north, figures.south)),
    )
    figures.deliver(cast.bo, *(figures.row(9, indicator=other, area=a) for a in (cast.north, figures.south)))
    known = Indicator.objects.for_actor(cast.cia)

    assert known.most_told([cast.north, figures.south], cast.cia) == one
    assert known.most_told([cast.north], cast.cia) == figures.fires
    assert known.most_told([cast.town], cast.cia) is None


def test_the_picture_costs_the_same_however_many_places_it_shows(
    cast, figures, told, as_, django_assert_max_num_queries
):
    for n in range(20):
        place = Area.objects.create(collaboration=cast.ekby, kind=Area.Kind.DISTRICT, name=f"Kvarter {n}")
        figures.deliver(cast.ada, figures.row(10 + n, area=place, n=3))
    browser = as_(cast.cia)
    browser.get("/lagesbild/")
    with django_assert_max_num_queries(25):
        browser.get("/lagesbild/")


def test_only_its_keepers_change_an_indicator(cast, figures, as_):
    address = f"/lagesbild/indikator/{figures.fires.public_id}/andra/"
    form = as_(cast.ada).get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {
        "name": "Bränder ute",
        "is_count": "on",
    }
    as_(cast.ada).post(address, sent)
    as_(cast.bo).post(address, {**sent, "name": "Bos bränder"})

    figures.fires.refresh_from_db()
    assert figures.fires.name == "Bränder ute"


def test_an_indicator_of_another_municipality_is_absent(cast, figures, told, as_):
    cast.neighbour()

    assert "Anlagda bränder" not in page(as_, cast.zoe)
    assert as_(cast.zoe).get(f"/lagesbild/indikator/{figures.fires.public_id}/").status_code == 404
