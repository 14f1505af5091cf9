"""Saved views: a query with a name, for oneself or for the party, and for nobody else."""

import pytest
from django.core.exceptions import ValidationError

from activities.models import SavedView
from collab.access import may
from collab.models import AuditEvent

LIST, NEW, VIEWS = "/aktiviteter/", "/vyer/ny/", "/vyer/"


def names(membership):
    return [view.name for view in SavedView.objects.for_actor(membership).in_order()]


def test_a_view_is_saved_from_the_list_and_opens_as_a_tab(cast, as_):
    cast.activity("Sen sak", due_in=-3)
    browser = as_(cast.bo)
    assert f"{NEW}?state=late" in browser.get(f"{LIST}?state=late").text
    assert "<dd>Försenad" in browser.get(f"{NEW}?state=late").text
    answer = browser.post(NEW, {"name": "Våra sena", "query": "state=late&after=x&csrf=1&state=made-up"})
    assert answer.url == f"{LIST}?state=late"
    page = browser.get(answer.url)
    [tab] = [tab for tab in page.context["listing"].tabs if tab["label"] == "Våra sena"]
    assert tab["current"]
    assert [tab["label"] for tab in page.context["listing"].tabs if tab["current"]] == ["Våra sena"]
    assert AuditEvent.objects.filter(verb="created", subject_type__model="savedview").exists()


def test_a_view_of_ones_own_is_nobody_elses(cast, as_):
    SavedView.objects.keep(name="Hemlig vy", query="state=late", by=cast.bo)
    assert names(cast.bo) == ["Hemlig vy"]
    for other in (cast.lea, cast.alva, cast.rut, cast.omar):
        assert names(other) == []
        assert "Hemlig vy" not in as_(other).get(LIST).text
        assert "Hemlig vy" not in as_(other).get(VIEWS).text


def test_a_view_of_the_party_is_that_partys_alone(cast, as_):
    view = SavedView.objects.keep(name="Polisens vy", query="state=late", by=cast.lea, for_party=True)
    assert names(cast.bo) == names(cast.lea) == ["Polisens vy"]
    assert names(cast.alva) == names(cast.cia) == []
    assert "Polisens vy" not in as_(cast.alva).get(LIST).text
    assert not may(cast.bo, "change", view)
    assert may(cast.lea, "change", view)


def test_only_a_keeper_saves_for_the_party(cast, as_):
    with pytest.raises(ValidationError):
        SavedView.objects.keep(name="x", query="", by=cast.bo, for_party=True)
    as_(cast.bo).post(NEW, {"name": "Bara min", "query": "state=late", "for_party": "on"})
    assert SavedView.objects.get().owner == cast.bo


def test_the_list_opens_with_the_chosen_view_and_all_is_a_tab_away(cast, as_):
    browser = as_(cast.bo)
    party = SavedView.objects.keep(name="P", query="state=late", by=cast.lea, for_party=True, is_default=True)
    assert browser.get(LIST).url == f"{LIST}?state=late"
    own = SavedView.objects.keep(name="Egen", query="status=stopped", by=cast.bo, is_default=True)
    assert browser.get(LIST).url == f"{LIST}?status=stopped"
    assert browser.get(f"{LIST}?view=all").status_code == 200
    own.open_first(by=cast.bo, chosen=False)
    assert browser.get(LIST).url == f"{LIST}?state=late"
    party.remove(by=cast.lea)
    assert browser.get(LIST).status_code == 200


def test_one_view_at_a_time_opens_the_list(cast):
    first = SavedView.objects.keep(name="A", query="", by=cast.bo, is_default=True)
    second = SavedView.objects.keep(name="B", query="", by=cast.bo, is_default=True)
    first.refresh_from_db()
    assert (first.is_default, second.is_default) == (False, True)


def test_a_view_is_renamed_shared_and_removed(cast, as_):
    view = SavedView.objects.keep(name="Min", query="status=stopped", by=cast.lea)
    browser = as_(cast.lea)
    browser.post(f"{VIEWS}{view.public_id}/", {"name": "Stoppade"})
    browser.post(f"{VIEWS}{view.public_id}/dela/")
    assert names(cast.bo) == ["Stoppade"]
    assert names(cast.lea) == ["Stoppade", "Stoppade"]
    browser.post(f"{VIEWS}{view.public_id}/ta-bort/")
    assert names(cast.lea) == ["Stoppade"]


def test_two_views_of_one_keeper_have_different_names(cast, as_):
    SavedView.objects.keep(name="Sena", query="", by=cast.bo)
    page = as_(cast.bo).post(NEW, {"name": "Sena", "query": "state=late"}).text
    assert "Det finns redan en vy med det namnet" in page
    assert SavedView.objects.count() == 1


def test_a_saved_view_holds_no_row_that_its_keeper_cannot_see(cast, as_):
    cast.neighbour()
    as_(cast.bo).post(
        NEW, {"name": "x", "query": f"priority={cast.alby_area.public_id}&party={cast.p.public_id}"}
    )
    assert SavedView.objects.get().query == f"party={cast.p.public_id}"


def test_the_thirty_first_view_is_refused_in_words(cast, as_):
    for n in range(30):
        SavedView.objects.keep(name=f"Vy {n}", query="state=late", by=cast.bo)
    answer = as_(cast.bo).post(NEW, {"name": "En till", "query": "state=late"})
    assert "Det finns redan trettio vyer" in answer.text
    assert len(names(cast.bo)) == 30
