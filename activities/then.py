"""The work under an agreement as it was, line by line: what pages of another day show."""

from dataclasses import dataclass
from functools import cached_property

from agreements.models.wording import places_in_words
from collab.models import Area

from .models import Activity
from .snapshots.standing import places, stood


@dataclass(frozen=True)
class Line:
    """An activity with its joint status and its parts on a day."""

    activity: Activity
    status: str
    parts: list


class Sheet:
    """The lines of an agreement; `rows` came through the gate."""

    def __init__(self, rows):
        self.rows, self.agreement = rows, rows.agreement

    @cached_property
    def lines(self):
        rows = self.rows
        return [Line(row, rows.status(row), rows.parts_of(row)) for row in rows.activities]

    @property
    def areas(self):
        """(priority area, its lines), in the agreement's order."""
        for area in self.rows.areas:
            yield area, [line for line in self.lines if line.activity.priority_area_id == area.pk]

    def places_in_words(self):
        """The places that it prioritised."""
        keys = places(self.agreement, self.rows.at)
        return places_in_words(stood(Area.objects.filter(pk__in=keys).select_related("parent"), self.rows.at))

    @property
    def signatures(self):
        return self.rows.signatures

    def line_of(self, activity):
        """The line of one activity; None when it was not there, or not to be seen."""
        return next((line for line in self.lines if line.activity == activity), None)

    def told(self, line):
        """[(part, report)] of everything that had been reported about a line, the newest first."""
        found = [(part, report) for part in line.parts for report in self.rows.told.get(part.pk, ())]
        return sorted(found, key=lambda pair: pair[1].reported_at, reverse=True)
