"""The steps of a draft import: which table, what its columns mean, what its names mean, or thrown away."""

from django.db import transaction

from lagesbild.imports import names, reading
from lagesbild.sheets.mapping import Mapping

from .profile import ImportProfile


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
    def choose_table(self, sheet, header_row, *, by):
        """Point out the table; the meaning of its columns is asked anew when it is another than before."""
        if (sheet, header_row) != (self.mapping.get("sheet"), self.mapping.get("header_row")):
            self.mapping = {name: value for name, value in self.mapping.items() if name != "columns"}
        self.choose(by=by, sheet=sheet, header_row=header_row)

    def chosen_mapping(self):
        """The columns as they were chosen; None before that."""
        columns = self.mapping.get("columns")
        return columns and Mapping.from_json(columns)

    @transaction.atomic
    def choose_columns(self, columns, *, remember, by):
        """Read the table with these meanings of its columns; from now on there is something to review."""
        last_time = ImportProfile.objects.choices_for(self, columns)
        unchosen = {name: value for name, value in last_time.items() if name not in self.mapping}
        self.choose(by=by, columns=columns, remember=remember, **unchosen)
        reading.stage_file(self)

    @transaction.atomic
    def choose_names(self, *, by, **choices):
        """Keep what the names in the file mean: places, indicators, and what becomes of all other places."""
        self.choose(by=by, **choices)
        names.resolve(self)

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
            transaction.on_commit(lambda: storage.delete(path))
        self.record("thrown_away", by=by)
