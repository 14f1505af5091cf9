"""The parties sign in a real browser, one after the other, and the state changes word by word."""

import re

import pytest
from playwright.sync_api import expect

from collab.models import Party
from tests.browser import axe_faults, scrolls_sideways, sign_in
from tests.collab.documents.files import pdf
from tests.test_main_job import world  # noqa: F401

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]


def test_every_party_signs_and_the_state_says_who_is_missing(page, live_server, client, world):  # noqa: F811
    more = [world.party(f"M{n}", f"Bolaget {n}", Party.Kind.MUNICIPAL_COMPANY) for n in (1, 2)]
    for party in (world.r, *more):
        world.agreement.admit(party, by=world.alva)
    leads = [world.person(f"Lead{n} Ek", party, "lead") for n, party in enumerate([world.b, world.r, *more])]
    address = f"{live_server.url}{world.agreement.get_absolute_url()}"
    state = page.locator("main dl.facts dd").first

    sign_in(page, live_server, client, world.alva)
    page.goto(address)
    expect(state).to_have_text("Utkast")
    for who in [world.lea, *leads]:
        sign_in(page, live_server, client, who)
        page.goto(address)
        page.get_by_role("link", name="Skriv under för er part").first.click()
        expect(page.locator("main")).to_contain_text("T. Trygga platser")
        assert axe_faults(page) == []
        page.fill("#id_title", "Chef")
        page.get_by_role("button", name="Skriv under").click()
        expect(page.locator("main")).to_contain_text(who.user.name)
        expect(state).to_contain_text("Saknar underskrift av Ekby kommun")
    expect(state).to_have_text("Saknar underskrift av Ekby kommun")

    sign_in(page, live_server, client, world.alva)
    page.goto(address)
    page.get_by_role("link", name=re.compile("För in underskrift på papper.*Ekby kommun")).click()
    page.fill("#id_name", "Klara Kommun")
    page.fill("#id_title", "Kommundirektör")
    page.set_input_files("#id_page", {"name": "sida.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    page.get_by_role("button", name="För in underskriften").click()
    expect(state).to_contain_text("Gäller till och med 31 december")
    expect(page.locator("main")).to_contain_text("undertecknad på papper")
    assert axe_faults(page) == []
    assert not scrolls_sideways(page)
