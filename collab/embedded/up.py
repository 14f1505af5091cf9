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

from .environment import ROOT, prepare, run_dir

# The same command lines stand in docker-compose.yml; a test compares them.
WEB = "gunicorn collab.wsgi --worker-class gthread --workers 2 --threads 4 --log-level warning --bind"
WORKER = "celery -A collab worker --concurrency 2 --loglevel WARNING --without-gossip --without-mingle"
BEAT = "celery -A collab beat --loglevel WARNING --pidfile= --schedule"
PREPARE = (["compilemessages"], ["collectstatic", "--noinput", "-v0"])
PATIENCE = 60


def main():
    parser = argparse.ArgumentParser(prog="make demo")
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    place = run_dir("demo")
    place.mkdir(parents=True, exist_ok=True)
    with open(place / "up.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return "The demo already runs from this folder; stop it with Ctrl-C where it was started."
        if port_is_taken(port):
            return f"Port {port} is taken by another program: try `make demo PORT={port + 1}`."
        return run(place, port)


def port_is_taken(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def run(place, port):
    """Start everything, wait, and stop only what this run started; returns the exit code or a message."""
    began = time.monotonic()
    stopping = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.append(True))
    started, children = prepare("demo", port=port), {}
    try:
        set_up()
        if not stopping:
            children = start(place, port)
            wait_until_ready(children, port, stopping)
        if not stopping:
            announce(place, port, time.monotonic() - began)
        while not stopping:
            if ended := [name for name, child in children.items() if child.poll() is not None]:
                return f"{' and '.join(ended)} ended unexpectedly; the lines above say why."
            time.sleep(0.2)
    except StartFailed as failure:
        return str(failure)
    finally:
        stop(children, started)
    return 0


class StartFailed(Exception):
    """Something did not come up; the message says what."""


def manage(*arguments, as_owner=False):
    environment = dict(os.environ)
    if as_owner:
        environment["DATABASE_URL"] = environment.get("DATABASE_OWNER_URL", environment["DATABASE_URL"])
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    if subprocess.run(command, env=environment, cwd=ROOT, preexec_fn=quiet_child).returncode:
        raise StartFailed(f"`manage.py {' '.join(arguments)}` failed; the lines above say why.")


def set_up():
    manage("migrate", "-v0", as_owner=True)
    manage("grant_app_role", "samsyn_app", as_owner=True)
    for command in PREPARE:
        manage(*command)
    manage("seed_demo", "--if-empty")


def quiet_child():
    """Die with the supervisor, even if it is killed; Ctrl-C reaches the supervisor alone."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def start(place, port):
    programs = os.path.dirname(sys.executable)
    commands = {"web": f"{WEB} 127.0.0.1:{port}", "worker": WORKER, "beat": f"{BEAT} {place / 'beat'}"}
    return {
        name: subprocess.Popen(
            [f"{programs}/{line.split()[0]}", *line.split()[1:]], cwd=ROOT, preexec_fn=quiet_child
        )
        for name, line in commands.items()
    }


def wait_until_ready(children, port, stopping):
    """Ready is: everything alive, and the sign-in page answers."""
    deadline = time.monotonic() + PATIENCE
    while not stopping:
        if ended := [name for name, child in children.items() if child.poll() is not None]:
            raise StartFailed(f"{' and '.join(ended)} did not start; the lines above say why.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                if answer.status == 200:
                    return
        except urllib.error.HTTPError as error:
            raise StartFailed(f"The sign-in page answered {error.code}.") from error
        except OSError:
            pass
        if time.monotonic() > deadline:
            raise StartFailed(f"No answer on port {port} within {PATIENCE} seconds.")
        time.sleep(0.1)


def announce(place, port, seconds):
    print(f"\n  Samsyn is ready after {seconds:.0f} s: http://127.0.0.1:{port}\n", flush=True)
    manage("demo_accounts")
    print(f"\n  Outgoing mail: {place / 'mail'} and the page http://127.0.0.1:{port}/utkorg/", flush=True)
    print("  Ctrl-C stops everything; the data stay until `make demo-reset`.\n", flush=True)


def stop(children, started):
    for child in children.values():
        child.terminate()
    for child in children.values():
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    for service in reversed(started):
        service.stop()
    print("Stopped.", flush=True)


if __name__ == "__main__":
    sys.exit(main())
