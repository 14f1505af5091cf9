"""A worker is killed, or the database drops every connection, in the middle of an import: all of it, or nothing."""

import hashlib
import random
import sys
import time
from datetime import date, timedelta

import pytest
from django.db import connection

from collab.celery import app
from collab.models import Area
from lagesbild.imports import staging
from lagesbild.models import ImportBatch, Indicator, Value
from lagesbild.models.work import WAITS
from tests.worker.test_killing import QUEUE, Worker, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("worker")]
ROWS = 10_000
PLACES = 40
FIRST = date(2000, 1, 1)
# Other tests lock in databases of their own beside this one.
LOCKS = """
    SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE l.locktype = 'advisory' AND l.pid <> pg_backend_pid() AND d.datname = current_database()
"""
# Everybody but this connection: what a restart of the database does to them.
DROP = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def drafts(cast, n):
    """`n` drafts of 10,000 figures each, staged and ready to be imported; every second changes the one before."""
    fires = Indicator.objects.create(collaboration=cast.ekby, name="Bränder", is_published=True)
    places = Area.objects.bulk_create(
        Area(collaboration=cast.ekby, kind=Area.Kind.PLACE, name=f"Plats {i}") for i in range(PLACES)
    )
    days = [FIRST + timedelta(days=i) for i in range(ROWS // PLACES)]
    for round_ in range(n):
        batch = ImportBatch.objects.create(
            collaboration=cast.ekby, party=cast.k, uploaded_by=cast.ada, file_name=f"fil {round_}"
        )
        batch.regrant()
        rows = (
            {"indicator": fires, "area": place, "period": ("day", day, day), "number": 100 + round_}
            for place in places
            for day in days
        )
        staging.stage_rows(batch, rows)
        yield batch


def digest():
    """What everybody sees, as one number."""
    seen = Value.objects.filter(current_for__isnull=False).order_by("area", "period")
    told = seen.values_list("area", "period", "number", "flag", "current_for", "masked_since")
    return hashlib.sha256(repr(list(told)).encode()).hexdigest()


def is_truthful(batch):
    """Whether the import is what its state says: all of it there, or nothing of it."""
    batch.refresh_from_db()
    there = Value.objects.filter(batch=batch).count()
    staged = batch.staged.count()
    return (there, staged) == ((ROWS, 0) if batch.is_committed else (0, ROWS))


def send(batch):
    app.send_task("lagesbild.tasks.work_on", [batch.pk], queue=QUEUE)


@pytest.mark.parametrize(
    "kills", [pytest.param(2, id="few"), pytest.param(20, id="full", marks=pytest.mark.full)]
)
def test_an_import_cut_off_at_a_random_moment_is_whole_or_not_at_all(cast, tmp_path, kills):
    chance, cut, slow = random.Random(), [], []
    for n, batch in enumerate(drafts(cast, kills)):
        before = digest()
        worker = Worker(tmp_path)
        batch.ask("import", by=cast.ada)
        send(batch)
        wait_for(lambda: running(), 20)
        time.sleep(chance.uniform(0, 0.4))
        if n % 2:
            with connection.cursor() as cursor:
                cursor.execute(DROP)
        worker.kill()
        assert wait_for(lambda batch=batch: not running(), 30)
        assert is_truthful(batch)
        cut.append(not batch.is_committed)
        if not batch.is_committed:
            assert digest() == before

        worker = Worker(tmp_path)
        began = time.monotonic()
        try:
            ImportBatch.objects.filter(pk=batch.pk).update(work_asked_at=batch.work_asked_at - WAITS)
            for pk in ImportBatch.objects.left_alone().values_list("pk", flat=True):
                app.send_task("lagesbild.tasks.work_on", [pk], queue=QUEUE)
            assert wait_for(lambda batch=batch: done(batch), 60)
        finally:
            worker.kill()
        slow.append(time.monotonic() - began)
        assert is_truthful(batch)
        assert batch.is_committed
        batch.undo(by=cast.ada)
        assert digest() == before
    assert kills < 20 or sum(cut) >= 5
    sys.stdout.write(f"cut off {sum(cut)} of {kills}; taken up within {max(slow):.1f} s\n")


def running():
    """Whether a worker is in the middle of an import."""
    with connection.cursor() as cursor:
        cursor.execute(LOCKS)
        return cursor.fetchone()[0] > 0


def done(batch):
    return ImportBatch.objects.filter(pk=batch.pk, work="", state="committed").exists()
