"""The database crashes under an import, a release or an undo: all of it is there, or nothing."""

import random
import socket
import sys
import threading
import time

import pytest
from django.db import connection

from collab.celery import app
from lagesbild.models import ImportBatch, Value
from lagesbild.models.work import WAITS
from tests.worker.test_killing import wait_for
from tests.worker.test_killing_an_import import digest, done, drafts, is_truthful, running

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("worker")]
MANY = 20
TIMES = [
    pytest.param(2, id="few", marks=pytest.mark.full),
    pytest.param(MANY, id="full", marks=pytest.mark.full),
]
# From the restart on: a sweep every twenty seconds takes up what has waited for twenty, and the work itself.
TRUTHFUL_SECONDS = 60


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def beat(fragile, tmp_path):
    with app.connection_or_acquire() as line:
        line.default_channel.queue_purge("celery")
    clock = fragile.beat(tmp_path)
    yield clock
    clock.kill()
    clock.wait()


def hurry(batch):
    """What the sweep does when twenty seconds have gone, now."""
    ImportBatch.objects.filter(pk=batch.pk).update(work_asked_at=batch.work_asked_at - WAITS)
    app.send_task("lagesbild.tasks.take_up")


def durability():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fsync'), current_setting('full_page_writes')")
        return cursor.fetchone()


@pytest.mark.parametrize("crashes", TIMES)
def test_an_import_in_a_crash_is_whole_or_not_at_all_and_taken_up(cast, fragile, beat, tmp_path, crashes):
    assert durability() == ("on", "on")
    chance, cut, waits, longest = random.Random(), 0, [], 0.3
    for batch in drafts(cast, crashes):
        before = digest()
        worker = fragile.worker(tmp_path)
        batch.ask("import", by=cast.ada)
        assert wait_for(running, 60)
        time.sleep(chance.uniform(0, longest))
        for blow in chance.sample([fragile.crash, worker.kill], 2):
            blow()
        fragile.ensure()
        began = time.monotonic()
        assert is_truthful(batch)
        if not batch.is_committed:
            cut += 1
            assert digest() == before
        longest = longest * 1.3 if not batch.is_committed else longest * 0.7

        worker = fragile.worker(tmp_path)
        try:
            if crashes < MANY and batch.work:
                hurry(batch)
            assert wait_for(lambda batch=batch: done(batch), TRUTHFUL_SECONDS)
        finally:
            worker.kill()
        waits.append(time.monotonic() - began)
        assert is_truthful(batch)
        batch.undo(by=cast.ada)
        assert digest() == before
    assert crashes < MANY or cut >= MANY // 4
    sys.stdout.write(f"cut off {cut} of {crashes}; truthful within {max(waits):.1f} s of the restart\n")


def newest_for(batch):
    """For whom the values of an import are the newest."""
    return set(Value.objects.filter(batch=batch).values_list("current_for", flat=True))


@pytest.mark.parametrize("crashes", TIMES)
def test_a_release_or_an_undo_in_a_crash_is_whole_or_not_at_all(cast, fragile, port, crashes):
    chance, cut, longest = random.Random(), 0, 0.3
    web = fragile.web(cast.ada, port)
    try:
        for batch in drafts(cast, crashes // 2):
            batch.commit(by=cast.ada)
            for path, after in (("frislapp", {0}), ("angra", {None})):
                before, held = digest(), newest_for(batch)
                sent = threading.Thread(
                    target=web.answer, args=("POST", f"{batch.get_absolute_url()}{path}/")
                )
                sent.start()
                assert wait_for(running_verb, 60)
                time.sleep(chance.uniform(0, longest))
                for blow in chance.sample([fragile.crash, web.kill], 2):
                    blow()
                sent.join()
                fragile.ensure()
                web.start()
                batch.refresh_from_db()
                is_done = batch.is_released if path == "frislapp" else not batch.is_committed
                assert newest_for(batch) == (after if is_done else held)
                if not is_done:
                    cut += 1
                    assert digest() == before
                    (batch.release if path == "frislapp" else batch.undo)(by=cast.ada)
                assert newest_for(batch) == after
            assert not Value.objects.filter(current_for__isnull=False).exists()
    finally:
        web.kill()
    assert crashes < MANY or cut >= MANY // 4
    sys.stdout.write(f"cut off {cut} of {crashes}\n")


def running_verb():
    """Whether somebody holds the collaboration, as an import, a release and an undo do."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND xact_start IS NOT NULL AND backend_xid IS NOT NULL"
        )
        return cursor.fetchone()[0] > 0


def test_the_portal_says_that_the_database_is_away_and_comes_back_by_itself(
    cast, fragile, beat, port, tmp_path
):
    [batch] = drafts(cast, 1)
    web, worker = fragile.web(cast.ada, port), fragile.worker(tmp_path)
    try:
        status, page, _headers = web.answer("GET", "/import/")
        assert status == 200
        assert batch.file_name in page

        fragile.crash()
        status, page, headers = web.answer("GET", "/import/")
        assert status == 503
        assert "Vi ser över Samsyn just nu" in page
        assert "Traceback" not in page
        assert int(headers["retry-after"]) > 0

        fragile.ensure()
        status, page, _headers = web.answer("GET", "/import/")
        assert status == 200
        assert batch.file_name in page
        batch.ask("import", by=cast.ada)
        assert wait_for(lambda: done(batch), 60)
        assert is_truthful(batch)
    finally:
        web.kill()
        worker.kill()
