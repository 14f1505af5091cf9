"""The application's database role serves the portal and can rewrite neither history nor the schema."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from activities.models import ActivityGrant
from collab.checks import serves_as_the_application
from collab.management.commands.grant_app_role import append_only

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
    assert cast.one.commitments.get(party=cast.p).versions.count() > 1
    another = cast.activity("Mer ljus")
    another.delete()


@pytest.mark.parametrize("table", append_only())
def test_every_table_of_versions_only_grows(as_application, table):
    as_application.execute(RIGHTS, [table])
    assert {right for (right,) in as_application.fetchall()} == {"SELECT", "INSERT"}


RIGHTS = """
    SELECT privilege_type FROM information_schema.role_table_grants
    WHERE table_name = %s AND grantee = current_user
"""


def test_the_rows_of_a_later_table_are_not_the_application_s_to_change(cast):
    call_command("grant_app_role", "samsyn_app")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE later (id int)")
        cursor.execute("SET LOCAL ROLE samsyn_app")
        cursor.execute("INSERT INTO later VALUES (1)")
        for statement in ("UPDATE later SET id = 2", "DELETE FROM later", "TRUNCATE later"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute(statement)
        cursor.execute("RESET ROLE")


def test_the_deployment_check_refuses_the_owner_and_takes_the_application(as_application):
    assert serves_as_the_application(None) == []
    as_application.execute("RESET ROLE")
    assert [error.id for error in serves_as_the_application(None)] == ["collab.E001"]


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
