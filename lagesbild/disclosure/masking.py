"""Hiding in the database: which stored values are masked, from which import on, and what an undo gives back.

A figure is hidden with all its versions, and stays hidden when it is corrected: what is told of it later would tell
of what was hidden before.
"""

from django.db import connection
from django.db.models import Max, Q

from collab.models import Area
from lagesbild.models.indicator import Indicator
from lagesbild.models.period import Breakdown, Period
from lagesbild.models.value import Value

from . import blocks
from .table import Cell, Stretch, sums

FIGURES = "FROM lagesbild_value v JOIN lagesbild_importbatch b ON b.id = v.batch_id"
# What a reader sees or can look up: every released version of a figure, and the own party's newest that is not.
SEEN = "WHERE v.indicator_id = %(indicator)s AND (b.is_released OR v.current_for = %(party)s)"
KEYS = f"""
    SELECT array_agg(DISTINCT v.area_id), array_agg(DISTINCT v.period_id), array_agg(DISTINCT v.breakdown_id)
    {FIGURES} {SEEN}
"""
# What is hidden or must be.
TELLING = f"""
    SELECT DISTINCT v.area_id, v.period_id, v.breakdown_id {FIGURES} {SEEN}
        AND (v.number < %(least)s OR v.flag = 'suppressed' OR v.masked_since IS NOT NULL)
"""
# What a sum may tie to that.
TIED = f"""
    SELECT v.id, v.area_id, v.period_id, v.breakdown_id, v.number, v.flag, v.masked_since, b.number, v.batch_id,
        v.current_for
    {FIGURES}
    JOIN unnest(%(areas)s::bigint[], %(area_blocks)s::bigint[]) AS a(id, block) ON a.id = v.area_id
    JOIN unnest(%(periods)s::bigint[], %(period_blocks)s::bigint[]) AS p(id, block) ON p.id = v.period_id
    JOIN unnest(%(groups)s::bigint[], %(group_blocks)s::bigint[]) AS g(id, block) ON g.id = v.breakdown_id
    {SEEN} AND (a.block, p.block, g.block) IN (
        SELECT * FROM unnest(%(in_areas)s::bigint[], %(in_periods)s::bigint[], %(in_groups)s::bigint[])
    )
"""  # noqa: S608  put together of constants
MASK = """
    UPDATE lagesbild_value v SET masked_since = %(number)s
    FROM unnest(%(areas)s::bigint[], %(periods)s::bigint[], %(groups)s::bigint[]) AS m(area, period, breakdown)
    WHERE v.indicator_id = %(indicator)s AND v.masked_since IS NULL
        AND (v.area_id, v.period_id, v.breakdown_id) = (m.area, m.period, m.breakdown)
"""
# A newer version of a hidden figure is hidden from its first moment.
INHERIT = """
    UPDATE lagesbild_value v SET masked_since = m.since
    FROM (
        SELECT indicator_id, area_id, period_id, breakdown_id, min(masked_since) AS since
        FROM lagesbild_value WHERE masked_since IS NOT NULL AND indicator_id IN (
            SELECT indicator_id FROM lagesbild_value WHERE batch_id = %(batch)s
        )
        GROUP BY indicator_id, area_id, period_id, breakdown_id
    ) m
    WHERE v.batch_id = %(batch)s AND v.masked_since IS NULL
        AND (v.indicator_id, v.area_id, v.period_id, v.breakdown_id)
            = (m.indicator_id, m.area_id, m.period_id, m.breakdown_id)
"""


def guard_import(batch):
    """Hide what an import not yet released would let its own party work out; nobody else's page changes by it."""
    inherit(batch)
    for indicator in guarded(batch):
        hide(indicator, batch.number, party=batch.party_id, fresh=batch)


def guard_release(batch):
    """Hide, for everybody, what the released figures together with all others would let a reader work out."""
    unmask(batch.number, batch.values.values("indicator"))
    inherit(batch)
    for indicator in guarded(batch):
        hide(indicator, batch.number, fresh=batch)


def guard_undo(batch, last):
    """Give back what was hidden for this import's sake, as far as the others leave it safe.

    `last` is the number of the latest import, which answers for what must be hidden instead.
    """
    touched = batch.values.values("indicator")
    unmask(batch.number, touched)
    for indicator in Indicator.objects.filter(pk__in=touched, is_count=True):
        hide(indicator, last)


def guard_indicator(indicator):
    """Work out anew what of an indicator is hidden, after its smallest shown number or what it counts changed."""
    last = Value.objects.filter(indicator=indicator).aggregate(last=Max("batch__number"))["last"]
    Value.objects.filter(indicator=indicator, masked_since__isnull=False).update(masked_since=None)
    if indicator.is_count and last:
        hide(indicator, last)


def unmask(number, indicators):
    Value.objects.filter(indicator__in=indicators, masked_since=number).update(masked_since=None)


def inherit(batch):
    run(INHERIT, batch=batch.pk)


def guarded(batch):
    """The counts in a delivery that hold something to hide, or that hide something already."""
    counts = Indicator.objects.filter(pk__in=batch.values.values("indicator"), is_count=True)
    return [indicator for indicator in counts if has_small(indicator)]


def has_small(indicator):
    small = Q(number__lt=indicator.min_n) | Q(flag=Value.Flag.SUPPRESSED) | Q(masked_since__isnull=False)
    return Value.objects.filter(small, indicator=indicator).exists()


def hide(indicator, number, *, party=None, fresh=None):
    """Mask the small figures of an indicator and what protects them.

    What the batch `fresh` brings has not been shown yet. With `party`, this is about what that party's own readers
    see before a release: then nothing but its fresh values may be hidden.
    """
    seen = {"indicator": indicator.pk, "party": party}
    telling = rows(TELLING, least=indicator.min_n, **seen)
    if not telling:
        return
    frame = Frame(*rows(KEYS, **seen)[0])
    cells = read(indicator, party, fresh, frame.groups, rows(TIED, **frame.around(telling), **seen))
    # The solver takes 65 MB, and most processes never meet a small count.
    from .protection import protect

    told = sums(cells, frame.ancestors, frame.kinds, frame.stretches)
    hidden = protect(cells, told, indicator.min_n - 1)
    if party:
        own = [cell.row for cell in hidden if cell.is_open]
        Value.objects.filter(pk__in=own, masked_since=None).update(masked_since=number)
    elif hidden:
        columns = zip(*((cell.area, cell.period, cell.breakdown) for cell in hidden), strict=True)
        areas, periods, groups = map(list, columns)
        run(MASK, number=number, indicator=indicator.pk, areas=areas, periods=periods, groups=groups)


def read(indicator, party, fresh, groups, seen):
    """Rows of the indicator's figures as cells, in all versions that these readers can see or look up."""
    cells = []
    for row, area, period, breakdown, number, flag, since, version, batch, current_for in seen:
        is_fresh = fresh is not None and batch == fresh.pk
        cells.append(
            Cell(
                row=row,
                area=area,
                period=period,
                breakdown=breakdown,
                group=groups[breakdown],
                number=None if number is None else float(number),
                version=version,
                is_small=number is not None and number < indicator.min_n,
                is_unknown=number is None and flag == Value.Flag.SUPPRESSED,
                is_masked=since is not None,
                is_open=number is not None and (party is None or current_for == party),
                was_shown=not is_fresh,
            )
        )
    return cells


def group_parts(keys):
    """Each group as a tuple of (dimension, words), by its key in the database."""
    told = Breakdown.objects.filter(pk__in=keys).values_list("pk", "key")
    return {pk: tuple(tuple(part.split("=", 1)) for part in key.split(";") if part) for pk, key in told}


class Frame:
    """The places, periods and groups that an indicator has figures for, and which of them a sum can tie together."""

    def __init__(self, areas, periods, groups):
        self.ancestors, self.kinds = ancestry(areas)
        found = Period.objects.filter(pk__in=periods)
        self.stretches = {p.pk: Stretch(p.kind, p.starts_on, p.ends_on) for p in found}
        self.groups = group_parts(groups)
        self.blocks = (
            blocks.of_places({area: self.ancestors[area] for area in areas}),
            blocks.of_periods(self.stretches),
            blocks.of_groups(self.groups),
        )

    def around(self, figures):
        """The blocks that hold these figures, (place, period, group), as parameters of a query."""
        wanted = {tuple(of[key] for of, key in zip(self.blocks, figure, strict=True)) for figure in figures}
        params = dict(
            zip(("in_areas", "in_periods", "in_groups"), map(list, zip(*wanted, strict=True)), strict=True)
        )
        for name, of in zip(("area", "period", "group"), self.blocks, strict=True):
            params |= {f"{name}s": list(of), f"{name}_blocks": list(of.values())}
        return params


def ancestry(wanted):
    """({place: the places above it}, {place: its kind})."""
    areas, wanted = {}, set(wanted)
    while wanted:
        found = Area.objects.filter(pk__in=wanted).values_list("pk", "parent", "kind")
        areas |= {pk: (parent, kind) for pk, parent, kind in found}
        wanted = {parent for _pk, parent, _kind in found if parent} - areas.keys()
    ancestors = {area: list(above(area, areas)) for area in areas}
    return ancestors, {area: kind for area, (_parent, kind) in areas.items()}


def above(area, areas):
    while (area := areas[area][0]) is not None:
        yield area


def rows(sql, **params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def run(sql, **params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
