"""Visits: what is new since one was last here, for each membership by itself."""

from datetime import timedelta

import pytest

from collab import clock
from collab.clock import now
from collab.models import User, Visit

pytestmark = pytest.mark.django_db


def visit(as_, who, ago, address="/"):
    """Open a page some hours ago, as if nobody had looked in between."""
    User.objects.update(last_seen_at=None)
    with clock.at(now() - timedelta(hours=ago)):
        return as_(who).get(address).text


def test_the_first_visit_marks_nothing(cast, as_):
    cast.activity().record("changed", by=cast.bo)
    page = visit(as_, cast.alva, 0)
    assert "sedan ditt förra besök" not in page


def test_what_others_did_since_the_last_visit_is_counted_and_marked(cast, as_):
    activity = cast.activity()
    visit(as_, cast.alva, 30)
    with clock.at(now() - timedelta(hours=20)):
        activity.commitments.get(party=cast.p).report(status="on_track", text="Igång.", by=cast.bo)
        activity.commitments.get(party=cast.k).report(status="on_track", by=cast.alva)
    page = visit(as_, cast.alva, 0)
    assert "1 nytt sedan ditt förra besök" in page
    assert page.count(">nytt<") == 1
    assert as_(cast.alva).get(activity.get_absolute_url()).text.count(">nytt<") == 1


def test_a_pause_shorter_than_four_hours_is_the_same_visit(cast, as_):
    visit(as_, cast.alva, 30)
    visit(as_, cast.alva, 3)
    began = Visit.objects.get(membership=cast.alva).before
    visit(as_, cast.alva, 1)
    assert Visit.objects.get(membership=cast.alva).before == began


def test_what_one_may_not_see_is_not_counted(cast, as_):
    hidden = cast.activity("Hemligt", visibility="owners")
    visit(as_, cast.cia, 30)
    hidden.commitments.get(party=cast.p).report(status="stopped", needs="Hjälp", by=cast.bo)
    page = visit(as_, cast.cia, 0)
    assert "Inget nytt sedan ditt förra besök" in page


def test_each_membership_has_its_own_visits(cast, as_):
    leads = cast.person("Bo Björk", cast.p, "lead")
    visit(as_, cast.bo, 30)
    assert not Visit.objects.filter(membership=leads).exists()


def test_it_is_written_once_in_a_while_and_not_with_each_page(cast, as_, django_assert_max_num_queries):
    browser = as_(cast.alva)
    browser.get("/profil/")
    seen = Visit.objects.get(membership=cast.alva).seen_at
    browser.get("/profil/")
    assert Visit.objects.get(membership=cast.alva).seen_at == seen
