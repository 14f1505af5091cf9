"""Reads one untrusted workbook under hard limits: rows as JSON lines on stdout, the index as JSON on stderr.

Started by path (`python -I child.py FILE LIMITS`), so that neither Django nor the project is loaded here.
"""

import datetime as dt
import errno
import json
import json.encoder
import math
import os
import resource
import sys
from contextlib import suppress
from itertools import islice
from pathlib import Path

from python_calamine import load_workbook

sys.path.insert(0, str(Path(__file__).resolve().parent))

from marks import PackageMarks, SheetMarks
from open_document import OpenDocumentMarks
from pieces import NotInPieces, workbooks
from records import READERS

STATES = {"Visible": "visible", "Hidden": "hidden", "VeryHidden": "very_hidden"}
MAX_MERGED = 20_000
NICE = 10
quoted = json.encoder.encode_basestring


class TooLarge(Exception):
    """The workbook holds more than the limits allow; carries the refusal's code and numbers."""

    def __init__(self, code, **params):
        super().__init__(code)
        self.code, self.params = code, params


def limit(memory, cpu, spool):
    """Lower this process's own limits, in bytes and seconds, and its priority; they cannot be raised again."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
    resource.setrlimit(resource.RLIMIT_FSIZE, (spool, spool))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Pages that people wait for go before a file that may be a bomb.
    os.nice(NICE)


def written(value, mark=None):
    """One cell as JSON text: text and numbers as they are, anything else tagged with its kind."""
    kind = type(value)
    if mark is not None and mark != "percent":
        return json.dumps(mark)
    if kind is str:
        return quoted(value) if value else "null"
    if kind is float:
        if not math.isfinite(value):
            return '{"error":"#NUM!"}'
        # 15 significant digits are what a workbook promises; more would be noise of the binary form.
        number = f"{value:.15g}"
        return f'{{"percent":{number}}}' if mark == "percent" else number
    return json.dumps(value if kind in (bool, int, type(None)) else tagged(value))


def tagged(value):
    if isinstance(value, dt.datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    if isinstance(value, dt.time):
        return {"time": value.isoformat()}
    if isinstance(value, dt.timedelta):
        return {"seconds": value.total_seconds()}
    return str(value)


def write_rows(rows, marks, out):
    """Write the rows that are not empty as `[row number, [cells]]`; return how many, and the widest."""
    count = widest = 0
    for number, start, cells in rows:
        row = ["null"] * start
        row += map(written, cells)
        for column, mark in marks.of_row(number).items():
            row += ["null"] * (column + 1 - len(row))
            at = column - start
            row[column] = written(cells[at] if 0 <= at < len(cells) else None, mark)
        while row and row[-1] == "null":
            row.pop()
        if row:
            out.write(f"[{number},[{','.join(row)}]]\n")
            count += 1
            widest = max(widest, len(row))
    return count, widest


class Book:
    """An open workbook, and the cells that were read of it."""

    def __init__(self, path, limits):
        self.path, self.limits = path, limits
        self.opened, self.cells, self.last = load_workbook(path), 0, None
        self.marks = marks_of(path, limits["kind"])

    def open(self):
        if self.opened is None:
            self.opened = load_workbook(self.path)
        return self.opened

    def write_sheet(self, position, name, out):
        """Write the rows of a sheet; what the index says of it."""
        part = self.marks.parts.get(name) if isinstance(self.marks, PackageMarks) else None
        if part and self.marks.package.getinfo(part).file_size > 2 * self.limits["piece"]:
            # The texts of the workbook come again with each piece.
            self.opened = None
            before = self.cells
            with suppress(NotInPieces):
                return self.write(name, self.in_pieces(position, part), out)
            self.cells = before
            out.seek(self.offset)
            out.truncate()
        return self.write(name, [self.open().get_sheet_by_index(position)], out)

    def in_pieces(self, position, part):
        for piece in workbooks(self.marks.package, part, self.limits["piece"]):
            yield load_workbook(piece).get_sheet_by_index(position)

    def write(self, name, sheets, out):
        marks = self.marks.of_sheet(name)
        out.flush()
        self.offset = out.buffer.tell()
        count, width = write_rows(self.rows(name, sheets), marks, out)
        merged = [(*start, *end) for start, end in self.last.merged_cell_ranges or []] or marks.merged
        entry = {"offset": self.offset, "rows": count, "width": width, "merged": merged[:MAX_MERGED]}
        return {**entry, **marks.summary(), "read": True}

    def rows(self, name, sheets):
        """(number from 1, column of the first cell, cells) of each row, the empty ones between them too."""
        last = 0
        for sheet in sheets:
            self.last = sheet
            self.cells += (sheet.total_height - min(last, sheet.total_height)) * sheet.total_width
            if self.cells > self.limits["cells"]:
                raise TooLarge("too_many_cells", sheet=name, limit=self.limits["cells"])
            if not sheet.start:
                continue
            top, left = sheet.start
            if top < last:
                raise NotInPieces
            for number in range(last, top):
                yield number + 1, left, []
            # The library counts from the first row of the sheet; in a late piece that would take long.
            filled = sheet.to_python() if last else islice(sheet.iter_rows(), top, None)
            for number, cells in enumerate(filled, top + 1):
                yield number, left, cells
            last = top + sheet.height


def read_records(path, limits, out):
    """The one table of a JSON or PC-Axis file, as a sheet named by whoever asked."""
    count = widest = 0
    for number, cells in enumerate(READERS[limits["kind"]](path), 1):
        if number * len(cells) > limits["cells"]:
            raise TooLarge("too_many_cells", sheet=limits["name"], limit=limits["cells"])
        out.write(f"[{number},[{','.join(map(written, cells))}]]\n")
        count, widest = number, max(widest, len(cells))
    out.flush()
    entry = {
        "name": limits["name"],
        "state": "visible",
        "read": True,
        "offset": 0,
        "rows": count,
        "width": widest,
    }
    return [{**entry, "merged": [], **SheetMarks().summary()}]


def read(path, limits, out):
    if limits["kind"] in READERS:
        return read_records(path, limits, out)
    book = Book(path, limits)
    metadata = book.open().sheets_metadata
    if len(metadata) > limits["sheets"]:
        raise TooLarge("too_many_sheets", count=len(metadata), limit=limits["sheets"])
    index = []
    for position, meta in enumerate(metadata):
        state = STATES[str(meta.visible).rpartition(".")[2]]
        entry = {"name": meta.name, "state": state, "read": False}
        index.append(entry)
        is_grid = str(meta.typ).endswith("WorkSheet")
        if is_grid and (state == "visible" or meta.name in limits["hidden"]):
            entry |= book.write_sheet(position, meta.name, out)
    out.flush()
    return index


def marks_of(path, kind):
    """What the workbook library leaves out, for each format by its own reader."""
    if kind == "xls":
        from old_workbook import OldWorkbookMarks

        return OldWorkbookMarks(path)
    marks = PackageMarks(path)
    return OpenDocumentMarks(marks.package) if kind == "ods" else marks


def refusal(error):
    """The code for what the reader said; its own words stay in the log."""
    name = type(error).__name__
    if isinstance(error, TooLarge):
        return {"refused": error.code, "params": error.params}
    if isinstance(error, MemoryError) or getattr(error, "errno", 0) == errno.EFBIG:
        return {"refused": "too_large", "params": {}}
    code = {"PasswordError": "password", "Unsafe": "document_type"}.get(name, "unreadable")
    return {"refused": code, "params": {}, "detail": f"{name}: {error}"[:200]}


def main(path, limits):
    limits = json.loads(limits)
    limit(limits["memory"], limits["cpu"], limits["spool"])
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    try:
        answer = {"sheets": read(path, limits, sys.stdout)}
    except Exception as error:  # noqa: BLE001  whatever a hostile file provokes is one refusal
        answer = refusal(error)
    sys.stderr.write("\n" + json.dumps(answer) + "\n")
    sys.stderr.flush()
    # Nothing more is written: what a full spool still holds back would fail once more on the way out.
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
