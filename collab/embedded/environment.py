"""The environment variables of the demo and the tests, for whatever the operator has not set."""

import fcntl
import os
import secrets
from functools import cached_property
from pathlib import Path

from .postgres import APP, OWNER, Cluster
from .valkey import Broker

ROOT = Path(__file__).resolve().parents[2]


def run_dir(kind):
    """Where a kind ("demo" or "test") keeps its state: below .run, or below SAMSYN_RUN_DIR."""
    return Path(os.environ.get("SAMSYN_RUN_DIR") or ROOT / ".run").resolve() / kind


class Services:
    """The cluster and the broker of one kind; whoever leaves last stops them, also what a killed run left behind."""

    def __init__(self, kind):
        self.kind, self.place = kind, run_dir(kind)
        self.place.mkdir(parents=True, exist_ok=True)
        # The kernel counts the users: a lock goes with its process, however that ends.
        self.users = open(self.place / "users.lock", "a")

    @cached_property
    def cluster(self):
        return Cluster(self.place, durable=self.kind == "demo")

    @cached_property
    def broker(self):
        return Broker(self.place)

    def enter(self):
        fcntl.flock(self.users, fcntl.LOCK_SH)

    def leave(self):
        """Stop both unless another process uses them; returns whether this was the last user."""
        try:
            fcntl.flock(self.users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.users.close()
            return False
        self.broker.stop()
        self.cluster.stop()
        self.users.close()
        return True


def prepare(services, *, port=8000):
    """Start what is needed and fill the environment with what the operator has not set."""
    services.enter()
    place, is_test = services.place, services.kind == "test"
    if not os.environ.get("DATABASE_URL"):
        cluster = services.cluster
        cluster.ensure()
        os.environ["DATABASE_APP_URL"] = cluster.url(APP)
        os.environ["DATABASE_OWNER_URL"] = cluster.url(OWNER)
        # Tests create and flush databases, which the application's role may not.
        os.environ["DATABASE_URL"] = cluster.url(OWNER if is_test else APP)
    if not os.environ.get("REDIS_URL"):
        services.broker.ensure()
        os.environ["REDIS_URL"] = services.broker.url
    defaults = {
        "DJANGO_SETTINGS_MODULE": "collab.settings",
        "SECRET_KEY": kept_secret(place),
        "DEMO": "yes",
        "INSECURE_HTTP": "yes",
        "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver" if is_test else "127.0.0.1,localhost",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "MAIL_DIR": str(place / "mail"),
        "STATIC_ROOT": str(place / "static"),
        "UPLOAD_DIR": str(place / "uploads"),
        "DOCUMENTS_DIR": str(place / "documents"),
    }
    for folder in ("mail", "static", "uploads", "documents"):
        (place / folder).mkdir(exist_ok=True)
    for name, value in defaults.items():
        os.environ.setdefault(name, value)


def kept_secret(place):
    """A random key, made once per run directory."""
    path = place / "secret"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()
