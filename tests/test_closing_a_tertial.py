"""The end of a tertial at the coordinator's desk: what is missing is filled in and the round closed, on two pages.

The two are the matrix of the round and the form of one report: one's own, or in a party's place at its request.
"""

import re
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from activities.models import FollowUpReport, FollowUpRound
from activities.progress import Progress
from collab.models import Membership
from tests.browser import sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]


def kind(url):
    """Which page an address is of: whose report the form takes makes it no other form."""
    path = re.sub("pa-uppdrag/$", "", urlsplit(url).path)
    return re.sub("/rapportera/[^/]+/$", "/rapportera/…/", path)


def test_six_parties_and_sixteen_activities_are_closed_without_leaving_two_pages(
    page, live_server, client, transactional_db, settings
):
    settings.DEMO = True
    call_command("seed_demo")
    coordinator = Membership.objects.get(user__email="amira@demo.example")
    current = FollowUpRound.objects.for_actor(coordinator).open().get()
    progress = Progress(current, coordinator)
    assert len(progress.parties) == 6
    assert len(progress.lines) >= 16
    missing = {part.pk for part in progress.commitments} - set(progress.reports)
    own = [part for part in progress.commitments if part.pk in missing and part.party == coordinator.party]
    assert own
    assert len(missing) > len(own)

    sign_in(page, live_server, client, coordinator)
    page.goto(f"{live_server.url}/uppfoljning/")
    visited = set()
    page.on("framenavigated", lambda frame: visited.add(kind(frame.url)))
    page.locator(".matrix td a.tag").first.click()
    for n in range(len(missing)):
        expect(page.locator("input[name=status]").first).to_be_attached()
        if page.locator("#id_on_behalf").count():
            page.fill("#id_on_behalf", "Per telefon")
        page.locator("label:has(input[value=on_track])").click()
        page.fill("#id_text", f"Klart nummer {n}")
        page.locator("button[name=next]").click()
        expect(page.locator("#messages")).to_contain_text("Rapporten är sparad")
    expect(page.locator("main")).to_contain_text("Alla rapporter är inne.")
    page.get_by_role("button", name="Stäng omgången").click()
    expect(page.locator("#messages")).to_contain_text("är stängd")

    assert visited == {"/uppfoljning/", "/rapportera/…/"}
    current.refresh_from_db()
    assert current.closed_at
    assert not current.unanswered.exists()
    told = FollowUpReport.objects.filter(round=current, commitment__in=missing)
    assert told.count() == len(missing)
    assert told.exclude(on_behalf="").count() == len(missing) - len(own)
