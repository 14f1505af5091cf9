"""The activity list of one party, at any size: one bounded query, the same on page 200 as on page 1."""

from datetime import date

from django.db.models import Count

from activities.models import Activity, ActivityGrant, Status
from collab.models import Membership

from .measure import clocked, compare, plan_of

PAGE = 50


def members(count=12):
    """Memberships of parties from the largest to the smallest, one each."""
    sizes = dict(
        ActivityGrant.objects.filter(permission__codename="view_activity")
        .values_list("group")
        .annotate(n=Count("pk"))
        .order_by("-n")
    )
    parties = list(sizes)
    chosen = [parties[i * (len(parties) - 1) // (count - 1)] for i in range(count)]
    people = Membership.objects.filter(party__in=chosen).select_related("user", "party__collaboration")
    one_each = {membership.party_id: membership for membership in people}
    return [one_each[party] for party in chosen]


def first_page(actor, status=Status.ON_TRACK):
    rows = Activity.objects.for_actor(actor).keyed().filter(key_status=status)
    return rows.order_by("key_due_on", "key_id")[:PAGE]


def later_page(actor, after, status=Status.ON_TRACK):
    due_on, pk = after
    rows = Activity.objects.for_actor(actor).keyed().filter(key_status=status).after(due_on, pk)
    return rows.order_by("key_due_on", "key_id")[:PAGE]


def measure(report):
    """Compare pages of the gate's list with fetching the same rows by known keys."""
    actors = [actor for actor in members() if len(first_page(actor)) == PAGE]
    keys = {actor.pk: [row.pk for row in first_page(actor)] for actor in actors}
    costs = compare(
        {
            "list": lambda actor: list(first_page(actor)),
            "keys": lambda actor: list(
                Activity.objects.filter(pk__in=keys[actor.pk]).order_by("due_on", "pk")
            ),
        },
        actors,
    )
    report.ratio(
        "a party's list by status and date / the same 50 rows by key", costs["list"], costs["keys"], 2
    )
    largest = actors[0]
    deep = page_key(largest, 199)
    costs = compare(
        {
            "first": lambda actor: list(first_page(actor)),
            "deep": lambda actor: list(later_page(actor, deep)),
        },
        [largest] * 5,
    )
    report.ratio("page 200 / page 1 of the largest party's list", costs["deep"], costs["first"], 1.5)
    report.fact("rows on page 200", len(later_page(largest, deep)))
    report.fact("plan of page 1", plan_of(first_page(largest)))
    with clocked() as clock:
        list(first_page(largest))
    report.fact("queries for the rows", clock.queries)


def cost_of_first_page():
    """Seconds in the database for the first page, the median over parties of every size."""
    actors = [actor for actor in members() if len(first_page(actor)) == PAGE]
    return compare({"first": lambda actor: list(first_page(actor))}, actors, rounds=3)["first"]


def page_key(actor, page):
    """(due_on, pk) of the last row before a page; the last full page when the list is shorter."""
    rows = Activity.objects.for_actor(actor).keyed().filter(key_status=Status.ON_TRACK)
    last = min(page * PAGE, rows.count() - PAGE) - 1
    ordered = rows.order_by("key_due_on", "key_id").values_list("due_on", "pk")
    return ordered[last] if last >= 0 else (date.min, 0)
