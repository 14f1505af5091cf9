"""`make demo-reset`: delete the demo's state; refuses while somebody uses it."""

import fcntl
import shutil
import sys

from .environment import Services, run_dir


def main():
    place = run_dir("demo")
    if not place.exists():
        print("There is no demo data; `make demo` starts afresh.")
        return 0
    with open(place / "up.lock", "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return "The demo is running: stop it with Ctrl-C first."
        services = Services("demo")
        if not services.leave():
            return "Another command uses the demo's data (`make shell`?): end it first."
        for folder in (services.cluster.home, services.cluster.socket, services.broker.socket.parent, place):
            shutil.rmtree(folder, ignore_errors=True)
    print("The demo's data are gone; `make demo` starts afresh.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
