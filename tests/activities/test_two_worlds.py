"""Non-interference: two worlds that differ in hidden rows alone look the same to whoever stands outside."""

import re
from collections import Counter
from datetime import date

import pytest
from django.db import transaction

from activities.demo import noon
from activities.worlds import make_world
from collab import clock
from collab.access import Role

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
# Per person; a list is asked in so many ways.
PAGES, VARIANTS = 60, 4


def told(world, person, sign_in):
    """Every page that a person of the world reaches by links, by its address, normalised."""
    browser, waiting, pages = sign_in(person), ["/"], {}
    variants = Counter()
    while waiting and len(pages) < PAGES:
        address = waiting.pop(0)
        path = address.partition("?")[0]
        if address in pages or variants[path] > VARIANTS:
            continue
        variants[path] += 1
        answer = browser.get(address)
        pages[address] = (answer.status_code, answer.headers.get("Location"), normal(answer))
        if "html" in answer.headers.get("Content-Type", ""):
            found = re.findall(r'(?:href|hx-get)="(/[^"#]*|\?[^"#]*)', answer.content.decode())
            links = [link if link.startswith("/") else path + link for link in found]
            waiting += [
                link.replace("&amp;", "&") for link in links if not link.startswith(("/static/", "/logga-"))
            ]
    return pages


def normal(answer):
    if getattr(answer, "streaming", False):
        # The text of a list that is taken out; a workbook is compressed, and its list is the same one.
        is_text = answer.headers["Content-Type"].startswith("text/")
        return b"".join(answer.streaming_content).decode() if is_text else ""
    text = answer.content.decode(errors="replace")
    text = re.sub(r'name="(csrfmiddlewaretoken|submission)"[^>]*value="[^"]*"', r"\1", text)
    return re.sub(r'"x-csrftoken": "[^"]*"|value="[0-9a-f-]{36}"', "", text)


def test_whoever_stands_outside_cannot_tell_the_two_worlds_apart(as_):
    shown = {}
    with clock.at(noon(DAY)):
        for variant in ("W", "W2"):
            with transaction.atomic():
                world = make_world(DAY, variant=variant)
                shown[variant] = {person.role: told(world, person, as_) for person in world.outsiders[:3]}
                transaction.set_rollback(True)

    assert sum(map(len, shown["W"].values())) > 40
    for role, pages in shown["W"].items():
        other = shown["W2"][role]
        assert pages.keys() == other.keys()
        for address, page in pages.items():
            assert page == other[address], (role, address)


def test_the_second_world_does_hold_what_the_first_does_not(as_):
    with clock.at(noon(DAY)):
        world = make_world(DAY, variant="W2")
        pages = told(world, world.person(Role.CONTACT, world.insiders[0]), as_)

    assert "Dolt utkast" in str(pages) or "Dold aktivitet" in str(pages)
