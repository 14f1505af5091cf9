"""Which rows are headings: the rows right above the data, joined where one row alone does not tell columns apart."""

from collections.abc import Sequence
from itertools import pairwise

from .headings import meaning_of
from .kinds import BLANK, DATE, ERROR, MARK, NUMBER, PERIOD, TEXT, filled, kind_of
from .labels import clean, is_note, label
from .numbering import as_year
from .raw import MergedRange, Row

MAX_HEADER_ROWS = 4


def looks_like_data(row: Row, typed: dict[int, str]) -> bool:
    """Whether the cells fit the kinds of their columns more often than not."""
    hits = misses = 0
    for column, raw in enumerate(row.cells):
        letter = kind_of(raw)
        if column in typed and letter != BLANK:
            fits = letter in (typed[column], MARK, ERROR) or {letter, typed[column]} == {DATE, PERIOD}
            hits += fits
            misses += not fits
    return hits > misses


def names_years(row: Row, above: Sequence[Row], typed: dict[int, str]) -> bool:
    """Whether the numbers of a row are the years its columns are about, and not data of a year column."""
    numbers = [c for c in filled(row) if typed.get(c) == NUMBER and kind_of(row.cells[c]) == NUMBER]
    years = [as_year(row.cells[column]) for column in numbers]
    if not years or not all(years):
        return False
    # Under the headings and with no label of its own, such a row says when, and no data does that.
    says_when = len(years) == len(filled(row)) > 1 and bool(above and set(filled(above[-1])) - set(numbers))
    if not says_when and any(all(is_named_by(upper, column) for column in numbers) for upper in above):
        return False
    rising = all(a < b for a, b in pairwise(years))
    falling = all(a > b for a, b in pairwise(years))
    if len(years) > 1:
        # Years that come again in each group of columns: 2022 2024 | 2022 2024.
        return rising or falling or len(set(years)) * 2 <= len(years)
    return any(meaning_of(label(raw)) for raw in row.cells if isinstance(raw, str))


def is_named_by(upper: Row, column: int) -> bool:
    """Whether a row above names the column, by a word or by a year; the figures under it are figures then."""
    raw = upper.cells[column] if column < len(upper.cells) else None
    return kind_of(raw) == TEXT or bool(as_year(raw))


def first_data_row(rows: Sequence[Row], typed: dict[int, str]) -> int | None:
    """The index of the first row of data among the rows, or None when no row is one."""
    widths = sorted(len(filled(row)) for row in rows if len(filled(row)) > 1)
    usual = widths[len(widths) // 2] if widths else 1
    if not typed:
        full = [index for index, row in enumerate(rows) if len(filled(row)) >= max(2, usual)]
        return full[1] if len(full) > 1 else None
    for index, row in enumerate(rows):
        if len(filled(row)) < 0.4 * usual or names_years(row, rows[:index], typed):
            continue
        if looks_like_data(row, typed) or (index and continues(row, rows[index - 1], typed)):
            return index
    return None


def continues(row: Row, upper: Row, typed: dict[int, str]) -> bool:
    """Whether a row with a figure or a day in it, and something wrong beside, stands under a whole heading.

    Headings name every column below them; a row that is taken for one loses what it holds without a word.
    """
    told = [column for column in filled(row) if typed.get(column) in (NUMBER, DATE)]
    fits = any(kind_of(row.cells[column]) == typed[column] for column in told)
    named = set(filled(upper))
    return (
        (fits or is_understood_alone(upper, row))
        and len(named) > 1
        and set(filled(row)) <= named
        and upper.number == row.number - 1
        and all(kind_of(raw) in (TEXT, PERIOD, BLANK) or as_year(raw) for raw in upper.cells)
    )


def is_understood_alone(upper: Row, row: Row) -> bool:
    """Whether the words of the upper row are those of headings, and none of the row below, which has its label."""
    above, below = (
        [bool(meaning_of(label(raw))) for raw in one.cells if raw is not None] for one in (upper, row)
    )
    return sum(above) > 1 and not any(below) and filled(row)[0] == filled(upper)[0]


def header_rows(
    rows: Sequence[Row], first_data: int, body: Sequence[int], merged: Sequence[MergedRange]
) -> list[Row]:
    """The heading rows above the first row of data, top first; none when the table has no heading."""
    above = [row for row in rows[:first_data] if is_heading(row, len(body))]
    if not above:
        return []
    chosen = [above[-1]]
    for upper in reversed(above[:-1]):
        adjacent = upper.number == chosen[0].number - 1
        if not adjacent or len(chosen) == MAX_HEADER_ROWS or not belongs_above(upper, chosen, body, merged):
            break
        chosen.insert(0, upper)
    return chosen


def is_heading(row: Row, width: int) -> bool:
    """At least two short labels, or one in a table of one column, or one that stands over a later column."""
    columns = filled(row)
    texts = [label(row.cells[column]) for column in columns]
    if any(len(text) > 250 for text in texts):
        return False
    return len(columns) > 1 or width == 1 or (bool(columns) and columns[0] > 0)


def belongs_above(
    upper: Row, chosen: Sequence[Row], body: Sequence[int], merged: Sequence[MergedRange]
) -> bool:
    """Whether a row is an upper heading: every label spans columns, or the rows below need it to be told apart."""
    inside = [column for column in filled(upper) if column in body]
    if not inside or any(is_note(label(upper.cells[column])) for column in inside[:1]):
        return False
    if all(spans_some(upper, column, body, merged) for column in inside):
        return True
    labels = list(paths(chosen, body, merged).values())
    told_apart = all(labels) and len(set(labels)) == len(labels)
    return not told_apart and (len(inside) > 1 or inside[0] > body[0])


def spans_some(row: Row, column: int, body: Sequence[int], merged: Sequence[MergedRange]) -> bool:
    """Whether the cell is merged over several columns of the table, yet not over all of them as a title is."""
    block = block_of(row.number, column, merged)
    covered = [c for c in body if block and block.first_column <= c <= block.last_column]
    return 1 < len(covered) < len(body)


def block_of(row: int, column: int, merged: Sequence[MergedRange]) -> MergedRange | None:
    return next(
        (m for m in merged if m.first_row <= row <= m.last_row and m.first_column <= column <= m.last_column),
        None,
    )


def paths(
    rows: Sequence[Row], body: Sequence[int], merged: Sequence[MergedRange]
) -> dict[int, tuple[str, ...]]:
    """The labels over each column from the top down, blanks filled from the left where a label spans columns."""
    levels = []
    for depth, row in enumerate(rows):
        is_bottom = depth == len(rows) - 1
        texts = {column: label(row.cells[column]) for column in body if column < len(row.cells)}
        levels.append(texts if is_bottom else spread(row, texts, rows[-1], body, merged))
    return {
        column: tuple(dict.fromkeys(level[column] for level in levels if level.get(column)))
        for column in body
    }


def spread(
    row: Row, texts: dict[int, str], bottom: Row, body: Sequence[int], merged: Sequence[MergedRange]
) -> dict[int, str]:
    """The labels of an upper heading row over every column they stand for."""
    full: dict[int, str] = {}
    current, last = "", -1
    for column in body:
        if texts.get(column):
            current = texts[column]
            block = block_of(row.number, column, merged)
            last = block.last_column if block else max(body)
        named_below = column < len(bottom.cells) and bool(clean(label(bottom.cells[column])))
        broken = column - 1 not in body and not texts.get(column) and column > body[0]
        if broken and not block_of(row.number, column, merged):
            current = ""
        if texts.get(column) or (current and column <= last and named_below):
            full[column] = current
    return full
