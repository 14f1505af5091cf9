"""The demo's made-up figures: quarters and years up to the last whole one, delivered the way every import is made."""

from datetime import date, timedelta

from lagesbild.imports.staging import period_ids
from lagesbild.models import Delivery, ImportBatch, Indicator, Source

MONTHS, LAST_MONTH = 3, 12


def deliver_figures(rows, day, collaboration, people):
    """Make the indicators and deliver their figures, each by a person of the party that keeps them."""
    places = {area.name: area for area in collaboration.areas.all()}
    for facts in rows:
        by = people[facts["by"]]
        indicator = make_indicator(facts, day, collaboration, by=by)
        values, kind = facts["values"], facts.get("period", "quarter")
        stretches = BEFORE[kind](day, len(next(iter(values.values()))))
        ImportBatch.objects.deliver(
            by=by,
            name=f"{facts['file']}-{stretches[-1][0]:%Y-%m}.xlsx",
            is_demo=True,
            rows=[
                {
                    "indicator": indicator,
                    "area": places[name],
                    "period": (kind, *stretch),
                    "number": number,
                    "text": str(number).replace(".", ","),
                    "sheet": "Tabell 1",
                    "row": row,
                    "col": col,
                }
                for row, (name, numbers) in enumerate(values.items(), 4)
                for col, (stretch, number) in enumerate(zip(stretches, numbers, strict=True), 2)
            ],
        )


def order_figures(rows, day, collaboration, *, by):
    """Order the quarter that is going on from the parties that keep the figures."""
    first = quarters_before(day, 1)[0][1] + timedelta(days=1)
    last = date(
        first.year + (first.month + MONTHS > LAST_MONTH), (first.month + MONTHS - 1) % LAST_MONTH + 1, 1
    )
    key = ("quarter", first, last - timedelta(days=1))
    period = period_ids({key})[key]
    for facts in rows:
        code = facts.get("indicator")
        Delivery.objects.order(
            collaboration.parties.filter(code__in=facts["parties"]),
            by=by,
            title=facts["title"],
            indicator=Indicator.objects.get(collaboration=collaboration, code=code) if code else None,
            period_id=period,
            due_on=day + timedelta(days=facts["due"]),
            note=facts.get("note", ""),
            is_demo=True,
        )


def make_indicator(facts, day, collaboration, *, by):
    year = quarters_before(day, 1)[0][0].year
    source, _is_new = Source.objects.get_or_create(collaboration=collaboration, name=facts["source"])
    indicator = Indicator.objects.create(
        collaboration=collaboration,
        code=facts["code"],
        name=facts["name"],
        unit=facts["unit"],
        source=source,
        is_count=facts.get("is_count", True),
        direction=facts.get("direction", Indicator.Direction.LOWER),
        spoken=facts.get("spoken", ""),
        description=facts.get("description", ""),
        denominator=Indicator.objects.filter(
            collaboration=collaboration, code=facts.get("denominator")
        ).first(),
        baseline_year=year - facts["baseline_years_back"] if "baseline_years_back" in facts else None,
        target=facts.get("target"),
        target_year=year + facts["target_in_years"] if "target_in_years" in facts else None,
        is_demo=True,
    )
    indicator.record("created", by=by)
    indicator.publish(by=by)
    return indicator


def quarters_before(day: date, n: int) -> list[tuple[date, date]]:
    """First and last day of the `n` last whole quarters before the day, oldest first."""
    found, after = [], date(day.year, (day.month - 1) // MONTHS * MONTHS + 1, 1)
    for _n in range(n):
        last = after - timedelta(days=1)
        after = date(last.year, last.month - MONTHS + 1, 1)
        found.append((after, last))
    return found[::-1]


def years_before(day: date, n: int) -> list[tuple[date, date]]:
    """First and last day of the `n` last whole years before the day, oldest first."""
    return [(date(year, 1, 1), date(year, 12, 31)) for year in range(day.year - n, day.year)]


BEFORE = {"quarter": quarters_before, "year": years_before}
