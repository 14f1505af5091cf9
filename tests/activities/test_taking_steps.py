"""Steps on the way to a part: whose they are, who marks them, and progress that is counted."""

from datetime import timedelta

import pytest

from activities.models import Step
from activities.models.status import Status
from collab.clock import today
from collab.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(cast):
    return cast.activity(due_in=60)


def part(activity, party):
    return activity.commitments.get(party=party)


def step(activity, party, by, text="Boka lokal", due_in=10, **fields):
    made = Step(
        commitment=part(activity, party), text=text, due_on=today() + timedelta(days=due_in), **fields
    )
    made.take_on(by=by)
    return made


def new(activity, party, **changed):
    facts = {
        "text": "Boka lokal",
        "commitment": part(activity, party).public_id,
        "due_on": (today() + timedelta(days=10)).isoformat(),
        "contact": "",
    }
    return f"/aktiviteter/{activity.public_id}/steg/nytt/", facts | changed


def test_a_party_adds_a_step_to_its_own_part(cast, activity, as_):
    address, facts = new(activity, cast.p, contact=cast.lea.public_id)
    assert as_(cast.bo).post(address, facts).status_code == 302
    made = Step.objects.get()
    assert (made.commitment.party, made.contact, made.is_done) == (cast.p, cast.lea, False)
    page = as_(cast.bo).get(activity.get_absolute_url()).text
    assert "0 av 1 steg klart" in page
    assert "Boka lokal" in page
    assert AuditEvent.objects.filter(verb="step_added", root_id=activity.pk).exists()


def test_a_party_adds_no_step_to_the_part_of_another(cast, activity, as_):
    address, facts = new(activity, cast.k)
    answer = as_(cast.bo).post(address, facts)
    assert answer.status_code == 200
    assert not Step.objects.exists()


def test_whoever_coordinates_adds_steps_for_all(cast, activity, as_):
    address, facts = new(activity, cast.p)
    assert as_(cast.alva).post(address, facts).status_code == 302


@pytest.mark.parametrize("who", ["rut", "cia", "omar", "zoe"])
def test_others_add_none(cast, activity, as_, who):
    cast.neighbour()
    address, facts = new(activity, cast.p)
    expected = {"rut": 403, "cia": 403}.get(who, 404)
    assert as_(getattr(cast, who)).post(address, facts).status_code == expected
    assert not Step.objects.exists()


def test_who_does_it_is_of_the_party_and_the_day_within_the_activity(cast, activity, as_):
    address, facts = new(activity, cast.p, contact=cast.alva.public_id)
    assert "hör till parten som har delen" in as_(cast.alva).post(address, facts).text
    late = (activity.due_on + timedelta(days=1)).isoformat()
    address, facts = new(activity, cast.p, due_on=late)
    assert "Aktiviteten slutar före dess" in as_(cast.alva).post(address, facts).text
    assert not Step.objects.exists()


def test_a_tap_marks_it_done_and_another_takes_it_back(cast, activity, as_):
    made = step(activity, cast.p, cast.bo)
    browser = as_(cast.bo)
    answer = browser.post(f"/steg/{made.public_id}/klart/", {"back": "/"})
    assert answer.url == "/"
    made.refresh_from_db()
    assert (made.is_done, made.done_by) == (True, cast.bo)
    assert "1 av 1 steg klart" in browser.get(activity.get_absolute_url()).text
    browser.post(f"/steg/{made.public_id}/inte-klart/", {"back": "https://example.com/"})
    made.refresh_from_db()
    assert not made.is_done
    verbs = AuditEvent.objects.filter(verb__startswith="step_").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["step_added", "step_done", "step_undone"]


def test_nobody_is_led_away_to_another_site(cast, activity, as_):
    made = step(activity, cast.p, cast.bo)
    answer = as_(cast.bo).post(f"/steg/{made.public_id}/klart/", {"back": "https://example.com/"})
    assert answer.url == made.get_absolute_url()
    answer = as_(cast.bo).post(f"/steg/{made.public_id}/klart/", {"back": "//example.com/"})
    assert answer.url == made.get_absolute_url()


def test_another_party_sees_a_step_and_cannot_mark_it(cast, activity, as_):
    made = step(activity, cast.p, cast.bo)
    assert "Boka lokal" in as_(cast.cia).get(activity.get_absolute_url()).text
    assert as_(cast.cia).post(f"/steg/{made.public_id}/klart/").status_code == 403
    made.refresh_from_db()
    assert not made.is_done


def test_a_step_of_a_hidden_activity_does_not_exist(cast, as_):
    hidden = cast.activity(visibility="owners")
    made = step(hidden, cast.p, cast.bo)
    assert as_(cast.cia).get(f"/steg/{made.public_id}/").status_code == 404
    assert as_(cast.cia).post(f"/steg/{made.public_id}/klart/").status_code == 404


def test_an_old_page_does_not_overwrite_what_a_colleague_changed(cast, activity, as_):
    made = step(activity, cast.p, cast.bo)
    made.change(by=cast.lea, text="Boka aulan")
    facts = {"text": "Boka biblioteket", "due_on": made.due_on.isoformat(), "contact": "", "version": 1}
    page = as_(cast.bo).post(f"/steg/{made.public_id}/", facts).text
    assert "Boka aulan" in page
    assert "Boka biblioteket" in page
    made.refresh_from_db()
    assert made.text == "Boka aulan"


def test_my_steps_stand_on_my_page_and_nobody_elses(cast, activity, as_):
    step(activity, cast.p, cast.bo, "Mitt steg")
    step(activity, cast.p, cast.bo, "Leas steg", contact=cast.lea)
    step(activity, cast.k, cast.alva, "Kommunens steg")
    page = as_(cast.bo).get("/").text
    assert "Mitt steg" in page
    assert "Leas steg" not in page
    assert "Kommunens steg" not in page.partition("Nytt i era aktiviteter")[0]


def test_a_late_step_is_marked_and_a_done_one_is_not(cast, activity):
    late = step(activity, cast.p, cast.bo, due_in=-1)
    assert late.is_late()
    late.finish(by=cast.bo)
    assert not late.is_late()


def test_the_feed_and_the_year_tell_ones_steps(cast, activity, as_):
    from activities.calendar import calendar_of

    step(activity, cast.p, cast.bo, "Mitt steg")
    hidden = cast.activity("Sluten", visibility="owners")
    step(hidden, cast.p, cast.bo, "Hemligt steg")
    text = calendar_of(cast.bo)
    assert "Mitt steg" in text
    assert "Hemligt steg" not in text
    assert "Steg i Samsyn" in text
    assert "Mitt steg" in as_(cast.bo).get("/aktiviteter/?layout=year&view=all").text
    assert "Mitt steg" not in as_(cast.cia).get("/aktiviteter/?layout=year&view=all").text


def test_a_step_is_taken_away_and_that_is_remembered(cast, activity, as_):
    made = step(activity, cast.p, cast.bo)
    assert as_(cast.bo).post(f"/steg/{made.public_id}/ta-bort/").status_code == 302
    assert not Step.objects.exists()
    assert "tog bort ett steg" in as_(cast.bo).get(activity.get_absolute_url()).text


def test_a_step_of_somebody_who_has_left_stands_with_the_contact_of_the_part(cast, activity, as_):
    step(activity, cast.p, cast.bo, "Leas steg", contact=cast.lea)
    assert "Leas steg" not in as_(cast.bo).get("/").text
    cast.lea.ends_on = today() - timedelta(days=1)
    cast.lea.save()
    assert "Leas steg" in as_(cast.bo).get("/").text


def test_nobody_waits_for_a_step_of_a_part_that_is_over(cast, activity, as_):
    late = step(activity, cast.p, cast.bo, "Mitt steg", due_in=-3)
    address = f"/aktiviteter/?layout=year&view=all&year={late.due_on.year}"
    assert "Mitt steg" in as_(cast.bo).get(address).text
    close(part(activity, cast.p))
    late.refresh_from_db()
    assert not late.is_late()
    assert "Mitt steg" not in as_(cast.bo).get(address).text
    steps = (
        as_(cast.bo)
        .get(activity.get_absolute_url())
        .text.partition('id="steg"')[2]
        .partition("</section>")[0]
    )
    assert "Mitt steg" in steps
    assert "dagar sen" not in steps


def test_a_part_that_is_over_takes_no_new_step(cast, activity, as_):
    close(part(activity, cast.p))
    address, facts = new(activity, cast.p)
    assert as_(cast.bo).post(address, facts).status_code == 403
    assert as_(cast.alva).post(address, facts).status_code == 200
    assert "steg/nytt" not in as_(cast.bo).get(activity.get_absolute_url()).text
    assert not Step.objects.exists()


def close(commitment):
    commitment.status = Status.CANCELLED
    commitment.save()
