"""The demo around the seed: who is in it, what they have done, and that all of it is labelled."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction

from activities import offers
from activities.demo import load_demo, noon
from activities.demo.rounds import tertial
from activities.models import Activity, Commitment, FollowUpReport, FollowUpRound, Status, WorkbookUpload
from activities.workbook.comparing import Review
from agreements.models import CollaborationAgreement, DeclarationOfIntent
from collab import access, clock, demo
from collab.access import Grantable, Role, regrant
from collab.clock import now
from collab.models import AuditEvent, Membership, OutgoingMail, User
from lagesbild.models import Indicator

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


@pytest.fixture(scope="module", autouse=True)
def _demo(django_db_setup, django_db_blocker):
    """One demo for the whole module; it takes seconds to make, and no test changes it for the next."""
    with django_db_blocker.unblock(), transaction.atomic():
        access.permission_id.cache_clear()
        load_demo(DAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _in_the_demo(settings):
    settings.DEMO = True


def test_the_demo_has_every_role_every_status_and_everything_labelled():
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)
    assert set(Activity.objects.values_list("status", flat=True)) == set(Status.values)
    assert not Activity.objects.filter(is_demo=False).exists()
    assert not Indicator.objects.filter(is_demo=False).exists()
    assert all(user.email.endswith("@demo.example") and "demo" in user.title for user in User.objects.all())
    assert User.objects.filter(is_technical=True, memberships=None).exists()
    assert max(Counter(Membership.objects.values_list("user", flat=True)).values()) == 2
    assert Membership.objects.exclude(deputy=None).exists()


def test_the_successor_is_a_demo_agreement_for_the_current_years_inside_the_real_declaration():
    successor = CollaborationAgreement.objects.get(is_demo=True)
    assert (successor.starts_on, successor.ends_on) == (date(2025, 1, 1), date(2026, 12, 31))
    assert successor.declaration == DeclarationOfIntent.objects.get()
    assert not successor.declaration.is_demo
    assert successor.predecessor == CollaborationAgreement.objects.get(is_demo=False)
    assert [area.name for area in successor.priority_areas.all()] == [
        area.name for area in successor.predecessor.priority_areas.all()
    ]


def test_the_drafts_are_their_party_s_alone_and_one_activity_its_owners():
    drafts = Activity.objects.filter(visibility="draft")
    assert drafts.count() == 2
    closed = Activity.objects.get(visibility="owners")

    for membership in Membership.objects.exclude(role=Role.ELECTED):
        seen = Activity.objects.for_actor(membership)
        assert set(seen.filter(pk__in=drafts)) == set(drafts.filter(drafted_by=membership.party))
        owns = closed.commitments.filter(party=membership.party).exists()
        assert seen.filter(pk=closed.pk).exists() == owns


def test_the_last_tertial_is_closed_and_the_current_one_takes_reports():
    first, last, current = FollowUpRound.objects.order_by("starts_on")
    assert first.closed_at < last.closed_at
    assert first.reopenings.get().note
    assert last.closed_at.date() < DAY
    assert current.is_open(DAY)
    assert (current.starts_on, current.ends_on) == tertial(DAY)
    with clock.at(noon(DAY)):
        missing = Commitment.objects.missing_report(FollowUpRound.objects.open())
        assert 5 < missing.count() < Commitment.objects.open().count()


def test_the_follow_up_is_alive_what_is_missing_what_was_not_done_and_what_somebody_set():
    current = FollowUpRound.objects.order_by("starts_on").last()
    coordinator = Membership.objects.get(user__email="amira@demo.example")
    with clock.at(noon(DAY)):
        reports = FollowUpReport.objects.for_actor(coordinator)
        assert {report.cause for report in reports.not_carried_out()} >= {"party", "secrecy", "conditions"}
        assert reports.filter(round=current).exclude(on_behalf="").count() == 1
        assert Activity.objects.for_actor(coordinator).filter(is_judged=True).count() == 1
        assert Commitment.objects.for_actor(coordinator).exclude(target_number=None).count() == 3


def test_the_grants_of_the_demo_equal_its_facts():
    for model in [m for m in apps.get_models() if issubclass(m, Grantable)]:
        assert regrant(model, list(model.objects.all()), apply=False) == 0, model


def test_everything_in_the_demo_was_done_by_somebody_and_no_mail_about_the_past_goes_out():
    assert (
        FollowUpReport.objects.count()
        == AuditEvent.objects.filter(verb__startswith="reported", actor__isnull=False).count()
    )
    assert AuditEvent.objects.filter(verb="planned", actor__isnull=False).count() == 22
    waiting = OutgoingMail.objects.unsent()
    # The reminders of the last morning are the demo's own; all that is older rests.
    assert set(waiting.values_list("items__kind", flat=True)) == {"reminder", "nudged", "offer_reminder"}
    assert not waiting.exclude(created_at__gte=now() - timedelta(days=9)).exists()


def test_one_offer_waits_for_its_answer_and_one_proposal_for_the_coordinator():
    with clock.at(noon(DAY)):
        people = {
            key: Membership.objects.get(user__email=f"{key}@demo.example") for key in ("amira", "johan")
        }
        [offer] = offers.to_answer(people["johan"])
        assert [one.offer for one in offers.unsettled(people["amira"])] == [offer]
        assert offers.proposals(people["amira"]).get().activity.is_draft


def test_the_observers_see_the_agreement_and_what_is_shared_but_own_nothing():
    auditor = Membership.objects.get(role=Role.AUDITOR)
    elected = Membership.objects.get(role=Role.ELECTED)

    assert CollaborationAgreement.objects.for_actor(auditor).count() == 2
    assert Activity.objects.for_actor(auditor).filter(visibility="parties").exists()
    assert not Activity.objects.for_actor(elected).exists()
    assert not Commitment.objects.filter(party=auditor.party).exists()
    assert auditor.party not in CollaborationAgreement.objects.get(is_demo=True).parties()


def test_the_accounts_are_printed_with_a_password_that_works(capsys):
    call_command("demo_accounts")

    printed = capsys.readouterr().out
    assert all(user.email in printed for user in User.objects.all())
    assert User.objects.first().check_password(demo.PASSWORD)
    assert demo.PASSWORD in printed


def test_a_workbook_waits_with_something_to_change_something_wrong_and_something_of_another_party():
    with clock.at(noon(DAY)):
        upload = WorkbookUpload.objects.waiting().get()
        review = Review(upload, upload.membership)
        assert (len(review.changed), len(review.wrong), len(review.foreign)) == (2, 1, 1)
    assert "demo" in upload.file_name
