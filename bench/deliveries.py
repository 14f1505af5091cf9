"""A party that delivers figures, and its files of any length; every run makes the same."""

import csv
import random
from itertools import islice, product

import xlsxwriter
from django.core.files import File
from django.db import transaction

from collab.access import Role
from collab.clock import today
from collab.models import Area, AreaAlias, Collaboration, Membership, Party, User
from lagesbild.management.commands.import_sheet import run, stage
from lagesbild.models import ImportBatch, ImportProfile, Indicator

from .world import SEED

# Indicators and places of one month; a larger file has more months.
INDICATORS, AREAS = 40, 125
FIRST_YEAR, TOWN = 2001, "Mätköping"
# Every so many places goes by a name that only the party uses.
ALIASES = 10
# Every so many indicators is a share with decimals; of the counts, this part is small where that is measured.
SHARES, SMALL = 4, 0.01
HEADINGS = ("Indikator", "Kommundel", "Period", "Antal")


class Source:
    """A party that delivers: its places, what it measures, and the profile of its files."""

    def __init__(self):
        self.collaboration, is_new = Collaboration.objects.get_or_create(
            code="zz-imports", defaults={"name": "Kommun med siffror"}
        )
        if is_new:
            self.settle()
        self.actor = Membership.objects.get(party__collaboration=self.collaboration)
        self.areas = list(Area.objects.filter(collaboration=self.collaboration, parent__isnull=False))
        self.indicators = list(self.collaboration.indicators.order_by("code"))
        aliases = dict(AreaAlias.objects.filter(area__in=self.areas).values_list("area", "text"))
        self.names = [aliases.get(area.pk, area.name) for area in self.areas]

    def settle(self):
        party = Party.objects.create(
            collaboration=self.collaboration,
            kind=Party.Kind.MUNICIPALITY,
            code="K",
            title="Kommunen",
            is_coordinating=True,
        )
        user = User.objects.create(email="siffror@bench.example", name="Siffror", password="!")
        Membership.objects.create(user=user, party=party, role=Role.LEAD, starts_on=today())
        town = Area.objects.create(collaboration=self.collaboration, kind=Area.Kind.MUNICIPALITY, name=TOWN)
        areas = Area.objects.bulk_create(
            Area(
                collaboration=self.collaboration,
                kind=Area.Kind.DISTRICT,
                name=f"Område {n:03}",
                parent=town,
                order=n,
            )
            for n in range(AREAS)
        )
        AreaAlias.objects.bulk_create(
            AreaAlias(area=area, party=party, text=f"Bo-{area.order:03}") for area in areas[::ALIASES]
        )
        for n in range(INDICATORS):
            is_count = n % SHARES > 0
            Indicator.objects.create(
                collaboration=self.collaboration,
                code=f"matt-{n:02}",
                name=f"{'Anmälda brott' if is_count else 'Andel otrygga'} {n:02}",
                unit="antal" if is_count else "%",
                is_count=is_count,
                is_published=True,
            )

    def rows(self, n):
        """`n` rows of a long table: measure, place, month, and the number as Swedish programs write it."""
        draw = random.Random(SEED)
        for month, indicator, place in self.figures(n):
            share = f"{draw.randrange(1, 999) / 10:.1f}".replace(".", ",")
            count = spaced(int(draw.paretovariate(1) * 5))
            yield indicator.name, place, month, count if indicator.is_count else share

    def small_rows(self, n):
        """The same of counts alone, with the sum of all places; one in a hundred is too small to be shown."""
        draw, total = random.Random(SEED), 0
        for month, indicator, place in self.figures(n):
            count = draw.randrange(1, 5) if draw.random() < SMALL else int(draw.paretovariate(1) * 5)
            total += count
            yield indicator.name, place, month, spaced(count)
            if place == self.names[-1]:
                yield indicator.name, TOWN, month, spaced(total)
                total = 0

    def figures(self, n):
        """The first `n` of (month, indicator, place), month by month."""
        months = range(-(-n // (INDICATORS * AREAS)))
        names = (f"{FIRST_YEAR + month // 12}-{month % 12 + 1:02}" for month in months)
        return islice(product(names, self.indicators, self.names), n)

    def profile(self, path):
        """What is remembered of files with these headings, as after a first delivery through the pages."""
        if not (found := ImportProfile.objects.filter(party=self.actor.party).first()):
            with transaction.atomic(), path.open("rb") as file:
                batch = ImportBatch.upload(File(file, name="siffror"), by=self.actor)
                stage(batch, Untaught, self.actor)
                found = ImportProfile.objects.remember(batch)
                batch.discard(by=self.actor)
        return found

    def take_in(self, path, *, commit=True):
        """The counts of one import through the steps of the pages, from the upload to the commit."""
        with path.open("rb") as file:
            return run(File(file, name="siffror"), self.profile(path), self.actor, commit)


class Untaught:
    """Leaves the guess as it is, for a party that has delivered nothing yet."""

    mapping = {}

    @staticmethod
    def lay_over(guess):
        return guess, None


def spaced(number):
    return f"{number:,}".replace(",", "\u00a0")


def write_csv(rows, path):
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADINGS)
        writer.writerows(rows)
    return path


def write_xlsx(rows, path):
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet("Siffror")
    sheet.write_row(0, 0, HEADINGS)
    for n, (*labels, number) in enumerate(rows, 1):
        sheet.write_row(n, 0, [*labels, float(number.replace("\u00a0", "").replace(",", "."))])
    book.close()
    return path
