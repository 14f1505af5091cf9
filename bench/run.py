"""One run: prepare the database, measure each part, keep the numbers of each scale to compare scales with."""

import json
import time

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from collab.models import Collaboration

from . import lists, pages, reminders
from .measure import Report
from .world import SCALES, World

KEPT = settings.BASE_DIR / ".run" / "bench.json"


def run(scale, *, keep, write):
    """Measure at a scale; returns the Report."""
    prepare(scale, keep=keep, write=write)
    report = Report(write)
    first_page = lists.measure(report)
    pages.measure(report)
    reminders.measure(report)
    compare_scales(report, scale, first_page)
    return report


def prepare(scale, *, keep, write):
    name = settings.DATABASES["default"]["NAME"]
    server = psycopg2.connect(settings.OWNER)
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        )
        found = cursor.fetchone()
        if keep and found and found[0] == scale:
            write(f"using the {SCALES[scale]:,} activities of the last run")
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


def compare_scales(report, scale, first_page):
    """Print how the first page grows with the data, when a run at another scale is known."""
    known = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    known[scale] = first_page
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text(json.dumps(known))
    if "m" in known and "l" in known:
        report.ratio("page 1 at 1,000,000 / at 100,000 activities", known["l"], known["m"], 1.3)
    else:
        report.fact(
            "page 1 at 1,000,000 / at 100,000 activities", "run `make bench SCALE=l` and SCALE=m to see"
        )
