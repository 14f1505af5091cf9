"""`make demo`: database, broker, web server, worker and beat in one foreground tree; Ctrl-C stops all of it."""

import argparse
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from .environment import ROOT, Services, prepare, run_dir
from .postgres import PostgresUnavailable
from .valkey import ValkeyUnavailable

# The same command lines stand in docker-compose.yml; a test compares them.
WEB = "gunicorn collab.wsgi --worker-class gthread --workers 2 --threads 4 --log-level warning --bind"
WORKER = (
    "celery --quiet -A collab worker --concurrency 2 --loglevel WARNING --without-gossip --without-mingle"
)
BEAT = "celery --quiet -A collab beat --loglevel WARNING --pidfile= --schedule"
PREPARE = (["compilemessages"], ["collectstatic", "--noinput", "-v0"])
PATIENCE = 60
GRACE = 15


def main():
    parser = argparse.ArgumentParser(prog="make demo")
    parser.add_argument("--port", type=int, default=8000, choices=range(1, 65536), metavar="PORT")
    port = parser.parse_args().port
    place = run_dir("demo")
    try:
        place.mkdir(parents=True, exist_ok=True)
        lock = open(place / "up.lock", "a")
    except PermissionError:
        return f"{place} belongs to somebody else: start the demo as the user who made it, or name a SAMSYN_RUN_DIR."
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return "The demo already runs from this folder; stop it with Ctrl-C where it was started."
        if trouble := port_trouble(port):
            return trouble
        return run(place, port)


def port_trouble(port):
    """Why the web server could not listen on a port; None when it can."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            return f"Port {port} needs more rights than you have: try `make demo PORT=8000`."
        except OSError:
            return f"Port {port} is taken by another program: try `make demo PORT={port + 1}`."
    return None


def run(place, port):
    """Start everything, wait, and stop it; returns the exit code or a message."""
    began = time.monotonic()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: STOPPING.append(True))
    services, children = Services("demo"), {}
    try:
        prepare(services, port=port)
        set_up()
        children = start(place, port)
        wait_until_ready(children, port)
        announce(place, port, time.monotonic() - began)
        while True:
            pause()
            if ended := gone(children):
                return f"{ended} ended unexpectedly; the lines above say why."
    except Stopped:
        return 0
    except (StartFailed, PostgresUnavailable, ValkeyUnavailable) as failure:
        return str(failure)
    finally:
        stop(children, services)


class StartFailed(Exception):
    """Something did not come up; the message says what."""


class Stopped(Exception):
    """Somebody pressed Ctrl-C, ended us, or closed the terminal."""


# Filled by the signal handler; looked at where nothing is half done.
STOPPING = []


def pause():
    """Wait a moment; raises Stopped once we are asked to stop."""
    if STOPPING:
        raise Stopped
    time.sleep(0.1)


def gone(children):
    """The names of the children that have ended."""
    return " and ".join(name for name, child in children.items() if child.poll() is not None)


def manage(*arguments, as_owner=False):
    environment = dict(os.environ)
    if as_owner:
        environment["DATABASE_URL"] = environment.get("DATABASE_OWNER_URL", environment["DATABASE_URL"])
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    child = launch(command, environment)
    try:
        while child.poll() is None:
            pause()
    except Stopped:
        child.terminate()
        end(child)
        raise
    if child.returncode:
        raise StartFailed(f"`manage.py {' '.join(arguments)}` failed; the lines above say why.")


def set_up():
    manage("migrate", "-v0", as_owner=True)
    manage("grant_app_role", "samsyn_app", as_owner=True)
    for command in PREPARE:
        manage(*command)
    manage("seed_demo", "--if-empty")


def launch(command, environment):
    """Start a child that dies with the supervisor; in a session of its own, so that Ctrl-C reaches only us."""
    return subprocess.Popen(
        command,
        env=environment,
        cwd=ROOT,
        start_new_session=True,
        preexec_fn=lambda: ctypes.CDLL(None).prctl(1, signal.SIGTERM),
    )


def start(place, port):
    programs = Path(sys.executable).parent
    # The demo of somebody who is root runs as root; Celery's ten lines about that would hide the address.
    environment = {
        **os.environ,
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
    }
    commands = {
        "web": [*WEB.split(), f"127.0.0.1:{port}"],
        "worker": WORKER.split(),
        "beat": [*BEAT.split(), str(place / "beat")],
    }
    return {
        name: launch([programs / program, *arguments], environment)
        for name, (program, *arguments) in commands.items()
    }


def wait_until_ready(children, port):
    """Ready is: the sign-in page answers, a worker answers, and web, worker and beat are alive."""
    deadline = time.monotonic() + PATIENCE
    while not (page_answers(port) and worker_answers()):
        pause()
        if ended := gone(children):
            raise StartFailed(f"{ended} did not start; the lines above say why.")
        if time.monotonic() > deadline:
            raise StartFailed(f"Web server and worker did not both answer within {PATIENCE} seconds.")
    if ended := gone(children):
        raise StartFailed(f"{ended} did not start; the lines above say why.")


def page_answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            return answer.status == 200
    except urllib.error.HTTPError as error:
        raise StartFailed(f"The sign-in page answered {error.code}.") from error
    except OSError:
        return False


def worker_answers():
    from collab.celery import app

    return bool(app.control.ping(timeout=1, limit=1))


def announce(place, port, seconds):
    print(f"\n  Samsyn is ready after {seconds:.0f} s: http://127.0.0.1:{port}\n", flush=True)
    manage("demo_accounts")
    print(f"\n  Outgoing mail: {place / 'mail'} and the page http://127.0.0.1:{port}/utkorg/", flush=True)
    print("  Ctrl-C stops everything; the data stay until `make demo-reset`.\n", flush=True)


def stop(children, services):
    for child in children.values():
        child.terminate()
    for child in children.values():
        end(child)
    services.leave()
    print("Stopped.", flush=True)


def end(child):
    """See to it that a child that was asked to end does, with everything it has started."""
    with suppress(subprocess.TimeoutExpired):
        child.wait(GRACE)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


if __name__ == "__main__":
    sys.exit(main())
