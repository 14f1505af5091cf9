"""A place in the picture: its number, and what it is held against."""

from decimal import Decimal

from collab import charts

YEARS = 3
# Above this a mean is told without decimals.
TENTHS_BELOW = 100


class Figure:
    """A place with its number now, a period before, its own mean of three years, and the whole municipality's.

    Every comparison is worked out from numbers that are themselves shown; one that is hidden makes none.
    """

    def __init__(
        self, area, row, *, value, then=None, mean=None, town=None, is_share=True, is_priority=False
    ):
        self.area, self.row, self.is_priority = area, row, is_priority
        self.value, self.then, self.mean = value, then, mean
        self.town, self.is_share = town, is_share
        # The released value that this one replaced, when it was another.
        self.revised_from = None

    @property
    def change(self):
        return difference(self.value, self.then)

    @property
    def from_mean(self):
        return difference(self.value, self.mean)

    @property
    def from_town(self):
        """How far a share or a rate lies from the whole municipality's."""
        return difference(self.value, self.town) if self.is_share else None

    @property
    def part_of_town(self):
        """How many per cent of the whole municipality's count happened here."""
        if self.is_share or not charts.is_plotted(self.value) or not charts.is_plotted(self.town):
            return None
        return round(Decimal(self.value) * 100 / self.town) if self.town >= self.value and self.town else None

    @property
    def order(self):
        """Highest first, what cannot be shown last."""
        return (not charts.is_plotted(self.value), -(self.value if charts.is_plotted(self.value) else 0))


def difference(now, then):
    return now - then if charts.is_plotted(now) and charts.is_plotted(then) else None


def years_before(period, periods, years=YEARS):
    """The same stretch in each of the years before, newest first; fewer when one is not among `periods`."""
    found = []
    while len(found) < years:
        last = found[-1] if found else period
        earlier = next((p for p in periods if p.is_year_before(last)), None)
        if earlier is None:
            break
        found.append(earlier)
    return found


def own_mean(numbers, years=YEARS):
    """The mean of as many years; None when one of them is missing or hidden."""
    if len(numbers) < years or not all(map(charts.is_plotted, numbers)):
        return None
    mean = sum(map(Decimal, numbers)) / years
    return round(mean, 1 if mean < TENTHS_BELOW else 0)
