"""How it goes per priority area and per place: counts, one sentence in plain words, and what is red and why."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Status
from activities.models.status import TROUBLED
from activities.progress import BAR, word
from collab import charts

TROUBLES_EACH = 3
# Enough for every area to show its worst: sorted over all of them at once.
TROUBLES_READ = 40


@dataclass
class Part:
    """A priority area or a place with the work in it, as one actor sees it."""

    subject: object
    url: str
    list_url: str
    counts: dict = field(default_factory=dict)
    # Stopped, off track, or with a date passed.
    needing: int = 0
    troubles: list = field(default_factory=list)

    @property
    def total(self):
        return sum(self.counts.values())

    @property
    def statuses(self):
        return [(status, self.counts[status]) for status in BAR if self.counts.get(status)]

    @property
    def bar(self):
        return charts.stack(self.statuses)

    @property
    def level(self):
        """The colour of its mark: something is stopped, something else needs a hand, or nothing does."""
        if self.counts.get(Status.STOPPED):
            return "stop"
        return "warn" if self.needing else "ok"

    @property
    def sentence(self):
        """Three of five activities are on track and one is done. Two need a decision or a hand."""
        return " ".join(text for _statuses, text in self.said) or _("No activity is planned here.")

    @property
    def said(self):
        """(the statuses it counts, sentence), one after the other; nothing when there is no activity."""
        if not self.total:
            return []
        n, done = self.counts.get(Status.ON_TRACK, 0), self.counts.get(Status.DONE, 0)
        waiting, dropped = self.counts.get(Status.NOT_STARTED, 0), self.counts.get(Status.CANCELLED, 0)
        first = ngettext(
            "%(n)s of %(all)s activity is on track.", "%(n)s of %(all)s activities are on track.", self.total
        ) % {"n": capfirst(word(n)) if n else _("None"), "all": word(self.total)}
        rest = [
            ((Status.DONE,), done, ngettext("%(n)s is done.", "%(n)s are done.", done)),
            (
                (Status.NOT_STARTED,),
                waiting,
                ngettext("%(n)s has not started.", "%(n)s have not started.", waiting),
            ),
            (
                TROUBLED,
                self.needing,
                ngettext(
                    "%(n)s needs a decision or a hand.", "%(n)s need a decision or a hand.", self.needing
                ),
            ),
            (
                (Status.CANCELLED,),
                dropped,
                ngettext("%(n)s was not carried out.", "%(n)s were not carried out.", dropped),
            ),
        ]
        return [
            ((Status.ON_TRACK,), first),
            *((of, text % {"n": capfirst(word(m))}) for of, m, text in rest if m),
        ]


class PerPart:
    """The work per priority area and place; mixed into the pages that ask. They say `visible`, `troubles`."""

    @cached_property
    def published(self):
        return self.visible.published()

    @cached_property
    def areas(self):
        """A Part per priority area of the agreements, with its worst activities and why."""
        found = {
            area.pk: Part(
                area,
                reverse("activities:subject", args=[area.public_id]),
                f"{reverse('activities:list')}?view=attention&priority={area.public_id}",
            )
            for area in self.priority_areas
        }
        self.count(found, "priority_area")
        for one in self.troubles:
            part = found.get(one.activity.priority_area_id)
            if part and len(part.troubles) < TROUBLES_EACH:
                part.troubles.append(one)
        return list(found.values())

    @cached_property
    def placed(self):
        """A Part per prioritised place."""
        found = {
            place.pk: Part(
                place,
                reverse("activities:place", args=[place.public_id]),
                f"{reverse('activities:list')}?area={place.public_id}",
            )
            for place in self.places
        }
        self.count(found, "areas")
        return list(found.values())

    def count(self, parts, by):
        """Fill in how many activities each part has of each status, and how many need a hand."""
        rows = self.published.filter(**{f"{by}__in": list(parts)}).order_by()
        for key, status, n in rows.values_list(by, "status").annotate(n=Count("pk")):
            parts[key].counts[status] = n
        for key, n in rows.needing_a_hand().values_list(by).annotate(n=Count("pk")):
            parts[key].needing = n

    @cached_property
    def in_trouble(self):
        """The priority areas where something needs a decision or a hand, the worst first."""
        return sorted((part for part in self.areas if part.needing), key=lambda part: -part.needing)

    @property
    def whole(self):
        """All of the agreements together, to be said in one sentence."""
        sums = defaultdict(int)
        for part in self.areas:
            for status, n in part.counts.items():
                sums[status] += n
        return Part(None, "", "", dict(sums), sum(part.needing for part in self.areas))
