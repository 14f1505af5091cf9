"""The sample a table is judged by: some of its rows, the labels over its columns and the text around it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from .kinds import BLANK, NUMBER, TEXT, counts_by_column, kind_of, main_kind
from .labels import label, notes_marks, without_footnote
from .period_headings import split_heading
from .periods import Period
from .raw import Raw, Row
from .reading import Sheet

# The day a file was made is not what its figures are about: a line that begins so, or the end of one.
MADE = (
    r"(?:datum (?:för )?)?(?:uttag|utdrag|utskri|uppdatera|senast (?:uppdatera|ändra)|skapa|hämta|publicera|export"
    r"|framtag|ladda|rapport(?:datum| skapad)|extracted|last update|created|printed|downloaded|retrieved|version)"
)
A_DAY = r"(?:19|20)?[0-9]{2}-?[01][0-9]-?[0-3][0-9]\b"
MADE_ON = re.compile(rf"^{MADE}.*|\b(?:{MADE}|senast)[^0-9]{{0,30}}{A_DAY}.*", re.IGNORECASE)


@dataclass(frozen=True)
class Sample:
    """The rows a table is judged by, with the paths of labels over each column and the text around it."""

    sheet: Sheet
    rows: Sequence[Row]
    body: Sequence[int]
    paths: dict[int, tuple[str, ...]]
    titles: Sequence[str] = ()
    notes: Sequence[str] = ()
    areas: frozenset[str] = frozenset()
    # What stands above the other tables of the sheet.
    around: Sequence[str] = ()
    cache: dict[int, list[Raw]] = field(default_factory=dict)

    def cells(self, column: int) -> list[Raw]:
        """The cells of a column that are not blank."""
        if column not in self.cache:
            found = (row.cells[column] for row in self.rows if column < len(row.cells))
            self.cache[column] = [raw for raw in found if kind_of(raw) != BLANK]
        return self.cache[column]

    def texts(self, column: int) -> list[str]:
        return [label(raw) for raw in self.cells(column)]

    @cached_property
    def kinds(self) -> dict[int, str]:
        return {column: main_kind(counts) for column, counts in counts_by_column(self.rows).items()}

    def kind(self, column: int) -> str:
        """The kind of the column; an empty one may yet hold figures."""
        return self.kinds.get(column, TEXT if self.cells(column) else NUMBER)

    @cached_property
    def marks(self) -> frozenset[str]:
        return notes_marks(list(self.notes))

    @cached_property
    def period(self) -> Period | None:
        """The period that the titles name, for columns such as Januari and for tables that hold no period."""
        return narrowest([*self.titles, self.sheet.name]) or narrowest(self.around)

    def heading(self, column: int) -> str:
        parts = [without_footnote(part, self.marks)[0] for part in self.paths.get(column, ())]
        return " / ".join(parts)


def narrowest(titles: Sequence[str]) -> Period | None:
    """The first period of the titles that is no whole year, or else the year; never the day a file was taken out."""
    found = [period for title in titles if (period := split_heading(MADE_ON.sub("", title))[1])]
    narrow = [period for period in found if period.kind != "year"]
    return (narrow or found or [None])[0]
