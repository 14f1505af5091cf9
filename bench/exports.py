"""Lists as files: a hundred thousand rows as .xlsx and as CSV, against the bare writers of the same rows."""

import csv
import resource
import tempfile
import time
from itertools import chain, islice

import xlsxwriter
from django.http import QueryDict
from django.utils import translation

from activities.lists import ActivityTable
from collab.access import Role
from collab.export.files import write_csv, write_xlsx
from collab.export.table import Table
from collab.models import Membership

ROWS = 100_000
ROUNDS = 3


class Everybodys(Table):
    """The lists of one person per municipality after each other: no single party has a hundred thousand rows."""

    name = "Activities"
    columns = ActivityTable.columns
    narrowing = ()

    def __init__(self):
        leads = Membership.objects.filter(role=Role.LEAD, party__is_coordinating=True)
        self.actors = list(leads.select_related("user", "party__collaboration"))
        super().__init__(self.actors[0], QueryDict())

    def cells(self):
        lists = (ActivityTable(actor, QueryDict()).cells() for actor in self.actors)
        return islice(chain.from_iterable(lists), ROWS)

    def sql(self):
        """What the database alone answers, without a word put right."""
        for actor in self.actors:
            table = ActivityTable(actor, QueryDict())
            table.columns = [type(column)(column.label, column.value) for column in self.columns]
            yield from table.cells()


def bare_xlsx(rows):
    with tempfile.TemporaryFile() as file:
        options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
        book = xlsxwriter.Workbook(file, {**options, "default_date_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        book.close()


def bare_csv(rows):
    with tempfile.TemporaryFile("w+", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";").writerows(rows)


def to_file(write, table):
    with tempfile.TemporaryFile() as file:
        return write(table, file)


def seconds(work):
    """The best of a few rounds: the least disturbed by what else the machine does."""
    found = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return min(found)


def measure(report):
    with translation.override("sv"):
        table = Everybodys()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        count = to_file(write_xlsx, table)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
        report.fact("memory that the workbook took beyond the lists before it", f"{grown} MB")
        rows = list(table.cells())
        costs = {
            "xlsx": seconds(lambda: to_file(write_xlsx, table)),
            "bare xlsx": seconds(lambda: bare_xlsx(rows)),
            "csv": seconds(lambda: to_file(write_csv, table)),
            "bare csv": seconds(lambda: bare_csv(rows)),
            "sql and csv": seconds(lambda: bare_csv(islice(table.sql(), ROWS))),
        }
    report.fact("rows of the export", f"{count:,}")
    report.fact(
        "rows a second, .xlsx and CSV", f"{count / costs['xlsx']:,.0f} and {count / costs['csv']:,.0f}"
    )
    report.ratio("a list as .xlsx / the bare writer of the same rows", costs["xlsx"], costs["bare xlsx"], 2)
    report.ratio("a list as CSV / its SQL and the bare writer", costs["csv"], costs["sql and csv"], 2)
    report.ratio("a list as CSV / the bare writer of the same rows", costs["csv"], costs["bare csv"], 10)
