"""Give the application's database role its rows, and keep audit, versions and the schema out of its reach."""

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from pghistory.models import Context

from collab.models import AuditEvent

# The first version in which a role that does not own a table may analyse it; on older ones autovacuum does it later.
MAINTAIN_SINCE = 170_000


class Command(BaseCommand):
    help = "Run as the owner of the database after each migrate."

    def add_arguments(self, parser):
        parser.add_argument("role")

    @transaction.atomic
    def handle(self, role, **options):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if not cursor.fetchone():
                raise CommandError(f"There is no database role {role}: create it first, with LOGIN.")
            for statement in statements(connection.ops.quote_name(role)):
                cursor.execute(statement)


def append_only():
    """The tables that only ever grow: the audit log, every table of row versions and what belongs to them."""
    versions = [m for m in apps.get_models() if hasattr(m, "pgh_tracked_model")]
    return sorted(model._meta.db_table for model in [AuditEvent, Context, *versions])


def bulk_written():
    """The tables that an import fills by the million, and then lets the planner know of."""
    return sorted(m._meta.db_table for m in apps.get_models() if getattr(m, "written_in_bulk", False))


def statements(role):
    """The SQL that gives `role` exactly what serving the portal takes."""
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}"
    # What a later migration makes can be read and grow; to change its rows takes this command again.
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT ON TABLES TO {role}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {role}"
    for table in append_only():
        yield f"REVOKE UPDATE, DELETE ON {connection.ops.quote_name(table)} FROM {role}"
    if connection.pg_version >= MAINTAIN_SINCE:
        for table in bulk_written():
            yield f"GRANT MAINTAIN ON {table} TO {role}"
    for table in ("django_migrations", "auth_permission", "django_content_type"):
        yield f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM {role}"
