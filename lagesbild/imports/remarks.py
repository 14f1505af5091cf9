"""What was said of the cells of a file when it was read, written as it comes: nothing is lost of a very bad file."""

from . import staging

CHUNK = 5_000
FOUND_MAX = 200
COPY = """
    COPY lagesbild_importissue (batch_id, sheet, row, col, code, found, is_warning, values)
    FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL (sheet, found))
"""


class Remarks:
    """The issues of a batch while its file is read; they replace those of the last reading."""

    def __init__(self, batch):
        self.batch, self.lines = batch, []
        batch.issues.all().delete()

    def add(self, code, said, found, *, is_warning=False, values=1):
        place = said.sheet[:120], said.row or None, said.column + 1 or None
        self.lines.append((self.batch.pk, *place, code, found.strip()[:FOUND_MAX], is_warning, values))
        if len(self.lines) >= CHUNK:
            self.write()

    def write(self):
        """Store what is not stored yet."""
        if self.lines:
            staging.copy(self.lines, COPY)
            self.lines = []
