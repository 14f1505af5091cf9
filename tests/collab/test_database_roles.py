"""The application's database role serves the portal and can rewrite neither history nor the schema."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from activities.models import ActivityGrant

pytestmark = pytest.mark.django_db

FORBIDDEN = [
    "UPDATE collab_auditevent SET verb = 'x'",
    "DELETE FROM collab_auditevent",
    "TRUNCATE collab_auditevent",
    "UPDATE activities_activityevent SET title = 'x'",
    "DELETE FROM activities_activityevent",
    "TRUNCATE activities_activityevent",
    "TRUNCATE activities_activitygrantevent",
    "TRUNCATE activities_activity CASCADE",
    "CREATE TABLE mine (id int)",
    "ALTER TABLE activities_activity ADD COLUMN mine int",
    "ALTER TABLE collab_auditevent DISABLE TRIGGER ALL",
    "DROP TABLE activities_activity",
    "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "DELETE FROM django_migrations",
]


@pytest.fixture
def as_application(cast):
    """Act as the application's role from here to the end of the test's transaction."""
    cast.one = cast.activity("Ljus")
    call_command("grant_app_role", "samsyn_app")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE samsyn_app")
        yield cursor
        cursor.execute("RESET ROLE")


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_application_can_rewrite_neither_history_nor_the_schema(as_application, statement):
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
        as_application.execute(statement)


def test_the_application_can_do_its_work(cast, as_application):
    cast.one.commitments.get(party=cast.p).report(status="done", by=cast.bo)
    cast.one.refresh_from_db()
    assert cast.one.versions.count() > 1
    another = cast.activity("Mer ljus")
    another.delete()


def test_an_unknown_role_is_named(db):
    with pytest.raises(CommandError, match="nobody_here"):
        call_command("grant_app_role", "nobody_here")


def test_regranting_tells_and_mends_a_grant_that_somebody_took_away(cast):
    cast.activity("Ljus")
    call_command("regrant", "--check")
    ActivityGrant.objects.filter(group=cast.p).delete()
    with pytest.raises(CommandError, match="grants differ"):
        call_command("regrant", "--check")
    call_command("regrant")
    call_command("regrant", "--check")
