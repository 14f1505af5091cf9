"""A database that can be crashed: a durable cluster of the test's own, with everything the test has written so far."""

import http.client
import os
import signal
import subprocess
import sys
import time
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from collab.embedded.environment import run_dir
from collab.embedded.postgres import APP, OWNER, Cluster
from tests.worker.test_killing import Worker, wait_for

TOKEN = "a" * 32


class Fragile(Cluster):
    """The test's connection leads here; `crash` stops the server as a power cut does, `ensure` starts it again."""

    @property
    def name(self):
        return connection.settings_dict["NAME"]

    def crash(self):
        assert self.stop(mode="immediate")
        connection.close()

    def fill_from(self, url):
        """Take over a database with its rows, roles' rights and triggers."""
        database = self.url("postgres", "postgres")
        for statement in (
            f"DROP DATABASE IF EXISTS {self.name}",
            f"CREATE DATABASE {self.name} OWNER {OWNER}",
        ):
            subprocess.run([self.binaries / "psql", "-qc", statement, database], check=True)
        with subprocess.Popen([self.binaries / "pg_dump", url], stdout=subprocess.PIPE) as dump:
            into = [self.binaries / "psql", "-q1", "-v", "ON_ERROR_STOP=1", self.url("postgres", self.name)]
            subprocess.run(into, stdin=dump.stdout, stdout=subprocess.DEVNULL, check=True)

    def worker(self, folder):
        """A worker of everything that the portal asks for."""
        return Worker(folder, url=self.url(APP, self.name), queue="celery")

    def beat(self, folder):
        """The clock, which sends what is due; it survives every crash."""
        command = "-m celery --quiet -A collab beat --loglevel ERROR --pidfile= --schedule"
        return subprocess.Popen([sys.executable, *command.split(), folder / "beat"], cwd=settings.BASE_DIR)

    def web(self, who, port):
        return Web(self.url(APP, self.name), who, port)


class Web:
    """A real web server, and a browser in which a person is signed in."""

    def __init__(self, url, who, port):
        client = Client()
        client.force_login(who.user)
        cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
        cookies[settings.CSRF_COOKIE_NAME] = TOKEN
        self.cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self.url, self.port, self.process = url, port, None
        # As before every start of the portal: pages name their styles by what was collected.
        self.manage("collectstatic", "--noinput", "-v0")
        self.start()

    def manage(self, *arguments):
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=settings.BASE_DIR, check=True)

    def start(self):
        command = "-m gunicorn collab.wsgi --worker-class gthread --threads 4 --log-level critical --bind"
        self.process = subprocess.Popen(
            [sys.executable, *command.split(), f"127.0.0.1:{self.port}"],
            env={**os.environ, "DATABASE_URL": self.url},
            cwd=settings.BASE_DIR,
            start_new_session=True,
        )
        assert wait_for(lambda: self.answer("GET", "/healthz")[0] == 200, 60)

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def answer(self, method, path, **form):
        """(status, text, headers); 0 when nobody answers."""
        headers = {"cookie": self.cookie, "accept-language": "sv"}
        if method == "POST":
            headers["content-type"] = "application/x-www-form-urlencoded"
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request(method, path, urlencode({**form, "csrfmiddlewaretoken": TOKEN}), headers)
            answer = line.getresponse()
            return answer.status, answer.read().decode(), answer.headers
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
            return 0, "", {}
        finally:
            line.close()


@pytest.fixture
def fragile(cast):
    """The cast, moved to a cluster that keeps every promise of PostgreSQL's: fsync and full page writes are on."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    cluster = Fragile(run_dir("test") / "crash", durable=True)
    cluster.ensure()
    cluster.fill_from(url)
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(HOST=str(cluster.socket), PORT="", USER=OWNER, PASSWORD="")
    call_command("grant_app_role", APP)
    try:
        yield cluster
    finally:
        connection.close()
        connection.settings_dict.update(before)
        cluster.stop()
