"""Without a mouse: the single keys, switched off while one writes and by the profile, and a report by Tab and Enter."""

import re

import pytest
from playwright.sync_api import expect

from activities.models import FollowUpReport
from tests.browser import axe_faults, sign_in
from tests.conftest import Cast

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture
def transactional_cast(transactional_db):
    return Cast()


def tab_to(page, found, at_most=120):
    """Press Tab until the focus stands where `found` (a selector) says."""
    for _press in range(at_most):
        if page.evaluate("selector => document.activeElement.matches(selector)", found):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {found}")


def test_keys_search_move_open_and_help(page, live_server, client, transactional_cast):
    cast = transactional_cast
    cast.activity("Ljus på vägen", due_in=10)
    cast.activity("Mörka tunnlar", due_in=20)
    sign_in(page, live_server, client, cast.alva)
    page.goto(f"{live_server.url}/aktiviteter/?view=all")
    for key, title in (("j", "Ljus på vägen"), ("j", "Mörka tunnlar"), ("k", "Ljus på vägen")):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.textContent") == title
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    assert axe_faults(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("jn?/ljus")
    expect(page.locator(".filters #id_q")).to_have_value("jn?/ljus")
    page.keyboard.press("Escape")
    page.goto(f"{live_server.url}/aktiviteter/?view=all")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Ljus på vägen")
    page.goto(f"{live_server.url}/aktiviteter/?view=all")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/aktiviteter/ny/"))


def test_the_profile_switches_the_keys_off(page, live_server, client, transactional_cast):
    cast = transactional_cast
    cast.activity("Ljus på vägen")
    cast.bo.user.has_shortcuts = False
    cast.bo.user.save()
    sign_in(page, live_server, client, cast.bo)
    page.goto(f"{live_server.url}/aktiviteter/?view=all")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement === document.body")


def test_a_part_is_found_and_reported_by_the_keyboard_alone(page, live_server, client, transactional_cast):
    cast = transactional_cast
    activity = cast.activity("Ljus på vägen")
    sign_in(page, live_server, client, cast.bo)
    page.goto(f"{live_server.url}/sok/?q=ljus")
    tab_to(page, "main a.list__title")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Ljus på vägen")
    page.goto(live_server.url + activity.commitments.get(party=cast.p).get_report_url())
    tab_to(page, "main input[name=status]")
    page.keyboard.press("Space")
    tab_to(page, "#id_text")
    page.keyboard.type("Allt går bra.")
    tab_to(page, "main form .btn--primary")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Rapporten är skickad")
    assert FollowUpReport.objects.get().text == "Allt går bra."
