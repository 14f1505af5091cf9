"""Imports: as many observations as the scale says from a file to figures, against a bare COPY of the same rows.

The figures go to tables of a schema of their own, made like the portal's: what is there already is neither counted
nor touched.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.db import connection, transaction
from django.test.utils import override_settings
from import_export import resources
from tablib import Dataset

from lagesbild.imports import comparing
from lagesbild.management.commands.import_sheet import forget, stage
from lagesbild.models import ImportBatch, Value

from .deliveries import LONG, WIDE, Source, Untaught, write_csv, write_xlsx
from .memory import Scales

SIZES = {"s": 10_000, "m": 100_000, "l": 1_000_000}
AS_WIDE = 1.2
PREVIEW, SLOWLY = 10_000, 1_000
ROUNDS = 3
# Against a bare COPY; the same file again against the first time. In a short file the costs of each import tell more.
GOALS = {"s": (3, 0.8), "m": (1.8, 0.6), "l": (1.8, 0.6)}
MEMORY = {"csv": 250, "xlsx": 450}
SCHEMA = "bench_imports"
TABLES = ("lagesbild_value", "lagesbild_stagedvalue", "lagesbild_reach")
BARE = "bare_value"
WORKER = "import sys, django; django.setup(); from bench.imports import take_in_alone; take_in_alone(*sys.argv[1:])"
COLUMNS = "indicator_id, area_id, period_id, breakdown_id, batch_id, number, flag, sheet, row, col, text, current_for"


@contextmanager
def empty_tables():
    """Let every statement meet new, empty tables, made like the portal's own, with the same indexes and checks."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}")
        for table in (*TABLES, BARE):
            like = TABLES[0] if table == BARE else table
            cursor.execute(f"CREATE TABLE {SCHEMA}.{table} (LIKE public.{like} INCLUDING ALL)")
            cursor.execute(
                "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE conrelid = %s::regclass AND contype = 'f'",
                [f"public.{like}"],
            )
            for name, words in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {SCHEMA}.{table} ADD CONSTRAINT {name} {words}")
    # Child processes meet them, too.
    os.environ["PGOPTIONS"] = f"-c search_path={SCHEMA},public"
    connection.close()
    try:
        yield
    finally:
        del os.environ["PGOPTIONS"]
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA {SCHEMA} CASCADE")


def empty():
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(TABLES)}, {BARE}")


def timed(work, *arguments):
    """(seconds that it took, its answer)."""
    began = time.perf_counter()
    answer = work(*arguments)
    return time.perf_counter() - began, answer


def copy_out(path):
    """The values as they came to lie in the table, as text for COPY."""
    with path.open("wb") as file, connection.cursor() as cursor:
        cursor.copy_expert(f"COPY (SELECT {COLUMNS} FROM {TABLES[0]} ORDER BY id) TO STDOUT", file)


def copy_in(path):
    with path.open("rb") as file, connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {BARE} ({COLUMNS}) FROM STDIN", file)


class ValueResource(resources.ModelResource):
    """The values as django-import-export takes them in when nothing is set but the key of a row."""

    class Meta:
        model = Value
        import_id_fields = ("indicator", "area", "period", "breakdown")
        fields = (*import_id_fields, "batch", "number", "sheet", "row", "col", "text", "current_for")


def one_by_one(n):
    """Seconds per row of django-import-export, for `n` of the rows that were imported; they are written anew."""
    names = ValueResource.Meta.fields
    data = Dataset(*Value.objects.order_by("pk").values_list(*names)[:n], headers=names)
    empty()
    seconds, result = timed(ValueResource().import_data, data)
    if result.has_errors() or Value.objects.count() != n:
        raise RuntimeError("django-import-export did not import the rows")
    return seconds / n


def with_small(report, source, folder, cost):
    """What it costs to hide: a tenth of the rows, with sums of all places and one count in a hundred small."""
    n = max(SIZES[report.scale] // 10, SIZES["s"])
    path = write_csv(source.small_rows(n), folder / "small.csv")
    seconds, counts = timed(source.take_in, path)
    hidden = Value.objects.filter(masked_since__isnull=False).count()
    told = f"{seconds / counts['new'] / cost:.1f} times a row without; {hidden:,} of {counts['new']:,} hidden"
    report.fact("an import with sums and one count in a hundred small", told)


def in_columns(report, source, folder, long):
    """As many numbers in a wide file, a column for each month, against those of a long file, in turns."""
    path = write_csv(source.wide_rows(SIZES[report.scale]), folder / "wide.csv", headings=())
    source.profile(path, WIDE)
    costs = {path: [], long: []}
    for _round in range(ROUNDS):
        for one, name in ((path, WIDE), (long, LONG)):
            empty()
            seconds, counts = timed(source.take_in, one, name)
            costs[one].append(seconds / counts["new"])
    wide, long = (statistics.median(seen) for seen in costs.values())
    report.ratio("a number of a wide file / one of a long file", wide, long, AS_WIDE)


def memory_of(path, folder):
    """Megabytes that an import of the file took at most, the worker and the contained reader together."""
    command = [sys.executable, "-c", WORKER, connection.settings_dict["NAME"], str(path)]
    environment = {**os.environ, "UPLOAD_DIR": str(folder)}
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment) as worker:
        with Scales(worker.pid) as scales:
            is_broken = worker.wait()
        if is_broken:
            raise RuntimeError(f"{path.name} was not imported")
    return scales.peak


def take_in_alone(database, path):
    """Import one file as a worker that does nothing else."""
    connection.settings_dict["NAME"] = database
    Source().take_in(Path(path))


def preview(source, path):
    """From the upload to what the review of the pages shows: counts, the first cells, and what is wrong."""
    with transaction.atomic(), path.open("rb") as file:
        batch = ImportBatch.upload(File(file, name="siffror"), by=source.actor)
        stage(batch, Untaught, source.actor)
        counts = comparing.counts(batch)
        comparing.cells(batch, comparing.VERDICTS, limit=50)
        list(batch.issues.all()[:50])
        transaction.set_rollback(True)
    forget(batch.file.name)
    return counts


def against_copy(report, source, path, copied):
    """Import, bare COPY and the same file again, in turns, so that a busy moment hits all."""
    firsts, copies, agains, written = [], [], [], 0
    for _round in range(ROUNDS):
        empty()
        first, counts = timed(source.take_in, path)
        copy_out(copied)
        again, _counts = timed(source.take_in, path)
        written += Value.objects.count() - counts["new"]
        copy, _nothing = timed(copy_in, copied)
        for seen, seconds in ((firsts, first), (copies, copy), (agains, again)):
            seen.append(seconds)
    import_, copy, again = map(statistics.median, (firsts, copies, agains))
    report.fact("rows imported, and a second", f"{counts['new']:,}, {counts['new'] / import_:,.0f}")
    report.ratio(
        "an import from CSV / a bare COPY into the same indexes", import_, copy, GOALS[report.scale][0]
    )
    report.ratio("the same file again / the first time", again, import_, GOALS[report.scale][1])
    report.fact("rows that the same file wrote again", written)
    return import_ / counts["new"]


def measure(report):
    n, source = SIZES[report.scale], Source()
    with tempfile.TemporaryDirectory() as name, override_settings(MEDIA_ROOT=name), empty_tables():
        folder = Path(name)
        path = write_csv(source.rows(n), folder / "long.csv")
        cost = against_copy(report, source, path, folder / "copied")
        alone = one_by_one(min(n, SLOWLY))
        report.fact(
            "rows a second one by one, by django-import-export (measured on 1,000)", f"{1 / alone:,.0f}"
        )
        report.ratio("50 rows imported / one by django-import-export's default", 50 * cost, alone, 1)
        in_columns(report, source, folder, path)
        for kind, write in (("csv", write_csv), ("xlsx", write_xlsx)):
            empty()
            path = write(source.rows(n), folder / f"memory.{kind}")
            most = memory_of(path, folder)
            report.within(f"memory of the worker with its reader, .{kind}", most, MEMORY[kind], "MB")
        empty()
        with_small(report, source, folder, cost)
        path = write_xlsx(source.rows(PREVIEW), folder / "preview.xlsx")
        seconds, _counts = timed(preview, source, path)
        report.ratio("the review of a workbook of 10,000 rows / five seconds", seconds, 5, 1)
