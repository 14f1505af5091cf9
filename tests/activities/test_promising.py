"""A citizen promise: drafted by one party, published to the agreement's, counted occasion by occasion, never typed."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.models import Activity, Promise, PromiseOccasion
from collab.clock import today
from collab.models import AuditEvent, InboxItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise(cast):
    """Eight night walks promised by the municipality and the police, half way through their period."""
    made = draft(cast)
    made.publish(by=cast.alva)
    return made


def draft(cast, **facts):
    facts = {
        "text": "Vi nattvandrar minst åtta gånger",
        "target": 8,
        "unit": "nattvandringar",
        "starts_on": today() - timedelta(days=50),
        "ends_on": today() + timedelta(days=50),
        "areas": [cast.north],
        "parties": {cast.k: cast.alva, cast.p: cast.bo},
        **facts,
    }
    return Promise.objects.make(agreement=cast.agreement, by=cast.alva, **facts)


def count(promise, party, by, days_ago=0, text="Vi gick en vända"):
    return promise.count(held_on=today() - timedelta(days=days_ago), party=party, text=text, by=by)


def post(client, route, row, **fields):
    return client.post(reverse(f"activities:{route}", args=[row.public_id]), fields)


def test_a_draft_is_its_party_s_alone_and_a_published_promise_is_seen_by_the_agreement(cast, as_):
    made = draft(cast)
    for who in (cast.bo, cast.cia, cast.ove, cast.omar):
        assert not Promise.objects.for_actor(who).exists()
        assert as_(who).get(made.get_absolute_url()).status_code == 404
        assert made.text not in as_(who).get("/loften/").content.decode()
        assert made.text not in as_(who).get("/").content.decode()
    assert Promise.objects.for_actor(cast.rut).get() == made
    post(as_(cast.alva), "publish_promise", made)
    for who in (cast.bo, cast.cia):
        assert made.text in as_(who).get("/loften/").content.decode()
    assert not Promise.objects.for_actor(cast.omar).exists()
    assert not Promise.objects.for_actor(cast.eli).exists()
    assert AuditEvent.objects.about(made).first().verb == "published"


def test_its_contacts_are_told_once_when_it_is_published(cast, as_):
    made = draft(cast)
    post(as_(cast.alva), "publish_promise", made)
    post(as_(cast.alva), "publish_promise", made)
    [item] = InboxItem.objects.filter(kind="promised")
    assert item.recipient == cast.bo
    assert "Ett medborgarlöfte som du är kontakt för" in as_(cast.bo).get("/inkorg/").content.decode()


def test_a_party_counts_an_occasion_from_a_phone_in_two_taps_and_a_sentence(cast, promise, as_):
    client = as_(cast.bo)
    home = client.get("/").content.decode()
    assert f"/loften/{promise.public_id}/rakna/" in home
    form = client.get(f"/loften/{promise.public_id}/rakna/").context["form"]
    fields = {"submission": form["submission"].value(), "party": form["party"].value(), "held_on": today()}
    post(client, "count_promise", promise, text="Vi gick runt torget", **fields)
    occasion = PromiseOccasion.objects.get()
    assert (occasion.party, occasion.held_on, occasion.counted_by) == (cast.p, today(), cast.bo)
    assert "1 av 8" in client.get("/").content.decode()


def test_a_form_sent_twice_counts_once(cast, promise, as_):
    fields = {"text": "En gång", "party": cast.p.public_id, "held_on": today(), "submission": uuid.uuid4()}
    for _n in range(2):
        post(as_(cast.bo), "count_promise", promise, **fields)
    assert promise.occasions.count() == 1


def test_the_number_is_computed_and_the_state_follows_from_dates_and_count(cast):
    made = draft(cast, target=4)
    assert made.state() == "draft"
    made.publish(by=cast.alva)
    assert made.state() == "at_risk"
    for n in (1, 2):
        count(made, cast.p, cast.bo, days_ago=n)
    assert (made.done, made.state()) == (2, "going")
    assert made.state(made.ends_on) == "at_risk"
    assert made.state(made.ends_on + timedelta(days=1)) == "broken"
    assert made.state(made.starts_on - timedelta(days=1)) == "coming"
    for n in (3, 4):
        count(made, cast.k, cast.alva, days_ago=n)
    assert made.state() == "kept"
    assert made.state(made.ends_on + timedelta(days=400)) == "kept"


def test_the_risk_is_explained_on_the_page(cast, promise, as_):
    page = as_(cast.cia).get(promise.get_absolute_url()).content.decode()
    assert "Risk" in page
    assert "I jämn takt hade det varit 4 nu." in page
    assert "0 av 8" in page


@pytest.mark.parametrize(
    ("days", "words"), [(1, "Den dagen har inte kommit än."), (-60, "Dagen ligger utanför löftets period.")]
)
def test_a_day_that_makes_no_sense_is_refused_at_the_field(cast, promise, as_, days, words):
    day = today() + timedelta(days=days)
    answer = post(as_(cast.bo), "count_promise", promise, text="Vi gick", party=cast.p.public_id, held_on=day)
    assert answer.context["form"].errors["held_on"] == [words]
    assert "Vi gick" in answer.content.decode()
    assert not promise.occasions.exists()


def test_a_party_counts_for_itself_and_the_coordinator_for_a_party_that_asks(cast, as_):
    made = draft(cast, parties={cast.p: cast.bo})
    made.publish(by=cast.alva)
    fields = {"text": "Vi gick", "held_on": today()}
    assert post(as_(cast.cia), "count_promise", made, party=cast.b.public_id, **fields).status_code == 403
    assert post(as_(cast.bo), "count_promise", made, party=cast.k.public_id, **fields).status_code == 200
    assert not made.occasions.exists()
    post(as_(cast.alva), "count_promise", made, party=cast.p.public_id, **fields)
    assert made.occasions.get().party == cast.p
    page = as_(cast.cia).get(made.get_absolute_url()).content.decode()
    assert "Ekby kommun på uppdrag av Polisen i Ekby" in page


def test_what_was_counted_is_corrected_or_taken_back_by_its_party_and_recorded(cast, promise, as_):
    occasion = count(promise, cast.p, cast.bo)
    day = today() - timedelta(days=3)
    fields = {"held_on": day, "text": "Rätt mening", "version": occasion.version}
    assert post(as_(cast.cia), "edit_occasion", occasion, **fields).status_code == 403
    post(as_(cast.lea), "edit_occasion", occasion, **fields)
    occasion.refresh_from_db()
    assert (occasion.held_on, occasion.text) == (day, "Rätt mening")
    post(as_(cast.bo), "take_back_occasion", occasion)
    assert promise.occasions.count() == 0
    assert list(AuditEvent.objects.about(promise).values_list("verb", flat=True))[:3] == [
        "uncounted",
        "recounted",
        "counted",
    ]


def test_a_correction_of_an_older_version_shows_both_texts(cast, promise, as_):
    occasion = count(promise, cast.p, cast.bo)
    fields = {"held_on": today(), "version": occasion.version}
    post(as_(cast.lea), "edit_occasion", occasion, text="Leas mening", **fields)
    page = post(as_(cast.bo), "edit_occasion", occasion, text="Bos mening", **fields).content.decode()
    assert "Leas mening" in page
    assert "Bos mening" in page
    occasion.refresh_from_db()
    assert occasion.text == "Leas mening"


def form_fields(cast, **fields):
    return {
        "text": "Vi finns på torget minst fem kvällar",
        "target": 5,
        "unit": "kvällar",
        "starts_on": today(),
        "ends_on": today() + timedelta(days=90),
        "agreement": cast.agreement.public_id,
        "areas": [cast.north.public_id],
        f"party-{cast.p.public_id}": "on",
        f"contact-{cast.p.public_id}": cast.bo.public_id,
        **fields,
    }


def test_a_party_writes_a_promise_with_its_parties_places_and_activities(cast, as_):
    activity = cast.activity()
    fields = form_fields(cast, codes=activity.code.lower())
    as_(cast.bo).post("/loften/nytt/", {**fields, f"party-{cast.b.public_id}": "on"})
    made = Promise.objects.get()
    assert {part.party: part.contact for part in made.parts.all()} == {cast.p: cast.bo, cast.b: None}
    assert [*made.areas.all()] == [cast.north]
    assert [*made.activities.all()] == [activity]
    assert (made.drafted_by, made.published_on) == (cast.p, None)
    assert activity.code in as_(cast.bo).get(made.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": ""}, "Skriv vad ni lovar."),
        ({"target": "0"}, "Skriv ett tal från 1."),
        ({"ends_on": "2020-01-01"}, "Den sista dagen kan inte vara före den första."),
        ({"codes": "X-99"}, "Det finns ingen aktivitet med koden X-99 som du kan se."),
        ({"text": "Ring 070-174 06 35"}, "telefonnummer"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_wrong_and_nothing_is_lost(cast, as_, change, words):
    page = as_(cast.bo).post("/loften/nytt/", {**form_fields(cast), **change}).content.decode()
    assert words in page
    assert 'value="kvällar"' in page
    assert not Promise.objects.exists()


def test_a_promise_without_a_party_is_refused(cast, as_):
    fields = form_fields(cast)
    del fields[f"party-{cast.p.public_id}"]
    page = as_(cast.bo).post("/loften/nytt/", fields).content.decode()
    assert "Välj minst en part som ger löftet." in page


def test_a_hidden_activity_is_not_named_not_linked_by_a_guess_and_not_lost_by_an_edit(cast, as_):
    hidden = cast.activity("Hemligt", visibility=Activity.Visibility.OWNERS, parties=[cast.k])
    made = draft(cast, activities=[hidden], parties={cast.p: cast.bo, cast.b: None})
    made.drafted_by = cast.b
    made.save()
    made.publish(by=cast.alva)
    page = as_(cast.cia).get(made.get_absolute_url()).content.decode()
    assert hidden.code not in page
    assert "Hemligt" not in page
    guess = as_(cast.cia).post("/loften/nytt/", form_fields(cast, codes=hidden.code)).content.decode()
    assert f"Det finns ingen aktivitet med koden {hidden.code}" in guess
    made.refresh_from_db()
    fields = form_fields(cast, version=made.version, text="Ny text")
    post(as_(cast.cia), "edit_promise", made, **fields)
    made.refresh_from_db()
    assert made.text == "Ny text"
    assert [*made.activities.all()] == [hidden]


def test_a_party_that_has_counted_stays(cast, promise):
    count(promise, cast.p, cast.bo)
    with pytest.raises(ValidationError, match=r"räknat|counted"):
        promise.write(by=cast.alva, parties={cast.k: cast.alva})
    assert promise.parts.filter(party=cast.p).exists()


def test_an_edit_is_recorded_with_what_it_changed(cast, promise):
    promise.write(by=cast.alva, target=10, text=promise.text)
    event = AuditEvent.objects.about(promise).first()
    assert (event.verb, event.data["fields"]) == ("changed", ["target"])
    assert list(promise.versions.order_by("pgh_id").values_list("target", flat=True))[-1] == 10


def test_the_list_asks_the_same_number_of_questions_however_many_promises(
    cast, promise, as_, django_assert_num_queries
):
    client = as_(cast.cia)
    client.get("/loften/")
    with CaptureQueriesContext(connection) as few:
        client.get("/loften/")
    for n in range(4):
        draft(cast, text=f"Löfte {n}").publish(by=cast.alva)
    with django_assert_num_queries(len(few)):
        client.get("/loften/")


def test_what_holds_stands_before_what_is_over(cast, promise, as_):
    past = draft(cast, text="Förra årets löfte", ends_on=today() - timedelta(days=1))
    past.publish(by=cast.alva)
    page = as_(cast.cia).get("/loften/").content.decode()
    assert page.index(promise.text) < page.index("Tidigare löften") < page.index("Förra årets löfte")


def test_another_municipality_sees_nothing_of_it(cast, promise, as_):
    cast.neighbour()
    assert as_(cast.zoe).get(promise.get_absolute_url()).status_code == 404
    assert promise.text not in as_(cast.zoe).get("/loften/").content.decode()
