"""Hostile files through the real form of a real server with a real worker: what is said of them, and who suffers."""

import http.client
import itertools
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from http import HTTPStatus
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client

from collab.access import Role
from collab.embedded.up import WEB, WORKER
from collab.models import Membership
from tests.lagesbild.sheets.hostile import HOSTILE

from .memory import Scales

# Other people's pages, asked for without pause by three of them. Windows with the files and without them take turns,
# so that whatever else the machine does falls on both.
PAGES = ("/", "/aktiviteter/", "/import/")
PEOPLE, PAUSE = 3, 0.05
ROUNDS, WINDOW_SECONDS = 6, 8
SENTENCE = b'class="error"'
SECONDS, MEMORY_MB = 10, 256
TOKEN, BOUNDARY = "a" * 32, "bench-hostile"


class Browser:
    """A signed-in person at the server on a port."""

    def __init__(self, who, port):
        client = Client()
        client.force_login(who.user)
        cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
        cookies[settings.CSRF_COOKIE_NAME] = TOKEN
        self.port = port
        self.headers = {
            "cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "accept-language": "sv",
        }

    def get(self, path):
        return self.ask("GET", path)

    def upload(self, path):
        """Send a file as the form does; follow where it leads."""
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{TOKEN}\r\n',
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{path.name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n",
        ]
        body = "".join(parts).encode() + path.read_bytes() + f"\r\n--{BOUNDARY}--\r\n".encode()
        kind = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}
        status, page, place = self.ask("POST", "/import/ny/", body, kind)
        return self.get(place) if place else (status, page, place)

    def ask(self, method, path, body=None, headers=()):
        """(status, body, where it leads)."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            line.request(method, path, body, {**self.headers, **dict(headers)})
            answer = line.getresponse()
            return answer.status, answer.read(), answer.getheader("location")
        finally:
            line.close()


@contextmanager
def portal():
    """The web server and the worker, as the demo and docker-compose.yml start them; yields (port, web server's id)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    programs = Path(sys.executable).parent
    environment = {**os.environ, "BENCH_DATABASE": connection.settings_dict["NAME"]}
    started = []
    for command in (f"{WEB} 127.0.0.1:{port}", f"{WORKER} -Q bench-hostile-{port}"):
        program, *arguments = command.split()
        started.append(
            subprocess.Popen(
                [programs / program, *arguments],
                env=environment,
                cwd=settings.BASE_DIR,
                start_new_session=True,
            )
        )
    try:
        until_ready(port)
        yield port, started[0].pid
    finally:
        for process in started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def until_ready(port, patience=120):
    ends = time.monotonic() + patience
    while time.monotonic() < ends:
        with suppress(OSError):
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            line.request("GET", "/healthz")
            if line.getresponse().status == HTTPStatus.OK:
                return
        time.sleep(0.2)
    raise TimeoutError("the web server does not answer")


class Crowd:
    """People who ask for pages in a loop; `marks` are (moment, seconds waited) of every answer."""

    def __init__(self, browsers):
        self.marks, self.ended = [], threading.Event()
        self.threads = [threading.Thread(target=self.loop, args=(browser,)) for browser in browsers]

    def loop(self, browser):
        for path in itertools.cycle(PAGES):
            if self.ended.wait(PAUSE):
                return
            began = time.monotonic()
            status, _page, _place = browser.get(path)
            if status != HTTPStatus.OK:
                raise SystemExit(f"{path} answered {status}")
            self.marks.append((began, time.monotonic() - began))

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        for thread in self.threads:
            thread.join()

    def p95(self, *spans):
        """Of the answers asked for within (from, to)."""
        seen = [waited for at, waited in self.marks if any(first <= at < last for first, last in spans)]
        return statistics.quantiles(seen, n=20)[-1]


def measure(report):
    people = Membership.objects.filter(role=Role.LEAD).select_related("user").order_by("pk")[: PEOPLE + 1]
    waits, quiet, hostile = {}, [], []
    with tempfile.TemporaryDirectory() as folder, portal() as (port, web):
        files = [make(apart(folder)) for make, _codes in HOSTILE]
        sender, *others = [Browser(one, port) for one in people]
        with Crowd(others) as crowd:
            # What a page takes when it is asked for the first time is not the files'.
            quiet.append(rest())
            with Scales(web) as scales:
                for turn in range(ROUNDS):
                    hostile.append(attack(sender, files[turn::ROUNDS], waits))
                    quiet.append(rest())
    unsaid = [path.name for path, (is_said, _waited) in waits.items() if not is_said]
    slowest = max(waits, key=lambda path: waits[path][1])
    report.fact("hostile files, answers to others meanwhile", f"{len(waits)}, {len(crowd.marks)}")
    if unsaid:
        report.fact("answered without a sentence", ", ".join(unsaid))
    report.within("files without a sentence", len(unsaid), 0.5, "files")
    report.within(f"the slowest answer, {slowest.name}", waits[slowest][1], SECONDS, "s")
    report.within("added to the web server with its parser", scales.added, MEMORY_MB, "MB")
    slowed = [
        crowd.p95(meanwhile) / crowd.p95(before, after)
        for meanwhile, (before, after) in zip(hostile, pairwise(quiet), strict=True)
    ]
    report.fact(
        "others' p95 with the files / before and after, by round", " ".join(f"{n:.2f}" for n in slowed)
    )
    typical = statistics.median(crowd.p95(span) for span in quiet)
    report.ratio(
        "others' p95 while the files come / without them", statistics.median(slowed) * typical, typical, 2
    )


def apart(folder):
    """A folder for one file: some go by the same name."""
    return Path(tempfile.mkdtemp(dir=folder))


def rest():
    """(from, to) of a window without files."""
    began = time.monotonic()
    time.sleep(WINDOW_SECONDS)
    return began, time.monotonic()


def attack(sender, files, waits):
    """(from, to) of a window in which the files come one after the other, each at least once."""
    began, sent = time.monotonic(), 0
    while sent < len(files) or time.monotonic() < began + WINDOW_SECONDS:
        send(sender, files[sent % len(files)], waits)
        sent += 1
    return began, time.monotonic()


def send(sender, path, waits):
    """Upload a file; the worst of its answers is kept."""
    is_said, waited = answered(sender, path)
    was_said, longest = waits.get(path, (True, 0))
    waits[path] = is_said and was_said, max(waited, longest)


def answered(browser, path):
    """(whether a sentence stands at the field, seconds)."""
    began = time.monotonic()
    status, page, _place = browser.upload(path)
    return status == HTTPStatus.OK and SENTENCE in page, time.monotonic() - began
