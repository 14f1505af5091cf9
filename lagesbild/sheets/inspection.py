"""What a file holds, told as plain data: its sheets, their tables, what each column means, what each cell gave."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from collab.personal_data import find_personal_data

from .copies import copies
from .issues import A_NUMBER, WITHOUT_VALUE, Issue
from .mapping import Mapping
from .observation import Observation
from .observations import observe
from .reading import Sheet, Workbook, open_workbook
from .refusals import Refused
from .tables import Table, find_tables

# A very bad file is understood by its first faults; the rest is counted.
ISSUES_AT_MOST = 5_000
HIDDEN = "•••"
# Formats that are a layout of their own.
LAYOUTS = {"px": "px", "json": "json"}
Meaning = Callable[[Table], Mapping]


def inspect(
    path: str | Path, *, meaning: Meaning | None = None, areas: Collection[str] = ()
) -> dict[str, Any]:
    """All that reading a file gives, as data for JSON; `meaning` chooses the mapping of a table, else it is guessed.

    A file that cannot be read is told with its sentence under `refused`.
    """
    told = {"file": Path(path).name, "format": None, "refused": None, "sheets": []}
    try:
        with open_workbook(path) as book:
            told |= {"format": book.format, "encoding": book.encoding, "separator": book.separator}
            told["notes"] = list(book.notes)
            copied = copies(book.sheets)
            told["sheets"] = [
                sheet_told(book, sheet, copied.get(sheet.name), meaning, areas) for sheet in book.sheets
            ]
    except Refused as refusal:
        told |= {"refused": str(refusal), "refused_code": refusal.code, "sheets": []}
    return told


def sheet_told(
    book: Workbook, sheet: Sheet, original: str | None, meaning: Meaning | None, areas: Collection[str]
) -> dict[str, Any]:
    tables = find_tables(sheet, areas) if sheet.is_read else []
    return {
        "name": sheet.name,
        "state": sheet.state,
        "read": sheet.is_read,
        "duplicate_of": original,
        "tables": [table_told(book, table, meaning(table) if meaning else table.mapping) for table in tables],
    }


def table_told(book: Workbook, table: Table, mapping: Mapping) -> dict[str, Any]:
    counted = observe(table, mapping)
    tally = Tally()
    for said in counted:
        tally.add(said)
    return {
        "first_row": table.first_row,
        "last_row": table.last_row,
        "header_rows": table.header_rows,
        "layout": LAYOUTS.get(book.format, mapping.layout),
        "columns": [
            {
                "index": column.index,
                "header": column.header,
                "role": column.role,
                "certainty": round(column.certainty, 2),
                "part": column.part,
                "reason": column.reason,
            }
            for column in mapping.columns
        ],
        "lacks": mapping.lacks(),
        "rows": counted.rows,
        "observations": {
            "value": counted.values,
            "missing": counted.missing.total(),
            "rejected": counted.rejected,
        },
        "missing": dict(counted.missing),
        **tally.told(),
        "issues": tally.issues,
        "issues_left_out": tally.left_out,
    }


@dataclass
class Tally:
    """What is summed up of a table while it is read."""

    areas: set[tuple[str, str]] = field(default_factory=set)
    first: Any = None
    last: Any = None
    values: Counter[tuple[str, str]] = field(default_factory=Counter)
    sums: defaultdict[tuple[str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    issues: list[dict[str, Any]] = field(default_factory=list)
    left_out: int = 0

    def add(self, said: Observation | Issue) -> None:
        if isinstance(said, Issue):
            self.note(said.cell, said.code, said.found, said.expected, said.remedy)
            return
        if said.area or said.area_code:
            self.areas.add((said.area_code, said.area))
        if period := said.period:
            self.first = min(self.first or period, period, key=lambda one: (one.start, one.code))
            self.last = max(self.last or period, period, key=lambda one: (one.end, one.code))
        key = (said.indicator, said.unit)
        self.values[key] += said.value is not None
        if isinstance(said.value, Decimal | int):
            self.sums[key] += said.value
        if said.flag and said.value is None and said.original.strip():
            self.note(said.cell, said.flag, said.original, str(A_NUMBER), str(WITHOUT_VALUE[said.flag]))

    def note(self, cell: str, code: str, found: str, expected: str, remedy: str) -> None:
        if len(self.issues) == ISSUES_AT_MOST:
            self.left_out += 1
            return
        shown = HIDDEN if code == "personal_data" or find_personal_data(found) else found
        self.issues.append(
            {"cell": cell, "code": code, "found": shown, "expected": expected, "remedy": remedy}
        )

    def told(self) -> dict[str, Any]:
        return {
            "period": {"from": self.first.code, "to": self.last.code} if self.first else None,
            "areas": len(self.areas),
            "indicators": [
                {"name": name, "unit": unit, "values": count, "sum": plain(self.sums[name, unit])}
                for (name, unit), count in sorted(self.values.items())
            ],
        }


def plain(number: Decimal) -> int | float:
    """A number as JSON has it, whole when it is whole."""
    return int(number) if number == number.to_integral_value() else float(number)
