"""`manage.py demo_accounts`: who can sign in to the demo, and how."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from collab import demo


class Command(BaseCommand):
    help = "Prints the demo's accounts with role, name, e-mail address and password; only in the demo."

    def handle(self, **options):
        demo.only_in_the_demo()
        rows = [("Role", "Name", "For", "E-mail", "Password")]
        for user, memberships in demo.accounts():
            roles = " + ".join(str(m.get_role_display()) for m in memberships) or _("Technical administrator")
            parties = " + ".join(m.party.short for m in memberships) or "–"
            rows.append((roles, user.name, parties, user.email, demo.PASSWORD))
        widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
        for row in rows:
            line = "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True))
            self.stdout.write(f"  {line.rstrip()}")
