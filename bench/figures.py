"""Fill a World with figures: ten values for each activity, of twelve municipalities of falling size, by COPY."""

import random
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import cycle, product

from django.db import connection

from activities.models import Activity, ActivityCause
from agreements.models import AgreementArea, PriorityArea
from collab.access import Role, regrant
from collab.clock import now, today
from collab.models import Area, Collaboration, Membership
from lagesbild.imports import reaching, staging
from lagesbild.models import (
    Cause,
    Delivery,
    Evidence,
    ImportBatch,
    Indicator,
    Need,
    PriorityBasis,
    SituationalPicture,
    Value,
)
from lagesbild.models.value import EVERYONE

from .world import SEED, copy

PER_ACTIVITY, TOWNS, LARGEST, YEARS = 10, 12, 240, 10
NEEDS, FIGURES_OF_A_NEED, CAUSES, ACTING, ORDERS = 8, 10, 4, 30, 20
GROUPS = (
    (),
    *(
        [("kön", sex), ("ålder", age)]
        for sex, age in product(("kvinnor", "män"), ("13-15", "16-18", "19-24", "25-"))
    ),
)
# One figure in twelve was revised; of the last year's, one in four has a newer value that is not released.
REVISED, UNRELEASED, MASKED = 0.08, 0.25, 0.01
COLUMNS = "indicator_id,area_id,period_id,breakdown_id,batch_id,number,flag,sheet,row,col,text,current_for,masked_since"
# A municipality with so many figures has one indicator that is told month by month.
MONTHLY_FROM, FLUSH = 100_000, 20_000
# The indicator whose counts are people: the counts after it are told per inhabitant, too.
PEOPLE, PEOPLE_TIMES = 2, 100
KINDS = {"month": 1, "quarter": 3, "year": 12}


def fill():
    """Write the figures where there are none yet; returns how many there are."""
    if not Value.objects.exists():
        wanted = PER_ACTIVITY * Activity.objects.count()
        shares = [1 / (n + 1) ** 0.7 for n in range(TOWNS)]
        draw = random.Random(SEED)
        towns = [Town(one, n, draw) for n, one in enumerate(Collaboration.objects.order_by("code")[:TOWNS])]
        with without_indexes(Value):
            for town, share in zip(towns, shares, strict=True):
                town.deliver(wanted * share / sum(shares))
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE lagesbild_value")
            reaching.start_over(cursor)
        for town in towns:
            town.reason()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return Value.objects.count()


@contextmanager
def without_indexes(model):
    """Load a table without its indexes and foreign keys; all are put back, and checked, at the end."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype = 'f'",
            [table],
        )
        keys = cursor.fetchall()
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT LIKE '%%pkey'",
            [table],
        )
        indexes = cursor.fetchall()
        for name, _words in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _words in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for _name, words in indexes:
            cursor.execute(words)
        for name, words in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {words}")


def stretches(kind, months):
    """(kind, first day, last day) of the last ten years up to the year before this one."""
    year, found = today().year, []
    for first in range((year - YEARS) * 12, year * 12, months):
        last = first + months
        ends_on = date(last // 12, last % 12 + 1, 1) - timedelta(days=1)
        found.append((kind, date(first // 12, first % 12 + 1, 1), ends_on))
    return found


class Town:
    """A municipality: the larger it is, the more DeSO areas and indicators it has."""

    def __init__(self, collaboration, n, draw):
        self.collaboration, self.n, self.draw = collaboration, n, draw
        self.parties = list(collaboration.parties.order_by("order"))
        self.people = {
            party.pk: Membership.objects.filter(party=party).order_by("pk")[0] for party in self.parties
        }
        keeper = self.people[self.parties[0].pk]
        Membership.objects.create(
            user=keeper.user, party=keeper.party, role=Role.DATA_ADMIN, starts_on=keeper.starts_on
        )
        self.places()
        self.batches()
        wanted = {kind: stretches(kind, months) for kind, months in KINDS.items()}
        keys = staging.period_ids({one for found in wanted.values() for one in found})
        self.times = {kind: [(one, keys[one]) for one in found] for kind, found in wanted.items()}
        groups = staging.breakdown_ids(collaboration.pk, {tuple(group) for group in GROUPS})
        self.groups = [groups[tuple(group)] for group in GROUPS]

    def places(self):
        self.coarse = list(Area.objects.filter(collaboration=self.collaboration).order_by("order"))
        districts = cycle(self.coarse)
        self.coarse.append(
            Area.objects.create(
                collaboration=self.collaboration, kind=Area.Kind.MUNICIPALITY, name=self.collaboration.name
            )
        )
        self.fine = Area.objects.bulk_create(
            Area(
                collaboration=self.collaboration,
                kind=Area.Kind.DESO,
                code=f"{self.n:04}A{i:04}",
                name=f"DeSO {i}",
                parent=next(districts),
                order=i,
            )
            for i in range(max(8, round(LARGEST / (self.n + 1) ** 0.7)))
        )

    def batches(self):
        """Of each party a released delivery per year, one that revised, and one that is not released."""
        self.delivered, number, made = {}, 0, []
        for party in self.parties:
            for what in [*range(today().year - YEARS, today().year), "revised", "unreleased"]:
                number += 1
                by, at = self.people[party.pk], now()
                released = {} if what == "unreleased" else {"released_at": at, "released_by": by}
                batch = ImportBatch.objects.create(
                    collaboration=self.collaboration,
                    party=party,
                    uploaded_by=by,
                    file_name=f"{party.code} {what}.xlsx",
                    state=ImportBatch.State.COMMITTED,
                    number=number,
                    committed_at=at,
                    committed_by=by,
                    is_released=bool(released),
                    **released,
                )
                self.delivered[party.pk, what] = batch
                made.append(batch)
        regrant(ImportBatch, made)

    def deliver(self, wanted):
        """Indicator after indicator until about `wanted` values are written."""
        self.indicators, self.by_month, written = [], wanted > MONTHLY_FROM, 0
        followed = {"baseline_year": today().year - YEARS, "target": 50, "target_year": today().year + 1}
        while not self.indicators or written < wanted:
            i = len(self.indicators)
            indicator = Indicator.objects.create(
                collaboration=self.collaboration,
                name=f"Mått {i:03}",
                unit="antal" if i % 2 == 0 else "%",
                is_count=i % 2 == 0,
                is_published=True,
                denominator=self.indicators[PEOPLE] if i > PEOPLE and i % 2 == 0 else None,
                **followed,
            )
            self.indicators.append(indicator)
            batch = []
            for row in self.values(i, indicator):
                batch.append(row)
                if len(batch) == FLUSH:
                    written += self.flush(batch)
            written += self.flush(batch)

    def flush(self, batch):
        copy(Value, COLUMNS, batch)
        written = len(batch)
        batch.clear()
        return written

    def values(self, i, indicator):
        """The rows of an indicator: everybody in every place; every fourth also by group in the coarse places."""
        party, chance, last = self.parties[i % len(self.parties)].pk, self.draw.random, today().year - 1
        monthly = i == 0 and self.by_month
        times = self.times["month"] if monthly else self.times["quarter"] + self.times["year"]
        if i == PEOPLE:
            times = self.times["year"]
        revised, unreleased = self.delivered[party, "revised"], self.delivered[party, "unreleased"]
        everybody, *groups = self.groups
        cells = list(product(self.coarse + self.fine, [everybody]))
        cells += product(self.coarse, groups if i % 4 == 0 else ())
        for (_kind, first, _last), period in times:
            yearly = self.delivered[party, first.year]
            for row, (area, group) in enumerate(cells):
                key = (indicator.pk, area.pk, period, group)
                number = int(20 + 480 * chance()) * (PEOPLE_TIMES if i == PEOPLE else 1)
                masked = yearly.number if indicator.is_count and chance() < MASKED else None
                where = ("", "Blad1", row + 2, first.month + 2, number)
                batch = yearly
                if chance() < REVISED:
                    yield (*key, yearly.pk, number - 1, *where, None, masked)
                    batch = revised
                yield (*key, batch.pk, number, *where, EVERYONE, masked)
                if first.year == last and chance() < UNRELEASED:
                    yield (*key, unreleased.pk, number + 1, *where, party, masked)

    def reason(self):
        """A situational picture whose needs rest on figures, activities that act on their causes, and orders."""
        picture = SituationalPicture.objects.create(collaboration=self.collaboration, title="Lägesbild")
        priorities = list(PriorityArea.objects.filter(agreement__collaboration=self.collaboration))
        causes = []
        for n in range(NEEDS):
            need = Need.objects.create(situation=picture, order=n, title=f"Behov {n}")
            PriorityBasis.objects.create(need=need, priority_area=priorities[n % len(priorities)])
            indicator = self.indicators[n % len(self.indicators)]
            figures = Value.objects.filter(indicator=indicator, current_for=EVERYONE, area__in=self.coarse)
            keys = figures.order_by("-period", "area", "breakdown").values_list("area", "period", "breakdown")
            Evidence.objects.bulk_create(
                Evidence(need=need, indicator=indicator, area_id=area, period_id=period, breakdown_id=group)
                for area, period, group in keys[:FIGURES_OF_A_NEED]
            )
            causes += Cause.objects.bulk_create(Cause(need=need, text=f"Orsak {i}") for i in range(CAUSES))
        # Översikt draws the places that the agreement prioritises.
        AgreementArea.objects.bulk_create(
            AgreementArea(agreement=priorities[0].agreement, area=area)
            for area in self.coarse
            if area.kind == Area.Kind.DISTRICT
        )
        acting = Activity.objects.filter(priority_area__in=priorities).order_by("pk")[:ACTING]
        ActivityCause.objects.bulk_create(
            ActivityCause(activity=activity, cause=cause) for activity in acting for cause in causes[::CAUSES]
        )
        period = self.times["quarter"][-1][1]
        for i in range(ORDERS):
            party = self.parties[i % len(self.parties)]
            Delivery.objects.create(
                collaboration=self.collaboration,
                party=party,
                title=f"Underlag {i}",
                indicator=self.indicators[i % len(self.indicators)],
                period_id=period,
                due_on=today() + timedelta(days=i),
                ordered_by=self.people[self.parties[0].pk],
            )
