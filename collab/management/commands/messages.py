"""Collect the texts of the interface into locale/, package by package, without GNU gettext."""

import io
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
LANGUAGE = "sv"


class Command(BaseCommand):
    help = "Add new texts to each package's catalogue and drop those no longer used; --check only tells."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail when a text is untranslated"
        )

    def handle(self, check, **options):
        missing = []
        for package in packages():
            catalog, stored = merged(package)
            missing += [f"{package}: {name(m)}" for m in catalog if m.id and not is_translated(m)]
            if not check:
                write(package, catalog)
                self.stdout.write(f"{package}: {len(catalog)} texts, {len(stored)} before")
        if missing:
            raise CommandError("Not translated:\n" + "\n".join(missing))


def packages():
    """The packages with a catalogue, named by their folder below locale/."""
    return [Path(path).name for path in settings.LOCALE_PATHS]


def name(message):
    return message.id if isinstance(message.id, str) else message.id[0]


def is_translated(message):
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(texts) and not message.fuzzy


def catalogue_path(package):
    return settings.BASE_DIR / "locale" / package / LANGUAGE / "LC_MESSAGES" / "django.po"


def found_texts(package):
    """Yield (msgid, context, place) of every text in the package's code and templates."""
    root = settings.BASE_DIR
    for path in sorted((root / package).rglob("*.py")):
        if "migrations" not in path.parts:
            yield from texts_of(path.read_bytes(), path.relative_to(root))
    for path in sorted(template_files(package)):
        code = templatize(path.read_text(), origin=str(path))
        # Python's own tokens are read, and to Python the indentation of a template means nothing.
        yield from texts_of(re.sub(r"^[ \t]+", "", code, flags=re.MULTILINE).encode(), path.relative_to(root))


def template_files(package):
    """A package's templates; those that belong to no package are collab's."""
    folder = settings.BASE_DIR / "templates"
    own = [p for p in folder.rglob("*.*") if p.suffix in {".html", ".txt"}]
    first = {p: p.relative_to(folder).parts[0] for p in own}
    return [p for p in own if first[p] == package or (package == "collab" and first[p] not in packages())]


def texts_of(source, place):
    for _line, function, message, _comments in extract_python(io.BytesIO(source), KEYWORDS, [], {}):
        spec = KEYWORDS[function]
        parts = message if isinstance(message, tuple) else (message,)
        context = parts[0] if spec and isinstance(spec[0], tuple) else None
        parts = parts[1:] if context else parts
        wanted = 2 if function.startswith(("n", "np")) else 1
        texts = tuple(unbroken(part) for part in parts[:wanted])
        if all(texts):
            yield (texts if wanted == 2 else texts[0]), context, str(place)


def unbroken(text):
    return re.sub(r"\r\n?", "\n", text) if text else text


def stored_catalogue(package):
    path = catalogue_path(package)
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def merged(package):
    """The catalogue as it should be, with every translation that exists; and the stored one.

    A text that another package has translated is said the same way here.
    """
    stored = stored_catalogue(package)
    known = [stored, *(stored_catalogue(other) for other in packages() if other != package)]
    catalog = Catalog(locale=LANGUAGE, project="Samsyn", charset="utf-8", fuzzy=False)
    for msgid, context, place in found_texts(package):
        singular = msgid if isinstance(msgid, str) else msgid[0]
        translations = [
            m for c in known if (m := c.get(singular, context)) and m.id == msgid and is_translated(m)
        ]
        text = translations[0].string if translations else None
        catalog.add(msgid, text, locations=[(place, None)], context=context)
    return catalog, stored


def write(package, catalog):
    path = catalogue_path(package)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=110, sort_output=False, omit_header=False, include_lineno=False)
