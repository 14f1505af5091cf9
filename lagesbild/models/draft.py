"""The steps of a draft import: which table, what its columns, names and odd cells mean, or thrown away."""

from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from collab.export.files import WRITERS
from lagesbild.imports import contents, names, reading, recognising
from lagesbild.imports.overview import Overview
from lagesbild.sheets.mapping import Mapping

from .profile import ImportProfile

# What is said of the columns and outlives a new choice of table.
OF_COLUMNS = ("columns", "changes", "profile", "more")


class DraftSteps:
    """What can be done to an import before it is one; nothing of it is in the picture yet."""

    @transaction.atomic
    def choose(self, *, by, **choices):
        """Keep what was chosen on one step of the way; the draft can be left and taken up again."""
        self.must_be(self.State.DRAFT)
        self.mapping = {**self.mapping, **choices}
        self.save(update_fields=["mapping"])
        self.record("mapped", by=by, what=sorted(choices))

    @transaction.atomic
    def begin(self, *, by):
        """Go as far as what is remembered of the party's files leads; a large file is looked through by a worker."""
        if self.is_heavy:
            self.ask(self.Kind.LOOK, by=by)
        else:
            self.recognise(by=by)

    @transaction.atomic
    def go_on_all_the_same(self, *, by):
        """Take in a file that was delivered before, as a person wants it."""
        self.choose(by=by, again=True)
        self.begin(by=by)

    @transaction.atomic
    def take_in_again(self, *, by):
        """A new draft of the same file, for a table in it that is not imported yet."""
        if not self.file:
            raise ValidationError(_("The file of this import is not kept."))
        with self.file.open() as file:
            draft = type(self).upload(File(file, self.file_name), by=by)
        draft.choose(by=by, again=True, is_next=True)
        draft.begin(by=by)
        return draft

    def imported_places(self):
        """Where the tables stand that the party has imported from the very same file."""
        same = type(self).objects.filter(party=self.party).same_file(self)
        for mapping in same.values_list("mapping", flat=True):
            if "header_row" in mapping:
                yield contents.place_in(mapping)
                yield from mapping.get("more", ())

    @property
    def tables_left(self):
        """How many tables of the file this import does not hold."""
        return max(self.mapping.get("tables", 1) - 1 - len(self.mapping.get("more", ())), 0)

    @property
    def error_rows_path(self):
        """Where the error rows of a large file lie, once a worker has written them."""
        return f"imports/{self.public_id}-felrader"

    @property
    def has_error_rows(self):
        """Whether the file can be read once more, for those of its rows that have errors."""
        return bool(self.file) and "columns" in self.mapping

    @transaction.atomic
    def recognise(self, *, by):
        """Find the table that the party has delivered before; when nothing changed, read it as it was read then."""
        done = list(self.imported_places()) if self.mapping.get("is_next") else ()
        found = recognising.recognise(self, ImportProfile.objects.filter(party=self.party), done)
        if found is None:
            return
        self.choose_table(*found.places[0], tables=found.tables, by=by)
        self.choose(by=by, profile=found.profile.pk, changes=asdict(found.changes))
        if not found.needs_a_look:
            more, told = found.places[1:], found.mapping.to_json()
            self.choose_columns(told, remember=True, more=more, title=found.title, by=by)

    @transaction.atomic
    def choose_table(self, sheet, header_row, start=0, *, by, tables=1):
        """Point out the table, of so many in the file; what its columns mean is asked anew when it is another."""
        place = {"sheet": sheet, "header_row": header_row, "start": start}
        if any(self.mapping.get(name) != value for name, value in place.items()):
            self.mapping = {name: value for name, value in self.mapping.items() if name not in OF_COLUMNS}
        self.choose(by=by, **place, tables=tables)

    def chosen_mapping(self):
        """The columns as they were chosen; None before that."""
        columns = self.mapping.get("columns")
        return columns and Mapping.from_json(columns)

    @transaction.atomic
    def choose_columns(self, columns, *, remember, by, more=(), title=""):
        """Read the table with these meanings of its columns; from now on there is something to review.

        `more` are the places of other tables in the file to read in the same way, `title` what stands over the table.
        """
        more = [list(place) for place in more]
        self.mapping.pop("behind", "")
        self.choose(by=by, columns=columns, remember=remember, more=more, title=title)
        profile = ImportProfile.objects.source_of(self)
        unchosen = {
            n: value for n, value in (profile.choices if profile else {}).items() if n not in self.mapping
        }
        if unchosen:
            self.choose(by=by, **unchosen)
        reading.stage_file(self)

    @transaction.atomic
    def answer(self, *, by, columns=None, mends=None, **choices):
        """Keep what the names and the odd cells in the file mean, and work out anew what an import would do.

        What is said of signs (`columns`) and of cells (`mends`) is read by, so that the file is read anew. Of a large
        file only the answers are kept; a worker then lets the rest `catch_up`.
        """
        told = {"columns": self.mapping["columns"] | (columns or {}), "mends": mends or {}, **choices}
        if changed := {
            name for name, value in told.items() if (self.mapping.get(name) or None) != (value or None)
        }:
            is_read_anew = bool(changed & {"columns", "mends"}) or self.mapping.get("behind") == "cells"
            self.choose(by=by, behind="cells" if is_read_anew else "names", **told)
        if not self.is_heavy:
            self.catch_up()

    def catch_up(self):
        """Work out anew what was answered since the file was read last."""
        behind = self.mapping.pop("behind", "")
        if behind == "cells":
            reading.stage_file(self)
        elif behind:
            names.resolve(self)
        if behind:
            self.save(update_fields=["mapping"])

    @property
    def is_behind(self):
        """Whether something was answered that is not worked out yet."""
        return bool(self.mapping.get("behind"))

    @property
    def overview(self):
        return Overview(self)

    @transaction.atomic
    def discard(self, *, by):
        """Throw a draft away, with its file."""
        self.must_be(self.State.DRAFT)
        self.staged.all().delete()
        self.issues.all().delete()
        self.state = self.State.DISCARDED
        path, self.file = self.file.name, ""
        self.save()
        if path:
            storage = self.file.storage
            written = [f"{self.error_rows_path}.{kind}" for kind in WRITERS]
            transaction.on_commit(lambda: [storage.delete(name) for name in (path, *written)])
        self.record("thrown_away", by=by)
