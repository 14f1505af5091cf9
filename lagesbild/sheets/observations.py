"""Read a table with its mapping: one observation for each value cell, one issue for each cell that cannot be used."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from .issues import Issue
from .mapping import Mapping
from .observation import Observation
from .row_reader import RowReader
from .tables import Table


@dataclass
class Observations:
    """The observations and issues of a table in reading order, streamed; the counts are whole after the last one.

    `rows` are rows of data, `values` cells with a value, `missing` cells without one by flag, `rejected` cells left out
    for an issue. The workbook must stay open while they are read.
    """

    table: Table
    mapping: Mapping
    rows: int = 0
    values: int = 0
    rejected: int = 0
    missing: Counter[str] = field(default_factory=Counter)

    def __iter__(self) -> Iterator[Observation | Issue]:
        reader = RowReader(self.table.sheet.name, self.mapping, self.table.notes)
        self.values = self.rejected = 0
        self.missing = Counter()
        for row in self.table.rows():
            found = reader.read(row)
            for one in found:
                if type(one) is Issue:
                    self.rejected += one.values
                elif one.value is None:
                    self.missing[one.flag] += 1
                else:
                    self.values += 1
            self.rows = reader.rows
            yield from found


def observe(table: Table, mapping: Mapping | None = None) -> Observations:
    """Read a table with the given mapping, or with the one that was guessed; iterate to get what it holds."""
    return Observations(table, mapping or table.mapping)
