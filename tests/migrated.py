"""One database is migrated for each set of migrations; every test runner begins with a copy of it."""

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.conf import settings

PREFIX = "migrated_"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """The same database as ever, but copied instead of migrated once more."""
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = migrated()


def migrated():
    """The name of the database that has every migration and nothing else, made when it is not there."""
    name = f"{PREFIX}{fingerprint()}"
    with (Path(os.environ["UPLOAD_DIR"]).parent / "migrated.lock").open("w") as lock, server() as cursor:
        fcntl.flock(lock, fcntl.LOCK_EX)
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
        there = [row[0] for row in cursor.fetchall()]
        if name not in there:
            for old in there:
                cursor.execute(f"DROP DATABASE {old}")
            make(cursor, name)
    return name


def make(cursor, name):
    """Migrate under another name, so that one that was interrupted is never taken for a whole one."""
    cursor.execute("DROP DATABASE IF EXISTS migrating")
    cursor.execute("CREATE DATABASE migrating")
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path="/migrating").geturl()
    command = [sys.executable, settings.BASE_DIR / "manage.py", "migrate", "-v0"]
    subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=True)
    cursor.execute(f"ALTER DATABASE migrating RENAME TO {name}")


def fingerprint():
    """What the migrations of the project and of the installed packages make of an empty database."""
    digest = hashlib.sha256((settings.BASE_DIR / "requirements" / "dev.txt").read_bytes())
    for path in sorted(settings.BASE_DIR.glob("*/migrations/*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


class server:
    """A cursor on the tests' server, outside any transaction."""

    def __enter__(self):
        self.connection = psycopg2.connect(os.environ["DATABASE_URL"])
        self.connection.autocommit = True
        return self.connection.cursor()

    def __exit__(self, *_error):
        self.connection.close()
