"""The main job, as people do it in a real browser: plan together, report, be reminded once, import a figure."""

import re
from datetime import datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.management import call_command
from openpyxl import Workbook
from playwright.sync_api import expect

from activities.models import Activity, ActivityDocument, Comment, Promise, WorkbookUpload
from activities.reminders.mail_links import MailLink
from activities.workbook.reading import Read
from collab.clock import today
from collab.documents.examining import examine
from collab.models import InboxItem
from tests.browser import axe_faults, scrolls_sideways, sign_in
from tests.collab.documents.files import pdf
from tests.conftest import Cast

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]
STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.fixture
def world(transactional_db, settings, tmp_path):
    settings.MAIL_DIR = str(tmp_path / "mail")
    settings.EMAIL_BACKEND = "collab.mail.FolderBackend"
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    cast = Cast()
    cast.round(due_on=today() + timedelta(days=20), ends_on=today() + timedelta(days=20))
    return cast


def workday_from(day):
    """The first Monday on or after a day: no holiday falls on the Mondays this test meets."""
    return day + timedelta(days=-day.weekday() % 7)


def mails(settings):
    return sorted(Path(settings.MAIL_DIR).glob("*.eml"))


def plan(page, live_server, world, due_on):
    page.goto(f"{live_server.url}/aktiviteter/ny/")
    page.fill("#id_title", "Tända gångtunneln")
    page.select_option("#id_priority_area", label="Trygga platser")
    page.fill("#id_due_on", due_on.isoformat())
    for party in (world.p, world.b):
        page.locator(f"button[name=add][value='{party.public_id}']").click()
    expect(page.locator("#id_title")).to_have_value("Tända gångtunneln")
    for party in (world.k, world.p, world.b):
        page.fill(f"[name='part-{party.public_id}-text']", f"{party.code} gör sin del")
    for party, contact in ((world.k, world.alva), (world.p, world.bo), (world.b, world.cia)):
        page.select_option(f"[name='part-{party.public_id}-contact']", value=contact.public_id)
    page.locator(".actions--sticky .btn--primary").click()
    expect(page.locator("h1")).to_have_text("Tända gångtunneln")


def report(page, live_server, client, who, commitment, status, text):
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, live_server, client, who)
    page.goto(f"{live_server.url}{commitment.get_report_url()}")
    page.locator(f"label:has(input[value={status}])").click()
    page.fill("#id_text", text)
    page.get_by_role("button", name="Skicka rapport").click()
    expect(page.locator("main")).to_contain_text("Rapporten är skickad")


def test_three_parties_plan_report_and_are_reminded_once(page, live_server, client, world, settings):
    due_on = workday_from(today() + timedelta(days=40))
    sign_in(page, live_server, client, world.alva)
    plan(page, live_server, world, due_on)
    activity = Activity.objects.get()
    parts = {part.party: part for part in activity.commitments.select_related("party")}
    assert set(parts) == {world.k, world.p, world.b}
    assert parts[world.k].is_lead

    report(page, live_server, client, world.bo, parts[world.p], "on_track", "Två av fyra armaturer är uppe.")
    report(page, live_server, client, world.cia, parts[world.b], "stopped", "Väntar på beslut.")

    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, live_server, client, world.alva)
    page.goto(f"{live_server.url}{activity.get_absolute_url()}")
    expect(page.locator("main")).to_contain_text("Två av fyra armaturer är uppe.")
    expect(page.locator(".page-head .status").first).to_contain_text("Stoppad")
    page.goto(live_server.url)
    expect(page.locator("main")).to_contain_text("Tända gångtunneln")

    for kept in mails(settings):
        kept.unlink()
    seven = datetime.combine(due_on - timedelta(days=14), time(7, 1), STOCKHOLM)
    call_command("run_tick", now=seven.isoformat())
    first = mails(settings)
    call_command("run_tick", now=(seven + timedelta(minutes=30)).isoformat())
    reminded = {item.recipient for item in InboxItem.objects.filter(kind="reminder")}
    assert reminded == {world.alva, world.bo, world.cia}
    # Beside the reminders a digest each, of what the others have reported.
    assert [sum(words in text_of(m) for m in first) for words in ("/svar/", "/profil/besked/")] == [3, 3]
    assert mails(settings) == first


def text_of(path):
    import email
    import email.policy

    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    return letter.get_body(["plain"]).get_content()


def spreadsheet(path):
    """A sheet like those of an authority: year and month in columns of their own, a place, a figure."""
    book = Workbook()
    sheet = book.active
    sheet.title = "tabell"
    sheet.append(["År", "Månad", "Område", "Ohälsotalet"])
    for month in range(1, 10):
        sheet.append([2024, month, "Norra Ekby", 20 + month])
    book.save(path)
    return path


def test_an_imported_figure_appears_with_the_cell_it_came_from(page, live_server, client, world, tmp_path):
    sign_in(page, live_server, client, world.ada)
    page.goto(f"{live_server.url}/import/ny/")
    page.set_input_files("input[type=file]", spreadsheet(tmp_path / "ohalsa.xlsx"))
    page.locator("main form .btn--primary").first.click()
    for _step in range(6):
        if "/granska/" in page.url:
            break
        page.locator("main form .btn--primary").first.click()
    expect(page).to_have_url(re.compile("/granska/"))
    new = page.locator("select").filter(has=page.locator("option", has_text=re.compile("[Nn]y")))
    for choice in new.all():
        choice.select_option(label=re.compile("[Nn]y").search(choice.inner_text()) and new_option(choice))
    page.get_by_role("button", name=re.compile("Importera|Spara och titta")).first.click()
    if "/granska/" in page.url:
        page.get_by_role("button", name=re.compile("^Importera")).click()
    page.goto(f"{live_server.url}/lagesbild/")
    figure = page.locator("main a[href*='/lagesbild/kalla/']").first
    expect(figure).to_contain_text("29")
    figure.click()
    expect(page.locator("main")).to_contain_text("ohalsa.xlsx")
    expect(page.locator("main")).to_contain_text("D10")


def new_option(choice):
    return next(text for text in choice.locator("option").all_inner_texts() if re.search("[Nn]y", text))


PAGES = {
    "nobody": ["/logga-in/", "/tillganglighet/", "/personuppgifter/", "/kontakt/", "/komponenter/", "/utkorg/",
        "{answer}", "{answered}"],
    "alva": [
        "/", "/aktiviteter/", "/aktiviteter/ny/", "{activity}", "{activity}redigera/", "{activity}dela/",
        "{activity}del/ny/", "{activity}dokument/nytt/", "{activity}kommentarer/ny/", "{comment}redigera/",
        "{document}", "{document}redigera/", "{document}ny-version/",
        "{document}ta-bort/", "{agreement}dokument/nytt/",
        "/uppfoljning/", "/uppfoljning/ny/", "/uppfoljning/?round={round}&show=missing",
        "/uppfoljning/?round={closed}", "/uppfoljning/omgang/{round}/", "/uppfoljning/omgang/{closed}/oppna-igen/",
        "/uppfoljning/blev-inte-av/", "{report_for}", "{activity}status/",
        "/avtal/", "{agreement}", "{declaration}", "/lagesbild/",
        "/loften/", "/loften/nytt/", "{promise}", "{promise}redigera/", "{promise}rakna/", "{occasion}",
        "{occasion}ta-bort/",
        "/lagesbild/indikatorer/", "/import/", "/import/ny/", "/parter/", "{party}", "/anvandare/",
        "/anvandare/bjud-in/", "{member}", "{member}avsluta/", "/handelselogg/", "/profil/", "/losenord/valj/",
        "{member}lamna-over/", "{subject}", "{place}", "/mitt-arv/",
        "/inkorg/", "/mer/", "/sok/", "/sok/?q=ljus", "/sok/?q=ljuss", "/sok/?q=zebra",
        "/profil/kalender/",
        "/aktiviteter/?layout=board", "/aktiviteter/?layout=year", "/aktiviteter/?status=done&status=on_track&q=ljus",
        "/kortkommandon/", "/vyer/", "/vyer/ny/?status=done",
    ],
    "bo": [
        "/",
        "/mitt-arv/",
        "{own_part}kontakt/",
        "/mina-ataganden/excel/",
        "{upload}",
        "{report}",
        "/aktiviteter/?status=on_track",
        "/lagesbild/",
    ],
    "tor": ["/drift/", "/profil/"],
}  # fmt: skip


def followed_up(world, activity):
    """The open round and a closed one; a set status, a counted report on behalf, and a part that was not done."""
    asking = world.agreement.rounds.get()
    mine, theirs = activity.commitments.get(party=world.k), activity.commitments.get(party=world.p)
    theirs.change(by=world.bo, target_number=8, target_unit="besök")
    theirs.report(status="off_track", number=5, by=world.alva, on_behalf="Bo, per telefon", in_round=asking)
    mine.report(status="cancelled", cause="resources", lesson="Börja tidigare.", by=world.alva)
    activity.judge("stopped", reason="Ingen har tid.", by=world.alva)
    world.activity("Saknar rapport", parties=[world.p, world.b])
    closed = world.round(
        name="Tertial 1",
        starts_on=asking.starts_on - timedelta(days=90),
        ends_on=asking.starts_on - timedelta(days=30),
    )
    closed.close(by=world.alva)
    return asking, closed


def answering(world):
    """The pages of a mail's link, before and after the report is sent."""
    part = world.activity("Lås", parties=[world.k, world.p]).commitments.get(party=world.p)
    part.report(status="on_track", text="Klart till hälften.", by=world.bo, by_mail=True)
    answer = MailLink(part.public_id, world.bo.public_id, "", part.due_on, today()).get_absolute_url()
    return {"answer": f"{answer}?status=off_track", "answered": f"{answer}skickad/"}


# Language, colour scheme and width, with the rules to check: another scheme has other colours and nothing else.
COLOURS = ["color-contrast"]
LOOKS = [
    ("sv", "light", 1440, None),
    ("sv", "light", 390, None),
    ("sv", "dark", 390, COLOURS),
    ("sv", "dark", 1440, COLOURS),
    ("en", "light", 1440, None),
    ("en", "light", 390, None),
]


def sent_in(world, activity):
    """A workbook with a row to choose in, one that stands twice, and one of another party."""
    part, other = activity.commitments.get(party=world.p), activity.commitments.get(party=world.k)
    cells = {"key": part.public_id, "text": "En ny text", "status": "Nästan klar"}
    rows = [
        (2, {"key": part.public_id, "text": "En ny text"}),
        (3, {**cells, "key": ""}),
        (4, {"key": other.public_id}),
    ]
    read = Read("Åtaganden", {"text": "D", "status": "G"}, ["Min rubrik"], rows)
    return WorkbookUpload.take_in(read, name="a.xlsx", by=world.bo)


@pytest.mark.parametrize("who", PAGES)
def test_every_page_is_accessible_and_fits(page, live_server, client, world, who):
    activity = world.activity("Ljus på vägen", parties=[world.k, world.p])
    document = ActivityDocument.attach(examine("plan.pdf", pdf()), row=activity, by=world.alva, number=2)
    asking, closed = followed_up(world, activity)
    promise = Promise.objects.make(
        agreement=world.agreement,
        by=world.alva,
        text="Vi nattvandrar minst åtta gånger",
        target=8,
        unit="nattvandringar",
        starts_on=today(),
        ends_on=today(),
        areas=[world.north],
        parties={world.k: world.alva, world.p: world.bo},
    )
    promise.publish(by=world.alva)
    occasion = promise.count(held_on=today(), party=world.k, text="En vända runt torget", by=world.alva)
    Comment.objects.write(activity=activity, text="Ska vi mäta om, @Alva Ask?", by=world.bo)
    comment = Comment.objects.write(activity=activity, text="Ja, @Bo Björk, på måndag.", by=world.alva)
    places = {
        "comment": f"/kommentarer/{comment.public_id}/",
        "promise": promise.get_absolute_url(),
        "occasion": f"/tillfallen/{occasion.public_id}/",
        "document": document.get_absolute_url(),
        "round": asking.public_id,
        "closed": closed.public_id,
        "report_for": activity.commitments.get(party=world.p).get_report_for_url(),
        "upload": sent_in(world, activity).get_absolute_url(),
        "activity": activity.get_absolute_url(),
        "agreement": world.agreement.get_absolute_url(),
        "declaration": world.declaration.get_absolute_url(),
        "party": world.p.get_absolute_url(),
        "subject": f"/prioriterade-omraden/{world.safe.public_id}/",
        "place": f"/platser/{world.north.public_id}/",
        "own_part": f"/delar/{activity.commitments.get(party=world.p).public_id}/",
        "member": f"/anvandare/{world.bo.public_id}/",
        **answering(world),
        "report": activity.commitments.get(party=world.p).get_report_url(),
    }
    if who != "nobody":
        sign_in(page, live_server, client, getattr(world, who))
    faults = []
    for address in PAGES[who]:
        faults += faults_of(page, live_server.url + address.format(**places), address)
    assert not faults


def faults_of(page, url, address):
    """What is wrong with a page in either language, at either width, in either colour scheme; one line each."""
    faults, root = [], urljoin(url, "/")
    for language, looks in groupby(LOOKS, key=lambda look: look[0]):
        page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": root}])
        assert page.goto(url).status == 200, address
        assert page.locator("html").get_attribute("lang") == language
        for _language, scheme, width, rules in looks:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            faults += [f"{address} {language} {scheme} {width}: {fault}" for fault in axe_faults(page, rules)]
        if scrolls_sideways(page, 320):
            faults.append(f"{address} {language} scrolls sideways at 320 px")
    return faults


def test_each_role_s_first_page_is_accessible_and_fits(page, live_server, client, world):
    activity = world.activity("Ljus på vägen", parties=[world.k, world.p])
    followed_up(world, activity)
    for row in (world.declaration, world.agreement):
        row.admit(world.o, by=world.alva)
    faults = []
    for who in (world.person("Stina Styr", world.k, "steering"), world.rut, world.ove, world.eli, world.lea):
        sign_in(page, live_server, client, who)
        faults += faults_of(page, f"{live_server.url}/", who.role)
    assert not faults
