"""compilemessages without GNU gettext, which a fresh machine may lack: Babel writes the same .mo files."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Compile locale/*/*/LC_MESSAGES/*.po; a wrong placeholder is an error."
    requires_system_checks = []

    def handle(self, **options):
        for base in settings.LOCALE_PATHS:
            for source in sorted(Path(base).glob("*/LC_MESSAGES/*.po")):
                with source.open("rb") as file:
                    catalog = read_po(file, locale=source.parent.parent.name)
                errors = [f"{source}:{m.lineno}: {error}" for m, found in catalog.check() for error in found]
                if errors:
                    raise CommandError("\n".join(errors))
                with source.with_suffix(".mo").open("wb") as file:
                    write_mo(file, catalog)
