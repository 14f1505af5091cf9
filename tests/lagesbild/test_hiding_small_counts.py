"""Small counts: what is shown beside them never lets a reader narrow them, whatever is put together."""

import random
from datetime import date
from itertools import product

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from collab.charts import SUPPRESSED
from collab.models import Area
from lagesbild.disclosure import blocks
from lagesbild.disclosure.table import Stretch
from lagesbild.models import Value

SMALL = 4
HUGE = 100_000
SEXES = ("flickor", "pojkar")
YEAR = ("year", date(2026, 1, 1), date(2026, 12, 31))


class Town:
    """A town of districts, a year of quarters, girls and boys: every count of it and every sum, exact."""

    def __init__(self, cast, figures, districts):
        self.figures = figures
        self.whole = cast.town
        self.parts = [cast.north, figures.south] + [
            Area.objects.create(
                collaboration=cast.ekby, kind=Area.Kind.DISTRICT, name=f"Del {n}", parent=cast.town
            )
            for n in range(districts - 2)
        ]
        self.quarters = [figures.quarter(n) for n in (1, 2, 3, 4)]

    def counts(self, rng, most):
        """{(area, period, sex): count} for the finest cells: few, many and none side by side."""
        kinds = [lambda: 0, lambda: rng.randint(0, 4), lambda: rng.randint(0, most)]
        cells = product(self.parts, self.quarters, SEXES)
        return {cell: rng.choice(kinds)() for cell in cells}

    def table(self, counts):
        """Every cell with its sums over places, quarters and sexes."""
        full = {}
        for (area, period, sex), n in counts.items():
            for key in product((area, self.whole), (period, YEAR), (sex, "")):
                full[key] = full.get(key, 0) + n
        return full

    def rows(self, table, masked=()):
        for key, n in table.items():
            area, period, sex = key
            row = {
                "indicator": self.figures.fires,
                "area": area,
                "period": period,
                "number": None if key in masked else n,
                "breakdown": [("kön", sex)] if sex else [],
            }
            yield {**row, "flag": "suppressed", "text": ".."} if key in masked else row

    def sums(self, table):
        """(whole, parts) of every sum a reader knows to hold."""
        for area, period, sex in table:
            if area == self.whole:
                yield (area, period, sex), [(part, period, sex) for part in self.parts]
            if period == YEAR:
                yield (area, period, sex), [(area, quarter, sex) for quarter in self.quarters]
            if not sex:
                yield (area, period, sex), [(area, period, one) for one in SEXES]


def shown_to(actor, **where):
    """{(area, period, sex): number} of what the actor can read of the newest figures; SUPPRESSED where hidden."""
    rows = Value.objects.for_actor(actor).filter(**where).current()
    told = {}
    for value in rows.select_related("area", "period", "breakdown", "indicator"):
        period = (value.period.kind, value.period.starts_on, value.period.ends_on)
        told[value.area, period, value.breakdown.parts[0][1] if value.breakdown.parts else ""] = value.shown
    return told


class Attacker:
    """A solver that is told every number shown and every sum that holds.

    `tables` are (shown, sums, same) of one moment each; a cell of `same` stands as at the moment given there, and is
    one unknown with it.
    """

    def __init__(self, tables):
        self.unknown, rows, right = {}, [], []
        for moment, (shown, sums, same) in enumerate(tables):
            name = {key: (key, same.get(key, moment)) for key in shown}
            for key in (key for key, value in shown.items() if value is SUPPRESSED):
                self.unknown.setdefault(name[key], len(self.unknown))
            for whole, parts in sums:
                row, known = self.equation(shown, name, [(whole, 1), *((part, -1) for part in parts)])
                rows.append(row)
                right.append(known)
        matrix = np.zeros((len(rows), len(self.unknown)))
        for n, row in enumerate(rows):
            for column, sign in row.items():
                matrix[n, column] = sign
        self.rule = LinearConstraint(matrix, right, right)

    def equation(self, shown, name, members):
        row, known = {}, 0
        for key, sign in members:
            if shown[key] is SUPPRESSED:
                row[self.unknown[name[key]]] = sign
            else:
                known -= sign * int(shown[key])
        return row, known

    def reach(self, column, sign):
        goal = np.zeros(len(self.unknown))
        goal[column] = sign
        whole = np.ones(len(self.unknown))
        found = milp(goal, constraints=self.rule, bounds=Bounds(0, HUGE), integrality=whole)
        assert found.status == 0, found.message
        return round(abs(found.fun))


def narrowed(tables):
    """The hidden cells of whose number a solver can say more than that it may be anything from 0 to SMALL."""
    attacker = Attacker(tables)
    ends = {name: (attacker.reach(n, 1), attacker.reach(n, -1)) for name, n in attacker.unknown.items()}
    return {name: (least, most) for name, (least, most) in ends.items() if least > 0 or most < SMALL}


def seeds(n):
    """The first in every run, all when everything is tried."""
    return [pytest.param(seed, marks=[pytest.mark.full] if seed >= 6 else []) for seed in range(n)]


def narrowed_small(tables, *numbers):
    """The cells that really are small and can be narrowed."""
    return {
        (key, moment): ends
        for (key, moment), ends in narrowed(tables).items()
        if numbers[min(moment, len(numbers) - 1)][key] <= SMALL
    }


@pytest.mark.parametrize("seed", seeds(60))
def test_a_solver_cannot_narrow_a_small_count_by_all_that_is_shown(cast, figures, seed):
    rng = random.Random(seed)
    town = Town(cast, figures, districts=rng.randint(2, 5))
    table = town.table(town.counts(rng, rng.choice((8, 30, 200))))
    figures.deliver(cast.bo, *town.rows(table))

    shown = shown_to(cast.cia)

    small = {key for key, n in table.items() if n <= SMALL}
    assert small
    assert all(shown[key] is SUPPRESSED for key in small)
    assert not narrowed_small([(shown, list(town.sums(table)), {})], table)


@pytest.mark.parametrize("seed", seeds(40))
def test_a_solver_cannot_narrow_a_cell_that_was_delivered_masked(cast, figures, seed):
    rng = random.Random(100 + seed)
    town = Town(cast, figures, districts=rng.randint(2, 4))
    table = town.table(town.counts(rng, 40))
    small = {key for key, n in table.items() if n <= SMALL}
    figures.deliver(cast.bo, *town.rows(table, masked=small))

    shown = shown_to(cast.cia)

    assert all(shown[key] is SUPPRESSED for key in small)
    assert not narrowed_small([(shown, list(town.sums(table)), {})], table)


@pytest.mark.parametrize("seed", seeds(40))
def test_a_solver_cannot_narrow_a_small_count_by_its_corrected_versions(cast, figures, seed):
    rng = random.Random(200 + seed)
    town = Town(cast, figures, districts=3)
    counts = town.counts(rng, 30)
    before = town.table(counts)
    first = figures.deliver(cast.bo, *town.rows(before))
    for key in rng.sample(sorted(counts, key=str), 6):
        counts[key] = rng.choice((0, 2, 7, 25))
    after = town.table(counts)
    figures.deliver(cast.bo, *town.rows(after))

    now, then = shown_to(cast.cia), shown_then(cast.cia, first)

    sums = list(town.sums(after))
    unchanged = {key: 0 for key in after if before[key] == after[key]}
    assert not narrowed_small([(then, sums, {}), (now, sums, unchanged)], before, after)


def shown_then(actor, batch):
    """What the pages of the figures still tell of the values of an earlier delivery."""
    told = {}
    for value in Value.objects.for_actor(actor).filter(batch=batch).with_source():
        period = (value.period.kind, value.period.starts_on, value.period.ends_on)
        told[value.area, period, value.breakdown.parts[0][1] if value.breakdown.parts else ""] = value.shown
    return told


@pytest.mark.parametrize("seed", seeds(20))
def test_nor_can_the_delivering_party_before_it_releases(cast, figures, seed):
    rng = random.Random(300 + seed)
    town = Town(cast, figures, districts=3)
    table = town.table(town.counts(rng, 30))
    figures.deliver(cast.bo, *town.rows(table), release=False)

    shown = shown_to(cast.bo)

    assert not shown_to(cast.cia)
    assert not narrowed_small([(shown, list(town.sums(table)), {})], table)


def two_places(figures, town, north, south):
    row = figures.row
    return [row(town, area=figures.cast.town), row(north), row(south, area=figures.south)]


def test_of_two_places_that_make_a_whole_both_are_hidden_when_one_is_small(cast, figures):
    figures.deliver(cast.bo, *two_places(figures, 33, 30, 3))

    assert list(shown_to(cast.cia).values()).count(SUPPRESSED) == 2
    assert 33 in shown_to(cast.cia).values()


def test_an_unreleased_delivery_hides_nothing_for_the_others(cast, figures):
    figures.deliver(cast.ada, figures.row(33, area=cast.town), figures.row(30))
    before = shown_to(cast.cia)
    figures.deliver(cast.bo, figures.row(3, area=figures.south), release=False)

    assert shown_to(cast.cia) == before


def test_undoing_gives_back_what_was_hidden_for_its_sake(cast, figures):
    figures.deliver(cast.ada, figures.row(33, area=cast.town), figures.row(30))
    before = shown_to(cast.cia)
    batch = figures.deliver(cast.bo, figures.row(3, area=figures.south))
    assert list(shown_to(cast.cia).values()).count(SUPPRESSED) == 2

    batch.undo(by=cast.bo)

    assert shown_to(cast.cia) == before


def test_a_figure_stays_hidden_when_it_is_corrected(cast, figures):
    figures.deliver(cast.bo, *two_places(figures, 33, 30, 3))
    figures.deliver(cast.bo, *two_places(figures, 45, 36, 9))

    assert list(shown_to(cast.cia).values()).count(SUPPRESSED) == 2
    assert 45 in shown_to(cast.cia).values()


def test_a_correction_not_yet_released_stays_hidden_from_its_own_party_too(cast, figures):
    figures.deliver(cast.bo, *two_places(figures, 33, 30, 3))
    figures.deliver(cast.bo, *two_places(figures, 45, 36, 9), release=False)

    assert sorted(map(str, shown_to(cast.bo).values())) == ["45.0000000000", SUPPRESSED, SUPPRESSED]


def test_a_share_hides_nothing(cast, figures):
    figures.fires.is_count = False
    figures.fires.save()
    figures.deliver(cast.bo, *two_places(figures, 33, 30, 3))

    assert SUPPRESSED not in shown_to(cast.cia).values()


def test_another_smallest_number_is_worked_out_at_once(cast, figures):
    figures.deliver(cast.bo, *two_places(figures, 33, 26, 7))
    assert SUPPRESSED not in shown_to(cast.cia).values()

    figures.fires.min_n = 10
    figures.fires.save()
    assert list(shown_to(cast.cia).values()).count(SUPPRESSED) == 2

    figures.fires.min_n = 5
    figures.fires.save()
    assert SUPPRESSED not in shown_to(cast.cia).values()


def test_months_do_not_tell_of_each_other_through_their_quarter_or_the_count_since_the_new_year(
    cast, figures
):
    def row(kind, first, last, number):
        return {**figures.row(number), "period": (kind, date(2026, *first), date(2026, *last))}

    rows = [
        row("month", (1, 1), (1, 31), 12),
        row("month", (2, 1), (2, 28), 2),
        row("month", (3, 1), (3, 31), 9),
        row("quarter", (1, 1), (3, 31), 23),
        row("cumulative", (1, 1), (2, 28), 14),
        row("cumulative", (1, 1), (3, 31), 23),
    ]
    figures.deliver(cast.bo, *rows)

    shown = {period[0] + str(period[2].month): n for (_area, period, _sex), n in shown_to(cast.cia).items()}
    assert shown["month2"] is SUPPRESSED
    assert SUPPRESSED in (shown["month1"], shown["cumulative2"])
    assert SUPPRESSED in (shown["month1"], shown["month3"], shown["quarter3"])


def test_only_what_a_sum_can_tie_together_is_looked_at_together():
    month, year = "month", "year"
    stretches = {
        n: Stretch(kind, date(2026, first, 1), date(2026, last, 28))
        for n, kind, first, last in [(1, month, 1, 1), (2, month, 2, 2), (3, month, 5, 5), (4, year, 1, 3)]
    }
    in_time = blocks.of_periods(stretches)
    assert in_time[1] == in_time[2] == in_time[4] != in_time[3]

    in_space = blocks.of_places({10: [30], 20: [30], 30: [], 40: [50]})
    assert in_space[10] == in_space[20] == in_space[30] != in_space[40]

    girls, young = ("kön", "flickor"), ("ålder", "13-15")
    in_groups = blocks.of_groups({1: (), 2: (girls,), 3: (girls, young), 4: (("skola", "a"), ("ålder", "x"))})
    assert in_groups[1] == in_groups[2] == in_groups[3] != in_groups[4]
