"""The seed the project starts from: what the decision text says, and nothing else."""

from pathlib import Path

from . import seed


class Command(seed.Command):
    help = "Loads what the decision text of the declaration of intent says; adds only what is missing."

    def add_arguments(self, parser):
        """The command is named after its seed."""

    def handle(self, **options):
        super().handle(**{**options, "name": Path(__file__).stem.removeprefix("seed_")})
