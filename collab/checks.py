"""What `check --deploy` asks beside Django's own questions."""

from django.core.checks import Error, Tags, register
from django.db import connection


@register(Tags.security, deploy=True)
def serves_as_the_application(app_configs, **kwargs):
    """Refuse a server that acts as the owner of the audit log: it could rewrite what was done."""
    with connection.cursor() as cursor:
        cursor.execute(OWNS_THE_LOG)
        [owns] = cursor.fetchone()
    if not owns:
        return []
    hint = "Let DATABASE_URL name the application's role; the owner migrates and runs grant_app_role."
    return [Error("The portal serves as a role that may rewrite the audit log.", hint=hint, id="collab.E001")]


OWNS_THE_LOG = """
    SELECT coalesce(bool_or(pg_has_role(relowner, 'USAGE')), false)
    FROM pg_class WHERE oid = to_regclass('collab_auditevent')
"""
