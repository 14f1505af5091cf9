"""The event log tells every verb in words, and nobody more than the rows they may see."""

import re

import pytest

from collab.events import WORDS
from tests.test_house_rules import SOURCES


def test_every_verb_has_its_words():
    code = "\n".join(path.read_text() for path in SOURCES)
    verbs = set(re.findall(r"\.record\(\s*\"([a-z_]+)\"", code))
    assert verbs
    assert verbs - set(WORDS) == set()


@pytest.mark.django_db
def test_the_log_tells_who_did_what_and_hides_what_one_may_not_see(cast, as_):
    cast.activity("Ljus").record("changed", by=cast.alva)
    cast.activity("Hemligt", parties=[cast.p], visibility="draft").record("changed", by=cast.bo)
    page = as_(cast.alva).get("/handelselogg/").content.decode()
    assert "Ljus" in page
    assert "Hemligt" not in page
    assert "Hemligt" in as_(cast.lea).get("/handelselogg/").content.decode()


@pytest.mark.django_db
def test_the_log_is_narrowed_by_what_was_done(cast, as_):
    cast.activity("Ljus").record("changed", by=cast.alva)
    client = as_(cast.alva)
    assert "Ljus" in client.get("/handelselogg/?verb=changed").content.decode()
    assert "Ljus" not in client.get("/handelselogg/?verb=signed").content.decode()
    assert "Ljus" in client.get("/handelselogg/?verb=nonsense&since=x").content.decode()
