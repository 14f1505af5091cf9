"""The event log tells every verb in words, and nobody more than the rows they may see."""

import re
from urllib.parse import urlencode

import pytest

from collab.clock import at, now
from collab.events import WORDS
from collab.models import AuditEvent
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


@pytest.mark.django_db
def test_the_log_is_read_page_by_page_without_losing_an_event(cast, as_):
    activity = cast.activity("Ljus")
    same = now()
    with at(same):
        for i in range(60):
            activity.record("changed", by=cast.alva, n=i)
    for i in range(70):
        activity.record("reported", by=cast.bo, n=i)
    client, path, seen, pages = as_(cast.alva), "/handelselogg/", [], 0
    while path:
        context = client.get(path).context
        seen += [event.pk for event in context["object_list"]]
        edge, pages = context["edge"], pages + 1
        path = f"/handelselogg/?{urlencode({'before': edge.isoformat()})}" if edge else None
    assert pages > 1
    assert len(seen) == len(set(seen))
    assert set(seen) == set(AuditEvent.objects.for_actor(cast.alva).values_list("pk", flat=True))


@pytest.mark.django_db
def test_the_log_asks_a_bounded_number_of_questions(cast, as_, django_assert_max_num_queries):
    activity = cast.activity("Ljus")
    for _ in range(40):
        activity.record("changed", by=cast.alva)
    client = as_(cast.alva)
    client.get("/handelselogg/")
    with django_assert_max_num_queries(16):
        client.get("/handelselogg/")


@pytest.mark.django_db
def test_what_nobody_did_the_portal_did(cast, as_):
    cast.p.record("seeded", by=None)
    assert "Portalen lade upp Polisen i Ekby" in as_(cast.alva).get("/handelselogg/").content.decode()


@pytest.mark.django_db
def test_a_row_tells_its_own_history_and_none_of_its_neighbours(cast):
    cast.bo.record("role_changed", by=cast.alva)
    cast.lea.record("ended", by=cast.alva)
    assert [e.verb for e in AuditEvent.objects.about(cast.bo)] == ["role_changed"]
    assert [e.verb for e in AuditEvent.objects.about(cast.p)] == ["ended", "role_changed"]
