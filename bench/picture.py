"""The picture at ten values for each activity: the milliseconds that each figure on its pages takes the database.

A figure is everything that stands under one heading: the choices of the page, the ranked table with its map, a chart of
a place, every line of the board. What its slowest query takes is told beside the sum, and what a page takes that draws
all indicators.
"""

import statistics
from functools import partial

from django.db import connection
from django.http import QueryDict

from activities.gathered import GatheredPlace
from activities.models import ActivityCause
from activities.overview.sight import Sight
from activities.red_thread import ThreadOfActivity, ThreadOfNeeds, thread_of_value
from collab.access import Role
from collab.models import Area, Collaboration, Membership
from lagesbild.coverage import Board, IndicatorBoard
from lagesbild.forms import PictureFilter
from lagesbild.lists import PictureTable, ValueTable
from lagesbild.models import Evidence, Indicator, Need, Value
from lagesbild.models.picture import Picture

from . import figures
from .measure import clocked

# The database time that a figure may take, whatever it is asked of.
LIMIT_MS = 20
ROUNDS = 3
LEVELS = ("", "&niva=deso")
INDEX_ONLY = """
    SELECT area_id, number, flag, batch_id FROM lagesbild_value
    WHERE indicator_id = %s AND period_id = %s AND breakdown_id = %s AND current_for IS NOT NULL
"""


def actors():
    """Of the largest and of the smallest municipality: the one who keeps the picture, and another party's contact."""
    for town in Collaboration.objects.order_by("code")[: figures.TOWNS : figures.TOWNS - 1]:
        people = Membership.objects.filter(party__collaboration=town).select_related("user", "party")
        yield people.get(role=Role.DATA_ADMIN)
        yield people.filter(party__order=1).order_by("pk")[0]


def chosen(query, actor):
    return PictureFilter(QueryDict(query), actor=actor).picture


def nothing():
    """What a figure begins with that stands alone."""


def alone(work):
    return nothing, lambda _nothing: work()


def under(query, actor, show):
    """A figure of what the choices of the page have led to, without what they ask themselves."""
    return partial(chosen, query, actor), show


def ranked(picture):
    """The ranked table with what it is compared with, the map and the line under it."""
    return picture.figures, picture.town, picture.map, picture.highest, picture.batches


def drawn(picture):
    return picture.trends.panels(), picture.batches


def followed(picture):
    """From the baseline to the target, with the line of the whole municipality."""
    return picture.progress.since, picture.progress.left, picture.progress.panel


def history(value, actor):
    """As the page of a figure asks, by its address."""
    address = {"indicator": value.indicator.public_id, "area": value.area.public_id}
    seen = Value.objects.for_actor(actor).at(**address, period=value.period.code, group=value.breakdown.key)
    return seen.history()


def covered(indicator, actor):
    board = IndicatorBoard(indicator, actor)
    return board.party, board.columns, list(board.rows)


def told(thread):
    """A thread with everything that hangs on it; of an activity's, the figures too."""
    return [[list(part) if part else part for part in need[1:]] for need in thread.needs()]


def places_of(actor):
    """A large place and a small one."""
    rows = Area.objects.for_actor(actor).exclude(kind=Area.Kind.MUNICIPALITY).order_by("kind", "order")
    return [rows.filter(kind=kind)[0] for kind in (Area.Kind.DISTRICT, Area.Kind.DESO)]


def pages_of(actor):
    """{page: [...]} of the pages that draw every indicator at once."""
    rows, places = Indicator.objects.for_actor(actor), places_of(actor)
    return {
        "all charts of a place": [alone(lambda one=one: rows.trends([one], actor)) for one in places],
        "all charts of a place's activities": [
            alone(lambda one=one: GatheredPlace(one, actor).trends) for one in places
        ],
    }


def figures_of(actor):
    """{figure: [(what it begins with, what shows it from there)]} of every figure of the picture."""
    rows = Indicator.objects.for_actor(actor).order_by("name")
    # The one with the most values, one told by group, and two ordinary ones.
    indicators = [rows[i] for i in (0, 4, 1, 3) if i < rows.count()]
    queries = [f"indikator={row.public_id}{level}" for row in indicators for level in LEVELS]
    rates = [
        f"indikator={row.public_id}&matt=andel{level}"
        for row in indicators
        if row.denominator_id
        for level in LEVELS
    ]
    places = places_of(actor)
    acting = ActivityCause.objects.for_actor(actor).select_related("activity__priority_area").first().activity
    need = Need.objects.for_actor(actor).order_by("order")[0]
    value = Value.objects.for_actor(actor).of(Evidence.objects.for_actor(actor).filter(need=need)[0])
    return {
        "the choices of the page": [alone(partial(chosen, query, actor)) for query in queries],
        "the ranked table, its map and its comparison": [under(query, actor, ranked) for query in queries],
        "the ranked table per inhabitant": [under(query, actor, ranked) for query in rates],
        "the trends of the places": [under(query, actor, drawn) for query in queries],
        "the trends of the places per inhabitant": [under(query, actor, drawn) for query in rates],
        "the baseline and the target of an indicator": [
            alone(lambda row=row: followed(Picture(row, actor))) for row in indicators
        ],
        "the list of indicators": [alone(lambda: list(rows.select_related("source")))],
        "the page of an indicator": [alone(lambda row=row: drawn(Picture(row, actor))) for row in indicators],
        "a chart of a place": [
            alone(lambda row=row, one=one: rows.filter(pk=row.pk).trends([one], actor))
            for row in indicators
            for one in places
        ],
        "a figure with its history": [alone(partial(history, value, actor))],
        "the coverage board": [alone(lambda: list(Board(actor).rows()))],
        "the coverage board of an indicator": [alone(partial(covered, row, actor)) for row in indicators],
        "the red thread of an activity": [alone(lambda: told(ThreadOfActivity(acting, actor)))],
        "the red thread of a need": [alone(lambda: told(ThreadOfNeeds([need], actor)))],
        "the red thread of a figure": [alone(lambda: told(thread_of_value(value, actor)))],
        "the developments on Översikt": [alone(lambda: Sight(actor).trends)],
        "the ranked table as a file": [
            alone(lambda: list(PictureTable(actor, QueryDict(queries[0])).cells()))
        ],
    }


def cost(begin, show):
    """The clock of the round in the middle, the first left out: it warms the cache."""
    seen = []
    for _turn in range(ROUNDS + 1):
        begun = begin()
        with clocked() as clock:
            show(begun)
        seen.append(clock)
    return sorted(seen[1:], key=lambda clock: clock.backend)[ROUNDS // 2]


def indicators_shown():
    return " and ".join(str(Indicator.objects.for_actor(actor).count()) for actor in list(actors())[::2])


def measure(report):
    report.fact("values", f"{figures.fill():,}")
    report.fact("indicators that a place, its activities and the board show each", indicators_shown())
    for words, took in worst_of(figures_of):
        report.within(words, took, LIMIT_MS, "ms")
    for words, took in worst_of(pages_of):
        report.fact(words, f"{took:.2f} ms")
    keys_alone(report)
    rows_of_a_file(report)


def worst_of(shown):
    """(words, ms) of the dearest case of each of what an actor is shown."""
    costs = {}
    for actor in actors():
        for name, cases in shown(actor).items():
            costs.setdefault(name, []).extend(cost(*case) for case in cases)
    for name, clocks in costs.items():
        worst = max(clocks, key=lambda clock: clock.backend)
        middle = statistics.median(clock.backend for clock in clocks)
        words = f"{name} ({worst.queries} queries, slowest {worst.slowest * 1e3:.1f}; p50 {middle * 1e3:.1f})"
        yield words, worst.backend * 1e3


def keys_alone(report):
    """The ranked table's own question against an index-only scan of the same keys."""
    actor = next(actors())
    picture = chosen("", actor)
    key = [picture.indicator.pk, picture.period.pk, picture.group.pk]

    def keys():
        with connection.cursor() as cursor:
            cursor.execute(INDEX_ONLY, key)
            return cursor.fetchall()

    def rows():
        seen = Value.objects.for_actor(actor).filter(indicator=key[0], period=key[1], breakdown=key[2])
        return list(seen.current().values_list("area", "number", "flag", "batch"))

    report.ratio(
        "the figures of a period through the gate / an index-only scan of the same keys",
        cost(*alone(rows)).backend,
        cost(*alone(keys)).backend,
        5,
    )


def rows_of_a_file(report):
    """All figures of the largest indicator as a file, against the same rows without the gate and the choice."""
    actor = next(actors())
    table = ValueTable(actor, QueryDict())
    indicator = table.picture.indicator
    plain = Value.objects.filter(indicator=indicator, current_for__isnull=False)
    plain = plain.select_related("area", "period", "breakdown", "batch__party")
    count = sum(1 for _row in table.cells())
    report.fact("figures of the largest indicator", f"{count:,}")
    report.ratio(
        "every figure of an indicator as a file / its rows alone",
        cost(*alone(lambda: sum(1 for _row in ValueTable(actor, QueryDict()).cells()))).backend,
        cost(*alone(lambda: list(plain.all()))).backend,
        3,
    )
