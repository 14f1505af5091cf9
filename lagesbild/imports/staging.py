"""Cells to the staging table by COPY, with names, periods and groups already as keys."""

from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

from django.db import connection

from lagesbild.models.period import Breakdown, Period

COLUMNS = """
    batch_id, sheet, row, col, text, number, flag, period_id, breakdown_id,
    indicator_text, area_text, indicator_id, area_id, is_skipped, is_made
"""
COPY = f"COPY lagesbild_stagedvalue ({COLUMNS}) FROM STDIN"
NULL = r"\N"
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
TEXT_MAX, SHEET_MAX = 200, 120
# So many cells are looked at ahead for keys not known yet: a file of any length takes the same memory.
AHEAD = 1_000
# Characters that the database gets at a time, and that a line has, about.
BLOCK, LINE = 64_000, 100
# So many different names of figures are kept ready for writing.
REMEMBERED = 20_000
# From so many new rows on, plans made from what the planner knew before can be a hundred times too slow.
NEWS = 500


class Cell(NamedTuple):
    """A cell on its way in. `period` is (kind, first day, last day); `breakdown` pairs of (dimension, words).

    `indicator` and `area` are the names in the file, or the rows themselves.
    """

    period: tuple
    number: object = None
    flag: str = ""
    text: str = ""
    sheet: str = ""
    row: int | None = None
    col: int | None = None
    indicator: object = ""
    area: object = ""
    breakdown: tuple = ()


def stage(batch, cells, meanings, last_row=0):
    """Replace what is staged for the batch by an iterable of `cells`, read once; returns how many there were.

    `meanings` says what the names in the file mean (`names.Meanings`).
    """
    batch.staged.all().delete()
    writer = Writer(batch, meanings, iter(cells), last_row)
    with connection.cursor() as cursor:
        while writer.look_ahead():
            cursor.copy_expert(COPY, writer, BLOCK)
            if writer.error:
                raise writer.error
    take_stock("lagesbild_stagedvalue", writer.written)
    return writer.written


class Writer:
    """The cells as a file for COPY, which the database reads while the next ones are made.

    It ends before a cell with a period, a group or a name not met yet: the database can be asked nothing meanwhile.
    """

    def __init__(self, batch, meanings, cells, last_row):
        self.batch, self.meanings, self.cells, self.last_row = batch, meanings, cells, last_row
        self.periods, self.groups, self.written = {}, {}, 0
        self.names = lru_cache(REMEMBERED)(self.named)
        self.held, self.error = [], None

    def look_ahead(self):
        """Learn the keys of the next cells; False when there are none."""
        ahead = [*self.held, *islice(self.cells, AHEAD)]
        periods, groups = set(), set()
        for when, *_facts, indicator, area, group in ahead:
            periods.add(when)
            groups.add(group)
            self.meanings.of(indicator, area)
        self.periods |= period_ids(periods - self.periods.keys())
        self.groups |= breakdown_ids(self.batch.collaboration_id, groups - self.groups.keys())
        self.held, self.lines = [], self.made(chain(ahead, self.cells))
        return bool(ahead)

    def read(self, size):
        """About as many characters of the next lines."""
        try:
            return "".join(islice(self.lines, size // LINE))
        except Exception as error:  # noqa: BLE001  the driver would tell of COPY, not of what is wrong with the file
            self.error = error
            return ""

    def made(self, cells):
        periods, groups, names, batch = self.periods, self.groups, self.names, self.batch.pk
        for cell in cells:
            when, number, flag, text, sheet, row, col, indicator, area, group = cell
            try:
                keys = f"{periods[when]}\t{groups[group]}\t{names(indicator, area)}"
            except KeyError:
                self.held = [cell]
                return
            self.written += 1
            if not self.written % AHEAD:
                self.batch.note_progress(row or 0, self.last_row)
            yield (
                f"{batch}\t{escaped(sheet, SHEET_MAX)}\t{row or NULL}\t{col or NULL}\t{escaped(text, TEXT_MAX)}"
                f"\t{NULL if number is None else number}\t{flag}\t{keys}\n"
            )

    def named(self, indicator, area):
        """The fields that follow from the names in the file; KeyError for names not met yet."""
        if not self.meanings.knows(indicator, area):
            raise KeyError(indicator, area)
        *keys, is_skipped, is_made = self.meanings.of(indicator, area)
        texts = [escaped(str(name), TEXT_MAX) for name in (indicator, area)]
        return "\t".join([*texts, *(str(key or NULL) for key in keys), str(is_skipped), str(is_made)])


@lru_cache(50_000)
def escaped(text, most):
    return text[:most].translate(ESCAPES)


def take_stock(table, written):
    """Let the planner know of many rows written a moment ago, before it plans by what it knew of the table."""
    if written >= NEWS:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {table}")


class Known:
    """The meanings where known rows stand in the place of names."""

    @staticmethod
    def of(indicator, area):
        return indicator.pk, area.pk, False, False

    @staticmethod
    def knows(_indicator, _area):
        return True


def stage_rows(batch, rows):
    """Stage rows whose indicator and place are known rows; see `ImportBatchQuerySet.deliver`."""
    stage(
        batch,
        (
            Cell(
                row["period"],
                row["number"],
                row.get("flag", ""),
                row.get("text", "" if row["number"] is None else str(row["number"])),
                row.get("sheet", ""),
                row.get("row"),
                row.get("col"),
                row["indicator"],
                row["area"],
                tuple(map(tuple, row.get("breakdown") or ())),
            )
            for row in rows
        ),
        Known,
    )


def period_ids(wanted):
    """The key of each (kind, first day, last day), made where it is new: the calendar belongs to nobody."""
    found = stored_periods(wanted)
    missing = [Period(kind=k, starts_on=a, ends_on=b) for k, a, b in wanted if (k, a, b) not in found]
    if missing:
        Period.objects.bulk_create(missing, ignore_conflicts=True)
        found = stored_periods(wanted)
    return found


def stored_periods(wanted):
    days = {first for _kind, first, _last in wanted}
    return {(p.kind, p.starts_on, p.ends_on): p.pk for p in Period.objects.filter(starts_on__in=days)}


def breakdown_ids(collaboration, groups):
    """The key of each group of the collaboration, made where it is new."""
    names = {parts: group_key(parts) for parts in groups}
    rows = Breakdown.objects.filter(collaboration=collaboration, key__in=names.values())
    found = dict(rows.values_list("key", "pk"))
    missing = {
        key: Breakdown(collaboration_id=collaboration, key=key, parts=[list(part) for part in parts])
        for parts, key in names.items()
        if key not in found
    }
    if missing:
        Breakdown.objects.bulk_create(missing.values(), ignore_conflicts=True)
        found = dict(rows.all().values_list("key", "pk"))
    return {parts: found[key] for parts, key in names.items()}


def group_key(parts):
    """The canonical name of a group: "kön=kvinnor;ålder=18-24", dimensions in order, the same for any spelling."""
    return ";".join(sorted(f"{plain(dimension)}={plain(words)}" for dimension, words in parts))


def plain(text):
    """Without differences of case, spaces and dashes."""
    return " ".join(str(text).replace("\u2013", "-").split()).casefold()
