"""`manage.py inspect_sheet FILE`: what the importer finds in a file, without importing anything."""

import json

from django.core.management.base import BaseCommand, CommandError

from lagesbild.models import ImportProfile
from lagesbild.sheets.inspection import inspect


class Command(BaseCommand):
    help = "Show the sheets, tables, columns and cells that the importer finds in a file; nothing is stored."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--profile", help="read the columns as this remembered profile says")
        parser.add_argument("--json", action="store_true", help="print everything, as JSON")

    def handle(self, file, profile, **options):
        meaning = None
        if profile:
            remembered = ImportProfile.objects.filter(name=profile).order_by("-used_at").first()
            if remembered is None:
                raise CommandError(f"There is no profile named {profile}.")
            meaning = lambda table: remembered.lay_over(table.mapping)[0]  # noqa: E731
        try:
            found = inspect(file, meaning=meaning)
        except FileNotFoundError as error:
            raise CommandError(f"There is no file {file}.") from error
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
        else:
            self.summarise(found)

    def summarise(self, found):
        """The same in a few lines for a person."""
        if found["refused"]:
            self.stdout.write(found["refused"])
        for sheet in found["sheets"]:
            same = f", a copy of {sheet['duplicate_of']}" if sheet["duplicate_of"] else ""
            self.stdout.write(f"{sheet['name']} ({sheet['state']}{same})")
            for table in sheet["tables"]:
                counts = table["observations"]
                self.stdout.write(
                    f"  rows {table['first_row']}-{table['last_row']}, {table['layout']}:"
                    f" {counts['value']} values, {counts['missing']} missing, {counts['rejected']} rejected,"
                    f" {len(table['issues']) + table['issues_left_out']} cells to look at"
                )
                for column in table["columns"]:
                    self.stdout.write(
                        f"    {column['role']:10} {column['certainty']:.2f}  {column['header']}"
                    )
