"""The pain walk-through on a phone: from the mail in the Utkorg to a sent report in three taps and one sentence."""

import pytest
from playwright.sync_api import expect

from activities.models import FollowUpReport
from activities.reminders import ticking
from collab.clock import today
from collab.working_days import DAY, working_days
from tests.browser import axe_faults
from tests.conftest import Cast

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]


def last_working_day():
    """The day on which the newest reminders went."""
    day = today()
    while day not in working_days():
        day -= DAY
    return day


class Taps:
    """A finger that counts."""

    def __init__(self):
        self.count = 0

    def __call__(self, target):
        self.count += 1
        target.click()


@pytest.fixture
def reminded(transactional_db, settings, tmp_path, live_server):
    """Bo was reminded this morning, and his phone is not signed in."""
    settings.MAIL_DIR = str(tmp_path / "mail")
    settings.EMAIL_BACKEND = "collab.mail.FolderBackend"
    settings.SITE_URL = live_server.url
    settings.DEMO = True
    cast = Cast()
    cast.bo.user.language = "sv"
    cast.bo.user.save()
    morning = last_working_day()
    cast.activity("Ljus på vägen", parties=[cast.p], due_in=200)
    cast.round(name="Tertial 1 2027", due_on=morning, opens_on=morning - DAY)
    ticking.run(f"{morning}T07:00")
    return cast


def test_three_taps_and_one_sentence_from_the_mail_to_the_report(page, live_server, reminded):
    # A mail has no icon; a browser asks for one all the same.
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    tap = Taps()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/utkorg/")

    tap(page.get_by_role("link", name="Rapportera", exact=False).first)
    # A phone that was never here: what the Utkorg itself left is no part of the mail.
    page.context.clear_cookies()
    tap(page.get_by_role("link", name="Enligt plan"))
    expect(page.locator("input[value=on_track]")).to_be_checked()
    assert not FollowUpReport.objects.exists()
    assert axe_faults(page) == []
    page.fill("#id_text", "Två av fyra armaturer är uppe.")
    tap(page.get_by_role("button", name="Skicka rapport"))

    expect(page.locator("h1")).to_have_text("Rapporten är skickad")
    assert tap.count <= 3
    report = FollowUpReport.objects.get()
    assert (report.status, report.text, report.reported_by) == (
        "on_track",
        "Två av fyra armaturer är uppe.",
        reminded.bo,
    )
    assert page.context.cookies() == []


def test_the_same_with_the_keyboard_alone(page, live_server, reminded):
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    page.goto(f"{live_server.url}/utkorg/")
    page.get_by_role("link", name="Rapportera", exact=False).first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Avviker").focus()
    page.keyboard.press("Enter")
    page.locator("#id_text").focus()
    page.keyboard.type("Leveransen är sen.")
    page.get_by_role("button", name="Skicka rapport").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Rapporten är skickad")
    assert FollowUpReport.objects.get().status == "off_track"
