"""Make every stored grant equal what the relational facts call for."""

from itertools import islice

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from collab.access import Grantable, regrant

BATCH = 1000


class Command(BaseCommand):
    help = "Mend the grants; --check changes nothing and fails when a grant differs."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, check, **options):
        total = 0
        for model in grantable():
            differences = compare(model, apply=not check)
            total += differences
            self.stdout.write(f"{model._meta.label}: {differences} differences")
        if check and total:
            raise CommandError(f"{total} grants differ from the facts.")


def grantable():
    return [model for model in apps.get_models() if issubclass(model, Grantable)]


def compare(model, *, apply):
    """How many grants on the rows of a model differ; a batch of rows at a time."""
    rows, differences = model.objects.order_by("pk").iterator(chunk_size=BATCH), 0
    while batch := list(islice(rows, BATCH)):
        with transaction.atomic():
            differences += regrant(model, batch, apply=apply)
    return differences
