"""The list: filters in the address, views with counts, groups while short, pages while long."""

from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities import listing
from activities.models import Activity, questions
from collab.clock import today

URL = "/aktiviteter/"


def titles(page):
    return [row.title for _heading, rows in page.context["listing"].groups for row in rows]


def tabs(page):
    return {tab["label"]: tab["count"] for tab in page.context["listing"].tabs}


def test_a_short_list_is_grouped_by_priority_area(cast, as_):
    cast.activity("Ljus", priority_area=cast.safe)
    cast.activity("Langning", priority_area=cast.drugs)
    page = as_(cast.rut).get(URL)
    headings = [heading for heading, _rows in page.context["listing"].groups]
    assert headings == [
        f'<a href="/prioriterade-omraden/{area.public_id}/">{area.name}</a>'
        for area in (cast.safe, cast.drugs)
    ]
    assert "2 aktiviteter, grupperade efter prioriterat område" in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=ljus", ["Ljus"]),
        ("status=stopped", ["Stoppad sak"]),
        ("state=late", ["Sen sak"]),
        ("state=missing", ["Ljus", "Stoppad sak", "Sen sak"]),
        ("priority={drugs}", ["Langning"]),
        ("area={town}", ["Langning"]),
        ("party={b}", ["Langning"]),
        ("agreement={agreement}", ["Ljus", "Stoppad sak", "Sen sak", "Langning"]),
        ("view=ours", ["Ljus", "Stoppad sak", "Sen sak"]),
        ("view=attention", ["Stoppad sak", "Sen sak"]),
        ("view=missing", ["Ljus", "Stoppad sak", "Sen sak"]),
        ("view=done", ["Langning"]),
        ("view=missing&q=sak&state=late", ["Sen sak"]),
        ("status=nonsense&party=nobody&view=made-up&sort=x", ["Ljus", "Stoppad sak", "Sen sak", "Langning"]),
        ("q=ingenting", []),
    ],
)
def test_each_filter_leaves_what_it_says(cast, as_, query, found):
    cast.round()
    cast.neighbour()
    _, other = cast.mandate(cast.ekby, [cast.k])
    cast.activity("Ljus", due_in=30)
    cast.activity("Stoppad sak", due_in=40).commitments.get(party=cast.k).report(
        status="stopped", by=cast.alva
    )
    cast.activity("Sen sak", due_in=-3)
    done = cast.activity("Langning", due_in=50, parties=[cast.b], priority_area=cast.drugs)
    done.place([cast.town])
    done.commitments.get().report(status="done", by=cast.cia)
    names = {
        "drugs": cast.drugs.public_id,
        "town": cast.town.public_id,
        "b": cast.b.public_id,
        "agreement": cast.agreement.public_id,
    }
    assert other.pk
    page = as_(cast.alva).get(f"{URL}?{query.format(**names)}")
    assert sorted(titles(page)) == sorted(found)


def test_the_views_count_what_they_hold(cast, as_):
    cast.round()
    cast.activity("Ljus")
    cast.activity("Sen sak", due_in=-3)
    cast.activity("Deras", parties=[cast.b]).commitments.get().report(status="done", by=cast.cia)
    assert tabs(as_(cast.alva).get(URL)) == {
        "Alla": "3",
        "Våra": "2",
        "Behöver åtgärd": "1",
        "Rapport saknas": "2",
        "Genomförda": "1",
    }


def test_an_own_date_that_has_passed_needs_action_too(cast, as_):
    activity = cast.activity("Del sen", due_in=30)
    activity.commitments.filter(party=cast.p).update(due_on=today() - timedelta(days=2))
    assert titles(as_(cast.alva).get(f"{URL}?view=attention")) == ["Del sen"]


def test_a_report_count_stands_in_each_row_while_a_round_is_open(cast, as_):
    activity = cast.activity(parties=[cast.k, cast.p, cast.b])
    current = cast.round()
    activity.commitments.get(party=cast.p).report(status="on_track", by=cast.bo, in_round=current)
    page = as_(cast.alva).get(URL).text
    assert "<strong>1 av 3</strong>" in page
    assert "Rapporter T3" in page


def test_nothing_left_repeats_the_filter_and_offers_to_clear_it(cast, as_):
    cast.activity()
    page = as_(cast.alva).get(f"{URL}?status=stopped&area={cast.north.public_id}").text
    assert "Status: Stoppad" in page
    assert "Plats: Norra Ekby" in page
    assert "Rensa filter" in page


def test_an_empty_list_offers_the_one_thing_to_do_to_who_may(cast, as_):
    assert "Inga aktiviteter än" in as_(cast.alva).get(URL).text
    assert "/aktiviteter/ny/" in as_(cast.alva).get(URL).text
    assert "/aktiviteter/ny/" not in as_(cast.rut).get(URL).text


@pytest.fixture
def _short_pages(monkeypatch):
    monkeypatch.setattr(listing, "GROUPED_BELOW", 5)
    monkeypatch.setattr(
        questions.ActivityQuerySet.sorted_page, "__kwdefaults__", {"after": None, "before": None, "size": 3}
    )


STATUSES = ["stopped", "on_track", "off_track", "done", "not_started", "on_track", "cancelled", "off_track"]


@pytest.mark.usefixtures("_short_pages")
@pytest.mark.parametrize("sort", questions.SORTS)
def test_a_long_list_is_paged_there_and_back_in_every_order(cast, as_, sort):
    for n, status in enumerate(STATUSES):
        activity = cast.activity(f"Nr {n}", due_in=10 + n % 3, parties=[cast.k])
        why = {"cause": "resources", "lesson": "Börja tidigare."}
        activity.commitments.get().report(status=status, by=cast.alva, **why)

    def key(activity):
        date = (activity.due_on, activity.pk)
        return (questions.BY_STATUS.index(activity.status), *date) if sort.endswith("status") else date

    rows = sorted(Activity.objects.all(), key=key, reverse=sort.startswith("-"))
    browser, address, seen, pages = as_(cast.alva), f"{URL}?sort={sort}", [], []
    while address:
        page = browser.get(address)
        seen += titles(page)
        pages.append((titles(page), page.context["listing"].previous_url))
        address = page.context["listing"].next_url and URL + page.context["listing"].next_url
    assert seen == [row.title for row in rows]
    assert len(pages) == 3
    assert pages[0][1] == ""
    for (shown, _previous), (_later, back) in pairwise(pages):
        assert titles(browser.get(URL + back)) == shown


@pytest.mark.usefixtures("_short_pages")
def test_the_links_of_a_page_keep_the_filter(cast, as_):
    for n in range(7):
        cast.activity(f"Nr {n}", due_in=n + 1)
    page = as_(cast.alva).get(f"{URL}?party={cast.k.public_id}&view=ours").context["listing"]
    assert f"party={cast.k.public_id}" in page.next_url
    assert "view=ours" in page.next_url
    assert "after=" in page.next_url


@pytest.mark.usefixtures("_short_pages")
def test_a_page_after_a_row_one_may_not_see_is_the_first_page(cast, as_):
    hidden = cast.activity("Dold", parties=[cast.p], visibility="draft", due_in=3)
    for n in range(7):
        cast.activity(f"Nr {n}", due_in=n + 1)
    page = as_(cast.alva).get(f"{URL}?after={hidden.public_id}")
    assert titles(page) == ["Nr 0", "Nr 1", "Nr 2"]


def test_the_number_of_queries_does_not_follow_the_number_of_rows(cast, as_):
    cast.round()
    browser, counts = as_(cast.alva), []
    browser.get(URL)
    for n in (3, 20):
        for _ in range(n):
            cast.activity(parties=[cast.k, cast.p, cast.b])
        with CaptureQueriesContext(connection) as queries:
            browser.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1] == QUERIES


QUERIES = 28


def plan(rows):
    with connection.cursor() as cursor:
        sql, parameters = rows.query.sql_with_params()
        cursor.execute(f"EXPLAIN (FORMAT TEXT) {sql}", parameters)
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.fixture
def many(cast):
    """Some thousand activities of one party beside those of another, written without verbs."""
    source = cast.activity("Källa")
    rows = [
        Activity(
            title=f"Nr {n}",
            code=f"X-{n}",
            priority_area=cast.safe,
            due_on=today() + timedelta(days=n % 300),
            drafted_by=cast.k,
            status=STATUSES[n % 8],
        )
        for n in range(4000)
    ]
    grant = source.grants.first()
    Activity.objects.bulk_create(rows)
    type(grant).objects.bulk_create(
        type(grant)(
            content_object=row,
            group_id=party.pk,
            permission=grant.permission,
            starts_on=grant.starts_on,
            ends_on=grant.ends_on,
        )
        for i, row in enumerate(rows)
        for party in ([cast.k, cast.p, cast.b] if i % 40 == 0 else [cast.k, cast.p])
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE activities_activity, activities_activitygrant")
    return SimpleNamespace(of=lambda actor: Activity.objects.for_actor(actor).keyed())


def test_a_page_is_read_from_the_grants_own_index(cast, many):
    rows = many.of(cast.alva)
    for found in (
        rows.order_by("key_due_on", "key_id")[:51],
        rows.order_by("-key_due_on", "-key_id")[:51],
        rows.filter(key_status="stopped").order_by("key_due_on", "key_id")[:51],
        rows.after(today() + timedelta(days=50), 5).order_by("key_due_on", "key_id")[:51],
        rows.before(today() + timedelta(days=50), 5).order_by("-key_due_on", "-key_id")[:51],
    ):
        text = plan(found)
        assert "granted_by_" in text, text
        assert "Sort" not in text, text
        assert "Seq Scan on activities_activity" not in text, text
