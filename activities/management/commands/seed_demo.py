"""`manage.py seed_demo`: the demo as of a day, the last whose noon has passed unless told."""

from datetime import date, timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from activities.demo import load_demo
from collab import demo
from collab.clock import now
from collab.models import Collaboration


class Command(BaseCommand):
    help = "Loads the seed and, around it, made-up people, activities, reports and figures; only in the demo."

    def add_arguments(self, parser):
        parser.add_argument("--date", type=date.fromisoformat, help="the day to make it for (2026-11-23)")
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there is a collaboration"
        )

    def handle(self, *, if_empty=False, **options):
        demo.only_in_the_demo()
        if if_empty and Collaboration.objects.exists():
            return
        if demo.accounts():
            raise CommandError("The demo is here already; `make demo-reset` begins anew.")
        # Its people do what they do at noon; none of it is to lie ahead of whoever starts it in the morning.
        load_demo(options["date"] or localdate(now() - timedelta(hours=12)))
