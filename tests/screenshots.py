"""`make screenshots`: pictures of the running demo's main pages for docs/screenshots, at desktop and phone width."""

import argparse
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import SIZES, chromium

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
# As `manage.py demo_accounts` prints them.
PASSWORD = "prova-samsyn-lugnt"
COORDINATOR, CONTACT = "amira@demo.example", "leila@demo.example"
# file name, who looks, address or a link to follow from an address
PAGES = [
    ("oversikt", COORDINATOR, "/"),
    ("mina-ataganden", CONTACT, "/"),
    ("aktiviteter", COORDINATOR, "/aktiviteter/"),
    ("aktivitet", COORDINATOR, ("/aktiviteter/", "main a.table__title:has-text('skolgårdar')")),
    ("ny-aktivitet", COORDINATOR, "/aktiviteter/ny/"),
    ("rapportera", CONTACT, ("/", "main a[href^='/rapportera/']")),
    ("lagesbild", COORDINATOR, "/lagesbild/"),
    ("avtal", COORDINATOR, "/avtal/"),
    ("uppfoljning", COORDINATOR, "/uppfoljning/"),
    ("importera", COORDINATOR, "/import/"),
]


def main():
    parser = argparse.ArgumentParser(prog="make screenshots")
    parser.add_argument("--port", default="8000")
    options = parser.parse_args()
    base = f"http://127.0.0.1:{options.port}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--force-color-profile=srgb"])
        for who in (COORDINATOR, CONTACT):
            context = browser.new_context(
                locale="sv-SE", timezone_id="Europe/Stockholm", reduced_motion="reduce"
            )
            page = context.new_page()
            sign_in(page, base, who)
            for name, looker, where in PAGES:
                if looker == who:
                    picture(page, base, name, where)
        browser.close()


def sign_in(page, base, email):
    """Sign in with the demo's password, as its accounts are printed."""
    page.goto(f"{base}/logga-in/")
    page.locator("summary").click()
    page.fill("#id_login", email)
    page.fill("#id_password", PASSWORD)
    page.locator("form[action='/logga-in/'] button").click()
    page.wait_for_url(f"{base}/")


def picture(page, base, name, where):
    address, link = where if isinstance(where, tuple) else (where, None)
    page.goto(base + address)
    if link:
        page.goto(base + page.locator(link).first.get_attribute("href"))
    for viewport in SIZES.values():
        page.set_viewport_size(viewport)
        width = viewport["width"]
        page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=True)


if __name__ == "__main__":
    main()
