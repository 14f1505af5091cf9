"""A first visit over a slow line: no page takes more than 100 kB, its styles and scripts included, pictures not."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders

from tests.test_main_job import PAGES

AT_MOST = 100_000
pytestmark = pytest.mark.django_db


def transferred(html):
    """Bytes of a page with every style and script that it asks for, each as a server sends it."""
    asked = set(re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', html))
    assert asked
    files = [open(finders.find(name), "rb").read() for name in asked]  # noqa: SIM115
    return sum(len(gzip.compress(sent)) for sent in [html.encode(), *files])


@pytest.mark.parametrize("who", PAGES)
def test_no_page_takes_more_than_100_kb(cast, as_, who):
    activity, current = cast.activity("Ljus på vägen"), cast.round()
    for n in range(60):
        cast.activity(f"Nr {n}", due_in=n)
    places = {
        "activity": activity.get_absolute_url(),
        "agreement": cast.agreement.get_absolute_url(),
        "declaration": cast.declaration.get_absolute_url(),
        "party": cast.p.get_absolute_url(),
        "member": f"/anvandare/{cast.bo.public_id}/",
        "report": activity.commitments.get(party=cast.p).get_report_url(),
        "round": f"/omgangar/{current.public_id}/",
    }
    browser = as_(None if who == "nobody" else getattr(cast, who))
    sizes = {}
    for address in PAGES[who]:
        if set(re.findall(r"\{(\w+)\}", address)) <= set(places):
            answer = browser.get(address.format(**places))
            if answer.status_code == 200:
                sizes[address] = transferred(answer.text)
    assert len(sizes) > 1
    assert {address: size for address, size in sizes.items() if size > AT_MOST} == {}
