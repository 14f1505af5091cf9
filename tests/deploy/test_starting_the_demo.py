"""`make demo` as somebody at a terminal meets it: a real start in a folder of its own, and every way to end it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

# What the tests' own services have put in the environment, and the demo must find out for itself.
OURS = ("DATABASE_", "REDIS_URL", "SECRET_KEY", "SITE_URL", "MAIL_DIR", "STATIC_ROOT", "UPLOAD_DIR", "PYTEST")
PATIENCE = 300


class Demo:
    """The demo of one run directory, which may be started more than once."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        self.environment = {**kept, "SAMSYN_RUN_DIR": str(folder)}

    @contextmanager
    def started(self, port=None):
        command = [sys.executable, "-m", "collab.embedded.up", "--port", str(port or self.port)]
        with subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as process:
            try:
                yield process
            finally:
                process.terminate()

    @contextmanager
    def ready(self):
        with self.started() as process:
            said = b""
            for line in process.stdout:
                said += line
                if b"until `make demo-reset`" in line:
                    break
            assert b"is ready" in said, said.decode()
            yield process

    def refusal(self, port=None):
        with self.started(port) as process:
            said, _ = process.communicate(timeout=PATIENCE)
        return process.returncode, said.decode()

    def processes(self, word=""):
        """Who runs for this folder: ids of processes that name it in their command line or environment."""
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            try:
                command = (place / "cmdline").read_bytes()
                about = command + (place / "environ").read_bytes()
            except OSError:
                continue
            if str(self.folder).encode() in about and word.encode() in command.replace(b"\0", b" "):
                found.append(int(place.name))
        return sorted(found)

    def is_gone(self):
        for _ in range(100):
            if not self.processes():
                return True
            time.sleep(0.1)
        return False


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def demo(tmp_path):
    made = Demo(tmp_path)
    yield made
    for process in made.processes():
        os.kill(process, signal.SIGKILL)
    # A database that root may not read where pytest keeps its folders lies elsewhere.
    reset = [sys.executable, "-m", "collab.embedded.reset"]
    subprocess.run(reset, cwd=settings.BASE_DIR, env=made.environment, check=True, stdout=subprocess.DEVNULL)


def test_it_starts_once_answers_and_leaves_nothing_behind(demo, tmp_path_factory):
    with demo.ready() as process:
        with urllib.request.urlopen(f"http://127.0.0.1:{demo.port}/") as answer:
            assert answer.status == 200
        code, said = demo.refusal()
        assert (code, said.count("\n")) == (1, 1)
        assert "already runs" in said
        elsewhere = Demo(tmp_path_factory.mktemp("elsewhere"))
        code, said = elsewhere.refusal(demo.port)
        assert (code, said.count("\n")) == (1, 1)
        assert f"Port {demo.port} is taken" in said
        assert not elsewhere.processes()
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    assert demo.is_gone()


@pytest.mark.full
@pytest.mark.parametrize("part", ["gunicorn", "worker", "beat"])
def test_it_ends_with_an_error_when_a_part_of_it_dies(demo, part):
    with demo.ready() as process:
        for child in demo.processes(part):
            os.kill(child, signal.SIGKILL)
        said, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 1
        assert b"ended unexpectedly" in said
    assert demo.is_gone()


@pytest.mark.full
def test_the_start_after_a_kill_tidies_up_what_was_left(demo):
    with demo.ready() as process:
        process.kill()
        process.wait(PATIENCE)
    with demo.ready() as process:
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    assert demo.is_gone()


@pytest.mark.full
def test_ctrl_c_while_it_starts_leaves_nothing_behind(demo):
    with demo.started() as process:
        while not demo.processes("manage.py migrate"):
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    assert demo.is_gone()
