"""Twin worlds: they differ in what one party has not released, and no page of any other party differs by a byte."""

import re

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from collab.clock import now, today
from collab.management.commands.list_routes import routes
from lagesbild.models import Cause, Delivery, ImportBatch, Indicator, Need, SituationalPicture
from tests.test_access import SUBJECTS, expected

pytestmark = pytest.mark.django_db
# Everybody but the police, whose delivery it is.
OTHERS = ("alva", "ada", "rut", "cia", "omar", "ove", "eli", "zoe")
KEEPERS = ("alva", "ada")
TOKEN = re.compile(rb'"[A-Za-z0-9]{64}"|name="submission" value="[^"]*"|nonce-[^\']*|nonce="[^"]*"')
# Addresses with a choice in them, beside every route.
CHOICES = (
    "/lagesbild/?indikator={measure}",
    "/lagesbild/tackning/?indikator={measure}",
    "/sok/?q=br%C3%A4nder",
    "/sok/?q=hemligt",
    "/import/ny/?underlag={order}",
    "/exportera/varden.csv?indikator={measure}",
    "/exportera/lagesbild.csv?indikator={measure}",
    "/exportera/indikatorer.csv",
    "/exportera/importer.csv",
    "/handelselogg/?q=hemligt",
)


@pytest.fixture
def world(cast, figures, tmp_path, settings):
    """A released figure in two places, an order to the police, and a need; nothing of it is secret."""
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    cast.neighbour()
    cast.measure = figures.fires
    figures.deliver(cast.ada, figures.row(33, area=cast.town), figures.row(30), figures.row(9, n=2))
    [cast.order] = Delivery.objects.order(
        [cast.p],
        by=cast.alva,
        title="Bränder",
        indicator=figures.fires,
        period=ImportBatch.objects.get().values.first().period,
        due_on=today(),
    )
    situation = SituationalPicture.objects.create(collaboration=cast.ekby, title="Lägesbild")
    cast.situation = situation
    cast.need = Need.objects.create(situation=situation, title="Färre bränder")
    cast.cause = Cause.objects.create(need=cast.need, text="Mörkt")
    cast.value = ImportBatch.objects.get().values.first()
    cast.shared = cast.activity("Ljus på vägen", parties=[cast.k, cast.p, cast.b])
    cast.shared.act_on([cast.cause], by=cast.alva)
    cast.round()
    return cast


def pages(world, who, happens):
    """{address: bytes} of every page that `who` can open after `happens`; whatever happened is undone."""
    client, found = Client(), {}
    with transaction.atomic():
        happens()
        client.force_login(getattr(world, who).user)
        for address in addresses(world):
            answer = client.get(address)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            found[address] = answer.status_code, TOKEN.sub(b"", body)
        transaction.set_rollback(True)
    return found


def addresses(world):
    known = {"measure": world.measure.public_id, "order": world.order.public_id}
    yield from (address.format(**known) for address in CHOICES)
    decided = expected()
    for route in routes():
        subject = decided[route["name"]][0]
        if "GET" in route["methods"] and subject != "kind":
            try:
                arguments = SUBJECTS[subject](world)
            except AttributeError:
                continue
            yield reverse(route["name"], args=arguments)


@pytest.mark.parametrize("who", OTHERS)
def test_an_unreleased_delivery_changes_no_byte_of_another_partys_pages(world, figures, who):
    rows = [figures.row(3, area=figures.south), figures.row(31), figures.row(11, n=4, year=2027)]

    def secret():
        # Those who keep the picture make every new measure themselves and so know its name.
        if who not in KEEPERS:
            hidden = Indicator.objects.create(collaboration=world.ekby, name="Hemligt mått", unit="antal")
            rows.append(figures.row(7, indicator=hidden))
        figures.deliver(world.bo, *rows, release=False)

    with time_machine.travel(now(), tick=False):
        without, having = pages(world, who, lambda: None), pages(world, who, secret)
    assert len(without) > 50
    assert [address for address in without if without[address] != having[address]] == []


@pytest.mark.parametrize("who", OTHERS)
def test_what_is_delivered_to_an_order_says_nothing_of_its_content(world, figures, who):
    def delivered(*rows):
        batch = figures.deliver(world.bo, *rows, release=False)
        world.order.refresh_from_db()
        world.order.attach(batch, by=world.bo)
        world.order.review(ground=f"Grund {len(rows)}", by=world.lea)

    few = [figures.row(3, area=figures.south)]
    many = [figures.row(n + 40, n=n) for n in (1, 2, 3)]
    with time_machine.travel(now(), tick=False):
        one = pages(world, who, lambda: delivered(*few))
        other = pages(world, who, lambda: delivered(*many))
    assert [address for address in one if one[address] != other[address]] == []


def test_the_delivering_party_itself_sees_the_difference(world, figures):
    with time_machine.travel(now(), tick=False):
        without = pages(world, "bo", lambda: None)
        having = pages(world, "bo", lambda: figures.deliver(world.bo, figures.row(31), release=False))
    assert without != having
