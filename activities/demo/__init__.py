"""The demo: a seed with made-up people, a successor of its agreement, and joint work as of a day."""

import tomllib
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from agreements.seeding import SEEDS, load_seed, seed_path
from collab import clock, demo
from collab.models import InboxItem, OutgoingMail, Party

from .documents import attach_documents
from .figures import deliver_figures, order_figures
from .followed_up import add_followup, set_judgements
from .frozen import freeze_report
from .linked import link
from .mandate import mandate_for
from .meetings import hold_meetings
from .needs import analyse
from .offers import make_offers
from .planned import plan_further
from .promises import make_promises
from .reminded import remind
from .rounds import Rounds
from .work import make_activity
from .workbook import send_in

BEFORE = timedelta(days=4 * 365)
NEWS = timedelta(days=4)
NOON = time(12)


@transaction.atomic
def load_demo(day):
    """Make the demo as of `day`: the same rows for the same day, all through the models' verbs."""
    data = read("demo")
    collaboration = load_seed(seed_path(data["seed"]))
    people_data = read("people")
    add_observers(collaboration, people_data["observer"])
    parties = {party.code: party for party in collaboration.parties.all()}
    people = demo.make_people(people_data["person"], parties, starts_on=day - BEFORE)
    coordinator = people[data["coordinator"]]
    for key, person in people.items():
        with clock.at(noon(day - BEFORE)):
            person.record("invited", by=None if person == coordinator else coordinator, email=key)
    with clock.at(noon(day)):
        mandate = mandate_for(day, data["successor"], collaboration, people, by=coordinator)
        deliver_figures(read("figures")["indicator"], day, collaboration, people)
    with clock.at(noon(day - NEWS)):
        order_figures(read("orders")["order"], day, collaboration, by=coordinator)
    make_work(day, mandate, collaboration, people, by=coordinator)
    analyse(read("needs"), day, noon, mandate.current, people)
    hold_meetings(read("meetings"), day, mandate.current, people, by=coordinator)
    make_offers(read("offers"), day, mandate.current, parties, people)
    with clock.at(noon(day)):
        send_in(read("workbook"), parties, people)
        link(read("links"), mandate.current, parties, people)
        freeze_report(mandate.current, day, by=coordinator)
    let_old_news_rest(day)
    with clock.at(noon(day)):
        remind(read("reminders"), day, parties, people)
    return collaboration


def let_old_news_rest(day):
    """What people were told long ago they have read; and no mail about the past goes out when the worker starts."""
    OutgoingMail.objects.filter(sent_at=None).update(withdrawn_at=noon(day))
    InboxItem.objects.filter(created_at__lt=noon(day - NEWS)).update(read_at=noon(day))


def make_work(day, mandate, collaboration, people, *, by):
    """The activities of the agreement in force, with a closed round and an open one; and those of the expired one."""
    data, added = read("activities"), read("followup")
    add_followup(data, added)
    places = {area.name: area for area in collaboration.areas.all()}
    parties = {party.code: party for party in collaboration.parties.all()}
    rounds = Rounds(read("demo")["rounds"], mandate.current, day, by=by)
    for facts in data["activity"]:
        make_activity(facts, mandate.current, day, parties, places, people, rounds.reporting)
    rounds.settle(added["reopening"], people)
    set_judgements(added["judgement"], mandate.current, day, people)
    make_promises(read("promises")["promise"], mandate.current, day, places, parties, people)
    plan_further(read("plan"), mandate.current, day, people, by=by)
    attach_documents(read("documents")["document"], mandate.current, day, people)
    if mandate.expired:
        for facts in data["earlier"]:
            end = mandate.expired.ends_on
            make_activity(facts, mandate.expired, end, parties, places, people, {}, today=day)


def add_observers(collaboration, rows):
    for order, facts in enumerate(rows, 90):
        Party.objects.create(collaboration=collaboration, kind=Party.Kind.OBSERVER, order=order, **facts)


def read(name):
    """One file of the demo's data."""
    with open(SEEDS / "demo" / f"{name}.toml", "rb") as file:
        return tomllib.load(file)


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, NOON))
