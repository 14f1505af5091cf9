"""`manage.py seed_world`: one of the two worlds that must look the same to outsiders."""

from datetime import date

from django.core.management.base import BaseCommand

from activities.worlds import VARIANTS, make_world
from collab import demo
from collab.clock import today


class Command(BaseCommand):
    help = (
        "Loads world W, or W2 that differs in hidden rows alone; for tests of what leaks. Only in the demo."
    )

    def add_arguments(self, parser):
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--variant", choices=VARIANTS, default="W")
        parser.add_argument("--date", type=date.fromisoformat)

    def handle(self, *, seed, variant, **options):
        demo.only_in_the_demo()
        world = make_world(options["date"] or today(), seed=seed, variant=variant)
        for person in world.outsiders:
            self.stdout.write(f"{person.role}  {person.user.email}  {demo.PASSWORD}")
