"""The mandate from the seed's first decision to an agreement in force, as people do it in a real browser.

The coordinator registers what the committees decided, makes the successor of the agreement that has expired, the
parties sign it one after the other, and what was left to be reconsidered is decided about. Every page on the way is
given to the accessibility checker and fits a phone.
"""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from playwright.sync_api import expect

from activities.models import Activity, Commitment
from agreements.models import CollaborationAgreement, Decision
from agreements.seeding import load_seed, seed_path
from collab.models import Membership, User
from tests.browser import SIZES, axe_faults, sign_in
from tests.collab.documents.files import pdf

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]
# The seed's agreement has expired; its declaration has two years left.
NOW = datetime(2025, 1, 20, 9, tzinfo=ZoneInfo("Europe/Stockholm"))
TITLES = [f"Aktivitet nummer {n}" for n in range(1, 11)]


@pytest.fixture
def world(transactional_db, settings, tmp_path):
    """The seed's municipality, its coordinator and a lead of each party, ten open activities under the agreement."""
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    with time_machine.travel(NOW, tick=True):
        huddinge = load_seed(seed_path("huddinge"))
        old = huddinge.agreements.get()
        parties = [part.party for part in old.signatories()]
        leads = {party: person(f"Lead {party.code}", party, "lead") for party in parties}
        amira = person("Amira Lindqvist", parties[0], "coordinator")
        areas = list(old.priority_areas.all())
        for n, title in enumerate(TITLES):
            activity = Activity.objects.create(
                title=title,
                priority_area=areas[n % len(areas)],
                due_on=date(2025, 6, 1),
                visibility="parties",
                drafted_by=parties[0],
            )
            for party in (parties[0], parties[1 + n % 5]):
                Commitment.objects.create(
                    activity=activity,
                    party=party,
                    text="Vår del",
                    due_on=activity.due_on,
                    contact=leads[party],
                    is_lead=party == parties[0],
                )
            activity.regrant()
        yield Walk(old, parties, leads, amira)


def person(name, party, role):
    user = User.objects.create_user(f"{name.split()[-1].lower()}@example.org", name=name, title="Chef")
    return Membership.objects.create(
        user=user, party=party, role=role, starts_on=NOW.date() - timedelta(days=365)
    )


class Walk:
    """Who walks, and what stands on the page where they are."""

    def __init__(self, old, parties, leads, amira):
        self.old, self.parties, self.leads, self.amira = old, parties, leads, amira
        self.faults = []

    def begin(self, page, live_server, client):
        self.page, self.live_server, self.client = page, live_server, client

    def be(self, who, address="/"):
        sign_in(self.page, self.live_server, self.client, who)
        self.page.goto(f"{self.live_server.url}{address}")

    def look(self, name):
        """Give the page to the checker at both widths, and see that it fits the phone."""
        for size in SIZES.values():
            self.page.set_viewport_size(size)
            self.faults += [f"{name} {size['width']}: {fault}" for fault in axe_faults(self.page)]
            if self.page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            ):
                self.faults.append(f"{name} scrolls sideways at {size['width']}")
        self.page.set_viewport_size(SIZES["desktop"])

    def press(self, name):
        self.page.locator("main").get_by_role("button", name=name).first.click()

    def follow(self, name):
        self.page.locator("main").get_by_role("link", name=name).first.click()

    def state(self, text):
        expect(self.page.locator("main dl.facts dd").first).to_have_text(text)

    def said(self, text):
        expect(self.page.locator("#messages")).to_contain_text(text)

    def register(self, outcome, day, paragraph, number="KS-2025/17"):
        """Fill in the form of a decision, where the number is suggested from the second on."""
        self.page.select_option("#id_outcome", label=outcome)
        self.page.fill("#id_decided_on", day)
        self.page.fill("#id_paragraph", paragraph)
        if not self.page.locator("[name='numbers-0-number']").count():
            self.press("Lägg till ett diarienummer")
            self.page.fill("[name='numbers-0-number']", number)
        expect(self.page.locator("[name='numbers-0-number']")).to_have_value(number)
        self.page.locator(".actions--sticky .btn--primary").click()
        self.said("Beslutet är registrerat.")


def names(parties):
    *first, last = [party.title for party in parties]
    return f"{', '.join(first)} och {last}" if first else last


def test_from_the_first_decision_to_an_agreement_in_force(page, live_server, client, world):
    walk = world
    walk.begin(page, live_server, client)
    decide_after_the_committee(walk)
    new = make_the_successor(walk)
    decide_about_the_successor(walk, new)
    sign_for_six_parties(walk, new)
    reconsider(walk, new)
    read_both(walk, new)
    assert walk.faults == []


def decide_after_the_committee(walk):
    """KS and KF decide after the seed's KSAU; each is awaited on the page of the one before."""
    walk.be(walk.amira, "/avtal/")
    trail = walk.page.locator("section[aria-labelledby=trail]")
    expect(trail).to_contain_text("Väntar på KS.")
    walk.look("avtal")
    trail.get_by_role("link", name=re.compile("Registrera beslut.*Kommunstyrelsen")).click()
    walk.look("registrera beslut")
    walk.register("Föreslår bifall", "2023-03-29", "88", "KS-2023/410")
    expect(walk.page.locator("main")).to_contain_text("Nästa steg: Kommunfullmäktige beslutar.")
    walk.look("beslut")
    walk.follow("Registrera beslut")
    walk.register("Bifall", "2023-04-24", "61", "KS-2023/410")
    expect(walk.page.locator("main")).not_to_contain_text("Nästa steg")
    walk.page.goto(f"{walk.live_server.url}/avtal/")
    expect(trail).not_to_contain_text("Väntar på")
    assert [one.body_short for one in Decision.objects.order_by("order")] == ["KSAU", "KS", "KF"]


def make_the_successor(walk):
    """Six activities go on, two end, two are to be reconsidered."""
    walk.follow("Samverkansöverenskommelse 2023–2024")
    walk.follow("Ny överenskommelse från denna")
    expect(walk.page.locator("#id_starts_on")).to_have_value("2025-01-01")
    expect(walk.page.locator("#id_ends_on")).to_have_value("2026-12-31")
    fates = ["carried"] * 6 + ["ended"] * 2 + ["reconsidered"] * 2
    for title, fate in zip(TITLES, fates, strict=True):
        activity = Activity.objects.get(title=title)
        walk.page.select_option(f"[name='{activity.public_id}']", fate)
    walk.page.select_option("#id_cause", "priority")
    walk.page.fill("#id_lesson", "Vi tog oss an för mycket.")
    walk.look("efterföljare")
    walk.press("Skapa den nya överenskommelsen")
    walk.said("Utkastet till efterföljaren är sparat.")
    walk.state("Utkast")
    walk.look("utkast")
    return CollaborationAgreement.objects.get(predecessor=walk.old)


def decide_about_the_successor(walk, new):
    """The chain begins at the first body of the municipality, and each step is offered by the page before it."""
    walk.follow("Registrera beslut")
    walk.register("Överlämnas utan eget ställningstagande", "2025-01-08", "4")
    for body, outcome, paragraph in (
        ("Kommunstyrelsen", "Föreslår bifall", "12"),
        ("Kommunfullmäktige", "Bifall", "31"),
    ):
        walk.page.goto(f"{walk.live_server.url}{new.get_absolute_url()}")
        walk.state(f"Väntar på beslut i {body}")
        walk.follow("Registrera beslut")
        walk.register(outcome, "2025-01-15", paragraph)


def sign_for_six_parties(walk, new):
    """Five leads sign from their first page, the sixth party on paper; the state names who is missing."""
    address = new.get_absolute_url()
    walk.be(walk.amira, address)
    walk.state(f"Saknar underskrift av {names(walk.parties)}")
    walk.look("saknar underskrift")
    for n, party in enumerate(walk.parties[:5], 1):
        walk.be(walk.leads[party])
        walk.follow("Läs och skriv under")
        expect(walk.page.locator("main")).to_contain_text(
            f"Du skriver under som {walk.leads[party].user.name}"
        )
        if n == 1:
            walk.look("skriv under")
        walk.press("Skriv under")
        walk.said("Underskriften är registrerad.")
        walk.state(f"Saknar underskrift av {names(walk.parties[n:])}")
        expect(walk.page.locator("#signatures")).to_contain_text(f"{n} av 6 har skrivit under")
    walk.be(walk.amira, address)
    walk.follow(re.compile(f"För in underskrift på papper.*{walk.parties[5].title}"))
    walk.look("underskrift på papper")
    walk.page.fill("#id_name", "Gunilla Frisk")
    walk.page.fill("#id_title", "Vd")
    walk.page.set_input_files(
        "#id_page", {"name": "sida.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    walk.press("För in underskriften")
    walk.state("Gäller till och med 31 december 2026")
    expect(walk.page.locator("#signatures")).to_contain_text("undertecknad på papper")


def reconsider(walk, new):
    """Of the two that were left, one goes on and one ends."""
    one, two = [Activity.objects.get(title=title) for title in TITLES[8:]]
    expect(walk.page.locator("main")).to_contain_text("2 aktiviteter från överenskommelsen före väntar")
    walk.follow("Besluta")
    walk.look("ompröva")
    area = new.priority_areas.get(letter=one.priority_area.letter)
    walk.page.select_option(f"[name='{one.public_id}']", f"to:{area.public_id}")
    walk.page.fill(f"[name='{one.public_id}-reason']", "Rådet vill ha den kvar.")
    walk.page.select_option(f"[name='{two.public_id}']", "end:resources")
    walk.page.fill(f"[name='{two.public_id}-reason']", "Medlen är slut.")
    walk.press("Spara besluten")
    walk.said("Beslutet om aktiviteterna är sparat.")
    expect(walk.page.locator("main")).not_to_contain_text("väntar på beslut")


def read_both(walk, new):
    """What went on stands in both, what ended in the old; each activity tells what was decided."""
    walk.look("gäller")
    for title in [*TITLES[:6], TITLES[8]]:
        expect(walk.page.get_by_role("link", name=title, exact=True)).to_be_visible()
    for title in [TITLES[6], TITLES[7], TITLES[9]]:
        expect(walk.page.get_by_role("link", name=title, exact=True)).to_have_count(0)
    walk.follow("Samverkansöverenskommelse 2023–2024")
    walk.look("gammal")
    main = walk.page.locator("main")
    for title in TITLES:
        expect(walk.page.get_by_role("link", name=title, exact=True)).to_be_visible()
    assert main.inner_text().count(f"förs vidare i {new}") == 7
    walk.follow(re.compile(f"^{TITLES[9]}$"))
    walk.page.locator("summary", has_text="Allt som har hänt").click()
    expect(main).to_contain_text("avslutade den: Medlen är slut.")
    walk.look("aktivitet")
