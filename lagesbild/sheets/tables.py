"""Find the tables of a sheet: where each begins and ends between titles and notes, and what its columns mean."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from . import headers
from .headings import meaning_of
from .kinds import BLANK, BOOLEAN, CODE, DATE, ERROR, MARK, NUMBER, TEXT, filled, kind_of, wide_rows
from .labels import is_note, label
from .mapping import Mapping
from .raw import Row
from .reading import Sheet
from .roles import guess_mapping
from .samples import Sample
from .sides import WHOLE, Side, side_by_side

HEAD, TAIL, EVERY = 600, 300, 97
PAGE = re.compile(r"(?:sida|sid\.?|page|forts)\b", re.IGNORECASE)
TELLING = (NUMBER, DATE, BOOLEAN, CODE)


class Survey(NamedTuple):
    """Enough of a sheet to judge it by: the first rows, some between, the last; `is_whole` when that is all."""

    rows: list[Row]
    count: int
    is_whole: bool


@dataclass
class Table:
    """A table of a sheet: rows from 1, both ends included, with the guessed mapping and the text around it."""

    sheet: Sheet
    header_rows: list[int]
    first_row: int
    last_row: int
    mapping: Mapping
    titles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sample: list[Row] = field(default_factory=list)
    # The columns of this table, where another stands beside it.
    side: Side = WHOLE

    def rows(self) -> Iterator[Row]:
        """The rows between the headings and the notes, streamed."""
        for row in self.sheet.rows:
            if row.number > self.last_row:
                return
            if row.number >= self.first_row:
                yield self.side.of(row)


def find_tables(sheet: Sheet, areas: Iterable[str] = ()) -> list[Table]:
    """Every table of a sheet that was read; `areas` are names of places already known, to tell area columns by."""
    if not sheet.is_read:
        return []
    survey = survey_of(sheet)
    known = frozenset(name.strip().casefold() for name in areas)
    tables, around, rest = [], [], survey.rows
    while rest:
        block, rest = first_block(rest) if survey.is_whole else (rest, [])
        found = tables_in(sheet, block, known, around)
        # What stands above the first table is said of all of them, unless they say otherwise themselves.
        if not tables:
            around += found[0].titles if found else map(text_of, block)
        tables += found
    return tables


def tables_in(sheet: Sheet, block: list[Row], areas: frozenset[str], around: list[str]) -> list[Table]:
    """The table of a block of rows, or those that stand beside each other in it."""
    tables: list[Table] = []
    for side in side_by_side(block):
        part = [row for row in map(side.of, block) if filled(row)]
        beside = [title for table in tables[:1] for title in table.titles]
        if table := table_of(sheet, part, areas, [*around, *beside]):
            table.side = side
            tables.append(table)
    return tables


def survey_of(sheet: Sheet) -> Survey:
    rows, decoded = sheet.rows.rough(), sheet.rows.decoded
    head = [row for row in map(decoded, islice(rows, HEAD)) if filled(row)]
    between, tail, count = [], deque(maxlen=TAIL), len(head)
    for row in rows:
        count += 1
        tail.append(row)
        if count % EVERY == 0 and len(between) < HEAD:
            between.append(row)
    last = [row for row in map(decoded, tail) if filled(row)]
    first_of_tail = last[0].number if last else 0
    sampled = [row for row in map(decoded, between) if row.number < first_of_tail and filled(row)]
    return Survey(head + sampled + last, count, count <= HEAD + TAIL)


def first_block(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """The rows of the first table with what stands around it, and the rows where the next one begins.

    A new table begins where, after an empty row or under a title, a row of labels stands where the first has figures.
    """
    typed = typed_columns(rows)
    start = headers.first_data_row(rows, typed)
    if start is None or not typed:
        return rows, []
    last = start
    for index in range(start + 1, len(rows) - 1):
        row = rows[index]
        after_gap = row.number - rows[last].number > index - last
        titled = index - 1 > last and is_title(rows[index - 1])
        # The years over the next table look like figures of this one.
        is_years = (after_gap or titled) and headers.names_years(row, (), typed)
        if headers.looks_like_data(row, typed) and not is_years:
            last = index
            continue
        is_labels = len(filled(row)) > 1 and any(column in typed for column in filled(row))
        again = comes_again(row, rows[:start])
        begins = after_gap or is_years or (titled if again else names_columns(row, typed))
        if begins and is_labels and any(headers.looks_like_data(r, typed) for r in rows[index + 1 :]):
            cut = index
            while cut > last + 1 and len(filled(rows[cut - 1])) == 1 and not is_note(text_of(rows[cut - 1])):
                cut -= 1
            return rows[:cut], rows[cut:]
    return rows, []


def is_title(row: Row) -> bool:
    """Whether a row is a single text that names what comes under it; the number of a printed page names nothing."""
    return len(filled(row)) == 1 and not is_note(text_of(row)) and not PAGE.match(text_of(row))


def names_columns(row: Row, typed: dict[int, str]) -> bool:
    """Whether the row reads as a heading of its own: a word for what the rows are, and texts over all the figures."""
    texts = [column < len(row.cells) and kind_of(row.cells[column]) == TEXT for column in typed]
    first = label(row.cells[filled(row)[0]]) if filled(row) else ""
    return len(texts) > 1 and all(texts) and meaning_of(first) is not None


def comes_again(row: Row, above: Sequence[Row]) -> bool:
    """Whether the row says the same as one of those above it."""
    return any([*map(label, row.cells)] == [*map(label, other.cells)] for other in above)


def typed_columns(rows: Sequence[Row]) -> dict[int, str]:
    """The columns that hold something that is no text, by which data is told from headings and notes."""
    letters: dict[int, list[str]] = {}
    for row in wide_rows(rows):
        for column in filled(row):
            letters.setdefault(column, []).append(kind_of(row.cells[column]))
    kinds = {column: kind_between(found) for column, found in letters.items()}
    return {column: kind for column, kind in kinds.items() if kind in TELLING}


def kind_between(letters: list[str]) -> str:
    """What a column holds between the headings above and the notes below, top down; text when that varies."""
    told = Counter(letter for letter in letters if letter in TELLING)
    if not told:
        return TEXT if TEXT in letters else NUMBER
    letter, count = told.most_common(1)[0]
    last = len(letters) - letters[::-1].index(letter)
    between = [other for other in letters[letters.index(letter) : last] if other not in (MARK, ERROR)]
    return letter if count >= 0.6 * len(between) and count >= 0.5 * len(letters) else TEXT


def text_of(row: Row) -> str:
    return " ".join(label(row.cells[column]) for column in filled(row))


def table_at(sheet: Sheet, header_rows: Sequence[int], areas: Iterable[str] = ()) -> Table | None:
    """The table under the heading rows a person points out, numbered from 1; None when nothing stands under them."""
    rows = survey_of(sheet).rows
    heads = [row for row in rows if row.number in set(header_rows)]
    start = next((index for index, row in enumerate(rows) if row.number > max(header_rows)), None)
    if start is None:
        return None
    known = frozenset(name.strip().casefold() for name in areas)
    return built(sheet, rows, start, typed_columns(rows[start:]), heads, known)


def table_of(
    sheet: Sheet, rows: list[Row], areas: frozenset[str], around: Sequence[str] = ()
) -> Table | None:
    """The table among the rows, or None when they are only text."""
    typed = typed_columns(rows)
    start = headers.first_data_row(rows, typed)
    if start is None:
        return None
    body = sorted({column for row in rows[start:] for column in filled(row)})
    heads = headers.header_rows(rows, start, body, sheet.merged)
    if not typed and sum(bool(meaning_of(label(raw))) for head in heads for raw in head.cells) < 2:
        return None
    return built(sheet, rows, start, typed, heads, areas, around)


def built(
    sheet: Sheet,
    rows: list[Row],
    start: int,
    typed: dict[int, str],
    heads: list[Row],
    areas: frozenset[str],
    around: Sequence[str] = (),
) -> Table:
    """The table whose data begins at an index of the rows, under the given headings."""
    end = last_data_row(rows, start, typed)
    data = rows[start : end + 1]
    body = sorted({column for row in [*data, *heads[-1:]] for column in filled(row)})
    body = without_strays(body, data, heads, sheet)
    numbers = [head.number for head in heads]
    paths = headers.paths(heads, body, sheet.merged)
    first = numbers[-1] + 1 if numbers else data[0].number
    titles = [text_of(row) for row in rows[:start] if row.number < (numbers[0] if numbers else first)]
    notes = [text_of(row) for row in rows[end + 1 :]]
    sample = Sample(sheet, data, body, paths, titles, notes, areas, around)
    return Table(sheet, numbers, first, data[-1].number, guess_mapping(sample, numbers), titles, notes, data)


def without_strays(body: list[int], data: list[Row], heads: list[Row], sheet: Sheet) -> list[int]:
    """The columns without those to the right that have no heading and few cells; these stand beside the table."""
    labels = headers.paths(heads, body, sheet.merged)
    kept = list(body)
    while heads and len(kept) > 1 and not labels.get(kept[-1]):
        column = kept[-1]
        standing = sum(column < len(row.cells) and kind_of(row.cells[column]) != BLANK for row in data)
        # Under no heading a figure means nothing; most often it is half of 12,5 where commas divide the cells.
        if standing >= 0.5 * len(data) and typed_columns(data).get(column) != NUMBER:
            break
        kept.pop()
    return kept


def last_data_row(rows: Sequence[Row], start: int, typed: dict[int, str]) -> int:
    """The index of the last row of data: from the end, skip what reads as notes."""
    for index in range(len(rows) - 1, start, -1):
        row, columns = rows[index], filled(rows[index])
        after_gap = row.number > rows[index - 1].number + 1
        fits = headers.looks_like_data(row, typed) if typed else len(columns) > 1
        if fits and not (after_gap and is_note(label(row.cells[columns[0]]))):
            return index
        # A row that has all its labels is data, even when every figure in it is wrong or missing.
        labels = {column for column in filled(rows[start]) if column not in typed}
        is_wide = 2 * len(typed.keys() & set(columns)) >= len(typed)
        is_said = labels and labels <= set(columns) and not is_note(label(row.cells[columns[0]]))
        if not after_gap and len(columns) > 1 and is_wide and is_said:
            return index
    return start
