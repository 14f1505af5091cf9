"""Asking how it was on a day: from recorded history, never from today's rows, and no wider than today's right."""

from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

import pgtrigger
import pytest
from django.apps import apps
from django.utils import timezone

from activities.models import Snapshot, Succession
from activities.snapshots.contents import contents
from activities.snapshots.freezing import freeze
from activities.snapshots.rows import end_of
from collab import clock
from collab.clock import now, today
from collab.models import Area
from lagesbild.models import ImportBatch, Indicator, Need, SituationalPicture, Value
from tests.activities.report_work import report, work_of

HISTORIES = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]


def last_versions():
    newest = {model: model.objects.order_by("-pgh_id").first() for model in HISTORIES}
    return {model: row.pgh_id if row else 0 for model, row in newest.items()}


@contextmanager
def on(day):
    """Within the block it is noon of a day; the database, whose clock cannot be set, is said to have written then."""
    instant = timezone.make_aware(datetime.combine(day, time(12)))
    before = last_versions()
    with clock.at(instant):
        yield
    with pgtrigger.ignore():
        for model, last in before.items():
            model.objects.filter(pgh_id__gt=last).update(pgh_created_at=instant)


@pytest.fixture
def days():
    return [today() - timedelta(days=n) for n in (50, 40, 30, 20, 10)]


@pytest.fixture
def work(cast, days):
    """The work of the report, made on the first of five days."""
    with pgtrigger.ignore():
        for model in HISTORIES:
            model.objects.update(pgh_created_at=end_of(days[0] - timedelta(days=30)))
    with on(days[0]):
        work_of(cast)
    return cast


def frozen(work, n):
    """The report of the round as it is frozen now; the one before is opened again."""
    last = Snapshot.objects.of(work.agreement, work.term).first()
    if last:
        last.reopen(note="Nytt läge.", by=work.alva)
    return freeze(work.agreement, one_round=work.term, by=work.alva)


def story(work):
    """What is done before each of the five reports is frozen."""
    yield
    report(work, work.one, work.p, work.bo, "off_track", "Stolparna dröjer.", needs="Nya stolpar.")
    yield
    work.one.refresh_from_db()
    work.one.change(by=work.alva, title="Ljus på hela vägen", due_on=today() + timedelta(days=90))
    work.one.judge("on_track", reason="Stolparna är på väg.", by=work.alva)
    yield
    work.one.refresh_from_db()
    work.one.take_in(work.b, text="Bostäderna hjälper till", due_on=work.one.due_on, by=work.alva)
    report(work, work.two, work.b, work.cia, "cancelled", "", cause="resources", lesson="Börja i tid.")
    yield
    work.one.commitments.get(party=work.b).withdraw(by=work.alva)
    work.agreement.signatures.create(
        party=work.b,
        name="Cia",
        title="Chef",
        signed_on=today(),
        content=work.agreement.content(),
        entered_by=work.alva,
    )
    work.two.refresh_from_db()
    work.two.share("owners", by=work.bo)
    work.two.share("parties", by=work.bo)
    yield


def test_as_of_five_days_is_what_five_frozen_reports_said(work, days):
    made, acts = [], story(work)
    for n, day in enumerate(days):
        with on(day):
            next(acts)
            made.append(frozen(work, n))
    assert len({row.content_sha256 for row in made}) == len(days)
    for day, row in zip(days, made, strict=True):
        then = contents(work.agreement, work.alva, one_round=work.term, at=end_of(day))
        assert then == row.content


QUARTERS = [
    ("quarter", date(2026, 3 * n - 2, 1), date(2026, 3 * n, last)) for n, last in ((1, 31), (2, 30), (3, 30))
]


def deliver(work, indicator, numbers, *, area=None, **facts):
    rows = [
        {"indicator": indicator, "area": area or work.north, "period": period, "number": number}
        for period, number in zip(QUARTERS, numbers, strict=False)
    ]
    return ImportBatch.objects.deliver(by=work.bo, name="polisen.csv", rows=rows, **facts)


def renamed(row, **facts):
    row.refresh_from_db()
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()


def surroundings(work):
    """What happens around the work before each of the five: figures, names, places, needs and signatures."""
    fires = Indicator.objects.create(collaboration=work.ekby, name="Bränder", unit="antal", is_published=True)
    deliver(work, fires, [12, 13])
    situation = SituationalPicture.objects.create(collaboration=work.ekby, title="Lägesbild")
    need = Need.objects.create(situation=situation, title="Färre bränder")
    need.place([work.safe], by=work.alva)
    evidence = need.rest_on(Value.objects.get(number=12), by=work.lea)
    yield
    renamed(fires, name="Anlagda bränder")
    renamed(work.north, name="Norra delen")
    renamed(work.safe, name="Trygga platser och stråk")
    renamed(work.p, short_title="Polisen i norr")
    deliver(work, fires, [12, 14])
    later = deliver(work, fires, [12, 14, 15], release=False)
    yield
    later.refresh_from_db()
    later.release(by=work.lea)
    renamed(need, title="Inga bränder")
    south = Area.objects.create(
        collaboration=work.ekby, kind=Area.Kind.DISTRICT, name="Södra Ekby", parent=work.town
    )
    place = work.agreement.places.create(area=south)
    deliver(work, fires, [22, 23, 24], area=south)
    signature = work.agreement.signatures.create(
        party=work.k,
        name="Alva",
        title="Direktör",
        signed_on=today(),
        content=work.agreement.content(),
        entered_by=work.alva,
    )
    yield
    thefts = Indicator.objects.create(
        collaboration=work.ekby, name="Stölder", unit="antal", is_published=True
    )
    deliver(work, thefts, [31, 32, 33])
    renamed(work.one, indicator=thefts)
    work.agreement.priority_areas.create(order=9, letter="Z", name="Ett område till")
    yield
    evidence.remove(by=work.lea)
    place.delete()
    signature.withdrawn_at, signature.withdrawn_by = now(), work.alva
    signature.save()
    yield


def test_what_stands_around_the_work_is_of_that_day_too(work, days):
    made, acts = [], surroundings(work)
    for n, day in enumerate(days):
        with on(day):
            next(acts)
            made.append(frozen(work, n))
    assert len({row.content_sha256 for row in made}) == len(days)
    drawn = [[one["name"] for one in row.content["trends"]] for row in made]
    assert drawn == [
        ["Bränder"],
        ["Anlagda bränder"],
        ["Anlagda bränder"],
        ["Anlagda bränder", "Stölder"],
        ["Stölder"],
    ]
    for day, row in zip(days, made, strict=True):
        then = contents(work.agreement, work.alva, one_round=work.term, at=end_of(day))
        assert then == row.content


def test_a_figure_that_was_withdrawn_is_not_told_again_of_any_day(work, days):
    with on(days[0]):
        fires = Indicator.objects.create(
            collaboration=work.ekby, name="Bränder", unit="antal", is_published=True
        )
        batch = deliver(work, fires, [12, 13])
        assert frozen(work, 0).content["trends"]
    batch.refresh_from_db()
    batch.undo(by=work.lea)
    assert contents(work.agreement, work.alva, one_round=work.term, at=end_of(days[0]))["trends"] == []


def test_the_pages_are_of_that_day_with_nothing_to_fill_in(work, as_, days):
    acts = story(work)
    for day in days[:3]:
        with on(day):
            next(acts)
    client, first = as_(work.bo), days[0].isoformat()
    page = client.get(f"{work.one.get_absolute_url()}?per={first}").text
    assert "Läget per" in page
    assert "Ljus på vägen" in page
    assert "hela vägen" not in page
    assert "Stolparna dröjer" not in page
    assert 'method="post"' not in page.split("<main")[1]
    for where in ("/aktiviteter/", work.agreement.get_absolute_url()):
        page = client.get(f"{where}?per={first}").text
        assert "Ljus på vägen" in page
        assert f"{work.one.get_absolute_url()}?per={first}" in page
    assert "Ljus på hela vägen" in client.get(f"{work.one.get_absolute_url()}?per={days[2].isoformat()}").text
    page = client.get(f"/rapporter/utkast/{work.agreement.public_id}/?per={first}").text
    assert f"{work.one.get_absolute_url()}?per={first}" in page
    assert "Läget per" not in client.get(f"/aktiviteter/?per={today().isoformat()}").text


def rewrite(work, **changed):
    """Write the agreement's text anew with some facts changed."""
    work.agreement.refresh_from_db()
    text = {
        "priority_areas": [(area.letter, area.name) for area in work.agreement.priority_areas.all()],
        "places": [place.area for place in work.agreement.places.all()],
    }
    work.agreement.rewrite(by=work.alva, **{**text, **changed})


def test_areas_and_places_are_named_as_they_stood(work, as_, days):
    south = work.ekby.areas.create(kind="district", name="Södra Ekby", parent=work.town, order=2)
    with on(days[2]):
        areas = [("T", "Trygga stråk"), ("A", "Droger"), ("U", "Ungas fritid")]
        rewrite(work, priority_areas=areas, places=[south])
    client, address = as_(work.bo), work.agreement.get_absolute_url()
    before = client.get(f"{address}?per={days[1].isoformat()}").text
    after = client.get(f"{address}?per={days[2].isoformat()}").text
    for old, new in (
        ("Trygga platser", "Trygga stråk"),
        ("Norra Ekby", "Södra Ekby"),
        (None, "Ungas fritid"),
    ):
        assert new not in before
        assert new in after
        assert old is None or (old in before and old not in after)
    report = contents(work.agreement, work.alva, one_round=work.term, at=end_of(days[1]))
    assert [area["name"] for area in report["areas"]] == ["Trygga platser", "Droger"]


def test_what_was_carried_on_is_still_in_the_agreement_it_was_under_that_day(work, as_, days):
    year = today().year
    facts = {
        "declaration": work.declaration,
        "collaboration": work.ekby,
        "name": "Nästa överenskommelse",
        "purpose": "Färre brott",
        "starts_on": date(year, 1, 1),
        "ends_on": date(year + 1, 12, 31),
        "priority_areas": [("T", "Trygga platser")],
        "parties": [work.k, work.p, work.b],
    }
    with on(days[2]):
        work.one.refresh_from_db()
        fates = {work.one: "carried"}
        made = Succession.objects.make(work.agreement, by=work.alva, facts=facts, fates=fates).successor
    client, address = as_(work.bo), work.agreement.get_absolute_url()
    assert "Ljus på vägen" in client.get(f"{address}?per={days[1].isoformat()}").text
    left = client.get(f"{address}?per={days[2].isoformat()}").text
    assert "Ljus på vägen" in left
    assert "förs vidare i Nästa överenskommelse" in left
    later = client.get(f"{made.get_absolute_url()}?per={days[2].isoformat()}").text
    assert "Ljus på vägen" in later
    for day in (days[1], days[2]):
        page = client.get(f"{work.one.get_absolute_url()}?per={day.isoformat()}")
        assert page.status_code == 200
        assert "Ljus på vägen" in page.text


def test_before_it_was_made_it_was_not_there(work, as_, days):
    before = (days[0] - timedelta(days=1)).isoformat()
    client = as_(work.bo)
    assert client.get(f"{work.one.get_absolute_url()}?per={before}").status_code == 404
    assert "Ljus på vägen" not in client.get(f"/aktiviteter/?per={before}").text


def test_what_one_may_not_see_today_and_what_one_could_not_see_then_is_hidden(work, as_, days):
    with on(days[1]):
        work.closed.share("parties", by=work.bo)
        work.one.share("owners", by=work.alva)
    client, first, second = as_(work.cia), days[0].isoformat(), days[1].isoformat()
    page = client.get(f"/aktiviteter/?per={first}").text
    assert "Hemlig insats" not in page
    assert "Ljus på vägen" not in page
    assert "Hemlig insats" in client.get(f"/aktiviteter/?per={second}").text
    assert client.get(f"{work.closed.get_absolute_url()}?per={first}").status_code == 404
    assert "Hemlig insats" in as_(work.bo).get(f"/aktiviteter/?per={first}").text


def test_a_party_that_joined_later_does_not_see_the_days_before(work, as_, days):
    work.agreement.admit(work.r, on=days[2], by=work.alva)
    for activity in (work.one, work.two):
        activity.regrant()
    client = as_(work.omar)
    assert client.get(f"{work.one.get_absolute_url()}?per={days[0].isoformat()}").status_code == 404
    assert client.get(f"{work.one.get_absolute_url()}?per={days[3].isoformat()}").status_code == 200
    assert client.get(f"{work.agreement.get_absolute_url()}?per={days[0].isoformat()}").status_code == 404
