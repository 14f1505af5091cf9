"""What is remembered of a source: the mapping of one delivery laid over the next, and what has changed since."""

import hashlib
from dataclasses import dataclass, field, replace

from .mapping import ColumnMapping, Mapping
from .period_headings import split_heading
from .tables import Table


@dataclass
class Changes:
    """How a delivery differs from the one remembered, by heading; `renamed` and `moved` are still used, at a guess."""

    renamed: list[tuple[str, str]] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    new_periods: list[str] = field(default_factory=list)

    def need_a_look(self) -> bool:
        """Whether a person must look before the import; columns that moved and new periods are no reason to."""
        return bool(self.renamed or self.new or self.missing)


def signature(mapping: Mapping) -> str:
    """A short text that is equal for deliveries with the same headings, whatever their order and their periods."""
    headings = sorted({family(column) for column in mapping.columns})
    return hashlib.sha256("\n".join(headings).encode()).hexdigest()[:16]


def fit(remembered: Mapping, table: Table) -> tuple[Mapping, Changes]:
    """The remembered meaning laid over a new delivery by its headings, and what changed."""
    return lay_over(remembered, table.mapping)


def lay_over(remembered: Mapping, guess: Mapping) -> tuple[Mapping, Changes]:
    """The same for the guessed mapping of a delivery.

    A column nobody has seen before is not read, and one that points out persons now never is. What says when comes
    from the new delivery alone: the headings and titles of the last one named its own period.
    """
    changes, left = Changes(), {key(column, remembered): column for column in remembered.columns}
    fitted = {column.index: left.pop(key(column, guess), None) for column in guess.columns}
    columns = [
        fit_column(column, fitted[column.index], left, remembered, changes) for column in guess.columns
    ]
    changes.missing = [
        c.header for c in left.values() if c.role not in ("ignored", "personal") and not c.period
    ]
    kept = {
        "dash": remembered.dash or guess.dash,
        "decimal": remembered.decimal or guess.decimal,
        "layout": remembered.layout,
    }
    told = {"indicator": remembered.indicator, "area": remembered.area, "unit": remembered.unit}
    return replace(guess, columns=columns, **kept, **told), changes


def fit_column(
    column: ColumnMapping,
    known: ColumnMapping | None,
    left: dict[tuple[str, int], ColumnMapping],
    remembered: Mapping,
    changes: Changes,
) -> ColumnMapping:
    if column.role == "personal":
        if known is None or known.role not in ("personal", "ignored"):
            changes.new.append(column.header)
        return column
    now = {"index": column.index, "header": column.header, "period": column.period, "part": column.part}
    if known:
        if known.index != column.index:
            changes.moved.append(column.header)
        part = known.part if known.role != "value" else column.part
        return replace(known, **{**now, "part": part}, certainty=1.0, reason="remembered")
    if column.period and (sibling := sibling_of(column, remembered)):
        changes.new_periods.append(column.header)
        return replace(sibling, **now, reason="new period")
    place = next((k for k, c in left.items() if c.index == column.index and c.role == column.role), None)
    if place and not column.period:
        old = left.pop(place)
        changes.renamed.append((old.header, column.header))
        return replace(old, header=column.header, certainty=0.5, reason="renamed")
    changes.new.append(column.header)
    return replace(column, role="ignored", certainty=0.5, reason="new column")


def sibling_of(column: ColumnMapping, remembered: Mapping) -> ColumnMapping | None:
    """A remembered value column that differs only in its period."""
    same = [c for c in remembered.with_role("value") if c.period and family(c) == family(column)]
    return next((c for c in same if c.breakdown == column.breakdown), None)


def family(column: ColumnMapping) -> str:
    """The heading without its period, spaces and case."""
    parts = [split_heading(part)[0] for part in column.header.split(" / ")]
    return " / ".join(" ".join(part.split()).casefold() for part in parts if part)


def key(column: ColumnMapping, mapping: Mapping) -> tuple[str, int]:
    """The heading, and which of several with the same heading."""
    folded = " ".join(column.header.split()).casefold()
    same = [c.index for c in mapping.columns if " ".join(c.header.split()).casefold() == folded]
    return folded, same.index(column.index)
