"""The demo's made-up figures: quarters up to the last whole one, delivered the way every import is made."""

from datetime import date, timedelta

from lagesbild.models import ImportBatch, Indicator, Source

MONTHS = 3


def deliver_figures(rows, day, collaboration, people):
    """Make the indicators and deliver their figures, each by a person of the party that keeps them."""
    places = {area.name: area for area in collaboration.areas.all()}
    for facts in rows:
        by = people[facts["by"]]
        indicator = make_indicator(facts, collaboration, by=by)
        values = facts["values"]
        quarters = quarters_before(day, len(next(iter(values.values()))))
        ImportBatch.objects.deliver(
            by=by,
            name=f"{facts['file']}-{quarters[-1][0]:%Y-%m}.xlsx",
            is_demo=True,
            rows=[
                {
                    "indicator": indicator,
                    "area": places[name],
                    "period": ("quarter", *quarter),
                    "number": number,
                    "text": str(number).replace(".", ","),
                }
                for name, numbers in values.items()
                for quarter, number in zip(quarters, numbers, strict=True)
            ],
        )


def make_indicator(facts, collaboration, *, by):
    source, _is_new = Source.objects.get_or_create(collaboration=collaboration, name=facts["source"])
    indicator = Indicator.objects.create(
        collaboration=collaboration,
        code=facts["code"],
        name=facts["name"],
        unit=facts["unit"],
        source=source,
        is_count=facts.get("is_count", True),
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
