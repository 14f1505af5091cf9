"""Ordered deliveries: told, reminded of, reviewed, released; until then nothing of what they hold is told."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collab.access import may
from collab.clock import today
from collab.models import AuditEvent, InboxItem
from lagesbild.coverage import Board
from lagesbild.imports.staging import period_ids
from lagesbild.models import Delivery, Indicator, Value

pytestmark = pytest.mark.django_db
BOARD = "/lagesbild/tackning/"
YEAR = ("year", date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def order(cast):
    [made] = Delivery.objects.order(
        [cast.p],
        by=cast.alva,
        title="Anmälda brott",
        period_id=period_ids({YEAR})[YEAR],
        due_on=today() + timedelta(30),
    )
    return made


def told(kind):
    return sorted(item.recipient.user.name for item in InboxItem.objects.filter(kind=kind))


def state(order, actor):
    """How far the order has come, as the actor may know."""
    return Delivery.objects.told_to(actor).get(pk=order.pk).told


def delivered(order, figures, cast, **options):
    """The order with figures of the police imported for it."""
    batch = figures.deliver(cast.bo, figures.row(14), release=False, **options)
    order.attach(batch, by=cast.bo)
    return batch


def test_those_who_deliver_for_the_party_are_told_at_once(cast, order):
    assert told("delivery_ordered") == ["Bo Björk", "Lea Lind"]
    assert state(order, cast.lea) == "ordered"


def test_a_release_waits_for_the_secrecy_review_and_its_ground(cast, figures, order):
    batch = delivered(order, figures, cast)
    with pytest.raises(ValidationError, match="Sekretesspröva"):
        batch.release(by=cast.lea)
    with pytest.raises(ValidationError, match="Skriv grunden"):
        order.review(ground=" ", by=cast.lea)

    order.review(ground="Inga uppgifter under sekretess", by=cast.lea)
    assert state(order, cast.lea) == "reviewed"
    batch.refresh_from_db()
    batch.release(by=cast.lea)

    assert state(order, cast.alva) == "released"
    assert told("delivery_released") == ["Alva Ask"]


def test_what_is_published_is_released_first(cast, figures, order):
    batch = delivered(order, figures, cast)
    with pytest.raises(ValidationError, match="inte frisläppt"):
        order.allow_publishing(ground="Rådet", by=cast.alva)
    order.review(ground="Inga uppgifter under sekretess", by=cast.lea)
    batch.refresh_from_db()
    batch.release(by=cast.lea)

    order = Delivery.objects.get()
    order.allow_publishing(ground="Rådet 12 mars", by=cast.alva)
    assert state(order, cast.cia) == "publishable"


def test_others_learn_that_it_is_delivered_and_nothing_of_the_way_there(cast, figures, order):
    assert state(order, cast.alva) == "ordered"
    delivered(order, figures, cast)
    assert state(order, cast.alva) == "delivered"
    order.review(ground="Inga uppgifter under sekretess", by=cast.lea)

    assert state(order, cast.lea) == "reviewed"
    assert state(order, cast.alva) == "delivered"


def test_a_secrecy_review_stands_in_no_log_of_another_party(cast, figures, order):
    delivered(order, figures, cast)
    order.review(ground="Inga uppgifter under sekretess", by=cast.lea)

    def verbs(actor):
        return set(AuditEvent.objects.for_actor(actor).values_list("verb", flat=True))

    assert "reviewed" in verbs(cast.lea)
    assert "reviewed" not in verbs(cast.alva)


def test_an_undone_import_is_no_delivery_and_another_can_take_its_place(cast, figures, order):
    batch = delivered(order, figures, cast)
    again = figures.deliver(cast.bo, figures.row(15), release=False)
    with pytest.raises(ValidationError, match="ångra den importen"):
        order.attach(again, by=cast.bo)
    batch.undo(by=cast.bo)

    order = Delivery.objects.get()
    assert state(order, cast.lea) == "ordered"
    order.attach(again, by=cast.bo)
    assert state(order, cast.lea) == "delivered"


def test_only_the_ordered_party_delivers_and_only_its_lead_reviews(cast, figures, order):
    assert may(cast.bo, "deliver", order)
    assert not may(cast.bo, "review", order)
    assert may(cast.lea, "review", order)
    assert not may(cast.alva, "deliver", order)
    assert not may(cast.cia, "view", order)
    with pytest.raises(ValidationError, match="en annan part"):
        order.attach(figures.deliver(cast.ada, figures.row(9), release=False), by=cast.ada)


def test_the_party_is_reminded_fourteen_and_three_days_before_and_when_it_is_late(cast, order):
    due = order.due_on
    sent = []
    for n in range(32):
        with time_machine.travel(today() + timedelta(n), tick=False):
            if Delivery.objects.remind():
                sent.append((due - today()).days)
            assert Delivery.objects.remind() == 0
    assert sent == [14, 3, -1]
    assert told("delivery_due") == ["Bo Björk"] * 3 + ["Lea Lind"] * 3


def test_nobody_is_reminded_of_what_is_delivered_or_withdrawn(cast, figures, order):
    [other] = Delivery.objects.order(
        [cast.p], by=cast.alva, title="Trygghet", period_id=order.period_id, due_on=order.due_on
    )
    other.withdraw(by=cast.alva)
    delivered(order, figures, cast)
    with time_machine.travel(order.due_on + timedelta(1), tick=False):
        assert Delivery.objects.remind() == 0


def test_a_click_reminds_once_a_day(cast, order):
    order.nudge(by=cast.alva)
    with pytest.raises(ValidationError, match="i dag"):
        order.nudge(by=cast.alva)
    assert told("delivery_due") == ["Bo Björk", "Lea Lind"]


def test_a_click_on_the_board_reminds_in_one_step_and_a_second_one_is_explained(cast, figures, order, as_):
    order.indicator = figures.fires
    order.save()
    board = f"/lagesbild/tackning/?indikator={figures.fires.public_id}"
    assert "Påminn" in as_(cast.alva).get(board).content.decode()
    assert "Påminn" not in as_(cast.bo).get(board).content.decode()

    press = {"back": board}
    answer = as_(cast.alva).post(f"{order.get_absolute_url()}paminn/", press, follow=True)
    html = answer.content.decode()

    assert answer.redirect_chain == [(board, 302)]
    assert "Polisen i Ekby har påmints." in html
    assert "Påmind i dag" in html
    again = as_(cast.alva).post(f"{order.get_absolute_url()}paminn/", press)
    assert "har redan påmints i dag" in again.content.decode()
    assert told("delivery_due") == ["Bo Björk", "Lea Lind"]
    away = as_(cast.alva).post(f"{order.get_absolute_url()}paminn/", {"back": "https://annan.example/"})
    assert "annan.example" not in away.headers.get("Location", "")


def test_the_list_and_the_board_ask_no_more_for_many_orders_than_for_one(cast, order, as_, counted):
    client = as_(cast.alva)
    client.get("/underlag/")
    client.get("/lagesbild/tackning/")
    few = counted(client, "/underlag/"), counted(client, "/lagesbild/tackning/")
    for n in range(6):
        Delivery.objects.order(
            [cast.p], by=cast.alva, title=f"Mer {n}", period_id=order.period_id, due_on=order.due_on
        )
    many = counted(client, "/underlag/"), counted(client, "/lagesbild/tackning/")
    assert few == many


@pytest.fixture
def counted():
    """How many questions a page asks."""

    def count(client, address):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    return count


def test_what_was_reviewed_on_which_ground_is_told_to_all_once_it_is_released(cast, figures, order, as_):
    batch = delivered(order, figures, cast)
    order.review(ground="Inga uppgifter under sekretess", by=cast.lea)
    page = order.get_absolute_url()
    assert "Inga uppgifter under sekretess" not in as_(cast.alva).get(page).content.decode()
    batch.refresh_from_db()
    batch.release(by=cast.lea)
    assert "Inga uppgifter under sekretess" in as_(cast.alva).get(page).content.decode()


def test_a_period_that_makes_no_sense_is_told_at_its_field_and_nothing_is_lost(cast, as_):
    sent = {
        "title": "Bränder",
        "period": "i vintras",
        "due_on": today() + timedelta(9),
        "parties": [cast.p.public_id, cast.b.public_id],
    }
    html = as_(cast.alva).post("/underlag/ny/", sent).content.decode()
    assert "”i vintras” är ingen period vi känner igen" in html
    assert 'value="Bränder"' in html
    assert not Delivery.objects.exists()

    as_(cast.alva).post("/underlag/ny/", {**sent, "period": "T2 2026"})
    assert {(row.party, row.period.kind) for row in Delivery.objects.all()} == {
        (cast.p, "tertial"),
        (cast.b, "tertial"),
    }


def test_the_board_names_the_hole_and_the_party_that_delivers(cast, figures, as_):
    figures.deliver(cast.bo, figures.row(14), figures.row(9, area=figures.south, n=2))
    html = as_(cast.cia).get(f"/lagesbild/tackning/?indikator={figures.fires.public_id}").content.decode()

    assert html.count(">levererad<") == 2
    assert html.count(">saknas<") >= 2
    assert "Polisen i Ekby" in html
    assert Value.objects.count() == 2


def board_row(actor, name):
    """(newest period, how many places, the party) on the board of all indicators."""
    row = next(row for row in Board(actor).rows() if row.indicator.name == name)
    return row.latest and row.latest.code[:18], row.areas, row.party


def test_the_board_tells_how_far_each_indicator_reaches_as_the_reader_sees_it(cast, figures):
    figures.deliver(cast.bo, figures.row(14), figures.row(9, area=figures.south), figures.row(7, n=2))
    figures.deliver(cast.ada, figures.row(8, n=2), figures.row(6, n=3), release=False)
    Indicator.objects.create(collaboration=cast.ekby, name="Utan siffror", is_published=True)

    assert board_row(cast.cia, "Anlagda bränder") == ("quarter-2026-04-01", 1, cast.p)
    assert board_row(cast.ada, "Anlagda bränder") == ("quarter-2026-07-01", 1, cast.k)
    assert board_row(cast.cia, "Utan siffror") == (None, 0, None)


def test_the_board_asks_no_more_questions_when_there_is_more_on_it(
    cast, figures, as_, django_assert_num_queries
):
    client = as_(cast.cia)
    figures.deliver(cast.bo, figures.row(14))
    client.get(BOARD)
    with CaptureQueriesContext(connection) as few:
        client.get(BOARD)
    more = [
        Indicator.objects.create(collaboration=cast.ekby, name=f"Mått {i}", is_published=True)
        for i in range(9)
    ]
    for by in (cast.bo, cast.ada):
        figures.deliver(by, *(figures.row(14, indicator=one, n=n) for n in (1, 2) for one in more))
    with django_assert_num_queries(len(few)):
        assert "Mått 8" in client.get(BOARD).content.decode()
    one = f"{BOARD}?indikator={more[0].public_id}"
    with CaptureQueriesContext(connection) as few:
        client.get(one)
    figures.deliver(cast.bo, *(figures.row(14, indicator=more[0], year=y) for y in (2023, 2024, 2025)))
    with django_assert_num_queries(len(few)):
        client.get(one)
