"""A batch's file through the reader: its sheets to choose from, its table, and its cells to the staging table."""

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from collab.models import Area
from collab.personal_data import find_personal_data
from lagesbild.sheets.issues import Issue
from lagesbild.sheets.mapping import Mapping
from lagesbild.sheets.observations import observe
from lagesbild.sheets.raw import shown
from lagesbild.sheets.reading import open_workbook
from lagesbild.sheets.sides import WHOLE
from lagesbild.sheets.tables import find_tables

from . import names, staging

PREVIEW_ROWS, PREVIEW_COLUMNS = 9, 8
SAMPLES = 3
ISSUES_AT_MOST = 2_000
BLANK = "blank"
HIDDEN = "•••"


@dataclass(frozen=True)
class RowsFrom:
    """The rows of a sheet from the one that a person pointed out as the headings."""

    rows: object
    first: int

    def __iter__(self):
        return (row for row in self.rows if row.number >= self.first)

    rough = __iter__

    @staticmethod
    def decoded(row):
        return row


@contextmanager
def workbook(batch):
    """The batch's file, open; the sheet of a text file has no name of its own."""
    if opened := getattr(batch, "opened", None):
        yield opened
        return
    with open_workbook(batch.file.path) as opened:
        if opened.format == "csv":
            opened.sheets[:] = [replace(sheet, name="") for sheet in opened.sheets]
        yield opened


@contextmanager
def kept_open(batch):
    """Open the batch's file once for all steps within."""
    with workbook(batch) as batch.opened:
        try:
            yield
        finally:
            del batch.opened


def tables_in(opened, sheet, batch):
    """The tables of a sheet, looked for once while the file is open."""
    if sheet.name not in opened.tables:
        opened.tables[sheet.name] = find_tables(sheet, known_places(batch))
    return opened.tables[sheet.name]


def contents(batch, wanted=None):
    """The sheets of the file as dicts: name, is_read, rows, tables; the wanted one with its first rows as text."""
    with workbook(batch) as opened:
        told = [describe(sheet, tables_in(opened, sheet, batch)) for sheet in opened.sheets]
        chosen = next((s for s in told if s["name"] == wanted and s["is_read"]), None) or likeliest(told)
        if chosen:
            sheet = opened.sheet(chosen["name"])
            last = max(chosen["header_row"] + PREVIEW_ROWS - 3, PREVIEW_ROWS)
            rows = list(takewhile(lambda row: row.number <= last, sheet.rows))
            width = min(max((len(row.cells) for row in rows), default=0), PREVIEW_COLUMNS)
            chosen["preview"] = [(row.number, texts(row.cells, width)) for row in rows]
            chosen["width"] = width
        return told, chosen


def texts(cells, width):
    """The first cells of a row as text; what looks like a person's data is not shown."""
    told = [shown(raw)[:60] for raw in cells[:width]]
    return [HIDDEN if find_personal_data(text) else text for text in told] + [""] * (width - len(told))


def describe(sheet, tables):
    first = tables[0] if tables else None
    return {
        "name": sheet.name,
        "is_read": sheet.is_read,
        "rows": first.last_row - first.first_row + 1 if first else 0,
        "tables": len(tables),
        "header_row": first.header_rows[-1] if first and first.header_rows else 1,
    }


def likeliest(sheets):
    """The sheet with the largest table."""
    return max((s for s in sheets if s["is_read"]), key=lambda s: s["rows"], default=None)


def known_places(batch):
    return list(Area.objects.filter(collaboration=batch.collaboration_id).values_list("name", flat=True))


@contextmanager
def table(batch):
    """The table under the chosen headings, its file open."""
    with workbook(batch) as opened:
        sheet = opened.sheet(batch.mapping["sheet"])
        tables = tables_in(opened, sheet, batch)
        row = batch.mapping["header_row"]
        found = next((t for t in tables if row in t.header_rows), None)
        if found is None:
            rest = find_tables(replace(sheet, rows=RowsFrom(sheet.rows, row)), known_places(batch))
            found = rest[0] if rest else None
        if found is None:
            raise ValidationError(_("There is no table under that row. Choose the row with the headings."))
        # Of tables side by side the first is imported; the cells of the others are told as outside it.
        yield replace(found, side=WHOLE)


def columns(batch):
    """(guessed mapping, samples per column) of the chosen table, for a person to check."""
    with table(batch) as found:
        samples = {}
        for column in found.mapping.columns:
            seen = dict.fromkeys(
                shown(row.cells[column.index])[:40]
                for row in found.sample
                if column.index < len(row.cells) and row.cells[column.index] is not None
            )
            samples[column.index] = list(seen)[:SAMPLES]
        return found.mapping, samples


def stage_file(batch):
    """Read the whole table by the batch's mapping into the staging table; what cannot be used becomes issues."""
    issues = FirstIssues()
    with table(batch) as found:
        said = observe(found, Mapping.from_json(batch.mapping["columns"]))
        staging.stage(batch, cells_of(said, issues), names.Meanings(batch), found.last_row)
    store_issues(batch, issues)


class FirstIssues(list):
    """The first issues of a file; those of a very bad one are enough to mend it by."""

    def append(self, issue):
        if len(self) < ISSUES_AT_MOST:
            super().append(issue)


def cells_of(answers, issues):
    """The cells to stage among the reader's answers; what cannot be used, and what was warned of, joins `issues`."""
    for said in answers:
        if type(said) is Issue:
            issues.append((said.code, said, said.found, False))
            continue
        (
            indicator, area, code, period, groups, value, flag, _unit, text, sheet, row, column, totals, *_more,
        ) = said  # fmt: skip
        if flag == BLANK:
            continue
        if period is None:
            issues.append(("no_period", said, text, False))
        elif type(value) is date:
            issues.append(("not_a_number", said, text, False))
        else:
            if value is not None:
                flag = "preliminary" if said.is_preliminary else "estimated" if said.is_estimated else ""
            # A group that is a whole is no group.
            group = groups and tuple(
                (d, words) for d, words in sorted(groups.items()) if words and d not in totals
            )
            when, place = (period.kind, period.start, period.end), f"{code} {area}".strip() if code else area
            yield staging.Cell(when, value, flag, text, sheet, row, column + 1, indicator, place, group or ())
            for warning in said.warnings:
                issues.append((warning, said, text, True))


def store_issues(batch, issues):
    """Replace the issues of the batch."""
    batch.issues.all().delete()
    issue = batch.issues.model
    issue.objects.bulk_create(
        [
            issue(
                batch=batch,
                sheet=said.sheet[:120],
                row=said.row or None,
                col=said.column + 1 or None,
                code=code,
                found=found[:200],
                is_warning=is_warning,
            )
            for code, said, found, is_warning in issues
        ],
        batch_size=1000,
    )
