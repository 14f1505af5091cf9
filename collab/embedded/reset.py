"""`make demo-reset`: delete the demo's state; refuses while the demo runs. Needs nothing but Python."""

import fcntl
import shutil
import sys
from pathlib import Path

STATE = Path(__file__).resolve().parents[2] / ".run" / "demo"


def main():
    if not STATE.exists():
        print("There is no demo data; `make demo` starts afresh.")
        return 0
    with open(STATE / "up.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("The demo is running: stop it with Ctrl-C first.")
            return 1
        shutil.rmtree(STATE)
    print("The demo's data are gone; `make demo` starts afresh.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
