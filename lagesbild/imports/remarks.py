"""What was said of the cells of a file when it was read: nothing is lost of a very bad file."""

import csv
import tempfile

from django.db import connection

FOUND_MAX = 200
COPY = """
    COPY lagesbild_importissue (batch_id, sheet, row, col, code, found, is_warning, values)
    FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL (sheet, found))
"""


class Remarks:
    """The issues of a batch while its file is read; they replace those of the last reading when they are written.

    Until then they lie on the disk: a very bad file has many, and the database is busy with the sound cells.
    """

    def __init__(self, batch):
        self.batch = batch
        self.file = tempfile.TemporaryFile("w+", newline="")  # noqa: SIM115  closed when it is written
        self.lines = csv.writer(self.file)

    def add(self, code, said, found, *, is_warning=False, values=1):
        place = said.sheet[:120], said.row or None, said.column + 1 or None
        self.lines.writerow((self.batch.pk, *place, code, found.strip()[:FOUND_MAX], is_warning, values))

    def write(self):
        """Store them all."""
        self.batch.issues.all().delete()
        with self.file, connection.cursor() as cursor:
            self.file.seek(0)
            cursor.copy_expert(COPY, self.file)
