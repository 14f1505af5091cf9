"""A decision rests on a frozen report: both say so to those who see both, and to nobody else."""

import pytest
from django.urls import reverse

from activities.models import DecisionReport, Snapshot
from activities.snapshots.freezing import freeze
from activities.snapshots.setting import set_pdf
from agreements.models import Decision, DecisionBody
from agreements.models.basis import key, rest_on
from tests.activities.report_work import work_of
from tests.agreements.test_registering_decisions import sent


@pytest.fixture
def work(cast):
    return work_of(cast)


@pytest.fixture
def frozen(work):
    made = freeze(work.agreement, one_round=work.term, by=work.alva)
    set_pdf(made.pk)
    return Snapshot.objects.get(pk=made.pk)


@pytest.fixture
def decision(work, frozen):
    made = Decision.objects.create(
        declaration=work.declaration, matter="M", body="Styrelsen", outcome="approved"
    )
    rest_on(made, [frozen], by=work.alva)
    return made


def test_it_is_chosen_on_the_form_and_both_pages_say_so(work, frozen, as_):
    body = DecisionBody.objects.create(party=work.k, name="Styrelsen")
    address = reverse("agreements:register_decision", args=[work.declaration.public_id])
    client = as_(work.alva)
    assert f"Fryst rapport: {frozen} ({work.agreement}" in client.get(address).text
    client.post(address, sent(body, rests_on=key(frozen)))

    decision = Decision.objects.get()
    page = as_(work.bo).get(decision.get_absolute_url()).text
    assert "Beslutet vilar på en fryst rapport:" in page
    assert frozen.get_absolute_url() in page
    page = as_(work.bo).get(frozen.get_absolute_url()).text
    assert "Beslut som vilar på rapporten" in page
    assert decision.get_absolute_url() in page


def test_that_the_report_was_opened_again_is_told_beside_it(work, frozen, decision, as_):
    address = decision.get_absolute_url()
    assert "Öppnad igen sedan dess" not in as_(work.bo).get(address).text
    frozen.reopen(note="Polisens siffror kom sent.", by=work.alva)
    assert "Öppnad igen sedan dess" in as_(work.bo).get(address).text


def test_an_elected_representative_sees_it_when_it_is_published_and_not_before(work, frozen, decision, as_):
    for row in (work.agreement, work.declaration):
        row.admit(work.o, by=work.alva)
    client = as_(work.eli)
    assert "Beslutet vilar på" not in client.get(decision.get_absolute_url()).text
    frozen.publish(by=work.alva)
    assert frozen.get_absolute_url() in client.get(decision.get_absolute_url()).text
    assert decision.get_absolute_url() in client.get(frozen.get_absolute_url()).text


def test_whoever_sees_the_decision_alone_is_offered_and_told_of_no_report(work, frozen, decision, as_):
    work.declaration.admit(work.r, by=work.alva)
    assert as_(work.omar).get(frozen.get_absolute_url()).status_code == 404
    page = as_(work.omar).get(decision.get_absolute_url())
    assert page.status_code == 200
    assert frozen.get_absolute_url() not in page.text
    assert "Beslutet vilar på" not in page.text
    assert not DecisionReport.objects.for_actor(work.omar).exists()
    assert not list(DecisionReport.offered(work.omar))


def test_correcting_the_decision_takes_the_report_away_again(work, frozen, decision, as_):
    body = DecisionBody.objects.create(party=work.k, name="Styrelsen")
    address = reverse("agreements:edit_decision", args=[decision.public_id])
    as_(work.alva).post(address, sent(body, version=decision.version))
    assert not DecisionReport.objects.exists()


def test_more_reports_cost_no_more_questions(work, frozen, decision, as_, django_assert_num_queries):
    frozen.reopen(note="Igen.", by=work.alva)

    def grounds():
        rows = DecisionReport.with_rows(DecisionReport.objects.for_actor(work.bo))
        return [(str(row), row.note) for row in rows]

    with django_assert_num_queries(1):
        assert len(grounds()) == 1
    second = freeze(work.agreement, one_round=work.term, by=work.alva)
    rest_on(decision, [frozen, second], by=work.alva)
    with django_assert_num_queries(1):
        assert len(grounds()) == 2
