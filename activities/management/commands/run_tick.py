"""One tick by hand, at any instant: what the demo and the tests use instead of waiting for the clock."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from activities.reminders import ticking


class Command(BaseCommand):
    help = "Do exactly one tick, as if it were the given instant, and print what it did."

    def add_arguments(self, parser):
        parser.add_argument(
            "--now", metavar="ISO", help="such as 2026-12-01T07:00; local time unless it says else"
        )

    def handle(self, now, **options):
        if not (settings.DEMO or settings.DEBUG):
            raise CommandError(
                "A tick at a chosen instant tells real people wrong days: only with DEMO or DEBUG."
            )
        done = ticking.run(now)
        self.stdout.write(" ".join(f"{name}={count}" for name, count in done.items()))
