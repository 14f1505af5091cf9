"""What each column of a table means, from its heading and its cells, with how certain that is and why."""

import re
from collections.abc import Sequence
from itertools import pairwise

from collab.personal_data import find_personal_data

from .area_columns import goes_with, is_area_code, settle_area_headings, settle_areas, settle_whole_area
from .headings import Meaning, meaning_of
from .kinds import BLANK, CLOCK, CODE, DATE, MARK, NUMBER, PERIOD, TEXT, kind_of
from .labels import is_note, is_total
from .lexicon import dimension_of, reads_as_unit, unit_of
from .mapping import ColumnMapping, Mapping
from .numbering import are_codes, are_numbered, are_years, count_up
from .period_columns import names_whole_periods, settle_dates, settle_headings, settle_periods
from .period_headings import split_heading
from .period_text import read_period_text
from .personal import block_partners, person_in_column
from .raw import Percent, Raw, Row
from .samples import Sample
from .values import describe_value

# What divides rows when it is told in words, and is counted when figures stand under it.
COUNTED = re.compile(
    r"brott|mätvärde|mått|statistik|skola|fastighet|objekt|verksamhet|orsak|brandorsak|grupp|bakgrund",
    re.IGNORECASE,
)
THE_VALUE = {"value", "värde", "varde", "obs_value"}
GENERIC_SHEET = re.compile(r"(?:blad|sheet|tabell|table|data|export|sida)[ _-]?[0-9]*", re.I)
PRELIMINARY = re.compile(
    r"\bpreliminär(?:a|t)? (?:uppgift|statistik|siff|värde|data)|\bpreliminary (?:data|fig)", re.I
)
DASH_MEANS = r"^[-–—]\s*(?:[=:]\s*)?(?:(?:betyder|avser|anger|innebär)\s+(?:att\s+)?)?"
DASH_MEANS_ZERO = re.compile(
    rf"{DASH_MEANS}(?:0\b|noll|exakt noll|inget|ingen|värdet är noll|zero|nil)", re.I
)
DASH_MEANS_MISSING = re.compile(rf"{DASH_MEANS}(?:uppgift saknas|saknas|ej svar|missing|not available)", re.I)
DECIMAL_DOT = re.compile(r"[-+]?(?:0?\.[0-9]+|[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})|0\.[0-9]+|[0-9]{4,}\.[0-9]+)")
DECIMAL_COMMA = re.compile(r"[-+]?(?:[0-9 .]+,(?:[0-9]{1,2}|[0-9]{4,})|0,[0-9]+)\s*%?")
# One comma may be a decimal one; two of them, or one before a dot, stand between thousands.
COMMA_IN_THOUSANDS = re.compile(r"[-+]?[0-9]{1,3}(?:(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|,[0-9]{3}\.[0-9]+)")


def guess_mapping(sample: Sample, header_rows: list[int]) -> Mapping:
    """The most likely meaning of a table, every part of it open to change."""
    columns = [guess_column(sample, column) for column in sample.body]
    block_partners(columns, sample)
    settle_periods(columns, sample)
    settle_areas(columns, sample)
    settle_indicators(columns, sample)
    settle_counts(columns)
    settle_dates(columns, sample)
    settle_headings(columns)
    settle_area_headings(columns, sample)
    layout = layout_of(columns)
    settle_text(columns, sample, layout == "events")
    mapping = Mapping(header_rows, columns, layout, dash=dash_of(sample), decimal=decimal_of(columns, sample))
    if sample.period and not names_whole_periods(columns):
        mapping.period = sample.period.code
    mapping.is_preliminary = any(PRELIMINARY.search(text) for text in (*sample.titles, *sample.notes))
    settle_measures(mapping, sample)
    settle_whole_area(mapping, sample)
    return mapping


def settle_measures(mapping: Mapping, sample: Sample) -> None:
    """One measure over all columns adds nothing to a column of indicators; with neither, the title names it."""
    values = mapping.with_role("value")
    if mapping.with_role("indicator"):
        if len({column.indicator for column in values if column.indicator}) == 1:
            for column in values:
                column.indicator = ""
    elif any(not column.indicator for column in values):
        titles = [*reversed(sample.titles), *reversed(sample.around)]
        # What names a measure is shown and kept, so it is never a line that points out a person.
        named = [title for title in titles if not is_note(title) and not find_personal_data(title)]
        sheets = [] if GENERIC_SHEET.fullmatch(split_heading(sample.sheet.name)[0]) else [sample.sheet.name]
        measures = (split_heading(title)[0] for title in [*named, *sheets])
        mapping.indicator = next(filter(None, measures), "")
        mapping.unit = unit_of(mapping.indicator)


def guess_column(sample: Sample, column: int) -> ColumnMapping:
    heading = sample.heading(column)
    if column in sample.sheet.hidden_columns:
        return ColumnMapping(column, heading, "ignored", 0.9, "hidden")
    if person := person_in_column(sample, column):
        return ColumnMapping(column, heading, "personal", person.certainty, person.reason, person.part)
    meaning = fitting_meaning(sample, column)
    kind = CODE if are_codes(sample.texts(column)) else sample.kind(column)
    if meaning and meaning.role != "value":
        return ColumnMapping(column, heading, meaning.role, meaning.certainty, meaning.reason, meaning.part)
    # Under a heading that is a period or a value of a breakdown stand figures, however many of them are bad.
    is_part = any(read_period_text(p) or dimension_of(p) for p in sample.paths.get(column, ()))
    if not meaning and (other := no_measure(sample, column)):
        return other
    said_to_be = (meaning or is_part) and any(kind_of(raw) in (NUMBER, MARK) for raw in sample.cells(column))
    if said_to_be or (kind == NUMBER and (heading or sample.cells(column))):
        certainty = 0.95 if meaning else 0.8
        described = describe_value(sample, ColumnMapping(column, heading, "value", certainty, "figures"))
        # What is withheld among shares is a share as well.
        described.unit = described.unit or unit_of_cells(sample.cells(column))
        return described
    return by_content(sample, column, heading, kind)


def fitting_meaning(sample: Sample, column: int) -> Meaning | None:
    """What the heading means, unless the cells are of another kind."""
    heading, texts = sample.heading(column), sample.texts(column)
    meaning = meaning_of(heading) or meaning_of((sample.paths.get(column) or ("",))[-1])
    if meaning and meaning.role == "unit" and texts and not any(map(reads_as_unit, texts)):
        # Enhet is also what an office is called.
        return None
    if meaning and meaning.role == "period" and are_names(sample.cells(column)):
        # The heading in the corner tells what stands across, such as TIME over places.
        return None
    is_counted = COUNTED.fullmatch(heading.rpartition(" / ")[2]) and sample.kinds.get(column) == NUMBER
    return None if is_counted and not are_numbered(texts) else meaning


def are_names(cells: Sequence[Raw]) -> bool:
    """Whether the cells are texts that name no period, not even with a year beside it."""
    return bool(cells) and all(kind_of(raw) in (TEXT, MARK) for raw in cells)


def no_measure(sample: Sample, column: int) -> ColumnMapping | None:
    """A column of figures that measures nothing: the numbers of the rows, or the years they are about."""
    heading, texts = sample.heading(column), sample.texts(column)
    if (
        not heading
        and any(map(sample.heading, sample.body))
        and len(texts) == len(sample.rows)
        and count_up(texts)
    ):
        return ColumnMapping(column, "", "ignored", 0.8, "the number of the row")
    heads_rows = column == sample.body[0] and len(set(texts)) == len(texts)
    if are_years(texts) and (heads_rows or not heading):
        return ColumnMapping(column, heading, "period", 0.7, "years", "year")
    return None


def unit_of_cells(cells: Sequence[Raw]) -> str:
    """% when the figures are written with it; the other units stand in the heading, or in each cell."""
    numbers = [raw for raw in cells if kind_of(raw) == NUMBER]
    shares = [
        raw
        for raw in numbers
        if isinstance(raw, Percent) or (isinstance(raw, str) and raw.rstrip().endswith("%"))
    ]
    return "%" if numbers and len(shares) == len(numbers) else ""


def by_content(sample: Sample, column: int, heading: str, kind: str) -> ColumnMapping:
    """A column whose heading says nothing and which holds no figures."""
    if kind in (DATE, PERIOD):
        return ColumnMapping(column, heading, "period", 0.7, "dates" if kind == DATE else "periods")
    if kind in (CLOCK, CODE):
        role = "area" if kind == CODE and is_area_code(sample.texts(column)) else "ignored"
        return ColumnMapping(column, heading, role, 0.6, "codes", "code" if role == "area" else "")
    named = [text.casefold() in sample.areas for text in sample.texts(column)]
    if named and sum(named) >= 0.5 * len(named):
        return ColumnMapping(column, heading, "area", 0.95, "known places", "name")
    return ColumnMapping(column, heading, "", 0.5, "text")


def layout_of(columns: list[ColumnMapping]) -> str:
    values = [c for c in columns if c.role == "value"]
    if not values:
        return "events" if any(c.role == "period" for c in columns) else "long"
    if any(c.area for c in values):
        return "crossed"
    if any(c.period or c.part for c in values):
        return "crossed" if any(c.breakdown for c in values) else "wide_time"
    if len(values) == 1:
        return "long"
    return "crossed" if any(c.breakdown for c in values) else "wide_measures"


def settle_text(columns: list[ColumnMapping], sample: Sample, is_events: bool) -> None:
    """Columns of text that nothing has named: the place, what was measured, or a breakdown."""
    unnamed = [c for c in columns if c.role == ""]
    if not is_events:
        settle_indicator(columns, unnamed, sample)
        settle_place(columns, unnamed, sample)
    first = min((c.index for c in columns if c.role == "value"), default=len(columns))
    for column in unnamed:
        if column.role == "" and column.index > first and is_prose(sample.texts(column.index)):
            # What is told about a row after its figures may be about anybody.
            column.role, column.reason = "ignored", "prose"
        if column.role == "":
            few = len(set(sample.texts(column.index))) <= max(12, 0.2 * len(sample.rows))
            # Events are counted by what is known to matter; every other text about them stays behind.
            column.role, column.certainty = ("group", 0.6) if few and not is_events else ("ignored", 0.5)
    for column in columns:
        in_blocks = ("area", "indicator", "group") if is_events else ("area", "indicator", "group", "period")
        column.fills_down = column.role in in_blocks and is_block_label(sample, column.index)


def is_prose(texts: list[str]) -> bool:
    """Whether most texts are sentences, each another."""
    long = sum(len(text.split()) > 4 for text in texts)
    return bool(texts) and long >= 0.5 * len(texts) and len(set(texts)) > 0.8 * len(texts)


def settle_indicators(columns: list[ColumnMapping], sample: Sample) -> None:
    """The finest of several columns of measures names them; a coarser one divides, a code for the same is left."""
    found = [c for c in columns if c.role == "indicator"]
    if len(found) < 2:
        return
    best = max(found, key=lambda c: (len(set(sample.texts(c.index))), len("".join(sample.texts(c.index)))))
    for other in found:
        if other is not best:
            is_same = goes_with(sample, other.index, best.index)
            other.role, other.reason = (
                ("ignored", "the same measures") if is_same else ("group", "coarser measures")
            )


def settle_counts(columns: list[ColumnMapping]) -> None:
    """Beside the value stands how many it is of, as in the answers of Kolada; the two must not be added up."""
    words = {c.index: c.header.casefold().rpartition(".")[2] for c in columns if c.role == "value"}
    if not THE_VALUE & set(words.values()):
        return
    for column in columns:
        if words.get(column.index) in ("count", "n"):
            column.role, column.certainty, column.reason = "ignored", 0.7, "how many the value is of"


def settle_indicator(columns: list[ColumnMapping], unnamed: list[ColumnMapping], sample: Sample) -> None:
    is_across = any(c.area for c in columns)
    measuring = [c for c in unnamed if is_across or reads_as_measure(sample.texts(c.index))]
    if measuring and not any(c.role == "indicator" for c in columns):
        measuring[0].role, measuring[0].certainty, measuring[0].reason = (
            "indicator",
            0.75,
            "names of measures",
        )


def settle_place(columns: list[ColumnMapping], unnamed: list[ColumnMapping], sample: Sample) -> None:
    # What tells the rows apart stands to the left of the figures; what comes after them is said about them.
    first = min((c.index for c in columns if c.role == "value"), default=len(columns))
    places = [c for c in unnamed if c.role == "" and c.index < first]
    if places and not any(c.area or (c.role == "area" and c.part == "name") for c in columns):
        best = max(places, key=lambda c: (len(set(sample.texts(c.index))), -c.index))
        best.role, best.part, best.certainty, best.reason = "area", "name", 0.6, "names"


def reads_as_measure(texts: list[str]) -> bool:
    """Whether most texts speak of counts, shares or units, as names of places never do."""
    said = re.compile(r"\b(?:antal|andel|per|procent|index|kostnad|share|rate|number)\b|%|/inv", re.I)
    return bool(texts) and sum(bool(said.search(text)) for text in texts) >= 0.5 * len(texts)


def is_block_label(sample: Sample, column: int) -> bool:
    """Whether a label stands only in the first row of each block: merged downwards, or blank below a few of them."""
    inside = {row.number for row in sample.rows}
    if any(
        m.first_column <= column <= m.last_column and m.last_row > m.first_row and m.first_row in inside
        for m in sample.sheet.merged
    ):
        return True
    rows = [row for row in sample.rows if not names_a_whole(row)]
    present = [column < len(row.cells) and kind_of(row.cells[column]) != BLANK for row in rows]
    blocks = sum(before and not after for before, after in pairwise(present))
    return blocks > 1 and present[0] and sum(present) <= 0.6 * len(present)


def names_a_whole(row: Row) -> bool:
    """Whether a label of the row says that it is a sum of others."""
    return any(isinstance(raw, str) and is_total(raw) for raw in row.cells)


def dash_of(sample: Sample) -> str:
    """What the notes say a dash means, or "" to ask."""
    if any(DASH_MEANS_ZERO.match(note) for note in sample.notes):
        return "zero"
    return "missing" if any(DASH_MEANS_MISSING.match(note) for note in sample.notes) else ""


def decimal_of(columns: list[ColumnMapping], sample: Sample) -> str:
    """ "dot" when the figures written as text leave no doubt; else "", so that 1.234 is asked about.

    Decimal commas elsewhere make it likely that 1.234 is more than a thousand, but only the source knows.
    """
    cells = (raw for c in columns if c.role == "value" for raw in sample.cells(c.index))
    texts = [raw.strip() for raw in cells if isinstance(raw, str)]
    dots = any(DECIMAL_DOT.fullmatch(text) or COMMA_IN_THOUSANDS.fullmatch(text) for text in texts)
    commas = any(DECIMAL_COMMA.fullmatch(text) for text in texts)
    return "dot" if dots and not commas else ""
