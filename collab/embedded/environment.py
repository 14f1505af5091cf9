"""The environment variables of the demo and the tests, for whatever the operator has not set."""

import os
import secrets
from pathlib import Path

from .postgres import APP, OWNER, Cluster
from .valkey import Broker

ROOT = Path(__file__).resolve().parents[2]


def run_dir(kind):
    """Where a kind ("demo" or "test") keeps its state; SAMSYN_RUN_DIR names another place."""
    return Path(os.environ.get("SAMSYN_RUN_DIR") or ROOT / ".run" / kind).resolve()


def services(kind):
    """The cluster and the broker of a kind, not yet started."""
    place = run_dir(kind)
    return Cluster(place, durable=kind == "demo"), Broker(place)


def prepare(kind, *, port=8000):
    """Start what is needed and fill the environment; returns the services that this call started."""
    place = run_dir(kind)
    place.mkdir(parents=True, exist_ok=True)
    started = []
    if not os.environ.get("DATABASE_URL"):
        cluster = Cluster(place, durable=kind == "demo")
        if cluster.ensure():
            started.append(cluster)
        os.environ["DATABASE_APP_URL"] = cluster.url(APP)
        os.environ["DATABASE_OWNER_URL"] = cluster.url(OWNER)
        # Tests create and flush databases, which the application's role may not.
        os.environ["DATABASE_URL"] = cluster.url(OWNER if kind == "test" else APP)
    if not os.environ.get("REDIS_URL"):
        broker = Broker(place)
        if broker.ensure():
            started.append(broker)
        os.environ["REDIS_URL"] = broker.url
    defaults = {
        "DJANGO_SETTINGS_MODULE": "collab.settings",
        "SECRET_KEY": kept_secret(place),
        "DEMO": "yes",
        "INSECURE_HTTP": "yes",
        "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver" if kind == "test" else "127.0.0.1,localhost",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "MAIL_DIR": str(place / "mail"),
        "STATIC_ROOT": str(place / "static"),
        "UPLOAD_DIR": str(place / "uploads"),
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
    return started


def kept_secret(place):
    """A random key, made once per run directory."""
    path = place / "secret"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()
