"""Memory of a program and of all that it has started, taken together."""

import threading
from contextlib import suppress
from pathlib import Path

LOOKS_EVERY = 0.02


class Scales:
    """The most memory that a tree of processes holds at one moment, looked at fifty times a second.

    What two of them share is counted twice, so it is rather too much than too little.
    """

    def __init__(self, root):
        self.root, self.peak, self.ended = root, 0, threading.Event()
        self.before = self.weigh()
        self.thread = threading.Thread(target=self.loop)

    def loop(self):
        while not self.ended.wait(LOOKS_EVERY):
            self.peak = max(self.peak, self.weigh())

    def weigh(self):
        return sum(map(resident, tree(self.root)))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()

    @property
    def added(self):
        """What came on top of the first weighing."""
        return max(self.peak - self.before, 0)


def tree(pid):
    """The id of a process and of all that it has started; any thread may have."""
    yield pid
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in path.read_text().split():
                yield from tree(int(child))


def resident(pid):
    """Megabytes."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) * 1024 / 1e6
    return 0
