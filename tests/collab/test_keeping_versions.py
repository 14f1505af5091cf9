"""No row is changed without a trace, and no save on an old version goes through."""

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from activities.models import Activity
from collab.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_each_version_of_a_row_is_kept(cast):
    activity = cast.activity("Före")
    activity.title = "Efter"
    activity.save()
    assert list(activity.versions.order_by("pgh_id").values_list("title", flat=True))[-2:] == [
        "Före",
        "Efter",
    ]


def test_a_save_on_an_old_version_is_refused_by_the_database(cast):
    activity = cast.activity("Före")
    mine, theirs = Activity.objects.get(pk=activity.pk), Activity.objects.get(pk=activity.pk)
    theirs.title = "Deras"
    theirs.save()
    mine.title = "Min"
    with pytest.raises(OperationalError, match="stale version"), transaction.atomic():
        mine.save()
    assert Activity.objects.get(pk=activity.pk).title == "Deras"


def test_a_report_is_no_edit_of_the_shared_text(cast):
    activity = cast.activity()
    before = Activity.objects.get(pk=activity.pk).version
    activity.commitments.get(party=cast.p).report(status="stopped", by=cast.bo)
    after = Activity.objects.get(pk=activity.pk)
    assert (after.version, after.status) == (before, "stopped")


def test_the_audit_log_cannot_be_rewritten(cast):
    event = cast.activity().record("changed", by=cast.alva)
    for attempt in [
        lambda: AuditEvent.objects.filter(pk=event.pk).update(verb="praised"),
        lambda: AuditEvent.objects.filter(pk=event.pk).delete(),
    ]:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_versions_cannot_be_rewritten(cast):
    activity = cast.activity()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE activities_activityevent SET title = 'x' WHERE pgh_obj_id = %s", [activity.pk])
