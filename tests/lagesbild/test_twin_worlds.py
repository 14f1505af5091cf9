"""Twin worlds: they differ in what one party has not released, and nothing of any other party differs by a byte.

Each world is made once and walked by everybody else: every page, list taken out, calendar, form sent, and mail.
"""

import email
import email.policy
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from activities.models import ActivityDocument, CalendarFeed
from activities.reminders import ticking
from collab.clock import now, today
from collab.documents.examining import examine
from collab.management.commands.list_routes import routes
from lagesbild.models import (
    CRITERIA,
    Cause,
    Delivery,
    ImportBatch,
    Indicator,
    Need,
    SituationalPicture,
    Value,
)
from tests.collab.documents.files import pdf
from tests.test_access import SUBJECTS, expected

pytestmark = pytest.mark.django_db
# Everybody but the police, whose delivery it is. Those who keep the picture see the order to the police, and how
# far it has come; to the others it does not exist.
KEEPERS = ("alva", "ada")
OTHERS = ("rut", "cia", "omar", "ove", "eli", "zoe")
TOKEN = re.compile(
    rb'"[A-Za-z0-9]{64}"|name="submission" value="[^"]*"|nonce-[^\']*|nonce="[^"]*"|incident [0-9a-f-]+'
)
# Addresses with a choice in them, beside every route.
CHOICES = (
    "/lagesbild/?indikator={measure}",
    "/lagesbild/tackning/?indikator={measure}",
    "/lagesbild/behov/{need}/underlag/nytt/?indikator={measure}",
    "/sok/?q=br%C3%A4nder",
    "/sok/?q=hemligt",
    "/sok/?q=hemlikt+matt",
    "/sok/?q=hem",
    "/import/ny/?underlag={order}",
    "/exportera/varden.csv?indikator={measure}",
    "/exportera/varden.xlsx?indikator={measure}",
    "/exportera/lagesbild.csv?indikator={measure}",
    "/exportera/lagesbild.xlsx?indikator={measure}",
    "/handelselogg/?q=hemligt",
    "/handelselogg/?verb=imported",
)
KINDS = ("csv", "xlsx")
STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.fixture
def world(cast, figures, tmp_path, settings):
    """A released figure in two places, an order to the police, and a need; nothing of it is secret."""
    settings.DOCUMENTS_DIR, settings.MAIL_DIR = tmp_path / "documents", tmp_path / "mail"
    settings.EMAIL_BACKEND = "collab.mail.FolderBackend"
    cast.neighbour()
    cast.measure = figures.fires
    figures.deliver(cast.ada, figures.row(33, area=cast.town), figures.row(30), figures.row(9, n=2))
    cast.value = ImportBatch.objects.get().values.first()
    [cast.order] = Delivery.objects.order(
        [cast.p],
        by=cast.alva,
        title="Bränder",
        indicator=figures.fires,
        period=cast.value.period,
        due_on=today(),
    )
    cast.situation = SituationalPicture.objects.create(collaboration=cast.ekby, title="Lägesbild")
    cast.need = Need.objects.create(situation=cast.situation, title="Färre bränder")
    cast.need.rest_on(cast.value, by=cast.alva)
    cast.need.place([cast.safe], by=cast.alva)
    cast.evidence = cast.need.evidence.get()
    cast.situation.score({cast.need: dict.fromkeys(CRITERIA, 3)}, by=cast.cia)
    cast.cause = Cause.objects.create(need=cast.need, text="Mörkt")
    cast.shared = cast.activity("Ljus på vägen", parties=[cast.k, cast.p, cast.b])
    cast.shared.act_on([cast.cause], by=cast.alva)
    cast.document = ActivityDocument.attach(examine("plan.pdf", pdf()), row=cast.shared, by=cast.alva)
    cast.round()
    cast.calendars = [CalendarFeed.make(by=getattr(cast, who))[1] for who in (*KEEPERS, *OTHERS)]
    return cast


def walk(world, people, happens=lambda: None):
    """{(who, method, address): answer} of what each can open and send after `happens`; all of it is undone."""
    found = {}
    with transaction.atomic():
        happens()
        gets, posts = list(addresses(world)), list(goals(world))
        for token in world.calendars:
            found["", "GET", token] = told(Client().get(f"/kalender/{token}.ics"))
        for who in people:
            client = Client()
            client.force_login(getattr(world, who).user)
            with transaction.atomic():
                found |= {(who, "GET", address): told(client.get(address)) for address in gets}
                transaction.set_rollback(True)
            for address in posts:
                with transaction.atomic():
                    found[who, "POST", address] = told(client.post(address))
                    transaction.set_rollback(True)
        transaction.set_rollback(True)
    return found


def told(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, answer.headers.get("Location"), TOKEN.sub(b"", body)


def named(world):
    """{route name: (its methods, its arguments)} of every route that leads to a row of the world."""
    decided = expected()
    for route in routes():
        subject = decided[route["name"]][0]
        try:
            yield route, subject, SUBJECTS[subject](world)
        except AttributeError:
            continue


def addresses(world):
    known = {
        "measure": world.measure.public_id,
        "order": world.order.public_id,
        "need": world.need.public_id,
    }
    yield from (address.format(**known) for address in CHOICES)
    for route, subject, arguments in named(world):
        if "GET" in route["methods"]:
            many = [[kind] for kind in KINDS] if subject == "kind" else [arguments]
            yield from (reverse(route["name"], args=one) for one in many)


def goals(world):
    """Where a button alone sends something; a form that lacks everything answers as its page does."""
    for route, subject, arguments in named(world):
        leaves = subject in {"kind", "token"} or route["name"].startswith("account_")
        if route["methods"] == ["POST"] and not leaves:
            yield reverse(route["name"], args=arguments)


def differing(one, other):
    assert one.keys() == other.keys()
    return [key for key in one if one[key] != other[key]]


class Secrets:
    """What the police delivers and does not release: a little, or much and of a measure nobody else knows."""

    def __init__(self, world, figures):
        self.world, self.figures = world, figures

    def beside(self, *, is_much=True, has_measure=True):
        """A delivery that answers no order."""
        figures = self.figures
        rows = [figures.row(3, area=figures.south), figures.row(31)]
        if is_much:
            rows.append(figures.row(11, n=4, year=2027))
        if has_measure:
            hidden = Indicator.objects.create(
                collaboration=self.world.ekby, name="Hemligt mått", unit="antal"
            )
            rows.append(figures.row(7, indicator=hidden))
        self.batch = figures.deliver(self.world.bo, *rows, release=False)

    def ordered(self, *, is_much):
        """A delivery to the order, reviewed for secrecy."""
        figures, order = self.figures, Delivery.objects.get(pk=self.world.order.pk)
        numbers = (41, 42, 43) if is_much else (40,)
        rows = [figures.row(number, n=n, area=figures.south) for n, number in enumerate(numbers, 1)]
        batch = figures.deliver(self.world.bo, *rows, release=False)
        order.attach(batch, by=self.world.bo)
        order.review(ground=f"Grund {len(rows)}", by=self.world.lea)

    def both(self):
        self.beside()
        self.ordered(is_much=True)


@pytest.fixture
def secrets(world, figures):
    return Secrets(world, figures)


def test_unreleased_deliveries_change_no_byte_of_what_another_party_opens_sends_or_takes_out(world, secrets):
    with time_machine.travel(now(), tick=False):
        without, having = walk(world, OTHERS), walk(world, OTHERS, secrets.both)
    assert len(without) > 130 * len(OTHERS)
    assert differing(without, having) == []


def test_those_who_keep_the_picture_learn_of_a_delivery_beside_the_orders_nothing(world, secrets):
    # They make every new measure themselves and so know its name.
    with time_machine.travel(now(), tick=False):
        without = walk(world, KEEPERS)
        having = walk(world, KEEPERS, lambda: secrets.beside(has_measure=False))
    assert differing(without, having) == []


def test_those_who_keep_the_picture_learn_that_an_order_is_delivered_and_not_what(world, secrets):
    with time_machine.travel(now(), tick=False):
        without = told_of_order(world)
        few = walk(world, KEEPERS, lambda: secrets.ordered(is_much=False))
        many = walk(world, KEEPERS, lambda: secrets.ordered(is_much=True))
    assert few["alva", "GET", world.order.get_absolute_url()] != without
    assert differing(few, many) == []


def told_of_order(world):
    client = Client()
    client.force_login(world.alva.user)
    return told(client.get(world.order.get_absolute_url()))


def test_the_delivering_party_itself_sees_the_difference(world, secrets):
    with time_machine.travel(now(), tick=False):
        without, having = walk(world, ["bo"]), walk(world, ["bo"], secrets.beside)
    assert differing(without, having)


def letters(world, settings, happens):
    """Every letter that goes to others in the days after, as it is sent; all of it is undone."""
    own = {world.bo.user.email, world.lea.user.email}
    with transaction.atomic():
        happens()
        world.shared.commitments.get(party=world.k).report(status="on_track", text="Igång.", by=world.alva)
        for n in (1, 2, 3, 4):
            day = today() + timedelta(days=n)
            ticking.run(datetime(day.year, day.month, day.day, 7, 0, tzinfo=STOCKHOLM).isoformat())
        transaction.set_rollback(True)
    found = []
    for path in sorted(settings.MAIL_DIR.glob("*.eml")):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if str(mail["To"]) not in own:
            found.append((str(mail["To"]), str(mail["Subject"]), mail.get_body(["plain"]).get_content()))
        path.unlink()
    return sorted(found)


def test_no_letter_to_another_party_tells_of_an_unreleased_delivery(world, secrets, settings):
    with time_machine.travel(now(), tick=False):
        without = letters(world, settings, lambda: None)
        having = letters(world, settings, secrets.both)
    assert any(to == "cia@example.org" for to, _subject, _text in without)
    assert without == having


def test_the_key_of_a_hidden_row_answers_as_one_that_never_was(world, secrets):
    secrets.both()
    hidden = Indicator.objects.get(name="Hemligt mått")
    value = Value.objects.get(indicator=hidden)
    absent = "x" * 12
    for who in OTHERS:
        client = Client()
        client.force_login(getattr(world, who).user)
        forged = [
            ("get", f"/lagesbild/?indikator={hidden.public_id}", {}),
            ("get", f"/lagesbild/tackning/?indikator={hidden.public_id}", {}),
            ("get", f"/exportera/varden.csv?indikator={hidden.public_id}", {}),
            ("get", value.get_absolute_url(), {}),
            ("get", hidden.get_absolute_url(), {}),
            ("post", f"{hidden.get_absolute_url()}andra/", {"name": "Mitt"}),
            *[("post", f"/import/{secrets.batch.public_id}/{step}/", {}) for step in ("angra", "frislapp")],
            ("get", secrets.batch.get_absolute_url(), {}),
            ("post", "/aktiviteter/ny/", {"title": "Min", "indicator": hidden.public_id}),
            ("post", "/underlag/ny/", {"title": "Min", "indicator": hidden.public_id}),
            ("post", f"/lagesbild/behov/{world.need.public_id}/underlag/nytt/", {"indikator": "-"}),
        ]
        for method, address, sent in forged:
            answers = []
            for key in (hidden.public_id, absent):
                swapped = {name: text.replace(hidden.public_id, key) for name, text in sent.items()}
                goal = address.replace(hidden.public_id, key).replace(
                    secrets.batch.public_id, secrets.batch.public_id if key != absent else absent
                )
                with transaction.atomic():
                    status, location, body = told(getattr(client, method)(goal, swapped))
                    transaction.set_rollback(True)
                plain = body.replace(hidden.public_id.encode(), absent.encode())
                answers.append(
                    (status, location, plain.replace(secrets.batch.public_id.encode(), absent.encode()))
                )
            assert answers[0] == answers[1], (who, method, address)
