"""The demo of any day: the same every time, alive whenever it is opened, and only where it is switched on."""

from datetime import date, datetime, time

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils.timezone import make_aware

from activities.demo import load_demo
from activities.models import Activity, Commitment, FollowUpReport, FollowUpRound
from agreements.models import CollaborationAgreement, DeclarationOfIntent
from collab import clock
from collab.models import AuditEvent, InboxItem, Membership, User
from lagesbild.models import Value

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _in_the_demo(settings):
    settings.DEMO = True


def content():
    """What the demo says, without keys and random ids."""
    commitments = Commitment.objects.order_by("activity__title", "party__order")
    reports = FollowUpReport.objects.order_by("reported_at", "commitment__text", "reported_by__user__email")
    return {
        "activities": list(
            Activity.objects.order_by("title").values_list(
                "code", "title", "status", "visibility", "due_on", "created_on"
            )
        ),
        "commitments": list(
            commitments.values_list("text", "status", "due_on", "moved_from", "contact__user__email")
        ),
        "reports": list(reports.values_list("status", "text", "reported_at", "reported_by__user__email")),
        "rounds": list(
            FollowUpRound.objects.order_by("starts_on").values_list("name", "opens_on", "due_on", "closed_at")
        ),
        "figures": list(
            Value.objects.order_by("indicator__code", "area__name", "period__starts_on").values_list(
                "number", "text"
            )
        ),
        "people": list(Membership.objects.order_by("user__email", "pk").values_list("user__email", "role")),
    }


def test_the_demo_of_a_day_is_the_same_every_time():
    seen = []
    for _time in range(2):
        with transaction.atomic():
            load_demo(DAY)
            seen.append(content())
            transaction.set_rollback(True)

    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("day", "agreements", "declarations"),
    [
        (date(2024, 9, 12), 1, 1),
        (date(2025, 1, 2), 2, 1),
        (date(2027, 3, 1), 2, 2),
        (date(2028, 2, 29), 2, 2),
    ],
)
def test_the_demo_is_alive_on_other_days_too(day, agreements, declarations):
    load_demo(day)

    assert CollaborationAgreement.objects.count() == agreements
    assert DeclarationOfIntent.objects.count() == declarations
    for agreement in CollaborationAgreement.objects.all():
        agreement.full_clean()
    current = CollaborationAgreement.objects.in_force(day).get()
    assert Activity.objects.filter(priority_area__agreement=current).count() == 21
    assert FollowUpRound.objects.open(day).filter(agreement=current).count() == 1
    assert Activity.objects.late(day).exists()


def test_a_demo_made_in_the_morning_holds_nothing_of_the_hours_to_come():
    morning = make_aware(datetime.combine(DAY, time(8)))
    with clock.at(morning):
        call_command("seed_demo")
        assert FollowUpRound.objects.open().exists()

    assert AuditEvent.objects.exists()
    assert not AuditEvent.objects.filter(at__gt=morning).exists()
    assert not FollowUpReport.objects.filter(reported_at__gt=morning).exists()
    assert not InboxItem.objects.filter(created_at__gt=morning).exists()


def test_the_demo_is_made_once_and_only_where_it_is_switched_on(settings):
    call_command("seed_demo", date=DAY)
    people = User.objects.count()
    call_command("seed_demo", if_empty=True)
    assert User.objects.count() == people
    with pytest.raises(CommandError, match="here already"):
        call_command("seed_demo")

    settings.DEMO = settings.DEBUG = False
    for command in ("seed_demo", "demo_accounts", "seed_world"):
        with pytest.raises(CommandError, match="DEMO"):
            call_command(command)
