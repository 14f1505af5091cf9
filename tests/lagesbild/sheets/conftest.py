import deliveries
import pytest

from lagesbild.sheets.issues import Issue
from lagesbild.sheets.observations import observe
from lagesbild.sheets.reading import open_workbook
from lagesbild.sheets.tables import find_tables


@pytest.fixture
def read_lines(tmp_path):
    """Write lines as a text file and read it with the guessed mapping: its one table, observations and issues."""

    def read(*lines):
        path = deliveries.text(tmp_path / "fil.csv", "\n".join(lines) + "\n")
        with open_workbook(path) as book:
            (table,) = find_tables(book.sheets[0])
            found = list(observe(table))
        issues = [one for one in found if isinstance(one, Issue)]
        return table, [one for one in found if not isinstance(one, Issue)], issues

    return read
