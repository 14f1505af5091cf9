"""Reads one untrusted workbook under hard limits: rows as JSON lines on stdout, the index as JSON on stderr.

Started by path (`python -I child.py FILE LIMITS`), so that neither Django nor the project is loaded here.
"""

import datetime as dt
import json
import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from marks import PackageMarks

STATES = {"Visible": "visible", "Hidden": "hidden", "VeryHidden": "very_hidden"}
MAX_MERGED = 20_000


class TooLarge(Exception):
    """The workbook holds more than the limits allow; carries the refusal's code and numbers."""

    def __init__(self, code, **params):
        super().__init__(code)
        self.code, self.params = code, params


def limit(memory, cpu, spool):
    """Lower this process's own limits, in bytes and seconds; they cannot be raised again."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
    resource.setrlimit(resource.RLIMIT_FSIZE, (spool, spool))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def plain(value, mark=None):
    """One cell as JSON: text and whole numbers as they are, anything else tagged with its kind."""
    if mark is not None and mark != "percent":
        return mark
    kind = type(value)
    if kind is str:
        return value or None
    if kind is float:
        number = whole_or_exact(value)
        return {"percent": number} if mark == "percent" else number
    if kind is bool or kind is int:
        return value
    return tagged(value)


def whole_or_exact(value):
    """A float as the number its 15 significant digits say, which is all a workbook promises."""
    if value.is_integer() and abs(value) < 1e15:
        return int(value)
    rounded = float(f"{value:.15g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


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


def write_rows(sheet, marks, out):
    """Write the sheet's non-empty rows as `[row number, [cells]]`; return how many, and the widest."""
    count = widest = 0
    left = [None] * (sheet.start[1] if sheet.start else 0)
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
    for number, cells in enumerate(sheet.iter_rows(), 1):
        marked = marks.of_row(number)
        if marked:
            width = max(len(left) + len(cells), max(marked) + 1)
            cells = left + cells + [None] * (width - len(left) - len(cells))
            row = [plain(value, marked.get(column)) for column, value in enumerate(cells)]
        else:
            row = left + [plain(value) for value in cells]
        while row and row[-1] is None:
            row.pop()
        if row:
            out.write(encode([number, row]) + "\n")
            count += 1
            widest = max(widest, len(row))
    return count, widest


def read(path, limits, out):
    import python_calamine

    workbook = python_calamine.load_workbook(path)
    marks = PackageMarks(path)
    metadata = workbook.sheets_metadata
    if len(metadata) > limits["sheets"]:
        raise TooLarge("too_many_sheets", count=len(metadata), limit=limits["sheets"])
    index, cells = [], 0
    for position, meta in enumerate(metadata):
        state = STATES[str(meta.visible).rpartition(".")[2]]
        entry = {"name": meta.name, "state": state, "read": False}
        index.append(entry)
        is_grid = str(meta.typ).endswith("WorkSheet")
        if not is_grid or (state != "visible" and meta.name not in limits["hidden"]):
            continue
        sheet = workbook.get_sheet_by_index(position)
        cells += sheet.total_height * sheet.total_width
        if cells > limits["cells"]:
            raise TooLarge("too_many_cells", sheet=meta.name, limit=limits["cells"])
        sheet_marks = marks.of_sheet(meta.name)
        out.flush()
        entry["offset"] = out.buffer.tell()
        entry["rows"], entry["width"] = write_rows(sheet, sheet_marks, out)
        merged = sheet.merged_cell_ranges or []
        entry["merged"] = [[*start, *end] for start, end in merged[:MAX_MERGED]]
        entry.update(sheet_marks.summary(), read=True)
    out.flush()
    return index


def refusal(error):
    """The code for what the reader said; its own words stay in the log."""
    name = type(error).__name__
    if isinstance(error, TooLarge):
        return {"refused": error.code, "params": error.params}
    if isinstance(error, MemoryError):
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


if __name__ == "__main__":
    main(*sys.argv[1:])
