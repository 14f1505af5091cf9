"""Every single filter of the list, the board, the year and the search, against fetching a page by key."""

from functools import partial

from django.db.models import Sum
from django.db.models.functions import Length
from django.http import QueryDict

from activities.finding.board import Board
from activities.finding.everything import Finding
from activities.finding.year import Year
from activities.forms.filtering import ActivityFilter
from activities.listing import Listing
from activities.models import Activity, Status
from collab.models import Area, Party

from .lists import PAGE, members
from .measure import compare

ACTORS = 6


def singles(actor):
    """{label: query} with one filter each, as the actor would choose it."""
    listing = Listing(ActivityFilter(QueryDict(), actor=actor), actor)
    row = listing.everything.order_by("-pk")[0]
    area = Area.objects.for_actor(actor).filter(kind=Area.Kind.DISTRICT).first()
    party = Party.objects.for_actor(actor).exclude(pk=actor.party_id).first()
    return {
        "priority area": f"priority={row.priority_area.public_id}",
        "place": f"area={area.public_id}",
        "party": f"party={party.public_id}",
        "two statuses": f"status={Status.OFF_TRACK}&status={Status.STOPPED}",
        "late": "state=late",
        "report missing": "state=missing",
        "I am the contact": "state=mine",
        "without a contact": "state=unanswered",
        "due from": f"since={row.due_on}",
        "due until": f"until={row.due_on}",
        "needs action": "view=attention",
        "a common word": "q=Tillsyn",
        "a rare word": f"q={row.pk}",
    }


def listing_of(actor, query):
    form = ActivityFilter(QueryDict(query), actor=actor)
    form.is_valid()
    return Listing(form, actor)


def page_of(narrowed):
    return list(narrowed.sorted_page("due", size=PAGE)[0])


def by_key(keys):
    return list(Activity.objects.filter(pk__in=keys).order_by("due_on", "pk"))


def measure(report):
    """Rows of each filter against a page of fifty by key, and its capped count.

    The fifty are the rows it finds, filled up with others where it finds fewer.
    """
    actors = members()[:ACTORS]
    pages = {actor.pk: [row.pk for row in page_of(listing_of(actor, "").everything)] for actor in actors}
    for label in singles(actors[0]):
        rows = {actor.pk: listing_of(actor, singles(actor)[label]).narrowed for actor in actors}
        found = {actor.pk: [row.pk for row in page_of(rows[actor.pk])] for actor in actors}
        keys = {
            pk: (page + [key for key in pages[pk] if key not in page])[:PAGE] for pk, page in found.items()
        }
        filled = [actor for actor in actors if len(found[actor.pk]) == PAGE] or actors
        costs = compare(
            {
                "list": lambda actor, rows=rows: page_of(rows[actor.pk].all()),
                "keys": lambda actor, keys=keys: by_key(keys[actor.pk]),
                "count": lambda actor, rows=rows: rows[actor.pk].capped(),
            },
            filled,
        )
        report.ratio(f"filter {label} / fifty rows by key", costs["list"], costs["keys"], 5)
        report.ratio("  its count, to 1,001 at most / fifty rows by key", costs["count"], costs["keys"], 100)
    shapes(report, actors)


def shapes(report, actors):
    """The board, the year and the search: all their questions against the rows they show, by key."""

    def board(actor):
        return [
            card.activity.pk
            for column in Board(listing_of(actor, "layout=board")).columns
            for card in column.cards
        ]

    def year(actor):
        return list(Year(listing_of(actor, "layout=year"), actor).months)

    def search(text, actor):
        return [hit for group in Finding(text, actor).groups for hit in group.hits]

    def read(rows):
        return rows.aggregate(n=Sum(Length("texts__text")))

    def texts(actor):
        return read(Activity.objects.for_actor(actor))

    def hits(text, actor):
        return read(Activity.objects.for_actor(actor).matching(text))

    keys = {actor.pk: board(actor) for actor in actors}
    costs = compare(
        {
            "board": board,
            "year": year,
            "common": partial(search, "tillsyn"),
            "common hits": partial(hits, "tillsyn"),
            "two": partial(search, "tillsyn stationen"),
            "two hits": partial(hits, "tillsyn stationen"),
            "rare": lambda actor: search(str(keys[actor.pk][0]), actor),
            "typo": partial(search, "tilsyyn"),
            "keys": lambda actor: by_key(keys[actor.pk][:PAGE]),
            "texts": texts,
        },
        actors,
        rounds=3,
    )
    # What the board and the year show are six and twelve short lists with their counts.
    report.ratio("the board, six columns / fifty rows by key", costs["board"], costs["keys"], 30)
    report.ratio("the year, twelve months / fifty rows by key", costs["year"], costs["keys"], 90)
    report.ratio("search for a rare word / fifty rows by key", costs["rare"], costs["keys"], 60)
    # The best come first, so every hit is read and weighed; the other kinds of rows are searched beside.
    for name, words in (("common", "a common word"), ("two", "two words")):
        report.ratio(f"search for {words} / reading every hit once", costs[name], costs[f"{name} hits"], 5)
    # Likeness is asked of every text one may see, so the limit is to read them once.
    report.ratio("search for a misspelt word / reading every text once", costs["typo"], costs["texts"], 30)
