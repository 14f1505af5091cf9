"""Where files lie: outside the web root, under random names, whole or not at all."""

import hashlib
import os
import re
import secrets
import time
from pathlib import Path

from django.conf import settings

KEY = re.compile(r"[0-9a-f]{40}")
# A file that no row knows of is left by an interrupted upload; by then nobody is still writing it.
ORPHAN_AFTER = 24 * 60 * 60


def keep(content):
    """Write the bytes under a new random key and return it; a crash leaves nothing under any key."""
    key = secrets.token_hex(20)
    path = path_of(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    try:
        with open(part, "xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync(path.parent)
    return key


def sync(folder):
    """Make the new name itself last."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def path_of(key):
    """The path of a key the portal has drawn itself; nothing else has one."""
    if not KEY.fullmatch(key):
        raise ValueError("no key of the store")
    return Path(settings.DOCUMENTS_DIR) / place_of(key)


def place_of(key):
    """The path below the store, as the reverse proxy is told it."""
    return f"{key[:2]}/{key}"


def digest(content):
    return hashlib.sha256(content).hexdigest()


def orphans(known):
    """The old files that `known`, a set of keys, does not name."""
    before = time.time() - ORPHAN_AFTER
    files = (path for path in Path(settings.DOCUMENTS_DIR).glob("??/*") if path.is_file())
    return [path for path in files if path.name not in known and path.stat().st_mtime < before]
