"""What the columns of a table mean: guessed, changed by a person, remembered for the source as JSON."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

from .cells import CellRules

ROLES = ("area", "period", "indicator", "value", "group", "unit", "ignored", "personal")
LAYOUTS = ("long", "wide_time", "wide_measures", "crossed", "events")


@dataclass
class ColumnMapping:
    """One column: its role with certainty 0..1 and reason, and for a value what its heading already says.

    `part` tells apart columns of one role: area name, code or wider; period year, month, quarter …; over values
    it is the part of the year that the heading names (Januari), when the year stands in the row.
    `period` is a period code, with * when preliminary. `takes` is "number" or "date".
    """

    index: int
    header: str
    role: str
    certainty: float = 1.0
    reason: str = ""
    part: str = ""
    indicator: str = ""
    area: str = ""
    period: str = ""
    breakdown: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    takes: str = "number"
    fills_down: bool = False


@dataclass
class Mapping:
    """How one table is read. Everything can be overridden; rows count from 1, columns from 0.

    `dash` is "zero", "missing" or "" (ask); `decimal` "comma", "dot" or "" (ask). `indicator`, `area`, `period`
    and `unit` hold for the whole table where no column says otherwise; `is_preliminary` holds for every value.
    """

    header_rows: list[int]
    columns: list[ColumnMapping]
    layout: str = "long"
    dash: str = ""
    decimal: str = ""
    indicator: str = ""
    area: str = ""
    period: str = ""
    unit: str = ""
    is_preliminary: bool = False

    def with_role(self, role: str, part: str | None = None) -> list[ColumnMapping]:
        """The columns of a role, in order; of one part of it when that is given."""
        return [c for c in self.columns if c.role == role and part in (None, c.part)]

    def rules(self, column: ColumnMapping) -> CellRules:
        return CellRules(dash=self.dash, decimal=self.decimal, takes=column.takes)

    def certainty(self) -> float:
        """How certain the least certain column is that takes part in the import."""
        return min((c.certainty for c in self.columns if c.role != "ignored"), default=0.0)

    def lacks(self) -> list[str]:
        """What no column and no default says, of "value", "indicator", "area" and "period"."""
        values = self.with_role("value")
        is_told = {
            "value": bool(values) or self.layout == "events",
            "indicator": bool(self.indicator or self.with_role("indicator"))
            or all(c.indicator for c in values),
            "area": bool(self.area or self.with_role("area", "name") or self.with_role("area", "code"))
            or (bool(values) and all(c.area for c in values)),
            "period": bool(self.period or self.with_role("period")) or all(c.period for c in values),
        }
        return [name for name, told in is_told.items() if not told]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The mapping that to_json wrote; TypeError for anything else."""
        return cls(**{**data, "columns": [ColumnMapping(**column) for column in data["columns"]]})
