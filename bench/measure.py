"""Measuring: time in the database, time in the processor, plans; arms interleaved, medians of rounds."""

import json
import resource
import statistics
import time
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

ROUNDS = 7


class Clock:
    """What a piece of work cost: seconds waiting for the database, of its processor, of this process; queries.

    On a busy machine the wait tells of the others; what the database's process ran, and in its slowest query, does not.
    """

    def __init__(self):
        self.database = self.backend = self.slowest = self.processor = 0.0
        self.queries = 0

    def __call__(self, execute, sql, params, many, context):
        began, ran = time.perf_counter(), backend_seconds()
        try:
            return execute(sql, params, many, context)
        finally:
            self.database += time.perf_counter() - began
            ran = backend_seconds() - ran
            self.backend += ran
            self.slowest = max(self.slowest, ran)
            self.queries += 1


def backend_seconds():
    """How long the process that serves this connection has run; it is on this machine."""
    if connection.connection is None:
        return 0.0
    pid = connection.connection.info.backend_pid
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


@contextmanager
def clocked():
    """Measure the block: `with clocked() as clock: …`."""
    clock = Clock()
    began = resource.getrusage(resource.RUSAGE_SELF)
    with connection.execute_wrapper(clock):
        yield clock
    ended = resource.getrusage(resource.RUSAGE_SELF)
    clock.processor = ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime


def compare(arms, cases, *, of="database", rounds=ROUNDS):
    """Median cost per case of each arm {name: work(case)}, interleaved so that a busy moment hits them all.

    Returns {name: seconds}. The first round only warms the caches.
    """
    seen = {name: [] for name in arms}
    for turn in range(rounds + 1):
        for name, work in arms.items():
            costs = []
            for case in cases:
                with clocked() as clock:
                    work(case)
                costs.append(getattr(clock, of))
            if turn:
                seen[name].append(statistics.median(costs))
    return {name: statistics.median(costs) for name, costs in seen.items()}


def plan_of(queryset):
    """The plan PostgreSQL chooses, as one line of node types and index names."""
    [found] = json.loads(queryset.explain(format="json"))
    nodes = []

    def walk(node):
        nodes.append(node.get("Index Name") or node["Node Type"])
        for child in node.get("Plans", []):
            walk(child)

    walk(found["Plan"])
    return " < ".join(nodes)


class Report:
    """The printed ratios, each beside its goal; `failed` when one is over."""

    def __init__(self, write, scale):
        self.write, self.scale = write, scale
        self.rows = []

    def ratio(self, name, measured, limit, goal, *, unit="ms"):
        """One line: measured against a limit measured in the same run."""
        ratio = measured / limit
        self.rows.append({"name": name, "measured": measured, "limit": limit, "ratio": ratio, "goal": goal})
        mark = "ok " if ratio <= goal else "OVER"
        self.write(
            f"{mark}  {name:<62} {ratio:6.2f}x  (goal {goal:g}x; {measured * 1e3:.2f} against {limit * 1e3:.2f} {unit})"
        )

    def within(self, name, measured, most, unit):
        """One line: an amount against the most that it may be."""
        ratio = measured / most
        self.rows.append({"name": name, "measured": measured, "limit": most, "ratio": ratio, "goal": 1})
        self.write(
            f"{'ok ' if ratio <= 1 else 'OVER'}  {name:<62} {measured:8.2f}  (at most {most:g} {unit})"
        )

    def fact(self, name, value):
        self.rows.append({"name": name, "value": value})
        self.write(f"      {name:<62} {value}")

    @property
    def failed(self):
        return [row["name"] for row in self.rows if "goal" in row and row["ratio"] > row["goal"]]
