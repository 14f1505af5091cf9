"""What the stories of the lägesbild add to the cast: a measure, quarters, and deliveries of figures."""

from datetime import date, timedelta

import pytest

from collab.models import Area
from lagesbild.models import ImportBatch, Indicator, Value
from tests.lagesbild.sending import Wizard


class Figures:
    """Fires per quarter in Norra and Södra Ekby, delivered by whomever the test says."""

    def __init__(self, cast):
        self.cast = cast
        self.south = Area.objects.create(
            collaboration=cast.ekby, kind=Area.Kind.DISTRICT, name="Södra Ekby", parent=cast.town, order=2
        )
        self.fires = Indicator.objects.create(
            collaboration=cast.ekby, name="Anlagda bränder", unit="antal", is_published=True
        )

    def quarter(self, n, year=2026):
        first = date(year, 3 * n - 2, 1)
        last = (first.replace(day=28) + timedelta(days=70)).replace(day=1)
        return ("quarter", first, last - timedelta(days=1))

    def row(self, number, *, area=None, n=1, year=2026, indicator=None, **fields):
        return {
            "indicator": indicator or self.fires,
            "area": area or self.cast.north,
            "period": self.quarter(n, year),
            "number": number,
            **fields,
        }

    def deliver(self, by, *rows, **options):
        return ImportBatch.objects.deliver(by=by, name="leverans", rows=rows, **options)

    def seen_by(self, actor, **where):
        """(place, quarter, number) of every figure that the actor sees now."""
        rows = Value.objects.for_actor(actor).filter(**where).current().select_related("area", "period")
        return sorted(
            (v.area.name, v.period.starts_on.month // 3 + 1, v.number and int(v.number)) for v in rows
        )


@pytest.fixture
def figures(cast):
    return Figures(cast)


@pytest.fixture(autouse=True)
def _uploads_in_a_folder_of_their_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def wizard(as_):
    return lambda who: Wizard(as_(who))
