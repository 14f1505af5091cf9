"""Figures that a file gives more than one value for: which of the cells counts, as a person has chosen.

The choices of a batch lie in its mapping under `conflicts`: for one figure, named by its first cell, the cell that
counts or SKIP; and for all other figures FIRST, LAST or SKIP.
"""

from itertools import groupby

from django.db import connection

from . import comparing
from .mending import ALL, SKIP

FIRST, LAST, FIGURES = "first", "last", "figures"
SHOWN_AT_MOST = 8
CELLS_AT_MOST = 60
FIGURE = "c.indicator_id, c.area_id, c.period_id, c.breakdown_id, c.of_indicator, c.of_area"
CELL = "concat_ws('!', c.sheet, c.row, c.col)"
# The last branch is the cell that was chosen by its address.
SETTLE = f"""
    , torn AS (
        SELECT c.id, {CELL} AS cell, first_value({CELL}) OVER figure AS figure,
            row_number() OVER figure AS nth, count(*) OVER (PARTITION BY {FIGURE}) AS of
        FROM compared c WHERE c.verdict = 'conflict'
        WINDOW figure AS (PARTITION BY {FIGURE} ORDER BY c.id)
    ), told AS (
        SELECT torn.*, coalesce(chosen.choice, %(all)s) AS choice
        FROM torn
        LEFT JOIN unnest(%(figures)s::text[], %(choices)s::text[]) AS chosen(figure, choice) USING (figure)
    )
    UPDATE lagesbild_stagedvalue s SET is_skipped = TRUE
    FROM told t
    WHERE s.id = t.id AND CASE t.choice
        WHEN '' THEN FALSE WHEN '{SKIP}' THEN TRUE
        WHEN '{FIRST}' THEN t.nth > 1 WHEN '{LAST}' THEN t.nth < t.of
        ELSE t.cell <> t.choice END
"""  # noqa: S608  names of columns and of choices, all of them ours


def settle(batch):
    """Leave out the cells that do not count, of figures that something was chosen for."""
    chosen = batch.mapping.get("conflicts") or {}
    figures = chosen.get(FIGURES, {})
    if not (figures or chosen.get(ALL)):
        return
    params = {"figures": list(figures), "choices": list(figures.values()), "all": chosen.get(ALL, "")}
    with connection.cursor() as cursor:
        cursor.execute(comparing.COMPARED + SETTLE, {"batch": batch.pk, "party": batch.party_id, **params})


class Torn:
    """A figure with its cells, by the name of the first of them."""

    def __init__(self, cells):
        self.cells = cells
        self.name = self.name_of(cells[0])
        self.first = cells[0]

    @staticmethod
    def name_of(cell):
        return f"{cell.sheet}!{cell.row}!{cell.col}"

    @property
    def choices(self):
        """(name, cell) of each cell that can be the one that counts."""
        return [(self.name_of(cell), cell) for cell in self.cells]


def unsettled(batch):
    """The first figures that still have more than one value, each with its cells."""
    made = comparing.made_indicators(batch)
    rows = comparing.run(batch, comparing.LISTED.format(order=f"{FIGURE}, c.id"), **TORN)
    found = [
        (
            tuple(row[name] for name in KEY),
            comparing.Cell(is_new_indicator=row["indicator_text"] in made, **row),
        )
        for row in rows
    ]
    figures = [[cell for _key, cell in pair] for _key, pair in groupby(found, key=lambda pair: pair[0])]
    return [Torn(cells) for cells in figures[:SHOWN_AT_MOST] if len(cells) > 1]


KEY = ("indicator_id", "area_id", "period_id", "breakdown_id", "of_indicator", "of_area")
TORN = {"verdicts": ["conflict"], "limit": CELLS_AT_MOST}
