"""`manage.py seed NAME`: load the municipality whose data lie in seeds/NAME; it can run twice."""

from django.core.management.base import BaseCommand, CommandError

from agreements.seeding import load_seed, seed_path


class Command(BaseCommand):
    help = "Loads the collaboration, parties, places and mandate of seeds/NAME; adds only what is missing."

    def add_arguments(self, parser):
        parser.add_argument("name")

    def handle(self, *, name, **options):
        path = seed_path(name)
        if not path.is_file():
            raise CommandError(f"There is no seed {path}.")
        collaboration = load_seed(path)
        if options["verbosity"]:
            self.stdout.write(f"{collaboration}: {collaboration.parties.count()} parties.")
