"""One run: prepare the database, measure each part, keep the numbers of each scale to compare scales with."""

import statistics
import time

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from collab.models import Collaboration

from . import exports, filters, hostile, imports, lists, outbox, pages, picture, reminders, reports
from .measure import Report
from .world import SCALES, World

PARTS = (lists, filters, pages, reminders, exports, outbox, imports, picture, reports, hostile)
ROUNDS = 5


def run(scale, *, keep, write, parts=()):
    """Measure at a scale, all or the named `parts`; returns the Report."""
    prepare(scale, keep=keep, write=write)
    report = Report(write, scale)
    for part in PARTS:
        if not parts or part.__name__.rpartition(".")[2] in parts:
            part.measure(report)
    if not parts and scale == "l":
        compare_scales(report, keep=keep, write=write)
    return report


def use(scale):
    """Let the following statements go to the database of a scale; returns its name."""
    connection.close()
    name = connection.settings_dict["NAME"] = f"{settings.BENCH_DATABASE}_{scale}"
    return name


def prepare(scale, *, keep, write):
    """Fill the database of a scale anew, or with `keep` use the one of an earlier run."""
    name = use(scale)
    server = psycopg2.connect(settings.OWNER)
    server.autocommit = True
    with server.cursor() as cursor:
        # A comment marks a database whose filling came to its end.
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        )
        if keep and cursor.fetchone() == (scale,):
            write(f"using the {SCALES[scale]:,} activities of an earlier run")
            return
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}")
    began = time.monotonic()
    call_command("migrate", verbosity=0)
    World(SCALES[scale]).fill()
    with server.cursor() as cursor:
        cursor.execute(f"COMMENT ON DATABASE {name} IS '{scale}'")
    server.close()
    write(
        f"{Collaboration.objects.count()} municipalities, {SCALES[scale]:,} activities"
        f" in {time.monotonic() - began:.0f} s"
    )
    connection.close()


def compare_scales(report, *, keep, write):
    """Measure how the first page grows with the data, both databases in turn within one run."""
    prepare("m", keep=keep, write=write)
    costs = {"m": [], "l": []}
    for _ in range(ROUNDS):
        for scale, seen in costs.items():
            use(scale)
            seen.append(lists.cost_of_first_page())
    smaller, larger = (statistics.median(seen) for seen in costs.values())
    report.ratio("page 1 at 1,000,000 / at 100,000 activities", larger, smaller, 1.3)
