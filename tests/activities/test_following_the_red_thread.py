"""The red thread: from an activity to the very cell and back, and nothing in it of what one may not see."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.red_thread import ThreadOfActivity, ThreadOfNeeds, thread_of_value
from lagesbild.models import Cause, ImportBatch, Indicator, Need, SituationalPicture, Value
from tests.browser import SIZES, scrolls_sideways, sign_in
from tests.test_keyboard import press

QUARTER = ("quarter", date(2026, 7, 1), date(2026, 9, 30))


class Thread:
    """An activity that acts on a cause of a need that rests on a figure of the police."""

    def __init__(self, cast, *, release=True):
        fires = Indicator.objects.create(
            collaboration=cast.ekby, name="Anlagda bränder", unit="antal", is_published=True
        )
        row = {"indicator": fires, "area": cast.north, "period": QUARTER, "number": 14}
        self.batch = ImportBatch.objects.deliver(by=cast.bo, name="bränder.csv", rows=[row], release=release)
        # As a file would have it.
        Value.objects.update(sheet="Blad1", row=17, col=3)
        self.value = Value.objects.get()
        situation = SituationalPicture.objects.create(collaboration=cast.ekby, title="Lägesbild 2026")
        self.need = Need.objects.create(situation=situation, title="Färre bränder i norr")
        self.need.rest_on(self.value, remark="Flest i Ekby", by=cast.lea)
        self.need.place([cast.safe], by=cast.alva)
        self.cause = Cause.objects.create(need=self.need, text="Mörka skolgårdar")
        self.activity = cast.activity("Ljus på skolgårdar")
        self.activity.act_on([self.cause], by=cast.alva)


@pytest.fixture
def thread(cast):
    return Thread(cast)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("browser")
def test_a_reader_clicks_from_an_activity_to_the_cell_and_back(page, live_server, client, cast):
    thread = Thread(cast)
    sign_in(page, live_server, client, cast.rut)
    page.goto(live_server.url + thread.activity.get_absolute_url())

    page.get_by_role("link", name="Mörka skolgårdar").click()
    assert page.locator("h1").inner_text() == "Färre bränder i norr"
    page.get_by_role("link", name="Anlagda bränder, Norra Ekby").click()
    told = page.locator("main").inner_text()
    assert "C17" in told
    assert "Blad1" in told
    assert "Färre bränder i norr" in told
    page.get_by_role("link", name="Trygga platser").click()
    page.get_by_role("link", name="Ljus på skolgårdar").first.click()
    assert page.locator("h1").inner_text() == "Ljus på skolgårdar"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("browser")
def test_the_thread_is_followed_by_the_keyboard_alone_on_a_phones_width(page, live_server, client, cast):
    thread = Thread(cast)
    sign_in(page, live_server, client, cast.rut)
    page.set_viewport_size(SIZES["phone"])
    page.goto(live_server.url + thread.activity.get_absolute_url())

    press(page, f'a[href="{thread.cause.get_absolute_url()}"]')
    page.wait_for_url(f"**{thread.cause.get_absolute_url()}")
    assert not scrolls_sideways(page, SIZES["phone"]["width"])
    press(page, f'a[href="{thread.value.get_absolute_url()}"]')
    page.wait_for_url(f"**{thread.value.get_absolute_url()}")
    assert "C17" in page.locator("main").inner_text()
    assert not scrolls_sideways(page, SIZES["phone"]["width"])
    press(page, f'main a[href="{thread.activity.get_absolute_url()}"]')
    page.wait_for_url(f"**{thread.activity.get_absolute_url()}")


@pytest.mark.django_db
def test_a_cause_that_nothing_acts_on_is_named_as_a_gap_and_one_with_an_activity_behind_it_is_not(
    cast, thread, as_
):
    above = Cause.objects.create(need=thread.need, text="Skolan är öde på kvällen")
    thread.cause.parent = above
    thread.cause.save()
    page = thread.need.get_absolute_url()
    assert "Ingen aktivitet verkar mot den här orsaken" not in as_(cast.cia).get(page).content.decode()

    Cause.objects.create(need=thread.need, text="Få vuxna")
    hidden = cast.activity("Dold insats", parties=[cast.k], visibility="owners")
    hidden.act_on([thread.need.causes.get(text="Få vuxna")], by=cast.alva)

    gap = "Ingen aktivitet verkar mot den här orsaken"
    assert as_(cast.cia).get(page).content.decode().count(gap) == 1
    assert gap not in as_(cast.alva).get(page).content.decode()


@pytest.mark.django_db
def test_an_activity_that_acts_on_no_cause_says_so_once_there_are_causes(cast, thread, as_):
    other = cast.activity("Utan orsak")
    gap = "Verkar inte mot någon orsak än"
    assert gap in as_(cast.cia).get(other.get_absolute_url()).content.decode()
    assert gap not in as_(cast.cia).get(thread.activity.get_absolute_url()).content.decode()
    assert "Kryssa för orsakerna" in as_(cast.alva).get(other.get_absolute_url()).content.decode()
    Cause.objects.all().delete()
    assert gap not in as_(cast.cia).get(other.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_the_agreement_says_which_needs_each_priority_area_rests_on(cast, thread, as_):
    html = as_(cast.cia).get(cast.agreement.get_absolute_url()).content.decode()
    assert f'href="{thread.need.get_absolute_url()}"' in html
    assert html.count("Vilar inte på något behov i lägesbilden än.") == 1


@pytest.mark.django_db
def test_the_thread_goes_both_ways(cast, thread):
    [(need, causes, [(_row, value)], [basis])] = ThreadOfActivity(thread.activity, cast.cia).needs()
    assert (need, causes, value, basis.priority_area) == (
        thread.need,
        [thread.cause],
        thread.value,
        cast.safe,
    )

    [(need, [basis], [(activity, causes)])] = thread_of_value(thread.value, cast.cia).needs()
    assert (need, basis.priority_area, activity, causes) == (
        thread.need,
        cast.safe,
        thread.activity,
        [thread.cause],
    )


@pytest.mark.django_db
def test_a_hidden_activity_is_no_knot(cast, thread):
    hidden = cast.activity("Dold insats", parties=[cast.k], visibility="owners")
    hidden.act_on([thread.cause], by=cast.alva)

    def activities(actor):
        [(_need, _bases, acting)] = ThreadOfNeeds([thread.need], actor).needs()
        return {activity.title for activity, _causes in acting}

    assert activities(cast.alva) == {"Ljus på skolgårdar", "Dold insats"}
    assert activities(cast.cia) == {"Ljus på skolgårdar"}


@pytest.mark.django_db
def test_an_unreleased_figure_is_no_knot(cast):
    thread = Thread(cast, release=False)

    [(_need, _causes, figures, _bases)] = ThreadOfActivity(thread.activity, cast.cia).needs()
    assert figures == []
    [(_need, _causes, figures, _bases)] = ThreadOfActivity(thread.activity, cast.lea).needs()
    assert [value for _row, value in figures] == [thread.value]
    assert not thread_of_value(thread.value, cast.cia)


@pytest.mark.django_db
def test_causes_are_ticked_where_the_activity_is_edited(cast, thread, as_):
    other = Cause.objects.create(need=thread.need, text="Få vuxna på kvällen")
    address = f"{thread.activity.get_absolute_url()}redigera/"
    html = as_(cast.alva).get(address).content.decode()
    assert "Mörka skolgårdar (Färre bränder i norr)" in html

    sent = {
        "version": thread.activity.version,
        "title": thread.activity.title,
        "due_on": thread.activity.due_on,
        "lead": cast.k.public_id,
        "causes": [other.public_id],
    }
    as_(cast.alva).post(address, sent)

    assert [link.cause for link in thread.activity.cause_links.all()] == [other]
    assert "Få vuxna på kvällen" in as_(cast.cia).get(thread.activity.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_a_longer_thread_asks_no_more_questions(cast, thread, django_assert_num_queries):
    def told():
        """Every knot of the three threads that a page can show."""
        threads = (
            ThreadOfActivity(thread.activity, cast.cia),
            ThreadOfNeeds([thread.need], cast.cia),
            thread_of_value(thread.value, cast.cia),
        )
        return [list(need) for one in threads for need in one.needs()]

    with CaptureQueriesContext(connection) as few:
        told()
    rows = [
        {"indicator": thread.value.indicator, "area": cast.north, "period": quarter(n), "number": 20 + n}
        for n in (1, 2)
    ]
    ImportBatch.objects.deliver(by=cast.bo, name="mera.csv", rows=rows)
    for value in Value.objects.exclude(pk=thread.value.pk).order_by("number"):
        thread.need.rest_on(value, by=cast.lea)
    with django_assert_num_queries(len(few)):
        [_need, _causes, figures, _bases], *_rest = told()
    assert [value.number for _row, value in figures] == [14, 21, 22]


def quarter(n):
    return ("quarter", date(2026, 3 * n - 2, 1), date(2026, 3 * n, 30 if n == 2 else 31))
