"""A batch's table through the reader to the staging table; what cannot be used becomes remarks."""

from dataclasses import replace
from datetime import date
from itertools import chain

from lagesbild.sheets.issues import Issue
from lagesbild.sheets.mapping import Mapping
from lagesbild.sheets.profiles import lay_over

from . import conflicts, contents, names, staging
from .mending import LEFT_OUT, mended
from .remarks import Remarks

BLANK, EVENTS = "blank", "events"
# What the titles over a table may say of the whole of it.
OF_TITLES = ("indicator", "area", "unit")


def stage_file(batch):
    """Read the chosen tables by the batch's mapping into the staging table; what cannot be used becomes issues."""
    remarks = Remarks(batch)
    mapping = Mapping.from_json(batch.mapping["columns"])
    with contents.tables(batch) as found:
        said = chain.from_iterable(answers(batch, table, mapping, found[0]) for table in found)
        last_row = sum(table.last_row for table in found)
        staging.stage(batch, cells_of(said, remarks), names.Meanings(batch), last_row)
    remarks.write()
    conflicts.settle(batch)


def answers(batch, table, mapping, chosen):
    """What a table says; one that is read like the chosen has its headings, and perhaps its title, in its own words."""
    if table is not chosen:
        own, guess = lay_over(mapping, table.mapping)[0], table.mapping
        told = {name: getattr(guess, name) for name in OF_TITLES if same(mapping, chosen.mapping, name)}
        mapping = replace(own, **told)
    said = mended(table, mapping, batch.mapping.get("mends"))
    return counted(said) if mapping.layout == EVENTS else said


def counted(answers):
    """Events as how many there were of each kind, place and period; what is said of single rows stays as it is.

    A count stands at the first of its rows: of the events themselves nothing more is kept.
    """
    counts = {}
    for said in answers:
        if isinstance(said, Issue) or said.period is None:
            yield said
        else:
            key = said.indicator, said.area_code, said.area, said.period.code, tuple(said.breakdown.items())
            first, n = counts.get(key, (said, 0))
            counts[key] = first, n + said.value
    for first, n in counts.values():
        yield first._replace(value=n, original=str(n))


def same(one, other, name):
    return getattr(one, name) == getattr(other, name)


def cells_of(answers, remarks):
    """The cells to stage among the reader's answers; what cannot be used, and what was warned of, is remarked."""
    for said in answers:
        if type(said) is Issue:
            remarks.add(said.code, said, said.found, is_warning=said.code == LEFT_OUT, values=said.values)
            continue
        (
            indicator, area, code, period, groups, value, flag, _unit, text, sheet, row, column, totals, *_more,
        ) = said  # fmt: skip
        if flag == BLANK:
            continue
        if period is None:
            remarks.add("no_period", said, text)
        elif type(value) is date:
            remarks.add("not_a_number", said, text)
        else:
            if value is not None:
                flag = "preliminary" if said.is_preliminary else "estimated" if said.is_estimated else ""
            # A group that is a whole is no group.
            group = groups and tuple(
                (d, words) for d, words in sorted(groups.items()) if words and d not in totals
            )
            when, place = (period.kind, period.start, period.end), f"{code} {area}".strip() if code else area
            yield staging.Cell(when, value, flag, text, sheet, row, column + 1, indicator, place, group or ())
            for warning in said.warnings:
                remarks.add(warning, said, text, is_warning=True)
