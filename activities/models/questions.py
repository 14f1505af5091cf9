"""The questions one asks of many activities: which of them, in which order, and which page of them."""

from django.db.models import Exists, F, OuterRef, Prefetch, Q, prefetch_related_objects
from django.db.models.lookups import In

from agreements.models import PriorityArea
from collab.access import AccessQuerySet
from collab.clock import today
from collab.search import Search

from .planning import Planning
from .status import OPEN, SEVERITY, TROUBLED, Status

# Beyond this a list says "over 1,000" instead of counting on; beside a menu 99+ will do.
COUNT_AT_MOST, BESIDE_AT_MOST = 1001, 100
PAGE = 50
BY_STATUS = (*SEVERITY, Status.DONE, Status.CANCELLED)
# Open, and nobody has said that something is wrong.
QUIET = (Status.NOT_STARTED, Status.ON_TRACK)
SORTS = ("due", "-due", "status", "-status")


class RowByRow(Exists):
    """Exists, asked of each row in the order of the list until the page is full.

    The planner guesses that few rows fit, and would find and sort them all; OFFSET keeps it from that.
    """

    template = "EXISTS(%(subquery)s OFFSET 0)"


class ActivityQuerySet(Planning, AccessQuerySet):
    def open(self):
        """Activities that are still going on."""
        return self.filter(status__in=OPEN)

    def late(self, on=None):
        """Open activities whose end date has passed."""
        return self.open().filter(due_on__lt=on or today())

    def owned_by(self, *parties):
        """Activities in which one of the parties has a commitment."""
        return self.filter(RowByRow(self.commitments().filter(activity=OuterRef("pk"), party__in=parties)))

    def placed_in(self, areas):
        """Activities that take place in one of the areas."""
        places = self.model.areas.through.objects.filter(activity=OuterRef("pk"), area__in=areas)
        return self.filter(RowByRow(places))

    def about(self, **facts):
        """Activities whose priority area is as the `facts` say.

        A party sees those of few agreements. The planner does not know, and would take each area for a rare find.
        """
        found = PriorityArea.objects.filter(pk=OuterRef("priority_area")).filter(**facts)
        return self.filter(RowByRow(found))

    def with_contact(self, person):
        """Activities of a `keyed` list in which a membership is the contact of a part."""
        return self.filter(RowByRow(self.commitments().filter(activity=OuterRef("key_id"), contact=person)))

    def published(self):
        """Activities that have left the draft."""
        return self.exclude(visibility=self.model.Visibility.DRAFT)

    def keyed(self):
        """After `for_actor`: filter by key_status and sort by key_due_on, key_id from the grant's own index."""
        if self.query.is_empty():
            # The gate let nothing through, so there is no grant to read the keys from.
            return self.alias(key_status=F("status"), key_due_on=F("due_on"), key_id=F("pk"))
        return self.alias(
            key_status=F("granted__status"),
            key_due_on=F("granted__due_on"),
            key_id=F("granted__content_object_id"),
        )

    def key_at_work(self):
        """Of a `keyed` list those in which a part can be open: open, or judged to be closed before its parts are."""
        judged = self.model.objects.order_by().filter(is_judged=True).values("pk")
        return self.filter(Q(key_status__in=OPEN) | Q(key_id__in=judged))

    def key_late(self, on=None):
        """As `late`, of a `keyed` list: read from the grant's own index."""
        return self.filter(key_status__in=OPEN, key_due_on__lt=on or today())

    def after(self, due_on, pk):
        """The rows of a `keyed` list that come after a row, by date and then by key."""
        # The first condition bounds the index scan; the second skips the rows of the same day already shown.
        return self.filter(key_due_on__gte=due_on).exclude(key_due_on=due_on, key_id__lte=pk)

    def before(self, due_on, pk):
        """The rows of a `keyed` list that come before a row, by date and then by key."""
        return self.filter(key_due_on__lte=due_on).exclude(key_due_on=due_on, key_id__gte=pk)

    def searched(self):
        """With the words they are found by, as `text` and `words`."""
        return self.annotate(text=F("texts__text"), words=F("texts__words"))

    def matching(self, text):
        """Activities whose code, title, goal, parts, places or reports hold every word of the text."""
        return Search(text).hits(self.alias(text=F("texts__text"), words=F("texts__words")))

    def needing_a_hand(self):
        """Published, and stopped or off track, or open with a date passed: the activity's or a party's own."""
        late = self.commitments().late().filter(activity=OuterRef("pk"))
        passed = Q(status__in=OPEN, due_on__lt=today()) | Exists(late)
        return self.published().filter(Q(status__in=TROUBLED) | passed)

    def count_needing_a_hand(self):
        """How many of a `keyed` list need a hand, to 1,001; each part is read from an index while it matters."""
        quiet = self.published().filter(key_status__in=QUIET)
        late = self.commitments().late()
        found = self.published().filter(key_status__in=TROUBLED).capped()
        for part in (
            quiet.filter(key_due_on__lt=today()),
            quiet.filter(RowByRow(late.filter(activity=OuterRef("key_id"))), key_due_on__gte=today()),
        ):
            if found < COUNT_AT_MOST:
                found += part.capped()
        return min(found, COUNT_AT_MOST)

    def missing_report(self, rounds):
        """Activities of a `keyed` list in which a party owes a report in one of the open `rounds`."""
        parts = self.commitments().open().taken().filter(activity=OuterRef("pk"))
        reports = parts.model.reports.rel.related_model.objects.filter(commitment=OuterRef("pk"))
        owed = Q(pk__in=[])
        for one in rounds:
            # Asked of the row beside its parts: as a condition of its own it would be read first, for all rows.
            asked = In(
                OuterRef("priority_area"),
                PriorityArea.objects.order_by().filter(agreement=one.agreement_id).values("pk"),
            )
            owed |= Q(RowByRow(parts.filter(asked, ~Exists(reports.filter(round=one)))))
        return self.key_at_work().published().filter(owed)

    def unanswered(self, parties):
        """Activities in which nobody in force answers for an open part of one of the `parties`."""
        return self.published().filter(pk__in=self.commitments().activities_without_contact(parties))

    def commitments(self):
        """All commitments there are, to ask whether an activity has such a one."""
        return self.model._meta.get_field("commitments").related_model.objects.all()

    def capped(self):
        """How many there are, counted to 1,001 at most."""
        return self.order_by().values("pk")[:COUNT_AT_MOST].count()

    def sorted_page(self, sort, *, after=None, before=None, size=PAGE):
        """Rows of a `keyed` list that follow a row or come before one, and whether more lie beyond them."""
        at, backward = (before, True) if before else (after, False)
        falling = sort.startswith("-") != backward
        found = []
        for rows in self.runs(sort, at, falling):
            ordered = rows.order_by(*(("-key_due_on", "-key_id") if falling else ("key_due_on", "key_id")))
            found += ordered[: size + 1 - len(found)]
            if len(found) > size:
                break
        has_more, found = len(found) > size, found[:size]
        return found[::-1] if backward else found, has_more

    def beginning(self, size):
        """The first rows of a `keyed` list by date, and how many there are, counted to 1,001."""
        found = list(self.select_related("priority_area").order_by("key_due_on", "key_id")[: size + 1])
        return found[:size], self.capped() if len(found) > size else len(found)

    def runs(self, sort, at, falling):
        """The list in runs that one index gives in order: all of it by date, or one run per status."""
        bounded = self
        if at:
            bounded = self.before(at.due_on, at.pk) if falling else self.after(at.due_on, at.pk)
        if not sort.endswith("status"):
            return [bounded]
        order = BY_STATUS[::-1] if falling else BY_STATUS
        first = order.index(at.status) if at else 0
        return [
            (bounded if at and i == 0 else self).filter(key_status=status)
            for i, status in enumerate(order[first:])
        ]

    def to_regrant(self):
        """With the facts that grants derive from."""
        agreement = "priority_area__agreement"
        return self.select_related("priority_area").prefetch_related(
            "commitments", f"{agreement}__parts", f"{agreement}__collaboration__parties"
        )

    def with_parts(self):
        """With what a row of a list shows, in a bounded number of queries, as the lists `shown_areas` and `parts`."""
        return self.select_related("priority_area").prefetch_related(PLACES, *PARTS)


# Plain lists: a prefetch into the managers would clone two queries for every row of a page.
PLACES = Prefetch("areas", to_attr="shown_areas")
PARTS = (Prefetch("commitments", to_attr="parts"), "parts__party")


def fetch_parts(activities):
    """Fetch the commitments for rows that were read in several runs."""
    prefetch_related_objects(activities, *PARTS)
    return activities


def fetch_shown(activities):
    """Fetch what a row of a list shows, as `with_parts`, for rows that were read in several runs."""
    prefetch_related_objects(activities, PLACES, *PARTS)
    return activities
