"""Without a mouse: the single keys, switched off while one writes and by the profile, and the five flows by keys alone.

The five: signing in, planning an activity, reporting, closing a round, importing a sheet. The address bar is left
alone once a flow has begun.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from activities.models import Activity, FollowUpReport
from collab.clock import today
from lagesbild.models import ImportBatch, Indicator
from tests.browser import axe_faults, sign_in
from tests.conftest import PASSWORD, Cast
from tests.test_main_job import spreadsheet

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


def press(page, found, key="Enter"):
    """Go by Tab to what `found` says, and press a key there."""
    tab_to(page, found)
    page.keyboard.press(key)


def write(page, found, text):
    """Go by Tab to a field and write in it."""
    tab_to(page, found)
    page.keyboard.type(text)


def choose(page, found, label):
    """Go by Tab to a list of choices and write the first word of one, which chooses it."""
    tab_to(page, found)
    page.keyboard.type(label.split()[0])
    chosen = page.evaluate("document.activeElement.selectedOptions[0].label")
    assert chosen.startswith(label), chosen


def pick_day(page, found, day):
    """Go by Tab to a date, and write it field by field, in the order in which the browser has them."""
    tab_to(page, found)
    parts = {"Y": f"{day:%Y}", "M": f"{day:%m}", "D": f"{day:%d}"}
    for order in ("YMD", "MDY", "DMY"):
        for part in order:
            page.keyboard.type(parts[part])
            if part == "Y" and order == "YMD":
                page.keyboard.press("ArrowRight")
        if page.evaluate("document.activeElement.value") == day.isoformat():
            return
        for _step in range(3):
            page.keyboard.press("Delete")
            page.keyboard.press("ArrowLeft")
    raise AssertionError("the date could not be written by keys")


def test_one_signs_in_by_the_keyboard_alone(page, live_server, transactional_cast):
    user = transactional_cast.bo.user
    user.set_password(PASSWORD)
    user.save()
    page.goto(live_server.url)
    press(page, "main summary")
    write(page, "#id_login", user.email)
    write(page, "#id_password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Mina åtaganden")


def test_an_activity_is_planned_by_the_keyboard_alone(page, live_server, client, transactional_cast):
    cast = transactional_cast
    sign_in(page, live_server, client, cast.alva)
    page.goto(live_server.url)
    press(page, "main a[href='/aktiviteter/ny/']")
    expect(page.locator("#id_title")).to_be_visible()
    write(page, "#id_title", "Tända gångtunneln")
    choose(page, "#id_priority_area", "Trygga platser")
    pick_day(page, "#id_due_on", today() + timedelta(days=40))
    press(page, f"button[name=add][value='{cast.p.public_id}']")
    expect(page.locator(f"[name='part-{cast.p.public_id}-text']")).to_be_visible()
    for party, contact in ((cast.k, cast.alva), (cast.p, cast.bo)):
        write(page, f"[name='part-{party.public_id}-text']", f"{party.code} gör sin del")
        choose(page, f"[name='part-{party.public_id}-contact']", contact.user.name)
    press(page, ".actions--sticky .btn--primary")
    expect(page.locator("h1")).to_have_text("Tända gångtunneln")
    assert set(Activity.objects.get().commitments.values_list("party", flat=True)) == {cast.k.pk, cast.p.pk}


def test_a_round_is_closed_by_the_keyboard_alone(page, live_server, client, transactional_cast):
    cast = transactional_cast
    cast.activity()
    current = cast.round()
    sign_in(page, live_server, client, cast.alva)
    page.goto(live_server.url)
    press(page, "nav a[href='/uppfoljning/']")
    expect(page.locator("h1")).to_contain_text("Uppföljning")
    press(page, "form[action$='/stang/'] button")
    expect(page.locator("#messages")).to_contain_text("är stängd")
    current.refresh_from_db()
    assert current.closed_at


def test_a_sheet_is_imported_by_the_keyboard_alone(page, live_server, client, transactional_cast, tmp_path):
    cast = transactional_cast
    Indicator.objects.create(collaboration=cast.ekby, name="Ohälsotalet")
    sign_in(page, live_server, client, cast.ada)
    # The browser hands the window of files over only once somebody listens, and is told so in its own time: from here.
    page.on("filechooser", lambda _window: None)
    page.goto(live_server.url)
    press(page, "nav a[href='/import/']")
    expect(page).to_have_url(re.compile("/import/$"))
    press(page, "main a[href='/import/ny/']")
    expect(page.locator("input[type=file]")).to_be_visible()
    tab_to(page, "input[type=file]")
    # The window of the operating system is the browser's own; the key that opens it is the page's.
    with page.expect_file_chooser() as opened:
        page.keyboard.press("Space")
    opened.value.set_files(spreadsheet(tmp_path / "ohalsa.xlsx"))
    for heading in ("Var börjar tabellen?", "Vad betyder kolumnerna?", "Granska innan du importerar"):
        press(page, "main form .btn--primary")
        expect(page.locator("h1")).to_have_text(heading)
    press(page, "button[name=do][value=import]")
    expect(page.locator("main")).to_contain_text("ohalsa.xlsx")
    assert ImportBatch.objects.get().is_committed


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
    page.goto(live_server.url)
    press(page, f"main a[href='{activity.commitments.get(party=cast.p).get_report_url()}']")
    expect(page.locator("main input[name=status]").first).to_be_visible()
    tab_to(page, "main input[name=status]")
    page.keyboard.press("Space")
    tab_to(page, "#id_text")
    page.keyboard.type("Allt går bra.")
    tab_to(page, "main form .btn--primary")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Rapporten är skickad")
    assert FollowUpReport.objects.get().text == "Allt går bra."
