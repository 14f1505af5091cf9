"""Översikt per role: each one's own question is answered first, from what that role may see and nothing else."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.models import FollowUpReport, Promise
from agreements.models import Decision
from collab.access import Role
from collab.clock import today
from lagesbild.models import ImportBatch, Indicator

pytestmark = pytest.mark.django_db


@pytest.fixture
def steering(cast):
    return cast.person("Stina Styr", cast.k, "steering")


def page_of(as_, who):
    response = as_(who).get("/")
    return response.context["page"], response.text


def told(cast, activity, party, status, by, current, **words):
    activity.commitments.get(party=party).report(status=status, by=by, in_round=current, **words)


def part_of(page, area):
    return next(part for part in page.areas if part.subject == area)


def test_the_steering_group_reads_which_areas_are_red_why_and_what_is_asked_for(cast, as_, steering):
    current = cast.round()
    told(cast, cast.activity("Ljus"), cast.k, "on_track", cast.alva, current)
    stuck = cast.activity("Lås", priority_area=cast.drugs)
    told(cast, stuck, cast.p, "stopped", cast.bo, current, needs="Beslut om pengar")
    page, text = page_of(as_, steering)
    assert page.verdict == "Ett av två prioriterade områden behöver ett beslut eller en hand."
    assert [part.subject for part in page.areas] == [cast.safe, cast.drugs]
    assert [one.activity for one in part_of(page, cast.drugs).troubles] == [stuck]
    assert part_of(page, cast.drugs).level == "stop"
    assert part_of(page, cast.safe).level == "ok"
    assert [one.needs for one in page.to_decide] == [["Beslut om pengar"]]
    assert (
        text.index("Ett av två prioriterade områden")
        < text.index("Beslut om pengar")
        < text.index("omgång för")
    )


def test_an_agreement_on_course_is_said_to_be_so(cast, as_, steering):
    cast.activity("Ljus")
    assert "håller kursen" in page_of(as_, steering)[1]


def test_nothing_is_averaged_the_numbers_of_each_status_stand_side_by_side(cast, as_, steering):
    current = cast.round()
    for n, status in enumerate(("done", "on_track", "off_track")):
        activity = cast.activity(f"Sak {n}", parties=[cast.k])
        told(cast, activity, cast.k, status, cast.alva, current)
    page, text = page_of(as_, steering)
    assert part_of(page, cast.safe).statuses == [("done", 1), ("on_track", 1), ("off_track", 1)]
    assert "%" not in text.split("<main")[1].split("</main>")[0]


def test_a_reader_reads_in_plain_words_how_it_goes_per_area_and_place(cast, as_):
    current = cast.round()
    for title, status in (("Klar sak", "done"), ("God sak", "on_track")):
        told(cast, cast.activity(title, parties=[cast.k]), cast.k, status, cast.alva, current)
    late = cast.activity("Sen sak", parties=[cast.k], due_in=-3)
    page, text = page_of(as_, cast.rut)
    assert "En av tre aktiviteter går enligt plan. En är genomförd." in text
    (place,) = page.placed
    assert (place.subject, place.total, place.needing) == (cast.north, 3, 1)
    assert [one.title for one in page.carried_out] == ["Klar sak"]
    assert late.get_absolute_url() in text
    assert f"/platser/{cast.north.public_id}/" in text


def test_a_reader_sees_what_did_not_come_about_and_why(cast, as_):
    part = cast.activity("Nattvandring").commitments.get(party=cast.p)
    part.report(status="cancelled", cause="resources", lesson="Börja tidigare.", by=cast.bo)
    assert "Resursbrist" in page_of(as_, cast.rut)[1]


def test_a_hidden_activity_changes_no_sentence_count_or_column(cast, as_, steering):
    current = cast.round()
    told(cast, cast.activity("Ljus"), cast.k, "on_track", cast.alva, current)
    for who in (steering, cast.rut, cast.ove, cast.eli):
        before = page_of(as_, who)[1].split("<main")[1]
        hidden = cast.activity("Hemlig", parties=[cast.p, cast.b], visibility="owners")
        told(cast, hidden, cast.p, "stopped", cast.bo, current, needs="Hemligt")
        assert page_of(as_, who)[1].split("<main")[1] == before
        FollowUpReport.objects.filter(commitment__activity=hidden).delete()
        hidden.delete()


def duty(page, words):
    return next(one for one in page.duties if words in one.text)


def test_an_auditor_reads_which_duties_are_met_and_is_led_to_the_rows(cast, as_):
    cast.agreement.admit(cast.o, by=cast.alva)
    cast.activity("Ljus").commitments.get(party=cast.k)
    closed = cast.round(due_on=today() - timedelta(days=2))
    closed.close(by=cast.alva)
    page, text = page_of(as_, cast.ove)
    answers = duty(page, "Rapportera varje åtagande")
    assert (answers.is_met, answers.evidence) == (False, "2 rapporter kom inte in.")
    assert f"/uppfoljning/?round={closed.public_id}&amp;show=missing" in text
    assert duty(page, "Stäng varje").is_met
    assert duty(page, "Följ upp").is_met
    assert duty(page, "lägesbilden").is_met is None
    unsigned = duty(page, "skriftlig")
    assert unsigned.is_met is False
    assert "Polisen i Ekby" in unsigned.evidence
    assert text.index("Vilka skyldigheter är uppfyllda") < text.index("Uppföljningsomgångarna")


def test_a_hidden_part_that_did_not_report_is_not_counted_for_the_auditor(cast, as_):
    cast.agreement.admit(cast.o, by=cast.alva)
    cast.activity("Ljus", parties=[cast.k])
    hidden = cast.activity("Hemlig", parties=[cast.p], visibility="owners")
    hidden.commitments.update(contact=None)
    current = cast.round()
    told(cast, hidden, cast.p, "cancelled", cast.bo, current, cause="other", lesson="Inget.")
    cast.activity("Hemlig och tyst", parties=[cast.p], visibility="owners")
    current.close(by=cast.alva)
    page, _text = page_of(as_, cast.ove)
    assert [(one.came, one.silent) for one in page.closings] == [(0, 1)]
    assert duty(page, "Någon svarar").is_met
    assert duty(page, "En orsak").links == []


def test_a_round_that_nobody_closed_in_time_is_named(cast, as_):
    cast.agreement.admit(cast.o, by=cast.alva)
    cast.round(due_on=today() - timedelta(days=31))
    page, _text = page_of(as_, cast.ove)
    assert duty(page, "Stäng varje").is_met is False
    cast.agreement.rounds.update(due_on=today() - timedelta(days=30))
    assert duty(page_of(as_, cast.ove)[0], "Stäng varje").is_met


def test_an_awaited_decision_is_not_met(cast, as_):
    for one in (cast.declaration, cast.agreement):
        one.admit(cast.o, by=cast.alva)
    facts = {"declaration": cast.declaration, "matter": "Ny överenskommelse", "body": "Utskottet"}
    Decision.objects.create(**facts, order=1, outcome="passed_on", passed_on_to="Styrelsen")
    page, _text = page_of(as_, cast.ove)
    assert duty(page, "Besluta om").evidence == "Inväntas: Styrelsen."
    Decision.objects.create(**{**facts, "body": "Styrelsen"}, order=2, outcome="approved")
    assert duty(page_of(as_, cast.ove)[0], "Besluta om").is_met


def test_the_elected_read_what_was_promised_and_nothing_that_is_under_way(cast, as_):
    for one in (cast.declaration, cast.agreement):
        one.admit(cast.o, by=cast.alva)
    told(cast, cast.activity("Ljus på vägen"), cast.k, "stopped", cast.alva, cast.round(), text="Står still")
    page, text = page_of(as_, cast.eli)
    assert [(one, areas) for one, areas in page.promised] == [(cast.agreement, [cast.safe, cast.drugs])]
    assert "Vad parterna har lovat" in text
    assert "Vad som gjordes, vad som inte blev av och varför" in text
    for hidden in ("Ljus på vägen", "Står still", "rapporter är inne"):
        assert hidden not in text


def test_a_lead_meets_what_is_red_and_what_waits_for_a_release_or_a_signature_first(cast, as_):
    current = cast.round()
    told(cast, cast.activity("Lås"), cast.p, "off_track", cast.bo, current)
    measure = Indicator.objects.create(collaboration=cast.ekby, name="Bränder", unit="antal")
    row = {
        "indicator": measure,
        "area": cast.north,
        "period": ("quarter", date(2026, 7, 1), date(2026, 9, 30)),
        "number": 12,
    }
    batch = ImportBatch.objects.deliver(by=cast.bo, name="bränder.csv", rows=[row], release=False)
    cast.agreement.signatures.create(party=cast.k, name="Klas Ek", signed_on=today())
    page, text = page_of(as_, cast.lea)
    assert [own.commitment.party for own in page.red] == [cast.p]
    assert (
        text.index("underskrift av") < text.index("bränder.csv") < text.index("Avviker, stoppat eller sent")
    )
    assert text.index("Avviker, stoppat eller sent") < text.index("Rapportera nu")
    batch.release(by=cast.lea)
    cast.agreement.sign(cast.p, by=cast.lea, name="Lea Lind", title="Chef", signed_on=today())
    page, text = page_of(as_, cast.lea)
    assert (page.to_release, page.to_sign) == ([], [])
    # The contact of the same party is not asked to release or to sign.
    assert "underskrift av" not in page_of(as_, cast.bo)[1]


@pytest.mark.parametrize("role", Role.values)
def test_no_page_asks_more_questions_when_there_is_more_work(cast, as_, role, django_assert_max_num_queries):
    who = cast.person("Nora Ny", cast.k, role)
    current = cast.round()
    for n in range(3):
        told(cast, cast.activity(f"Sak {n}"), cast.p, "off_track", cast.bo, current, needs="Hjälp")
    browser = as_(who)
    browser.get("/")
    with CaptureQueriesContext(connection) as few:
        browser.get("/")
    for n in range(6):
        told(cast, cast.activity(f"Fler {n}"), cast.p, "off_track", cast.bo, current, needs="Hjälp")
    with django_assert_max_num_queries(len(few) + 1):
        browser.get("/")


def test_a_reader_is_not_offered_to_count_what_the_party_has_promised(cast, as_):
    promise = Promise.objects.make(
        agreement=cast.agreement,
        by=cast.alva,
        text="Vi går åtta vandringar",
        target=8,
        unit="vandringar",
        starts_on=today(),
        ends_on=today(),
        parties={cast.k: cast.alva},
    )
    promise.publish(by=cast.alva)
    assert "Räkna ett" in page_of(as_, cast.alva)[1]
    text = page_of(as_, cast.rut)[1]
    assert "Vi går åtta vandringar" in text
    assert "Räkna ett" not in text
