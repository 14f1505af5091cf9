"""What an activity is for: its effect, its measure, whose money, and whether the public may be told."""

from datetime import timedelta

import pytest

from activities.models import Activity, Funding
from collab.clock import today
from lagesbild.models import Indicator

pytestmark = pytest.mark.django_db


@pytest.fixture
def fires(cast):
    return Indicator.objects.create(
        collaboration=cast.ekby, name="Anlagda bränder", unit="antal", is_published=True
    )


@pytest.fixture
def grant(cast):
    return Funding.objects.create(
        collaboration=cast.ekby,
        name="Brå-bidrag 2027",
        applied_by=today() + timedelta(days=20),
        final_by=today() + timedelta(days=400),
    )


def plan(cast, **changed):
    row = cast.k.public_id
    facts = {
        "title": "Släck bränderna",
        "priority_area": cast.safe.public_id,
        "goal": "Tolv ronder.",
        "due_on": (today() + timedelta(days=90)).isoformat(),
        "visibility": "parties",
        "row": row,
        "lead": row,
        f"part-{row}-text": "Gå ronder",
    }
    return facts | changed


def aims(fires, grant, **changed):
    facts = {
        "outcome": "Färre bränder",
        "indicator": fires.public_id,
        "baseline": "23,5",
        "baseline_period": "2024",
        "target": "12",
        "target_by": "2027-12-31",
        "funding": grant.public_id,
        "is_public": "on",
    }
    return facts | changed


def test_an_activity_is_planned_with_its_aims_and_shows_them(cast, fires, grant, as_):
    assert as_(cast.alva).post("/aktiviteter/ny/", plan(cast, **aims(fires, grant))).status_code == 302
    made = Activity.objects.get()
    assert (made.outcome, made.indicator, float(made.baseline), float(made.target)) == (
        "Färre bränder", fires, 23.5, 12,
    )  # fmt: skip
    page = as_(cast.bo).get(made.get_absolute_url()).text
    for words in ("Effektmål", "Färre bränder", "från 23,5 (2024)", "till 12 senast 31 december 2027"):
        assert words in page
    for words in ("Brå-bidrag 2027", "Får berättas för allmänheten"):
        assert words in page


def test_none_of_it_is_needed(cast, as_):
    assert as_(cast.alva).post("/aktiviteter/ny/", plan(cast)).status_code == 302
    assert Activity.objects.get().indicator is None


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"indicator": ""}, "Välj indikatorn som siffrorna gäller"),
        ({"target": ""}, "Skriv dit ni vill till dess"),
        ({"baseline": "", "target": "3"}, "Skriv siffran för den tiden"),
        ({"baseline": "många"}, "Fyll i ett tal"),
    ],
)
def test_a_figure_that_says_too_little_is_refused_at_its_field(cast, fires, grant, as_, changed, words):
    answer = as_(cast.alva).post("/aktiviteter/ny/", plan(cast, **aims(fires, grant, **changed)))
    assert answer.status_code == 200
    assert words in answer.text
    assert "Färre bränder" in answer.text
    assert not Activity.objects.exists()


def test_an_indicator_that_is_not_released_is_neither_offered_nor_named(cast, fires, grant, as_):
    secret = Indicator.objects.create(collaboration=cast.ekby, name="Hemligt mått", unit="antal")
    page = as_(cast.bo).get("/aktiviteter/ny/").text
    assert "Anlagda bränder" in page
    assert "Hemligt mått" not in page
    made = cast.activity(indicator=secret, baseline=5, target=2)
    page = as_(cast.bo).get(made.get_absolute_url()).text
    assert "Hemligt mått" not in page
    assert "Så mäter vi" not in page
    assert "Hemligt mått" in as_(cast.alva).get(made.get_absolute_url()).text


def test_whoever_may_not_see_the_measure_keeps_it_when_editing(cast, as_):
    secret = Indicator.objects.create(collaboration=cast.ekby, name="Hemligt mått", unit="antal")
    made = cast.activity(parties=[cast.p], indicator=secret, baseline=5, target=2)
    facts = {
        "title": "Nytt namn",
        "goal": "",
        "due_on": made.due_on.isoformat(),
        "lead": cast.p.public_id,
        "version": made.version,
        "outcome": "",
    }
    assert as_(cast.bo).post(f"/aktiviteter/{made.public_id}/redigera/", facts).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.indicator, made.baseline) == ("Nytt namn", secret, 5)


def test_an_old_page_shows_both_outcomes(cast, fires, grant, as_):
    made = cast.activity()
    made.change(by=cast.alva, outcome="Tryggare torg", indicator=fires)
    facts = {
        "title": made.title,
        "goal": "",
        "due_on": made.due_on.isoformat(),
        "lead": cast.k.public_id,
        "version": 1,
        "outcome": "Färre rån",
    }
    page = as_(cast.alva).post(f"/aktiviteter/{made.public_id}/redigera/", facts).text
    assert "Tryggare torg" in page
    assert "Färre rån" in page
    assert "Anlagda bränder" in page
    made.refresh_from_db()
    assert made.outcome == "Tryggare torg"


def test_a_funder_s_days_stand_in_the_year_and_on_the_overview(cast, grant, as_):
    browser = as_(cast.alva)
    assert "Brå-bidrag 2027" in browser.get("/").text
    year = browser.get(f"/aktiviteter/?layout=year&view=all&year={grant.applied_by.year}").text
    assert "Sista ansökningsdag" in year


def test_the_keepers_add_and_change_fundings_and_others_read_them(cast, grant, as_):
    facts = {
        "name": "Länsstyrelsens bidrag",
        "applied_by": "2027-03-01",
        "interim_by": "",
        "final_by": "2027-02-01",
    }
    page = as_(cast.alva).post("/finansiering/ny/", facts).text
    assert "Slutredovisningen kan inte komma före ansökan" in page
    facts["final_by"] = "2028-02-01"
    assert as_(cast.alva).post("/finansiering/ny/", facts).status_code == 302
    assert "Länsstyrelsens bidrag" in as_(cast.bo).get("/finansiering/").text
    assert as_(cast.bo).post("/finansiering/ny/", facts).status_code == 403
    assert as_(cast.bo).get(f"/finansiering/{grant.public_id}/").status_code == 403
    cast.neighbour()
    assert "Brå-bidrag" not in as_(cast.zoe).get("/finansiering/").text
    assert as_(cast.zoe).get(f"/finansiering/{grant.public_id}/").status_code == 404


def test_two_fundings_have_two_names(cast, grant, as_):
    assert (
        "finns redan en finansiering" in as_(cast.alva).post("/finansiering/ny/", {"name": grant.name}).text
    )
    assert Funding.objects.count() == 1


def test_fundings_are_one_press_away(cast, grant, as_):
    made = cast.activity(funding=grant)
    assert 'href="/finansiering/"' in as_(cast.alva).get("/aktiviteter/").text
    assert '<a href="/finansiering/">Brå-bidrag 2027</a>' in as_(cast.bo).get(made.get_absolute_url()).text
