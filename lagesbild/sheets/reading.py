"""Open an untrusted file and list its sheets; their rows are read from a spool, never from the file itself."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO, Self

from .containers import Limits, sniff
from .delimited import TextRows, dialect_of, notes_on
from .raw import MergedRange, Row, Rows, revive
from .refusals import Refused

CHILD = Path(__file__).parent / "contained" / "child.py"
decode = json.JSONDecoder(parse_float=Decimal, object_hook=revive).decode


@dataclass(frozen=True)
class SpooledRows:
    """The rows that the child process wrote, decoded anew each time they are iterated."""

    spool: BinaryIO
    offset: int
    count: int

    def __iter__(self) -> Iterator[Row]:
        return map(self.decoded, self.rough())

    def rough(self) -> Iterator[bytes]:
        """The line of each row."""
        position, left = self.offset, self.count
        while left:
            # Two iterations may be under way at once, so each keeps its own place.
            self.spool.seek(position)
            batch = self.spool.readlines(1 << 20)[:left]
            yield from batch
            position += sum(map(len, batch))
            left -= len(batch)

    def decoded(self, rough: bytes) -> Row:
        return Row(*decode(rough.decode()))


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows when it was read, and what its layout tells. A hidden sheet is listed, not read."""

    name: str
    state: str = "visible"
    is_read: bool = True
    rows: Rows | tuple[()] = ()
    row_count: int | None = None
    merged: tuple[MergedRange, ...] = ()
    hidden_columns: frozenset[int] = frozenset()
    hidden_rows: int = 0
    formulas: int = 0


@dataclass
class Workbook:
    """What a file holds. Close it, or use it in a `with`, to give back its spool.

    `notes` are codes of what a person should know: "mojibake", and "no_formats" for .xls, where a percentage
    comes as a fraction and an error value as a blank.
    """

    format: str
    sheets: list[Sheet]
    encoding: str = ""
    separator: str = ""
    notes: list[str] = field(default_factory=list)
    spool: BinaryIO | None = None
    # The tables found so far, by the name of their sheet; for whoever looks for them.
    tables: dict[str, list] = field(default_factory=dict)

    def close(self) -> None:
        if self.spool:
            self.spool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name; KeyError when there is none."""
        return {sheet.name: sheet for sheet in self.sheets}[name]


def open_workbook(
    path: str | Path,
    *,
    hidden: Collection[str] = (),
    encoding: str = "",
    separator: str = "",
    limits: Limits | None = None,
) -> Workbook:
    """Read a file by its content, contained; Refused with one sentence when it cannot be read in time.

    Hidden sheets are read only when their names are given. `encoding` and `separator` overrule the guess.
    """
    path, limits = Path(path), limits or Limits()
    kind = sniff(path, limits)
    if kind == "text":
        return open_text(path, limits, encoding, separator)
    return open_contained(path, kind, limits, hidden)


def open_text(path: Path, limits: Limits, encoding: str, separator: str) -> Workbook:
    dialect = dialect_of(path, limits, encoding, separator)
    rows = TextRows(path, dialect, limits)
    notes = notes_on(path, dialect, limits)
    return Workbook("csv", [Sheet(path.stem, rows=rows)], dialect.encoding, dialect.separator, notes)


def open_contained(path: Path, kind: str, limits: Limits, hidden: Collection[str]) -> Workbook:
    spool = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the workbook
    limits = limits.for_size(path.stat().st_size)
    try:
        answer = run_child(path, kind, limits, hidden, spool)
        sheets = [sheet_of(entry, spool) for entry in answer["sheets"]]
    except BaseException:
        spool.close()
        raise
    # In the old format percent formats and error values cannot be told apart from fractions and blanks.
    return Workbook(kind, sheets, notes=["no_formats"] if kind == "xls" else [], spool=spool)


def sheet_of(entry: dict, spool: BinaryIO) -> Sheet:
    if not entry["read"]:
        return Sheet(entry["name"], entry["state"], is_read=False)
    return Sheet(
        entry["name"],
        entry["state"],
        rows=SpooledRows(spool, entry["offset"], entry["rows"]),
        row_count=entry["rows"],
        merged=tuple(
            MergedRange(top + 1, left, bottom + 1, right) for top, left, bottom, right in entry["merged"]
        ),
        hidden_columns=frozenset(entry["hidden_columns"]),
        hidden_rows=entry["hidden_rows"],
        formulas=entry["formulas"],
    )


def run_child(path: Path, kind: str, limits: Limits, hidden: Collection[str], spool: BinaryIO) -> dict:
    """Let the child read the file into the spool; its index, or Refused for whatever went wrong with it."""
    allowed = json.dumps({**asdict(limits), "hidden": sorted(hidden), "kind": kind, "name": path.stem})
    command = [sys.executable, "-I", str(CHILD), str(path.resolve()), allowed]
    try:
        done = subprocess.run(  # noqa: S603  our own program, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=spool,
            stderr=subprocess.PIPE,
            timeout=limits.wall,
            env={},
        )
    except subprocess.TimeoutExpired as error:
        raise Refused("too_slow") from error
    if done.returncode:
        raise Refused(code_of_death(done.returncode, done.stderr))
    answer = json.loads(done.stderr.rstrip().rpartition(b"\n")[2])
    if "refused" in answer:
        raise Refused(answer["refused"], **answer["params"])
    return answer


def code_of_death(returncode: int, words: bytes) -> str:
    """Why the child died: out of its processor time, out of its memory, or of the file itself."""
    if returncode in (-24, -9):
        return "too_slow"
    if b"memory" in words or b"capacity overflow" in words or returncode == -25:
        return "too_large"
    return "unreadable"
