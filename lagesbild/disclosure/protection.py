"""Which cells to hide besides the small ones, so that nobody can work out more of a small count than that it is one.

Kelly, Golden and Assad's linear heuristic (Networks 22, 1992): for each small count another table is sought that agrees
with all that is shown and has 0 there, and one with the highest small number. What must differ in it is hidden, the
least telling figures first. Both tables exist in the end, so no reader can narrow the count.
"""

import math
from collections import defaultdict

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from .table import versions

# How much dearer it is to hide what readers have seen already: they may remember it.
SEEN_BEFORE = 5
EXACT = 1e-6
# Above any cost of hiding.
REWARD = 1_000
# From so many cells in one web of sums all are hidden: finding the fewest would take minutes.
CELLS_AT_MOST = 20_000
# So many cells times tables are worked through per direction; of more small counts, several move in one table.
WORK, TABLES_AT_LEAST = 40_000, 6


def protect(cells, sums, top):
    """Mark in `cells` what must be hidden: small counts (0 to `top`) and what protects them. Returns all hidden."""
    history = versions(cells)
    small = {cell.figure for cell in cells if cell.is_sensitive}
    for figure in small:
        for n in history[figure]:
            cells[n].is_masked = True
    for web in webs(cells, sums):
        Web(cells, *web, top, history).protect()
    return [cell for cell in cells if cell.is_masked]


def webs(cells, sums):
    """(cells, sums) that hang together and hold a small count, as lists of numbers and sums."""
    root = list(range(len(cells)))

    def top_of(n):
        while root[n] != n:
            root[n] = root[root[n]]
            n = root[n]
        return n

    for one in sums:
        for part in one.parts:
            root[top_of(part)] = top_of(one.whole)
    together = defaultdict(lambda: ([], []))
    for one in sums:
        together[top_of(one.whole)][1].append(one)
    for n in range(len(cells)):
        if (at := top_of(n)) in together:
            together[at][0].append(n)
    return [web for web in together.values() if any(cells[n].is_sensitive for n in web[0])]


class Web:
    """The linear programme of one web: how far each cell may differ from its number, and what hiding it costs."""

    def __init__(self, cells, members, sums, top, history):
        self.cells, self.members, self.sums, self.top = cells, members, sums, top
        self.history = history
        self.at = {n: i for i, n in enumerate(members)}
        self.count = len(members)
        self.rests = [one for one in sums if one.has_rest]
        self.small = [n for n in members if cells[n].is_sensitive]
        self.matrix, self.right = self.equations()

    def equations(self):
        """Columns: what is added to each cell, what is taken from it, and what changes in each rest."""
        rows, columns, entries, right = [], [], [], []
        rest = 2 * self.count
        for row, one in enumerate(self.sums):
            for n, sign in [(one.whole, 1), *((part, -1) for part in one.parts)]:
                rows += [row, row]
                columns += [self.at[n], self.count + self.at[n]]
                entries += [sign, -sign]
            if one.has_rest:
                rows.append(row)
                columns.append(rest)
                entries.append(-1)
                rest += 1
            right.append(self.imbalance(one))
        shape = (len(self.sums), rest)
        return coo_array((entries, (rows, columns)), shape=shape).tocsr(), np.array(right)

    def imbalance(self, one):
        """What cells delivered without a number must make up for; a slight misfit of numbers stays as it is."""
        involved = [one.whole, *one.parts]
        if not any(self.cells[n].is_unknown for n in involved):
            return 0.0
        return sum(self.base(n) for n in one.parts) - self.base(one.whole)

    def base(self, n):
        return float(self.cells[n].number or 0)

    def bounds(self, *, only_hidden=False):
        """(least, most) of every column."""
        adding, taking = [], []
        for n in self.members:
            cell = self.cells[n]
            can_move = cell.is_masked or (cell.is_open and not only_hidden)
            up = (self.top - self.base(n) if cell.is_small else math.inf) if can_move else 0
            adding.append((0, up))
            taking.append((0, self.base(n) if can_move else 0))
        return [*adding, *taking, *((-self.left(one), None) for one in self.rests)]

    def left(self, one):
        """What a sum leaves out, at least."""
        known = sum(self.base(n) for n in one.parts)
        return max(self.base(one.whole) - known, 0.0)

    def costs(self):
        """Small figures are hidden before large ones, new before known, and what is hidden already costs nothing."""
        cost = []
        for n in self.members:
            cell = self.cells[n]
            told = (0.5 + math.log1p(self.base(n))) * (SEEN_BEFORE if cell.was_shown else 1)
            cost.append(0.0 if cell.is_masked else told)
        return np.array([*cost, *cost, *(0.0 for _one in self.rests)])

    def solve(self, costs, bounds):
        """The difference of every cell in the cheapest table; None when there is none."""
        answer = linprog(costs, A_eq=self.matrix, b_eq=self.right, bounds=bounds, method="highs")
        if answer.status != 0:
            return None
        return answer.x[: self.count] - answer.x[self.count : 2 * self.count]

    def protect(self):
        """Hide what it takes. Where no table exists, or finding one would take too long, all."""
        if self.count > CELLS_AT_MOST:
            return self.hide(self.members)
        for target in (0, self.top):
            left = self.unproven(target)
            size = max(1, math.ceil(len(left) / max(TABLES_AT_LEAST, WORK // self.count)))
            while left:
                moved = self.move(left[:size], target)
                if moved is None:
                    return self.hide(self.members)
                self.hide(n for n, i in self.at.items() if abs(moved[i]) > EXACT)
                missed = self.still_open(left, moved, target)
                if len(missed) == len(left):
                    size = max(1, size // 2)
                # Those that did not get there in this company wait for another.
                tried = set(left[:size])
                left = sorted(missed, key=tried.__contains__)
        return None

    def move(self, chosen, target):
        """The cheapest table in which the chosen small count stands at `target`; of several, as many as go together."""
        bounds, costs = self.bounds(), self.costs()
        for n in chosen:
            difference = target - self.base(n)
            up, down = self.at[n], self.count + self.at[n]
            least = abs(difference) if len(chosen) == 1 else 0
            bounds[up] = (least, difference) if difference > 0 else (0, 0)
            bounds[down] = (least, -difference) if difference < 0 else (0, 0)
            costs[up if difference > 0 else down] = -REWARD
        return self.solve(costs, bounds)

    def unproven(self, target):
        """The small counts that one table with only hidden cells moved does not show at `target` at once."""
        wanted = np.zeros(self.matrix.shape[1])
        for n in self.small:
            sign = 1.0 if target == 0 else -1.0
            wanted[self.at[n]], wanted[self.count + self.at[n]] = sign, -sign
        bounds = self.bounds(only_hidden=True)
        for n in self.small:
            # One delivered without a number has no highest value of its own; it need not go beyond the target.
            bounds[self.at[n]] = (0, self.top - self.base(n))
        return self.still_open(self.small, self.solve(wanted, bounds), target)

    def still_open(self, small, moved, target):
        """Those of the small counts that a table does not show at `target`."""
        if moved is None:
            return list(small)
        return [n for n in small if abs(self.base(n) + moved[self.at[n]] - target) > EXACT]

    def hide(self, numbers):
        """Hide these figures in all their versions, as far as they may be hidden."""
        for n in numbers:
            if self.cells[n].is_open:
                for version in self.history[self.cells[n].figure]:
                    self.cells[version].is_masked = True
