"""`make screenshots`: pictures of the running demo's main pages for docs/screenshots, at desktop and phone width."""

import argparse
import re
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import SIZES, chromium

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
COORDINATOR, CONTACT = "amira@demo.example", "leila@demo.example"
# file name, who looks, address or a link to follow from an address
PAGES = [
    ("oversikt", COORDINATOR, "/"),
    ("mina-ataganden", CONTACT, "/"),
    ("aktiviteter", COORDINATOR, "/aktiviteter/"),
    ("aktivitet", COORDINATOR, ("/aktiviteter/", "main a.table__title")),
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
    parser.add_argument("--passwords", help="the output of manage.py demo_accounts", required=False)
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
    from collab.demo import PASSWORD

    page.goto(f"{base}/logga-in/")
    page.get_by_label(re.compile("E-post")).first.fill(email)
    page.get_by_label(re.compile("Lösenord")).first.fill(PASSWORD)
    page.get_by_role("button", name=re.compile("Logga in")).first.click()
    page.wait_for_url(f"{base}/")


def picture(page, base, name, where):
    address, link = where if isinstance(where, tuple) else (where, None)
    page.goto(base + address)
    if link:
        page.goto(base + page.locator(link).first.get_attribute("href"))
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        width = viewport["width"]
        page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=size == "phone" or name != "oversikt")


if __name__ == "__main__":
    main()
