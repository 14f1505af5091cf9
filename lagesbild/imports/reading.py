"""A batch's file through the reader: its sheets to choose from, its table, and its cells to the staging table."""

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

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


@contextmanager
def workbook(batch):
    """The batch's file, open; the sheet of a text file has no name of its own."""
    with open_workbook(batch.file.path) as opened:
        if opened.format == "csv":
            opened.sheets[:] = [replace(sheet, name="") for sheet in opened.sheets]
        yield opened


def contents(batch, wanted=None):
    """The sheets of the file as dicts: name, is_read, rows, tables; the wanted one with its first rows as text."""
    known = known_places(batch)
    with workbook(batch) as opened:
        told = [describe(sheet, known) for sheet in opened.sheets]
        chosen = next((s for s in told if s["name"] == wanted and s["is_read"]), None) or likeliest(told)
        if chosen:
            sheet = opened.sheet(chosen["name"])
            last = max(chosen["header_row"] + PREVIEW_ROWS - 3, PREVIEW_ROWS)
            rows = list(islice((row for row in sheet.rows if row.number <= last), last))
            width = min(max((len(row.cells) for row in rows), default=0), PREVIEW_COLUMNS)
            chosen["preview"] = [(row.number, texts(row.cells, width)) for row in rows]
            chosen["width"] = width
        return told, chosen


def texts(cells, width):
    """The first cells of a row as text; what looks like a person's data is not shown."""
    told = [shown(raw)[:60] for raw in cells[:width]]
    return [HIDDEN if find_personal_data(text) else text for text in told] + [""] * (width - len(told))


def describe(sheet, known):
    tables = find_tables(sheet, known) if sheet.is_read else []
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
        tables = find_tables(sheet, known_places(batch))
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
    issues = []
    with table(batch) as found:
        said = observe(found, Mapping.from_json(batch.mapping["columns"]))
        staging.stage(batch, cells_of(said, issues), names.Meanings(batch), found.last_row)
    store_issues(batch, issues)


def cells_of(answers, issues):
    """The cells to stage among the reader's answers; what cannot be used, and what was warned of, joins `issues`."""
    for said in answers:
        if isinstance(said, Issue):
            issues.append((said.code, said, said.found, False))
        elif said.flag == BLANK:
            continue
        elif said.period is None:
            issues.append(("no_period", said, said.original, False))
        elif isinstance(said.value, date):
            issues.append(("not_a_number", said, said.original, False))
        else:
            yield cell_of(said)
            for code in said.warnings:
                issues.append((code, said, said.original, True))


def cell_of(said):
    """What the staging table holds of an observation; a group that is a whole is no group."""
    period, groups = said.period, said.breakdown
    return staging.Cell(
        (period.kind, period.start, period.end),
        said.value,
        flag_of(said),
        said.original,
        said.sheet,
        said.row,
        said.column + 1,
        said.indicator,
        f"{said.area_code} {said.area}".strip(),
        tuple((d, words) for d, words in sorted(groups.items()) if words and d not in said.totals)
        if groups
        else (),
    )


def flag_of(said):
    if said.value is None:
        return said.flag
    if said.is_preliminary:
        return "preliminary"
    return "estimated" if said.is_estimated else ""


def store_issues(batch, issues):
    """Replace the issues of the batch; the first of a very bad file are enough to mend it by."""
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
            for code, said, found, is_warning in issues[:ISSUES_AT_MOST]
        ],
        batch_size=1000,
    )
